import { Button, Skeleton } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useInstances } from '../api/instances';
import { useMe } from '../api/session';
import { Empty } from '../parts/Empty';
import { Page } from '../parts/Page';
import { ProblemNote } from '../parts/ProblemNote';
import { AgentCard } from './AgentCard';
import classes from './AgentsPage.module.css';
import { NewAgentDialog } from './NewAgentDialog';

/** All agents of the account. */
export function AgentsPage() {
  const instances = useInstances();
  const me = useMe().data;
  const [creating, setCreating] = useState(false);
  const open = () => {
    setCreating(true);
  };
  const heading = (
    <>
      <h1>My agents</h1>
      {me && (
        <p className={classes.used}>
          {me.limits.used} of {me.limits.instances} in use
        </p>
      )}
    </>
  );
  return (
    <Page
      title="My agents"
      heading={heading}
      actions={
        <Button leftSection={<IconPlus size={18} aria-hidden />} onClick={open}>
          New agent
        </Button>
      }
    >
      {instances.isPending && <AgentsSkeleton />}
      {instances.isError && instances.data === undefined && (
        <ProblemNote error={instances.error} onRetry={() => void instances.refetch()} />
      )}
      {instances.data?.length === 0 && (
        <div className="card">
          <Empty
            inside
            title="No agent yet"
            text="A new agent gets its own home and its own address. That takes a moment."
          >
            <Button onClick={open}>Create the first one</Button>
          </Empty>
        </div>
      )}
      <ul className={classes.agents}>
        {instances.data?.map((instance) => (
          <li key={instance.id}>
            <AgentCard instance={instance} />
          </li>
        ))}
      </ul>
      <NewAgentDialog
        opened={creating}
        onClose={() => {
          setCreating(false);
        }}
      />
    </Page>
  );
}

function AgentsSkeleton() {
  return (
    <div className={classes.agents} aria-busy="true" aria-label="Loading agents">
      <Skeleton height={172} radius="lg" />
      <Skeleton height={172} radius="lg" />
    </div>
  );
}
