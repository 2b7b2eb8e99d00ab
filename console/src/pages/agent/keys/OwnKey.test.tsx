import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Instance } from '../../../api/types';
import { OwnKey, OwnKeyForm } from './OwnKey';

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

const show = (what: React.ReactNode) =>
  render(
    <MantineProvider>
      <QueryClientProvider client={new QueryClient()}>{what}</QueryClientProvider>
    </MantineProvider>,
  );

beforeEach(() => {
  vi.stubGlobal('fetch', fetched);
});

afterEach(() => {
  cleanup();
  fetched.mockReset();
  onClose.mockReset();
  vi.unstubAllGlobals();
});

const confirm = () =>
  userEvent.click(screen.getByRole('button', { name: 'Restart with a new key' }));

describe("replacing the agent's own key", () => {
  it('asks for a new key with an hour of overlap and closes', async () => {
    fetched.mockImplementation(() =>
      Promise.resolve(
        new Response(JSON.stringify({ ...AGENT, state: 'restarting' }), { status: 202 }),
      ),
    );
    show(<OwnKeyForm agent={AGENT} onClose={onClose} />);
    await confirm();

    await waitFor(() => {
      expect(onClose).toHaveBeenCalledOnce();
    });
    const [url, init] = fetched.mock.calls[0] ?? [];
    expect([url, init?.method, init?.body]).toEqual([
      '/api/v1/instances/i1/model-key/rotate',
      'POST',
      '{"overlapSeconds":3600}',
    ]);
  });

  it('sends the overlap that was chosen', async () => {
    fetched.mockResolvedValue(new Response(JSON.stringify(AGENT), { status: 202 }));
    show(<OwnKeyForm agent={AGENT} onClose={onClose} />);
    await userEvent.selectOptions(screen.getByLabelText('The old key works'), 'Not any more');
    await confirm();

    expect(fetched.mock.calls[0]?.[1]?.body).toBe('{"overlapSeconds":0}');
  });

  it('stays open and says why when it is refused', async () => {
    fetched.mockResolvedValue(
      new Response(JSON.stringify({ title: 'Not now', detail: 'The agent is restarting.' }), {
        status: 409,
      }),
    );
    show(<OwnKeyForm agent={AGENT} onClose={onClose} />);
    await confirm();

    expect((await screen.findByRole('alert')).textContent).toContain('The agent is restarting.');
    expect(onClose).not.toHaveBeenCalled();
  });

  it.each([
    ['running', false],
    ['restarting', true],
    ['failed', true],
  ] as const)('of an agent that is %s, the button is disabled: %s', (state, disabled) => {
    show(<OwnKey agent={{ ...AGENT, state }} />);

    const button = screen.getByRole<HTMLButtonElement>('button', { name: /own key/ });
    expect(button.disabled).toBe(disabled);
  });
});
