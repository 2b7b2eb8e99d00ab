import {
  IconCircleCheck,
  IconClockHour4,
  IconHome,
  IconHomeX,
  IconRefresh,
  IconTrash,
} from '@tabler/icons-react';
import type { ReactNode } from 'react';
import type { Instance, InstanceState } from '../../api/types';
import { clock, until } from '../../parts/times';
import { toneOf } from '../../parts/tones';
import { useNow } from '../../parts/useNow';
import classes from './Agent.module.css';

const ICONS: Record<InstanceState, typeof IconHome> = {
  queued: IconClockHour4,
  starting: IconHome,
  running: IconCircleCheck,
  restarting: IconRefresh,
  failed: IconHomeX,
  deleting: IconTrash,
  deleted: IconTrash,
};

/** How the agent is, in a sentence, and what happens next. */
export function Situation({ agent }: { agent: Instance }) {
  const Icon = ICONS[agent.state];
  return (
    <section className={`card ${classes.panel ?? ''}`} aria-label="State">
      <div className={classes.situation}>
        <Icon size={30} stroke={1.6} color={`var(--cs-${toneOf(agent.state)})`} aria-hidden />
        <div>
          <Words agent={agent} />
        </div>
      </div>
    </section>
  );
}

function Words({ agent }: { agent: Instance }) {
  switch (agent.state) {
    case 'queued':
      return <Queued eta={agent.eta} />;
    case 'starting':
      return say('Moving in', 'Its home is made and the agent is starting. This takes a moment.');
    case 'running':
      return say('It is running', 'Open it in your browser, or call it with its access token.');
    case 'restarting':
      return say('Restarting', 'It answers again in a moment. Its address and files stay.');
    case 'failed':
      return say(
        'It is not running',
        agent.problem ?? 'Clawstead could not tell why. Restart it, or look at the timeline.',
      );
    case 'deleting':
      return say('Being deleted', 'Its container, its files and its network are removed.');
    case 'deleted':
      return say('Deleted', 'Nothing of it is left. Its address is never given to anybody else.');
  }
}

function Queued({ eta }: { eta: string | null }) {
  const now = useNow(1_000);
  const left = eta === null ? null : until(eta, now);
  const when =
    eta === null || left === null
      ? 'Any moment now.'
      : `Expected in ${left}, at ${clock(eta).slice(0, 5)}.`;
  return say(
    'In line for a home',
    <>
      <span className="numbers">{when}</span> You can close this page; your place is kept.
    </>,
  );
}

function say(title: string, text: ReactNode) {
  return (
    <>
      <h2>{title}</h2>
      <p className="muted">{text}</p>
    </>
  );
}
