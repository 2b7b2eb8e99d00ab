import { expect, it } from 'vitest';
import type { Cap, Caps } from '../../../api/spendingTypes';
import { fromAmounts, toAmounts } from './amountsForm';
import { fromForm, toForm } from './capsForm';

const cap = (over: Partial<Cap>): Cap => ({
  scope: 'instance',
  period: 'month',
  source: 'owner',
  capMicros: 2_500_000,
  capTokens: null,
  raisedMicros: null,
  raisedTokens: null,
  spentMicros: 0,
  spentTokens: 0,
  resets: '2026-12-01',
  ...over,
});

const CAPS: Caps = {
  caps: [cap({ scope: 'account', source: 'plan', capTokens: 9 }), cap({})],
  choice: 'ask',
  cheaperAlias: null,
  pauseOnAnomaly: true,
  pausedUntil: null,
};

it('shows the owner’s own caps and not the plan’s', () => {
  expect(toForm(CAPS)).toMatchObject({ monthDollars: 2.5, monthTokens: '', dayDollars: '' });
});

it('sends back what it was given', () => {
  expect(fromForm(toForm(CAPS))).toEqual({
    day: null,
    month: { micros: 2_500_000, tokens: null },
    choice: 'ask',
    cheaperAlias: null,
    pauseOnAnomaly: true,
  });
});

it('tells the account’s caps from the agent’s and from the plan’s', () => {
  const account = cap({ scope: 'account', period: 'day', capMicros: null, capTokens: 700 });
  const form = toAmounts([...CAPS.caps, account], 'account');
  expect(form).toMatchObject({ dayTokens: 700, monthDollars: '', monthTokens: '' });
  expect(fromAmounts(form)).toEqual({ day: { micros: null, tokens: 700 }, month: null });
});

it('names the cheaper model only where it is the choice', () => {
  const form = { ...toForm(CAPS), cheaperAlias: 'fast', dayTokens: 500 };
  expect(fromForm(form)).toMatchObject({ cheaperAlias: null, day: { micros: null, tokens: 500 } });
  expect(fromForm({ ...form, choice: 'cheaper' }).cheaperAlias).toBe('fast');
});
