import { expect, it } from 'vitest';
import { safeNext } from './safeNext';

it.each([
  ['/agents/1?x=2', '/agents/1?x=2'],
  ['//evil.example', null],
  ['/\\evil.example', null],
  ['https://evil.example', null],
  ['javascript:alert(1)', null],
  [null, null],
])('%s leads to %s', (next, page) => {
  expect(safeNext(next)).toBe(page);
});
