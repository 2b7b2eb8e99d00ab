import { Alert, Button, Skeleton } from '@mantine/core';
import { IconPlayerPause } from '@tabler/icons-react';
import { useCaps, useUnpause } from '../../api/spending';
import type { Caps } from '../../api/spendingTypes';
import { bounds } from '../../parts/Meter';
import { ProblemNote } from '../../parts/ProblemNote';
import { exact } from '../../parts/times';
import agentClasses from './Agent.module.css';
import { CapsEditor } from './caps/CapsEditor';
import { Notices } from './caps/Notices';
import { RaiseNow } from './caps/RaiseNow';
import { Standing } from './caps/Standing';
import { useSeen } from './seen';

/** What bounds the agent's spending, what happens there, and what happened already. */
export function CapsSection() {
  const { agent } = useSeen();
  const caps = useCaps(agent.id);
  if (caps.data === undefined) {
    return caps.isError ? (
      <ProblemNote error={caps.error} onRetry={() => void caps.refetch()} />
    ) : (
      <div className={agentClasses.column} aria-busy="true" aria-label="Loading caps">
        <Skeleton height={150} radius="lg" />
        <Skeleton height={420} radius="lg" />
      </div>
    );
  }
  return (
    <div className={agentClasses.column}>
      {caps.data.pausedUntil !== null && <Paused agent={agent.id} until={caps.data.pausedUntil} />}
      <section className={`card ${agentClasses.panel ?? ''}`} aria-labelledby="now">
        <h2 id="now">Where it stands</h2>
        <Standing caps={caps.data.caps} empty="Nothing bounds this agent." />
        {hasOwn(caps.data) && <RaiseNow agent={agent.id} caps={caps.data} />}
      </section>
      <CapsEditor agent={agent.id} caps={caps.data} />
      <Notices agent={agent.id} />
    </div>
  );
}

function Paused({ agent, until }: { agent: string; until: string }) {
  const unpause = useUnpause(agent);
  return (
    <Alert
      color="yellow"
      variant="outline"
      icon={<IconPlayerPause size={20} aria-hidden />}
      title={`Paused until ${exact(until)}`}
      styles={{ title: { color: 'var(--cs-warn)' }, message: { color: 'inherit' } }}
    >
      It spent far more within an hour than it ever does. Calls of models wait until then.
      {unpause.isError && <ProblemNote error={unpause.error} />}
      <div>
        <Button
          mt="sm"
          size="xs"
          loading={unpause.isPending}
          onClick={() => {
            unpause.mutate();
          }}
        >
          Let it go on
        </Button>
      </div>
    </Alert>
  );
}

function hasOwn({ caps }: Caps): boolean {
  return caps.some((cap) => cap.scope === 'instance' && cap.source === 'owner' && bounds(cap));
}
