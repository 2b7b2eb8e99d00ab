import { Button, Skeleton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useOptions } from '../../api/instances';
import { useModelKeys } from '../../api/spending';
import { CopyButton } from '../../parts/CopyButton';
import { ProblemNote } from '../../parts/ProblemNote';
import agentClasses from './Agent.module.css';
import { KeyRow } from './keys/KeyRow';
import classes from './keys/Keys.module.css';
import { MintDialog } from './keys/MintDialog';
import { OwnKey } from './keys/OwnKey';
import { useSeen } from './seen';

/** Keys with which tools of the owner's call models on the agent's account. */
export function KeysSection() {
  const { agent } = useSeen();
  const keys = useModelKeys(agent.id);
  const [minting, setMinting] = useState(false);
  return (
    <div className={agentClasses.column}>
      <section className={`card ${agentClasses.panel ?? ''}`} aria-labelledby="keys">
        <div className={classes.top}>
          <h2 id="keys">Keys for tools of your own</h2>
          <Button
            leftSection={<IconPlus size={18} aria-hidden />}
            onClick={() => {
              setMinting(true);
            }}
          >
            New key
          </Button>
        </div>
        <p className="muted">
          They call the same models as {agent.name}, and what they use counts towards its caps.
        </p>
        {keys.data === undefined &&
          (keys.isError ? (
            <ProblemNote error={keys.error} onRetry={() => void keys.refetch()} />
          ) : (
            <Skeleton height={90} radius="md" />
          ))}
        {keys.data?.length === 0 && <p>No key yet.</p>}
        <ul className={classes.keys}>
          {keys.data?.map((key) => (
            <li key={key.id}>
              <KeyRow agent={agent.id} modelKey={key} />
            </li>
          ))}
        </ul>
      </section>
      <Snippet />
      <OwnKey agent={agent} />
      <MintDialog
        agent={agent.id}
        opened={minting}
        onClose={() => {
          setMinting(false);
        }}
      />
    </div>
  );
}

/** How a tool uses a key, with the official client. */
function Snippet() {
  const url = useOptions().data?.modelsUrl;
  const code = `from openai import OpenAI

client = OpenAI(base_url="${url ?? 'https://models.example.com/v1'}", api_key="csm_...")
answer = client.chat.completions.create(
    model="default", messages=[{"role": "user", "content": "Hello"}])
print(answer.choices[0].message.content)`;
  return (
    <section className={`card ${agentClasses.panel ?? ''}`} aria-labelledby="snippet">
      <h2 id="snippet">How to use one</h2>
      <div className={classes.code}>
        <pre tabIndex={0} aria-label="Example in Python">
          {code}
        </pre>
        <CopyButton value={code} what="example" />
      </div>
    </section>
  );
}
