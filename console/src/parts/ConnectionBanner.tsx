import { useQueryClient } from '@tanstack/react-query';
import { IconPlugConnectedX } from '@tabler/icons-react';
import { useEffect } from 'react';
import { ME } from '../api/cache';
import { useReachable } from '../api/connection';
import classes from './ConnectionBanner.module.css';

const ASK_AGAIN_MS = 3_000;

/** Says that Clawstead does not answer, keeps asking, and brings the page up to date when it does. */
export function ConnectionBanner() {
  const reachable = useReachable();
  const cache = useQueryClient();
  useEffect(() => {
    if (reachable) {
      return undefined;
    }
    const timer = setInterval(() => void cache.invalidateQueries({ queryKey: ME }), ASK_AGAIN_MS);
    return () => {
      clearInterval(timer);
      void cache.invalidateQueries();
    };
  }, [reachable, cache]);

  return (
    <div role="status">
      {!reachable && (
        <p className={classes.banner}>
          <IconPlugConnectedX size={18} aria-hidden />
          <span>
            <strong>{navigator.onLine ? 'Clawstead does not answer.' : 'You are offline.'}</strong>{' '}
            What you see may be old. Trying again by itself; running agents are not affected.
          </span>
        </p>
      )}
    </div>
  );
}
