import { useOutletContext } from 'react-router';
import type { useTimeline } from '../../api/timeline';
import type { Instance } from '../../api/types';

/** What the agent's page has read for all of its sections. */
export interface Seen {
  agent: Instance;
  timeline: Pick<ReturnType<typeof useTimeline>, 'data' | 'mode' | 'error'>;
}

export function useSeen(): Seen {
  return useOutletContext<Seen>();
}
