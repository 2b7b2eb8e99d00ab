import { IconExternalLink } from '@tabler/icons-react';
import { StateBadge } from './StateBadge';
import { toneOf } from './tones';
import classes from './cells.module.css';

/** Links to the workflow that owns the row, in the Temporal UI. */
export function WorkflowLink({ url, of }: { url: string | null | undefined; of: string }) {
  if (!url) {
    return <span className="muted">none</span>;
  }
  return (
    <a
      href={url}
      target="_blank"
      rel="noreferrer"
      aria-label={`Workflow of ${of}, in a new tab`}
      className={classes.link}
    >
      Workflow <IconExternalLink size={15} aria-hidden />
    </a>
  );
}

/** A state and, where there is one, the problem under it. */
export function StateCell({ state, problem }: { state: string; problem?: string | null }) {
  return (
    <>
      <StateBadge state={state} />
      {problem && (
        <p className={classes.problem} data-tone={toneOf(state)}>
          {problem}
        </p>
      )}
    </>
  );
}

/** A name with something smaller under it. */
export function Two({ main, below }: { main: string; below: string | null }) {
  return (
    <>
      <span className={classes.main}>{main}</span>
      {below !== null && <span className={classes.below}>{below}</span>}
    </>
  );
}
