import { Progress } from '@mantine/core';
import type { Limit } from '../api/spendingTypes';
import { dollars, whole } from './amounts';
import { shortDay } from './days';
import classes from './Meter.module.css';

const WARN = 80;
const FULL = 95;

/** Whether there is anything to be used up. */
export function bounds({ capMicros, capTokens }: Limit): boolean {
  return capMicros !== null || capTokens !== null;
}

/** How much of a cap is gone, in words and as a bar. */
export function Meter({ limit, note }: { limit: Limit; note?: string }) {
  const name = `${limit.scope === 'account' ? 'All my agents' : 'This agent'}, ${
    limit.period === 'day' ? 'today' : 'this month'
  }`;
  const parts = [
    part('Money', limit.spentMicros, limit.capMicros, dollars),
    part('Tokens', limit.spentTokens, limit.capTokens, whole),
  ].filter((one) => one !== null);
  return (
    <div className={classes.meter}>
      <div className={classes.head}>
        <strong>{name}</strong>
        <span className="muted">
          {note !== undefined && `${note}, `}new on {shortDay(limit.resets)}
        </span>
      </div>
      {parts.map(({ what, percent, words }) => (
        <div key={what}>
          <Progress
            value={Math.min(100, percent)}
            size="lg"
            radius="xl"
            color={colorAt(percent)}
            aria-label={`${name}: ${what.toLowerCase()} used`}
          />
          <p className={classes.words}>{words}</p>
        </div>
      ))}
    </div>
  );
}

function part(what: string, spent: number, cap: number | null, format: (n: number) => string) {
  if (cap === null) {
    return null;
  }
  const left = Math.max(0, cap - spent);
  const percent = cap === 0 ? 100 : (100 * spent) / cap;
  const unit = what === 'Tokens' ? ' tokens' : '';
  return {
    what,
    percent,
    words: `${format(spent)} of ${format(cap)}${unit} used, ${format(left)} left`,
  };
}

function colorAt(percent: number): string {
  if (percent >= FULL) {
    return 'var(--cs-bad)';
  }
  return percent >= WARN ? 'var(--cs-warn)' : 'var(--mantine-primary-color-filled)';
}
