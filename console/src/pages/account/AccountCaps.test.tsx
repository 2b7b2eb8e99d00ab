import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { Cap } from '../../api/spendingTypes';
import { AccountCaps } from './AccountCaps';

const PLAN: Cap = {
  scope: 'account',
  period: 'month',
  source: 'plan',
  capMicros: null,
  capTokens: 100_000,
  raisedMicros: null,
  raisedTokens: null,
  spentMicros: 0,
  spentTokens: 2_500,
  resets: '2026-12-01',
};
const OWN: Cap = { ...PLAN, source: 'owner', capMicros: 7_500_000, capTokens: null };

const fetched = vi.fn<typeof fetch>();
const answer = (status: number, body: unknown) =>
  new Response(JSON.stringify(body), { status, headers: { 'Content-Type': 'application/json' } });
const written = () => fetched.mock.calls.find(([, init]) => init?.method === 'PUT');

beforeEach(() => {
  vi.stubGlobal('fetch', fetched);
  fetched.mockImplementation((_, init) =>
    Promise.resolve(answer(200, { caps: init?.method === 'PUT' ? [PLAN, OWN] : [PLAN] })),
  );
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <AccountCaps />
      </QueryClientProvider>
    </MantineProvider>,
  );
});

afterEach(() => {
  cleanup();
  fetched.mockReset();
  vi.unstubAllGlobals();
});

it('shows what the plan includes and leaves the fields of one’s own empty', async () => {
  expect(await screen.findByText(/2,500 of 100,000 tokens used/)).toBeTruthy();
  expect(screen.getByLabelText('Tokens a month')).toHaveProperty('value', '');
});

it('saves a cap in micros and shows it', async () => {
  await userEvent.type(await screen.findByLabelText('Dollars a month'), '7.5');
  await userEvent.click(screen.getByRole('button', { name: 'Save caps' }));
  expect(await screen.findByText('Saved.')).toBeTruthy();
  expect(written()?.[0]).toBe('/api/v1/me/caps');
  expect(JSON.parse(written()?.[1]?.body as string)).toEqual({
    day: null,
    month: { micros: 7_500_000, tokens: null },
  });
  expect(await screen.findByText(/\$7\.50/)).toBeTruthy();
});

it('says why a cap was not saved', async () => {
  const field = await screen.findByLabelText('Tokens a day');
  fetched.mockImplementation(() =>
    Promise.resolve(answer(503, { title: 'Not now', detail: 'Ask again in a second.' })),
  );
  await userEvent.type(field, '5');
  await userEvent.click(screen.getByRole('button', { name: 'Save caps' }));
  expect(await screen.findByText(/Ask again in a second/)).toBeTruthy();
  expect(field).toHaveProperty('value', '5');
});
