import classes from './StateBadge.module.css';
import { toneOf } from './tones';

/** A state in one word, with a sign and a colour; the word alone says it all. */
export function StateBadge({ state, large = false }: { state: string; large?: boolean }) {
  return (
    <span className={classes.badge} data-tone={toneOf(state)} data-large={large || undefined}>
      <span className={classes.dot} aria-hidden="true" />
      {state.charAt(0).toUpperCase() + state.slice(1)}
    </span>
  );
}
