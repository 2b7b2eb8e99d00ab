import { MutationCache, QueryCache, QueryClient } from '@tanstack/react-query';
import { rememberCsrfToken } from './http';
import { Problem } from './problem';

export const ME = ['me'] as const;
export const SESSION_ENDED = ['session-ended'] as const;

/** Whether asking again may help: a refusal is an answer, silence is not. */
export function mayRetry(failures: number, error: unknown): boolean {
  return failures < 2 && error instanceof Problem && error.outcomeUnknown;
}

/** The cache of everything read; a 401 anywhere means that the session has ended. */
export function createCache(): QueryClient {
  const noticeEnd = (error: unknown) => {
    if (error instanceof Problem && error.status === 401 && cache.getQueryData(ME) != null) {
      rememberCsrfToken(null);
      cache.setQueryData(SESSION_ENDED, true);
      cache.setQueryData(ME, null);
    }
  };
  const cache = new QueryClient({
    queryCache: new QueryCache({ onError: noticeEnd }),
    mutationCache: new MutationCache({ onError: noticeEnd }),
    defaultOptions: {
      // Loopback works without a network, so the browser's "offline" must not hold requests back.
      queries: { retry: mayRetry, staleTime: 5_000, networkMode: 'always' },
      mutations: { retry: false, networkMode: 'always' },
    },
  });
  return cache;
}
