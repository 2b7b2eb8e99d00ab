import type { Cap } from '../../../api/spendingTypes';
import { bounds, Meter } from '../../../parts/Meter';
import classes from '../usage/Usage.module.css';

/** How much of each cap is gone. */
export function Standing({ caps, empty }: { caps: readonly Cap[]; empty: string }) {
  const shown = caps.filter(bounds);
  return (
    <div className={classes.meters}>
      {shown.map((cap) => (
        <Meter
          key={`${cap.scope}-${cap.period}-${cap.source}`}
          limit={raised(cap)}
          note={noteOf(cap)}
        />
      ))}
      {shown.length === 0 && <p className="muted">{empty}</p>}
    </div>
  );
}

/** The cap that holds now: a raise is part of it until the month ends. */
function raised(cap: Cap): Cap {
  return {
    ...cap,
    capMicros: cap.raisedMicros ?? cap.capMicros,
    capTokens: cap.raisedTokens ?? cap.capTokens,
  };
}

function noteOf({ source, raisedMicros, raisedTokens }: Cap): string {
  const whose = source === 'plan' ? 'by plan' : 'yours';
  return raisedMicros !== null || raisedTokens !== null ? `${whose}, raised` : whose;
}
