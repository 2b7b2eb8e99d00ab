import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from '@tanstack/react-query';
import { get, write } from './http';
import { everything, withCursor } from './pages';
import type {
  AccountCaps,
  Amount,
  Attempt,
  Caps,
  MintedKey,
  Model,
  ModelKey,
  NewAccountCaps,
  NewCaps,
  NewModelKey,
  NewProviderKey,
  Notice,
  ProviderKey,
  Raise,
  Usage,
} from './spendingTypes';
import type { Page } from './types';

const LIVE_MS = 5_000;
const instance = (id: string) => `/instances/${encodeURIComponent(id)}`;

/** What an agent used from the first day to before the last, looked at again and again. */
export function useUsage(id: string, from: string, until: string) {
  return useQuery({
    queryKey: ['usage', id, from, until],
    queryFn: ({ signal }) => get<Usage>(usagePath(id, from, until), signal),
    // Other days replace what is shown when they are there, not before.
    placeholderData: keepPreviousData,
    refetchInterval: LIVE_MS,
  });
}

export function usagePath(id: string, from: string, until: string): string {
  return `${instance(id)}/usage?from=${from}&until=${until}`;
}

export function useAttempts(id: string) {
  return useInfiniteQuery({
    queryKey: ['attempts', id],
    queryFn: ({ pageParam, signal }) =>
      get<Page<Attempt>>(
        withCursor(`${instance(id)}/attempts`, pageParam).replace('limit=100', 'limit=25'),
        signal,
      ),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    select: (data) => data.pages.flatMap((page) => page.items),
    refetchInterval: LIVE_MS,
  });
}

const capsKey = (id: string) => ['caps', id] as const;

export function useCaps(id: string) {
  return useQuery({
    queryKey: capsKey(id),
    queryFn: ({ signal }) => get<Caps>(`${instance(id)}/caps`, signal),
    refetchInterval: LIVE_MS,
  });
}

export function useSaveCaps(id: string) {
  return useCapsWrite(id, (body: NewCaps) => write<Caps>('PUT', `${instance(id)}/caps`, { body }));
}

export function useRaiseCap(id: string) {
  return useCapsWrite(id, (body: Amount) => write<Caps>('POST', `${instance(id)}/raise`, { body }));
}

export function useUnpause(id: string) {
  return useCapsWrite(id, () => write<Caps>('POST', `${instance(id)}/unpause`));
}

function useCapsWrite<A = void>(id: string, change: (argument: A) => Promise<Caps>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (caps) => {
      cache.setQueryData(capsKey(id), caps);
      void cache.invalidateQueries({ queryKey: ['usage', id] });
    },
  });
}

const ACCOUNT_CAPS = ['account-caps'] as const;

/** What bounds all agents of the account together. */
export function useAccountCaps() {
  return useQuery({
    queryKey: ACCOUNT_CAPS,
    queryFn: ({ signal }) => get<AccountCaps>('/me/caps', signal),
    select: ({ caps }) => caps,
    refetchInterval: LIVE_MS,
  });
}

export function useSaveAccountCaps() {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: NewAccountCaps) => write<AccountCaps>('PUT', '/me/caps', { body }),
    onSuccess: (saved) => {
      cache.setQueryData(ACCOUNT_CAPS, saved);
      void cache.invalidateQueries({ queryKey: ['caps'] });
    },
  });
}

export function useNotices(id: string) {
  return useQuery({
    queryKey: ['notices', id],
    queryFn: ({ signal }) => get<Page<Notice>>(`${instance(id)}/notices?limit=20`, signal),
    select: (page) => page.items,
    refetchInterval: 30_000,
  });
}

const raiseKey = (token: string) => ['raise', token] as const;
const raisePath = (token: string) => `/raises/${encodeURIComponent(token)}`;

/** What a mail's link offers; looking at it changes nothing. */
export function useRaise(token: string) {
  return useQuery({
    queryKey: raiseKey(token),
    queryFn: ({ signal }) => get<Raise>(raisePath(token), signal),
  });
}

export function useTakeRaise(token: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => write<Raise>('POST', raisePath(token), { body: {} }),
    onSuccess: (raise) => cache.setQueryData(raiseKey(token), raise),
  });
}

export function useModelKeys(id: string) {
  return useQuery({
    queryKey: ['model-keys', id],
    queryFn: ({ signal }) => everything<ModelKey>(`${instance(id)}/keys`, signal),
  });
}

export function useMintKey(id: string) {
  return useKeyWrite(id, (body: NewModelKey) =>
    write<MintedKey>('POST', `${instance(id)}/keys`, { body }),
  );
}

export function useRotateKey(id: string, key: string) {
  return useKeyWrite(id, (overlapSeconds: number) =>
    write<MintedKey>('POST', `${instance(id)}/keys/${encodeURIComponent(key)}/rotate`, {
      body: { overlapSeconds },
    }),
  );
}

export function useRevokeKey(id: string, key: string) {
  return useKeyWrite(id, () => write('DELETE', `${instance(id)}/keys/${encodeURIComponent(key)}`));
}

function useKeyWrite<R, A = void>(id: string, change: (argument: A) => Promise<R>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => void cache.invalidateQueries({ queryKey: ['model-keys', id] }),
  });
}

export function useModels() {
  return useQuery({
    queryKey: ['models'],
    queryFn: ({ signal }) => get<{ models: Model[] }>('/models', signal),
    select: ({ models }) => models,
    staleTime: 60_000,
  });
}

/** Keys of model providers: the account's own, or the platform's for an operator. */
export function useProviderKeys(path: '/provider-keys' | '/ops/provider-keys') {
  return useQuery({
    queryKey: [path],
    queryFn: ({ signal }) => everything<ProviderKey>(path, signal),
    refetchInterval: 15_000,
  });
}

export function useAddProviderKey(path: '/provider-keys' | '/ops/provider-keys') {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (body: NewProviderKey) => write<ProviderKey>('POST', path, { body }),
    onSuccess: () => cache.invalidateQueries({ queryKey: [path] }),
  });
}

/** Asks the provider again whether it takes the key; a refused one that it takes is used again. */
export function useTestProviderKey(path: '/provider-keys' | '/ops/provider-keys') {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) =>
      write<ProviderKey>('POST', `${path}/${encodeURIComponent(id)}/test`),
    onSuccess: () => cache.invalidateQueries({ queryKey: [path] }),
  });
}

export function useRemoveProviderKey(path: '/provider-keys' | '/ops/provider-keys') {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => write('DELETE', `${path}/${encodeURIComponent(id)}`),
    onSuccess: () => cache.invalidateQueries({ queryKey: [path] }),
  });
}
