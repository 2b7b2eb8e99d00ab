import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ME } from './cache';
import { get, write } from './http';
import { everything } from './pages';
import { SubmitKey } from './submitKey';
import type { Instance, InstanceState, Options, Ticket } from './types';

export const INSTANCES = ['instances'] as const;
export const instanceKey = (id: string) => ['instance', id] as const;

const CHANGING: ReadonlySet<InstanceState> = new Set([
  'queued',
  'starting',
  'restarting',
  'deleting',
]);

/** Whether the instance is on its way to another state, so that looking again is worth it. */
export function isChanging(instance: Instance): boolean {
  return CHANGING.has(instance.state);
}

export function useOptions() {
  return useQuery({
    queryKey: ['options'],
    queryFn: ({ signal }) => get<Options>('/options', signal),
    staleTime: 300_000,
  });
}

export function useInstances() {
  return useQuery({
    queryKey: INSTANCES,
    queryFn: ({ signal }) => everything<Instance>('/instances', signal),
    select: (instances) => instances.filter(({ state }) => state !== 'deleted'),
    refetchInterval: ({ state }) => (state.data?.some(isChanging) === true ? 2_000 : 30_000),
  });
}

export function useInstance(id: string) {
  return useQuery({
    queryKey: instanceKey(id),
    queryFn: ({ signal }) => get<Instance>(`/instances/${encodeURIComponent(id)}`, signal),
  });
}

export interface NewInstance {
  name: string;
  plan?: string;
  region?: string;
}

/** Tells the new agent's id before the account's limits are read anew: that may close the form. */
export function useCreateInstance(onAgent: (id: string) => void) {
  const cache = useQueryClient();
  const [key] = useState(() => new SubmitKey());
  return useMutation({
    mutationFn: (body: NewInstance) =>
      key.submit(body, (idempotencyKey) =>
        write<Instance>('POST', '/instances', { body, idempotencyKey }),
      ),
    onSuccess: async (instance) => {
      cache.setQueryData(instanceKey(instance.id), instance);
      onAgent(instance.id);
      void cache.invalidateQueries({ queryKey: ME });
      await cache.invalidateQueries({ queryKey: INSTANCES });
    },
  });
}

export function useRestart(id: string) {
  return useInstanceWrite(() =>
    write<Instance>('POST', `/instances/${encodeURIComponent(id)}/restart`),
  );
}

/** Restarts the agent with a new key of its own; the old one works on for so many seconds. */
export function useReplaceOwnKey(id: string) {
  const [key] = useState(() => new SubmitKey());
  return useInstanceWrite((overlapSeconds: number) =>
    key.submit({ overlapSeconds }, (idempotencyKey) =>
      write<Instance>('POST', `/instances/${encodeURIComponent(id)}/model-key/rotate`, {
        body: { overlapSeconds },
        idempotencyKey,
      }),
    ),
  );
}

export function useDelete(id: string) {
  return useInstanceWrite((name: string) =>
    write<Instance>('DELETE', `/instances/${encodeURIComponent(id)}`, { body: { name } }),
  );
}

function useInstanceWrite<A = void>(change: (argument: A) => Promise<Instance>) {
  const cache = useQueryClient();
  return useMutation({
    mutationFn: change,
    onSuccess: (instance) => {
      cache.setQueryData(instanceKey(instance.id), instance);
      void cache.invalidateQueries({ queryKey: INSTANCES });
      void cache.invalidateQueries({ queryKey: ME });
    },
  });
}

/** A one-time link that opens the agent in a browser. */
export function askForTicket(id: string): Promise<Ticket> {
  return write<Ticket>('POST', `/instances/${encodeURIComponent(id)}/ticket`);
}
