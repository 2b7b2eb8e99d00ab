import { ActionIcon, Tooltip } from '@mantine/core';
import { IconEye, IconEyeOff } from '@tabler/icons-react';
import { useState } from 'react';
import type { Instance } from '../../api/types';
import { CopyButton } from '../../parts/CopyButton';
import classes from './Agent.module.css';
import { curlLine, masked } from './curlLine';

/** Where the agent is and what opens it: for people an address, for programs a token. */
export function Access({ agent }: { agent: Instance }) {
  return (
    <section className={`card ${classes.panel ?? ''}`} aria-labelledby="access">
      <h2 id="access">How to reach it</h2>
      <h3>Address</h3>
      {agent.url === null ? (
        <Waiting text="It gets its address with its home." />
      ) : (
        <div className={classes.field}>
          <span className={classes.value}>{agent.url}</span>
          <CopyButton value={agent.url} what="address" />
        </div>
      )}
      <p className={classes.hint}>
        Only you get in. A bare visit by anybody else is refused; use Open, or the token.
      </p>
      <Token agent={agent} />
    </section>
  );
}

function Token({ agent }: { agent: Instance }) {
  const [shown, setShown] = useState(false);
  const { accessToken: token, url } = agent;
  if (token === null || url === null) {
    return (
      <>
        <h3>Access token</h3>
        <Waiting text="It comes with the address." />
      </>
    );
  }
  const curl = curlLine(url, token);
  return (
    <>
      <h3>Access token</h3>
      <div className={classes.field}>
        <span className={classes.value} data-testid="access-token">
          {shown ? token : masked(token)}
        </span>
        <Tooltip label={shown ? 'Hide' : 'Show'} withArrow openDelay={150}>
          <ActionIcon
            variant="subtle"
            color="gray"
            size="lg"
            aria-label="Show access token"
            aria-pressed={shown}
            onClick={() => {
              setShown(!shown);
            }}
          >
            {shown ? <IconEyeOff size={18} /> : <IconEye size={18} />}
          </ActionIcon>
        </Tooltip>
        <CopyButton value={token} what="access token" />
      </div>
      <h3>From a terminal</h3>
      <div className={classes.field}>
        <code className={classes.value}>{shown ? curl : curlLine(url, masked(token))}</code>
        <CopyButton value={curl} what="curl command" />
      </div>
    </>
  );
}

function Waiting({ text }: { text: string }) {
  return (
    <div className={classes.field}>
      <span className={classes.waiting}>{text}</span>
    </div>
  );
}
