import { Skeleton } from '@mantine/core';
import { useNotices } from '../../../api/spending';
import type { Notice } from '../../../api/spendingTypes';
import { Ago } from '../../../parts/Ago';
import { ProblemNote } from '../../../parts/ProblemNote';
import agentClasses from '../Agent.module.css';
import classes from './Caps.module.css';

/** What was told about the caps; the same went out by mail. */
export function Notices({ agent }: { agent: string }) {
  const notices = useNotices(agent);
  return (
    <section className={`card ${agentClasses.panel ?? ''}`} aria-labelledby="notices">
      <h2 id="notices">Notices</h2>
      {notices.data === undefined &&
        (notices.isError ? (
          <ProblemNote error={notices.error} onRetry={() => void notices.refetch()} />
        ) : (
          <Skeleton height={60} radius="md" />
        ))}
      {notices.data?.length === 0 && (
        <p className="muted">
          None yet. You hear of it at 50, 80 and 95 percent, here and by mail.
        </p>
      )}
      <ul className={classes.notices}>
        {notices.data?.map((notice) => (
          <li key={notice.id}>
            <span>{wordsOf(notice)}</span>
            <span className="muted">
              <Ago at={notice.at} />
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function wordsOf({ kind, percent, period, scope }: Notice): string {
  const cap = `${scope === 'account' ? 'the account’s' : 'the agent’s'} cap of the ${period}`;
  switch (kind) {
    case 'share':
      return `${percent ?? ''} % of ${cap} were used`;
    case 'reached':
      return `${cap.charAt(0).toUpperCase()}${cap.slice(1)} was reached`;
    case 'ask':
      return `You were asked whether to raise ${cap}`;
    case 'anomaly':
      return 'It spent far more within an hour than it usually does';
  }
}
