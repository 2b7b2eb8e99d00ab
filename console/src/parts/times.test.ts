import { expect, it } from 'vitest';
import { relative, until } from './times';

const NOW = Date.parse('2026-01-01T12:00:00Z');

it.each([
  ['2026-01-01T11:59:58Z', 'just now'],
  ['2026-01-01T11:59:20Z', '40 seconds ago'],
  ['2026-01-01T11:57:30Z', '2 minutes ago'],
  ['2025-12-31T11:00:00Z', 'yesterday'],
])('%s was %s', (at, words) => {
  expect(relative(at, NOW)).toBe(words);
});

it.each([
  ['2026-01-01T12:00:42Z', 'about 45 seconds'],
  ['2026-01-01T12:03:10Z', 'about 3 minutes'],
  ['2026-01-01T11:59:59Z', null],
])('an ETA of %s reads as %s', (at, words) => {
  expect(until(at, NOW)).toBe(words);
});
