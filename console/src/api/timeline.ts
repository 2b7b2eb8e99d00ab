import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { follow, type FollowMode } from './follow';
import { instanceKey } from './instances';
import { everything } from './pages';
import type { Instance, TimelineItem } from './types';

const timelineKey = (id: string) => ['timeline', id] as const;
const pathOf = (id: string) => `/instances/${encodeURIComponent(id)}/timeline`;

/** Adds what is new, in the order of the ids; a repeated item changes nothing. */
export function merged(known: readonly TimelineItem[], more: readonly TimelineItem[]) {
  const byId = new Map([...known, ...more].map((item) => [item.id, item]));
  return [...byId.values()].sort((a, b) => a.id - b.id);
}

/**
 * The timeline of an instance, oldest first, kept fresh together with the instance itself until
 * that has ended: then it is read once more, and nothing is followed.
 */
export function useTimeline(id: string, ended: boolean) {
  const cache = useQueryClient();
  const [mode, setMode] = useState<FollowMode>('connecting');
  const query = useQuery({
    queryKey: timelineKey(id),
    queryFn: ({ signal }) => everything<TimelineItem>(pathOf(id), signal),
    // What the stream brought while this was asked must not be lost to an older answer.
    structuralSharing: (known, fresh) =>
      merged((known as TimelineItem[] | undefined) ?? [], fresh as TimelineItem[]),
  });

  useEffect(() => {
    const readAgain = () => {
      void cache.invalidateQueries({ queryKey: timelineKey(id) });
      void cache.invalidateQueries({ queryKey: instanceKey(id) });
    };
    if (ended) {
      readAgain();
      return undefined;
    }
    return follow({
      open: () => new EventSource(`/api/v1${pathOf(id)}`),
      onEvent: (name, data) => {
        if (name === 'instance') {
          cache.setQueryData<Instance>(instanceKey(id), data as Instance);
        } else {
          cache.setQueryData<TimelineItem[]>(timelineKey(id), (known) =>
            merged(known ?? [], [data as TimelineItem]),
          );
        }
      },
      poll: readAgain,
      onMode: setMode,
    });
  }, [cache, id, ended]);
  return { ...query, mode: ended ? ('ended' as const) : mode };
}
