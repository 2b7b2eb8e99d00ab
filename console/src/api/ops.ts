import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, write } from './http';
import { withCursor } from './pages';
import type { OpsUsage } from './spendingTypes';
import type { OpsOrder, OpsPool, OpsStatus, Page } from './types';

const REFRESH_MS = 5_000;

/** One list of the operator's, page by page, kept fresh. */
export function useOpsList<T>(name: string, filter: Record<string, string> = {}) {
  const query = new URLSearchParams(filter).toString();
  return useInfiniteQuery({
    queryKey: ['ops', name, query],
    queryFn: ({ pageParam, signal }) =>
      get<Page<T>>(withCursor(`/ops/${name}${query === '' ? '' : `?${query}`}`, pageParam), signal),
    initialPageParam: null as string | null,
    getNextPageParam: (page) => page.nextCursor,
    select: (data) => data.pages.flatMap((page) => page.items),
    refetchInterval: REFRESH_MS,
  });
}

export function useOpsStatus() {
  return useQuery({
    queryKey: ['ops', 'status'],
    queryFn: ({ signal }) => get<OpsStatus>('/ops/status', signal),
    refetchInterval: REFRESH_MS,
  });
}

export interface PoolChange {
  target?: number;
  paused?: boolean;
}

export function useChangePool({ region, size }: Pick<OpsPool, 'region' | 'size'>) {
  const path = `/ops/pools/${encodeURIComponent(region)}/${encodeURIComponent(size)}`;
  return useOpsWrite('pools', (body: PoolChange) => write<OpsPool>('PATCH', path, { body }));
}

export function useOrderAction(id: string) {
  return useOpsWrite('orders', (action: 'retry' | 'cancel') =>
    write<OpsOrder>('POST', `/ops/orders/${encodeURIComponent(id)}/${action}`),
  );
}

function useOpsWrite<A, R>(list: string, change: (argument: A) => Promise<R>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: () => cache.invalidateQueries({ queryKey: ['ops', list] }),
  });
}

/** What providers did and cost, from the first day to before the last. */
export function useOpsUsage(from: string, until: string) {
  return useQuery({
    queryKey: ['ops', 'usage', from, until],
    queryFn: ({ signal }) => get<OpsUsage>(`/ops/usage?from=${from}&until=${until}`, signal),
    refetchInterval: REFRESH_MS,
  });
}

/** The whole catalogue, as it is written in a models file; its shape is the API's to check. */
export function useOpsModels() {
  return useQuery({
    queryKey: ['ops', 'models'],
    queryFn: ({ signal }) => get<Record<string, unknown>>('/ops/models', signal),
  });
}

export function useReplaceOpsModels() {
  return useOpsWrite('models', (body: unknown) =>
    write<Record<string, unknown>>('PUT', '/ops/models', { body }),
  );
}
