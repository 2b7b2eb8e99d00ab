import { expect, it } from 'vitest';
import { compact, dollars, fromDollars, seconds, toDollars } from './amounts';

it('shows money so that little is not nothing', () => {
  expect([0, 1_200_000, 12_345, 210].map(dollars)).toEqual([
    '$0.00',
    '$1.20',
    '$0.0123',
    '$0.0002',
  ]);
  expect(compact(1_234_567)).toBe('1.2M');
  expect([seconds(420_000), seconds(null)]).toEqual(['0.42 s', '–']);
});

it('reads dollars as micros and back', () => {
  expect([fromDollars(0.1), fromDollars(2.5), fromDollars('')]).toEqual([100_000, 2_500_000, null]);
  expect([toDollars(100_000), toDollars(null)]).toEqual([0.1, '']);
});
