import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ME, SESSION_ENDED } from './cache';
import { get, rememberCsrfToken, write } from './http';
import { Problem } from './problem';
import { forgetAll } from './transcripts';
import { SubmitKey } from './submitKey';
import type { Me, SignedUp } from './types';

export interface SignUp {
  email: string;
  password: string;
  agentName: string;
  plan?: string;
  region?: string;
}

export interface Credentials {
  email: string;
  password: string;
}

/** Who is signed in: undefined while it is asked, null for nobody. */
export function useMe() {
  return useQuery({ queryKey: ME, queryFn: ({ signal }) => readMe(signal), staleTime: 60_000 });
}

async function readMe(signal: AbortSignal): Promise<Me | null> {
  try {
    const me = await get<Me>('/me', signal);
    rememberCsrfToken(me.session.csrfToken);
    return me;
  } catch (error) {
    if (error instanceof Problem && error.status === 401) {
      return null;
    }
    throw error;
  }
}

/** Tells the new agent's id before the session is known: the page then goes there, not to the list. */
export function useSignUp(onAgent: (id: string) => void) {
  const afterwards = useSignedIn();
  const [key] = useState(() => new SubmitKey());
  return useMutation({
    mutationFn: (body: SignUp) =>
      key.submit(body, (idempotencyKey) =>
        write<SignedUp>('POST', '/signup', { body, idempotencyKey }),
      ),
    onSuccess: async ({ instance }) => {
      onAgent(instance.id);
      await afterwards();
    },
  });
}

export function useSignIn() {
  const afterwards = useSignedIn();
  const [key] = useState(() => new SubmitKey());
  return useMutation({
    mutationFn: (body: Credentials) =>
      key.submit(body, (idempotencyKey) =>
        write<unknown>('POST', '/sessions', { body, idempotencyKey }),
      ),
    onSuccess: afterwards,
  });
}

/** Asks who we are now, and forgets what the account before us has read. */
function useSignedIn() {
  const cache = useQueryClient();
  return async () => {
    cache.removeQueries({ predicate: (query) => query.queryKey[0] !== ME[0] });
    cache.setQueryData(SESSION_ENDED, false);
    await cache.query({ queryKey: ME, queryFn: ({ signal }) => readMe(signal), staleTime: 0 });
  };
}

export function useSignOut() {
  return useMutation({
    mutationFn: () => write('DELETE', '/sessions/current'),
    // A new page holds nothing of the account that left.
    onSuccess: () => {
      forgetAll();
      window.location.assign('/sign-in');
    },
  });
}
