import { Skeleton } from '@mantine/core';
import type { FollowMode } from '../../api/follow';
import type { TimelineItem } from '../../api/types';
import { ProblemNote } from '../../parts/ProblemNote';
import { clock, exact } from '../../parts/times';
import agentClasses from './Agent.module.css';
import classes from './Timeline.module.css';

interface TimelineProps {
  items: TimelineItem[] | undefined;
  mode: FollowMode | 'ended';
  error: Error | null;
}

const MODES: Record<FollowMode | 'ended', string> = {
  connecting: 'Connecting',
  live: 'Live',
  polling: 'Every 3 seconds',
  ended: 'Ended',
};

const ACTORS: Record<TimelineItem['actor'], string> = {
  you: 'You',
  clawstead: 'Clawstead',
  operator: 'Operator',
};

/** What happened to the agent, newest first, as it happens. */
export function Timeline({ items, mode, error }: TimelineProps) {
  return (
    <section className={`card ${agentClasses.panel ?? ''}`} aria-labelledby="timeline">
      <div className={classes.top}>
        <h2 id="timeline">Timeline</h2>
        <span className={classes.mode} data-mode={mode}>
          {MODES[mode]}
        </span>
      </div>
      {items === undefined && error !== null && <ProblemNote error={error} />}
      {items === undefined && error === null && <Skeleton height={220} radius="md" />}
      {items?.length === 0 && <p className="muted">Nothing has happened yet.</p>}
      <div role="log" aria-labelledby="timeline" aria-live="polite" aria-relevant="additions">
        <ol className={classes.items} reversed>
          {items?.toReversed().map((item) => (
            <Item key={item.id} item={item} />
          ))}
        </ol>
      </div>
    </section>
  );
}

function Item({ item }: { item: TimelineItem }) {
  const attempt = item.attempt !== null && item.attempt > 1 ? `, attempt ${item.attempt}` : '';
  return (
    <li className={classes.item} data-level={item.level}>
      <div className={classes.line}>
        <span className={classes.title}>{item.title}</span>
        <time dateTime={item.at} title={exact(item.at)} className="numbers muted">
          {clock(item.at)}
        </time>
      </div>
      {item.detail !== null && <p className={classes.detail}>{item.detail}</p>}
      <p className={classes.who}>
        {ACTORS[item.actor]}
        {attempt}
      </p>
    </li>
  );
}
