import type { Instance } from '../api/types';

/** The address without its scheme, or why there is none to see. */
export function addressOf(instance: Instance): string {
  if (instance.state === 'failed') {
    return instance.problem ?? 'It could not be started.';
  }
  return instance.url?.replace(/^https?:\/\//, '').replace(/\/$/, '') ?? 'Waiting for a home';
}
