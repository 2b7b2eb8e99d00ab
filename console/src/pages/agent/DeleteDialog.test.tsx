import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Instance } from '../../api/types';
import { confirms } from './confirms';
import { DeleteForm } from './DeleteDialog';

const AGENT: Instance = {
  id: 'i1',
  name: 'Marlow',
  plan: 'free',
  region: 'fsn1',
  image: 'agent-lite',
  state: 'running',
  url: null,
  accessToken: null,
  eta: null,
  problem: null,
  createdAt: '2026-01-01T00:00:00Z',
};

const fetched = vi.fn<typeof fetch>();
const onClose = vi.fn();

beforeEach(() => {
  vi.stubGlobal('fetch', fetched);
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>
        <DeleteForm agent={AGENT} onClose={onClose} />
      </QueryClientProvider>
    </MantineProvider>,
  );
});

afterEach(() => {
  cleanup();
  fetched.mockReset();
  onClose.mockReset();
  vi.unstubAllGlobals();
});

const button = () => screen.getByRole<HTMLButtonElement>('button', { name: 'Delete for good' });
const field = () => screen.getByRole('textbox');

describe('deleting an agent', () => {
  it('waits until its name is typed', async () => {
    expect(button().disabled).toBe(true);
    await userEvent.type(field(), 'Marlo');
    expect(button().disabled).toBe(true);
    await userEvent.type(field(), '{Enter}');

    expect(fetched).not.toHaveBeenCalled();
  });

  it('sends the typed name and closes', async () => {
    fetched.mockImplementation(() =>
      Promise.resolve(
        new Response(JSON.stringify({ ...AGENT, state: 'deleting' }), { status: 202 }),
      ),
    );
    await userEvent.type(field(), 'Marlow{Enter}');

    await waitFor(() => {
      expect(onClose).toHaveBeenCalledOnce();
    });
    const [url, init] = fetched.mock.calls[0] ?? [];
    expect([url, init?.method, init?.body]).toEqual([
      '/api/v1/instances/i1',
      'DELETE',
      '{"name":"Marlow"}',
    ]);
  });

  it('stays open and says why when it is refused', async () => {
    fetched.mockResolvedValue(
      new Response(JSON.stringify({ title: 'Not now', detail: 'It is restarting.' }), {
        status: 409,
      }),
    );
    await userEvent.type(field(), 'Marlow{Enter}');

    expect((await screen.findByRole('alert')).textContent).toContain('It is restarting.');
    expect(onClose).not.toHaveBeenCalled();
  });
});

it.each([
  ['Marlow', 'Marlow', true],
  [' Marlow ', 'Marlow', true],
  ['marlow', 'Marlow', false],
  ['', 'Marlow', false],
  ['', '', false],
  ['My  agent', 'My agent', false],
])('"%s" confirms "%s": %s', (typed, name, yes) => {
  expect(confirms(typed, name)).toBe(yes);
});
