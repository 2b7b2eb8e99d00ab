import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { get, write } from './http';

/** Whether what an agent says to models is kept, and how much was. */
export interface Capture {
  /** Null while nothing is kept. */
  until: string | null;
  kept: number;
  keptBytes: number;
  keptBytesMax: number;
}

/** A request as the agent sent it, and the answer as it heard it. */
export interface Content {
  request: string;
  response: string | null;
  truncated: boolean;
  expiresAt: string;
}

const path = (id: string) => `/instances/${encodeURIComponent(id)}`;
const key = (id: string) => ['capture', id] as const;

export function useCapture(id: string) {
  return useQuery({
    queryKey: key(id),
    queryFn: ({ signal }) => get<Capture>(`${path(id)}/capture`, signal),
    refetchInterval: 5_000,
  });
}

/** Keeps for so many hours from now on, or, with null, nothing more. */
export function useKeep(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: (hours: number | null) =>
      write<Capture>('PUT', `${path(id)}/capture`, { body: { hours } }),
    onSuccess: (capture) => cache.setQueryData(key(id), capture),
  });
}

export function useDeleteKept(id: string) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: () => write('DELETE', `${path(id)}/capture`),
    onSuccess: async () => {
      cache.removeQueries({ queryKey: ['content', id] });
      await Promise.all([
        cache.invalidateQueries({ queryKey: key(id) }),
        cache.invalidateQueries({ queryKey: ['attempts', id] }),
      ]);
    },
  });
}

/** What was said in one call; it does not stay in the page longer than somebody looks at it. */
export function useContent(id: string, attempt: string) {
  return useQuery({
    queryKey: ['content', id, attempt],
    queryFn: ({ signal }) =>
      get<Content>(`${path(id)}/attempts/${encodeURIComponent(attempt)}/content`, signal),
    gcTime: 0,
  });
}
