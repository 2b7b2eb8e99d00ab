import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { get, rememberCsrfToken, write } from './http';
import { Problem } from './problem';

const fetched = vi.fn<typeof fetch>();

beforeEach(() => {
  vi.stubGlobal('fetch', fetched);
});

afterEach(() => {
  rememberCsrfToken(null);
  fetched.mockReset();
  vi.unstubAllGlobals();
});

function sentHeaders(): Record<string, string> {
  return fetched.mock.calls[0]?.[1]?.headers as Record<string, string>;
}

function json(status: number, body: unknown): Response {
  return new Response(JSON.stringify(body), { status });
}

describe('a read', () => {
  it('carries neither a CSRF token nor a key', async () => {
    rememberCsrfToken('token');
    fetched.mockResolvedValue(json(200, { ok: true }));

    expect(await get('/me')).toEqual({ ok: true });
    expect(fetched.mock.calls[0]?.[0]).toBe('/api/v1/me');
    expect(Object.keys(sentHeaders())).toEqual(['Accept']);
  });

  it('that finds nobody is a problem of status 0', async () => {
    fetched.mockRejectedValue(new TypeError('Failed to fetch'));

    const problem = await get('/me').catch((error: unknown) => error);

    expect(problem).toBeInstanceOf(Problem);
    expect((problem as Problem).status).toBe(0);
    expect((problem as Problem).unreachable).toBe(true);
  });
});

describe('a write', () => {
  it('carries the CSRF token of the session', async () => {
    rememberCsrfToken('token');
    fetched.mockResolvedValue(new Response(null, { status: 204 }));

    await write('DELETE', '/sessions/current');

    expect(sentHeaders()['X-CSRF-Token']).toBe('token');
    expect(sentHeaders()).not.toHaveProperty('Idempotency-Key');
  });

  it('by POST always carries an Idempotency-Key, the given one if there is one', async () => {
    fetched.mockImplementation(() => Promise.resolve(json(201, {})));

    await write('POST', '/instances', { body: {}, idempotencyKey: 'mine' });
    expect(sentHeaders()['Idempotency-Key']).toBe('mine');

    fetched.mockClear();
    await write('POST', '/instances', { body: {} });
    expect(sentHeaders()['Idempotency-Key']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it('that is refused throws what the field needs', async () => {
    fetched.mockResolvedValue(
      json(409, { detail: 'Taken.', errors: [{ field: 'email', message: 'is taken' }] }),
    );

    const problem = await write('POST', '/signup', { body: {} }).catch((error: unknown) => error);

    expect((problem as Problem).fields).toEqual({ email: 'is taken' });
  });

  it('is repeated once, under the same key, when another tab changed the session', async () => {
    rememberCsrfToken('old');
    fetched
      .mockResolvedValueOnce(json(403, {}))
      .mockResolvedValueOnce(json(200, { session: { csrfToken: 'new' } }))
      .mockResolvedValueOnce(json(201, { id: '1' }));

    expect(await write('POST', '/instances', { body: {} })).toEqual({ id: '1' });

    const headers = fetched.mock.calls.map((call) => call[1]?.headers as Record<string, string>);
    expect(headers[2]?.['X-CSRF-Token']).toBe('new');
    expect(headers[2]?.['Idempotency-Key']).toBe(headers[0]?.['Idempotency-Key']);
  });

  it('that is forbidden for another reason is not repeated', async () => {
    rememberCsrfToken('same');
    fetched
      .mockResolvedValueOnce(json(403, { detail: 'Operators only.' }))
      .mockResolvedValueOnce(json(200, { session: { csrfToken: 'same' } }));

    await expect(write('PATCH', '/ops/pools/a/small', { body: {} })).rejects.toThrow(
      'Operators only.',
    );
    expect(fetched).toHaveBeenCalledTimes(2);
  });
});
