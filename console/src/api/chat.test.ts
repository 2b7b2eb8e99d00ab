import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ChatFailure, failureOf, say } from './chat';

const fetched = vi.fn<typeof fetch>();

beforeEach(() => {
  vi.stubGlobal('fetch', fetched);
});

afterEach(() => {
  fetched.mockReset();
  vi.unstubAllGlobals();
});

const pass = (token: string, minutes = 15) =>
  new Response(
    JSON.stringify({
      token,
      url: 'http://a.agents.localhost/v1/chat/completions',
      expiresAt: new Date(Date.now() + minutes * 60_000).toISOString(),
    }),
    { status: 201 },
  );
const words = (...events: string[]) =>
  new Response(events.map((event) => `data: ${event}\n\n`).join(''), { status: 200 });
const delta = (content: string) => JSON.stringify({ choices: [{ delta: { content } }] });

async function hear(agent: string): Promise<string> {
  let heard = '';
  await say({
    agent,
    conversation: 'c1',
    text: 'hello',
    signal: new AbortController().signal,
    onText: (piece) => {
      heard += piece;
    },
  });
  return heard;
}

it('speaks to the agent’s own address with the pass and without cookies', async () => {
  fetched.mockResolvedValueOnce(pass('csc_1')).mockResolvedValueOnce(words(delta('Hi'), '[DONE]'));

  expect(await hear('a1')).toBe('Hi');
  const [url, init] = fetched.mock.calls[1] ?? [];
  expect(url).toBe('http://a.agents.localhost/v1/chat/completions');
  expect(init?.credentials).toBe('omit');
  expect((init?.headers as Record<string, string>).Authorization).toBe('Bearer csc_1');
  expect(JSON.parse(init?.body as string)).toMatchObject({ user: 'c1', stream: true });
});

it('uses a pass again, and asks for another one before it ends', async () => {
  fetched.mockResolvedValueOnce(pass('csc_1')).mockResolvedValueOnce(words('[DONE]'));
  await hear('a2');
  fetched.mockResolvedValueOnce(words('[DONE]'));
  await hear('a2');
  expect(fetched).toHaveBeenCalledTimes(3);

  fetched.mockResolvedValueOnce(pass('csc_2', 0.5)).mockResolvedValueOnce(words('[DONE]'));
  await hear('a3');
  fetched.mockResolvedValueOnce(pass('csc_3')).mockResolvedValueOnce(words('[DONE]'));
  await hear('a3');
  expect(fetched).toHaveBeenCalledTimes(7);
});

it('asks for another pass once when the first is refused', async () => {
  fetched
    .mockResolvedValueOnce(pass('csc_old'))
    .mockResolvedValueOnce(new Response('{}', { status: 401 }))
    .mockResolvedValueOnce(pass('csc_new'))
    .mockResolvedValueOnce(words(delta('Hi'), '[DONE]'));

  expect(await hear('a4')).toBe('Hi');
});

it('says that an answer broke off when its end is missing', async () => {
  fetched.mockResolvedValueOnce(pass('csc_1')).mockResolvedValueOnce(words(delta('Hi')));

  await expect(hear('a5')).rejects.toMatchObject({ kind: 'cut' });
});

it('tells why an agent did not answer', () => {
  const kinds = [
    failureOf('{"error":{"message":"Usage limit exhausted, resets 2026-12-01."}}'),
    failureOf('{"error":{"message":"Usage limit exhausted: this agent is on hold."}}'),
    failureOf('{"type":"urn:clawstead:problem:held","detail":"x"}'),
    failureOf('{"type":"urn:clawstead:problem:starting","detail":"x"}'),
    failureOf('{"error":{"message":"No model is configured."}}'),
    failureOf('<html>'),
  ];
  expect(kinds.map(({ kind }) => kind)).toEqual([
    'capped',
    'held',
    'held',
    'starting',
    'refused',
    'refused',
  ]);
  expect(kinds[4]).toBeInstanceOf(ChatFailure);
  expect(kinds[4]?.message).toBe('No model is configured.');
});
