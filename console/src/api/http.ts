import { reportReachable } from './connection';
import { toProblem, unreachable } from './problem';
import type { Me } from './types';

const BASE = '/api/v1';

export interface Write {
  body?: unknown;
  /** Wanted by every POST; the same on a retry of the same submit. */
  idempotencyKey?: string;
}

type Method = 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';

let csrfToken: string | null = null;

/** Remembers the token that cookie-authenticated writes must carry; null when signed out. */
export function rememberCsrfToken(token: string | null): void {
  csrfToken = token;
}

export function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return read<T>(ask('GET', path, {}, signal));
}

export async function write<T>(method: Method, path: string, options: Write = {}): Promise<T> {
  // One key for both attempts: whatever the first one did, the second finds it done.
  const once = { ...options, idempotencyKey: options.idempotencyKey ?? crypto.randomUUID() };
  const response = await ask(method, path, once);
  if (response.status === 403 && csrfToken !== null && (await csrfTokenChanged())) {
    return read<T>(ask(method, path, once));
  }
  return read<T>(Promise.resolve(response));
}

/** Another tab may have signed in anew, and the cookie with it: then our token is the old one. */
async function csrfTokenChanged(): Promise<boolean> {
  const before = csrfToken;
  const me = await get<Me>('/me').catch(() => null);
  if (me === null || me.session.csrfToken === before) {
    return false;
  }
  rememberCsrfToken(me.session.csrfToken);
  return true;
}

async function read<T>(asked: Promise<Response>): Promise<T> {
  const response = await asked;
  if (!response.ok) {
    throw await toProblem(response);
  }
  return (response.status === 204 ? undefined : await response.json()) as T;
}

async function ask(
  method: Method,
  path: string,
  write: Write,
  signal?: AbortSignal,
): Promise<Response> {
  try {
    const response = await fetch(BASE + path, {
      method,
      headers: headersOf(method, write),
      credentials: 'same-origin',
      ...(write.body === undefined ? {} : { body: JSON.stringify(write.body) }),
      ...(signal === undefined ? {} : { signal }),
    });
    reportReachable(response.status < 502 || response.status > 504);
    return response;
  } catch (error) {
    if (signal?.aborted === true) {
      throw error;
    }
    reportReachable(false);
    throw unreachable();
  }
}

function headersOf(method: Method, { body, idempotencyKey }: Write): Record<string, string> {
  const headers: Record<string, string> = { Accept: 'application/json' };
  if (body !== undefined) {
    headers['Content-Type'] = 'application/json';
  }
  if (method === 'POST' && idempotencyKey !== undefined) {
    headers['Idempotency-Key'] = idempotencyKey;
  }
  if (method !== 'GET' && csrfToken !== null) {
    headers['X-CSRF-Token'] = csrfToken;
  }
  return headers;
}
