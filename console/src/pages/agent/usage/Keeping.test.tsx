import { MantineProvider } from '@mantine/core';
import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Capture, Content } from '../../../api/capture';
import { Keeping, wordsOf } from './Keeping';
import { readable } from './readable';
import { Words } from './Said';

const OFF: Capture = { until: null, kept: 0, keptBytes: 0, keptBytesMax: 1_000_000 };
const ON: Capture = { ...OFF, until: '2026-12-01T10:00:00Z', kept: 2, keptBytes: 10 };

const fetched = vi.fn<typeof fetch>();
const json = (body: unknown) => Promise.resolve(new Response(JSON.stringify(body)));

function show(what: ReactNode) {
  render(
    <MantineProvider env="test">
      <QueryClientProvider
        client={new QueryClient({ defaultOptions: { queries: { retry: false } } })}
      >
        {what}
      </QueryClientProvider>
    </MantineProvider>,
  );
}

const written = () =>
  fetched.mock.calls
    .filter(([, init]) => init?.method !== 'GET')
    .map(([url, init]) => [url, init?.method, init?.body]);

beforeEach(() => {
  vi.stubGlobal('fetch', fetched);
});

afterEach(() => {
  cleanup();
  fetched.mockReset();
  vi.unstubAllGlobals();
});

describe('keeping what is said', () => {
  it('is off, and is turned on for the hours that are chosen', async () => {
    fetched.mockImplementation((_, init) => json(init?.method === 'PUT' ? ON : OFF));
    show(<Keeping agent="i1" />);
    const toggle = await screen.findByRole<HTMLInputElement>('switch');
    expect(toggle.checked).toBe(false);
    expect(screen.queryByText('Delete what was kept')).toBeNull();

    await userEvent.selectOptions(screen.getByLabelText('How long to keep it'), 'for 8 hours');
    await userEvent.click(toggle);

    expect(await screen.findByText(/^until /)).toBeTruthy();
    expect(written()).toEqual([['/api/v1/instances/i1/capture', 'PUT', '{"hours":8}']]);
  });

  it('is turned off', async () => {
    fetched.mockImplementation((_, init) =>
      json(init?.method === 'PUT' ? { ...ON, until: null } : ON),
    );
    show(<Keeping agent="i1" />);

    await userEvent.click(await screen.findByRole('switch'));

    expect(await screen.findByLabelText('How long to keep it')).toBeTruthy();
    expect(written()).toEqual([['/api/v1/instances/i1/capture', 'PUT', '{"hours":null}']]);
  });

  it('deletes what was kept once that is confirmed', async () => {
    fetched.mockImplementation((_, init) =>
      init?.method === 'DELETE' ? Promise.resolve(new Response(null, { status: 204 })) : json(ON),
    );
    show(<Keeping agent="i1" />);

    await userEvent.click(await screen.findByRole('button', { name: 'Delete what was kept' }));
    expect(written()).toEqual([]);
    await userEvent.click(await screen.findByRole('button', { name: 'Delete for good' }));

    await waitFor(() => {
      expect(written()).toEqual([['/api/v1/instances/i1/capture', 'DELETE', undefined]]);
    });
  });

  it('says why it cannot be turned on', async () => {
    fetched.mockImplementation((_, init) =>
      init?.method === 'PUT'
        ? Promise.resolve(
            new Response(JSON.stringify({ title: 'No', detail: 'The agent is being deleted.' }), {
              status: 409,
            }),
          )
        : json(OFF),
    );
    show(<Keeping agent="i1" />);

    await userEvent.click(await screen.findByRole('switch'));

    expect((await screen.findByRole('alert')).textContent).toContain('being deleted');
  });
});

describe('what was said', () => {
  const content: Content = {
    request: '{"model":"smart"}',
    response: null,
    truncated: true,
    expiresAt: '2026-12-08T10:00:00Z',
  };

  it('is shown with what is missing of it', async () => {
    fetched.mockImplementation(() => json(content));
    show(<Words agent="i1" attempt="a1" />);

    expect((await screen.findByRole('region', { name: 'Asked' })).textContent).toContain('smart');
    expect(screen.getByText(/only the beginning/)).toBeTruthy();
    expect(screen.getByText('Nothing was answered.')).toBeTruthy();
    expect(fetched.mock.calls[0]?.[0]).toBe('/api/v1/instances/i1/attempts/a1/content');
  });

  it('is shown as text, whatever it says', async () => {
    fetched.mockImplementation(() =>
      json({ ...content, response: '<img src=x onerror=alert(1)>' }),
    );
    show(<Words agent="i1" attempt="a1" />);

    expect((await screen.findByRole('region', { name: 'Answered' })).textContent).toContain('<img');
    expect(document.querySelector('img')).toBeNull();
  });
});

it.each([
  ['{"a":1}', '{\n  "a": 1\n}'],
  ['data: {"a":1}\n\n', 'data: {"a":1}\n\n'],
  ['{"cut', '{"cut'],
])('reads %j as %j', (text, lines) => {
  expect(readable(text)).toBe(lines);
});

it.each([
  [{ ...ON, kept: 1 }, 'One call is kept.'],
  [ON, '2 calls are kept.'],
  [
    { ...ON, keptBytes: 900_000 },
    '2 calls are kept. There is no room for more until you delete them.',
  ],
])('says how much is kept', (capture, words) => {
  expect(wordsOf(capture)).toBe(words);
});
