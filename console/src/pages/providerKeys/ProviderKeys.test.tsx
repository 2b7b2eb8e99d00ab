import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import type { ProviderKey } from '../../api/spendingTypes';
import { ProviderKeys } from './ProviderKeys';

const REFUSED: ProviderKey = {
  id: 'k1',
  provider: 'openai',
  name: 'mine',
  hint: 'f3Qa',
  state: 'refused',
  problem: '401 invalid_api_key',
  createdAt: '2026-01-01T00:00:00Z',
  weight: 1,
};

const fetched = vi.fn<typeof fetch>();
let tested: ProviderKey;

beforeEach(() => {
  vi.stubGlobal('fetch', fetched);
  let shown = REFUSED;
  fetched.mockImplementation((_, init) => {
    shown = init?.method === 'POST' ? tested : shown;
    const body = init?.method === 'POST' ? shown : { items: [shown], nextCursor: null };
    return Promise.resolve(new Response(JSON.stringify(body), { status: 200 }));
  });
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <ProviderKeys path="/provider-keys" empty="None." />
      </QueryClientProvider>
    </MantineProvider>,
  );
});

afterEach(() => {
  cleanup();
  fetched.mockReset();
  vi.unstubAllGlobals();
});

const testAgain = () => screen.findByRole('button', { name: 'Test openai, mine again' });

it('tests a refused key again, and offers that no more once it is taken', async () => {
  tested = { ...REFUSED, state: 'good', problem: null };
  await userEvent.click(await testAgain());

  expect(await screen.findByText('openai takes mine again.')).toBeTruthy();
  expect(screen.queryByRole('button', { name: /^Test / })).toBeNull();
  const posted = fetched.mock.calls.find(([, init]) => init?.method === 'POST');
  expect(posted?.[0]).toBe('/api/v1/provider-keys/k1/test');
});

it('says that it is still refused', async () => {
  tested = { ...REFUSED, problem: 'refused by openai (401)' };
  await userEvent.click(await testAgain());

  expect(await screen.findByText('openai still refuses mine.')).toBeTruthy();
  expect(await testAgain()).toBeTruthy();
});
