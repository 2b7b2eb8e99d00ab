import { expect, it } from 'vitest';
import type { UsageLine } from '../../../api/spendingTypes';
import { byModel } from './byModel';

const line = (day: string, model: string, micros: number): UsageLine => ({
  day,
  model,
  micros,
  alias: 'default',
  provider: 'p',
  kind: 'chat',
  attempts: 1,
  inputTokens: 0,
  cachedTokens: 0,
  cacheWriteTokens: 0,
  outputTokens: 0,
  ratedTokens: micros * 2,
});
const DAYS = ['2026-11-01', '2026-11-02'];

it('adds up by day and model, the largest first', () => {
  const lines = [
    line('2026-11-01', 'small', 1),
    line('2026-11-02', 'large', 5),
    line('2026-11-02', 'large', 4),
  ];
  expect(byModel(lines, DAYS, 'micros')).toEqual([
    { name: 'large', values: [0, 9] },
    { name: 'small', values: [1, 0] },
  ]);
  expect(byModel(lines, DAYS, 'ratedTokens')[0]?.values).toEqual([0, 18]);
});

it('puts what is small together', () => {
  const lines = 'abcdefg'.split('').map((model, at) => line('2026-11-01', model, 10 - at));
  const series = byModel(lines, DAYS, 'micros');
  expect(series.map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', 'e', 'Others']);
  expect(series.at(-1)?.values).toEqual([9, 0]);
});
