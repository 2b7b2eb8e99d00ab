import { VisuallyHidden } from '@mantine/core';
import { Link, NavLink, Outlet, useParams } from 'react-router';
import { useInstance } from '../api/instances';
import { Problem } from '../api/problem';
import { useTimeline } from '../api/timeline';
import type { Instance } from '../api/types';
import { Ago } from '../parts/Ago';
import { Page } from '../parts/Page';
import { PageSkeleton } from '../parts/PageSkeleton';
import { ProblemNote } from '../parts/ProblemNote';
import { StateBadge } from '../parts/StateBadge';
import classes from './agent/Agent.module.css';
import { Actions } from './agent/Actions';
import type { Seen } from './agent/seen';
import { NotFoundPage } from './NotFoundPage';
import { usePlaceNames } from './usePlaceNames';

const SECTIONS = [
  ['', 'Chat'],
  ['usage', 'Usage'],
  ['caps', 'Caps'],
  ['keys', 'Keys'],
] as const;

/** One agent: what it is and how it does, around what is to be seen of it. */
export function AgentPage() {
  const { id = '' } = useParams();
  // Another agent is another page: nothing of the first one may linger.
  return <Agent key={id} id={id} />;
}

function Agent({ id }: { id: string }) {
  const instance = useInstance(id);
  const timeline = useTimeline(id, instance.data?.state === 'deleted');
  const { arePending } = usePlaceNames();
  const deleted = instance.data?.state === 'deleted';
  if (!deleted && instance.error instanceof Problem && isNothing(instance.error)) {
    return <NotFoundPage />;
  }
  if (instance.data === undefined) {
    return instance.isError ? (
      <Page title="Agent">
        <ProblemNote error={instance.error} onRetry={() => void instance.refetch()} />
      </Page>
    ) : (
      <PageSkeleton />
    );
  }
  if (arePending) {
    return <PageSkeleton />;
  }
  const agent = instance.data;
  return (
    <Page
      title={agent.name}
      heading={<Heading agent={agent} />}
      actions={<Actions agent={agent} />}
    >
      <VisuallyHidden role="status">{`${agent.name} is ${agent.state}`}</VisuallyHidden>
      {!deleted && (
        <nav aria-label="Agent" className={classes.sections}>
          {SECTIONS.map(([path, label]) => (
            <NavLink key={path} to={path} end>
              {label}
            </NavLink>
          ))}
        </nav>
      )}
      <Outlet context={{ agent, timeline } satisfies Seen} />
    </Page>
  );
}

/** Gone, never there, or an address somebody mistyped. */
function isNothing({ status }: Problem): boolean {
  return status === 404 || status === 410 || status === 400;
}

function Heading({ agent }: { agent: Instance }) {
  const { planName, regionName } = usePlaceNames();
  return (
    <>
      <p className={classes.crumb}>
        <Link to="/agents">← My agents</Link>
      </p>
      <div className={classes.name}>
        <h1>{agent.name}</h1>
        <StateBadge state={agent.state} large />
      </div>
      <p className={classes.facts}>
        {planName(agent.plan)} plan, {regionName(agent.region)}, {agent.image}, made{' '}
        <Ago at={agent.createdAt} />
        {agent.workflowUrl && (
          <>
            {', '}
            <a href={agent.workflowUrl} target="_blank" rel="noreferrer">
              workflow
            </a>
          </>
        )}
      </p>
    </>
  );
}
