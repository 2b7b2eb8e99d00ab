import { useSyncExternalStore } from 'react';

/** Whether the last request found Clawstead; the banner and the recovery hang on it. */
let reachable = true;
const listeners = new Set<() => void>();

export function reportReachable(now: boolean): void {
  if (now !== reachable) {
    reachable = now;
    listeners.forEach((listener) => {
      listener();
    });
  }
}

export function useReachable(): boolean {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => reachable,
  );
}
