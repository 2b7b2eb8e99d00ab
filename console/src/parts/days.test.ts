import { expect, it } from 'vitest';
import { daysOf, rangeOf, shortDay } from './days';

const NOON = Date.parse('2026-01-02T12:00:00Z');

it('counts ranges in days of UTC', () => {
  expect(rangeOf('month', NOON)).toEqual({ from: '2026-01-01', until: '2026-01-03' });
  expect(rangeOf('last-month', NOON)).toEqual({ from: '2025-12-01', until: '2026-01-01' });
  expect(rangeOf('week', NOON)).toEqual({ from: '2025-12-27', until: '2026-01-03' });
  expect(daysOf('2025-12-31', '2026-01-02')).toEqual(['2025-12-31', '2026-01-01']);
  expect(shortDay('2026-01-01')).toBe('Jan 1');
});
