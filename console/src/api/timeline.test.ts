import { expect, it } from 'vitest';
import { merged } from './timeline';
import type { TimelineItem } from './types';

function item(id: number, title = 'x'): TimelineItem {
  return {
    id,
    title,
    at: '2026-01-01T00:00:00Z',
    kind: 'k',
    detail: null,
    actor: 'you',
    attempt: null,
    level: 'info',
  };
}

it('keeps each event once and in order, however they arrive', () => {
  const all = merged([item(2), item(1)], [item(3), item(2)]);

  expect(all.map(({ id }) => id)).toEqual([1, 2, 3]);
});
