import { Skeleton } from '@mantine/core';
import { IconExternalLink } from '@tabler/icons-react';
import { useOpsStatus } from '../../api/ops';
import { toneOf } from '../../parts/tones';
import classes from './OpsLayout.module.css';

/** Every part of Clawstead in one line: up, or what is wrong. */
export function StatusStrip() {
  const { data: status, isError } = useOpsStatus();
  if (status === undefined) {
    return (
      <div className={classes.strip} role="status">
        {isError ? <span>The state of the parts is not known.</span> : <Skeleton h={18} w={320} />}
      </div>
    );
  }
  return (
    <div className={classes.strip}>
      <strong role="status">{status.ready ? 'Ready' : 'Not ready'}</strong>
      <ul className={classes.parts} aria-label="Parts">
        {status.parts.map(({ name, status: state, detail }) => (
          <li key={name} className={classes.part} data-tone={toneOf(state)}>
            {name} {toneOf(state) === 'good' ? '' : state}
            {detail !== null && toneOf(state) !== 'good' && `: ${detail}`}
          </li>
        ))}
      </ul>
      {status.temporalUiUrl !== null && (
        <a href={status.temporalUiUrl} target="_blank" rel="noreferrer">
          Temporal <IconExternalLink size={15} aria-hidden />
        </a>
      )}
    </div>
  );
}
