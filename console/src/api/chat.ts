import { dataOf } from './events';
import { write } from './http';

/** Opens one agent's chat, at the agent's own address, for some minutes. */
interface Pass {
  token: string;
  url: string;
  expiresAt: string;
}

export type FailureKind = 'starting' | 'held' | 'capped' | 'unreachable' | 'cut' | 'refused';

/** Why an agent did not answer, or not to the end. */
export class ChatFailure extends Error {
  override readonly name = 'ChatFailure';

  constructor(
    readonly kind: FailureKind,
    message: string,
  ) {
    super(message);
  }
}

export interface Saying {
  agent: string;
  /** Under this name the agent keeps what was said before. */
  conversation: string;
  text: string;
  signal: AbortSignal;
  onText: (piece: string) => void;
}

const RENEW_BEFORE_MS = 60_000;
const passes = new Map<string, Pass>();

/** Says something to an agent and hands on its answer as it comes; throws a {@link ChatFailure}. */
export async function say(saying: Saying): Promise<void> {
  let response = await send(saying, await passFor(saying.agent));
  if (response.status === 401) {
    passes.delete(saying.agent);
    response = await send(saying, await passFor(saying.agent));
  }
  if (!response.ok || response.body === null) {
    throw failureOf(await response.text().catch(() => ''));
  }
  let whole = false;
  try {
    for await (const data of dataOf(response.body)) {
      whole = take(data, saying.onText) || whole;
    }
  } catch (error) {
    throw saying.signal.aborted || error instanceof ChatFailure ? error : broken();
  }
  if (!whole) {
    throw broken();
  }
}

async function passFor(agent: string): Promise<Pass> {
  const known = passes.get(agent);
  if (known !== undefined && Date.parse(known.expiresAt) - Date.now() > RENEW_BEFORE_MS) {
    return known;
  }
  const pass = await write<Pass>('POST', `/instances/${encodeURIComponent(agent)}/chat-pass`);
  passes.set(agent, pass);
  return pass;
}

async function send({ conversation, text, signal }: Saying, pass: Pass): Promise<Response> {
  try {
    return await fetch(pass.url, {
      method: 'POST',
      // The pass alone opens the agent here; its cookie belongs to its own pages.
      credentials: 'omit',
      headers: { Authorization: `Bearer ${pass.token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({
        model: 'openclaw',
        user: conversation,
        stream: true,
        messages: [{ role: 'user', content: text }],
      }),
      signal,
    });
  } catch (error) {
    throw signal.aborted
      ? error
      : new ChatFailure('unreachable', 'The agent’s address cannot be reached from here.');
  }
}

/** Reads one event; true for the one that ends a whole answer. */
function take(data: string, onText: (piece: string) => void): boolean {
  if (data === '[DONE]') {
    return true;
  }
  const event = parsed(data);
  const error = at(event, 'error');
  if (error !== undefined) {
    throw failureOf(data);
  }
  const choices = at(event, 'choices');
  const choice: unknown = Array.isArray(choices) ? choices[0] : undefined;
  const content = at(at(choice, 'delta'), 'content');
  if (typeof content === 'string' && content !== '') {
    onText(content);
  }
  return typeof at(choice, 'finish_reason') === 'string';
}

/** Understands our gateway's problem documents and an agent's errors in OpenAI's form. */
export function failureOf(body: string): ChatFailure {
  const answer = parsed(body);
  const problem = text(at(answer, 'type')) ?? '';
  const message =
    text(at(at(answer, 'error'), 'message')) ??
    text(at(answer, 'detail')) ??
    'The agent could not answer.';
  if (/usage limit exhausted/i.test(message)) {
    return new ChatFailure(/on hold/i.test(message) ? 'held' : 'capped', message);
  }
  if (problem.endsWith(':held')) {
    return new ChatFailure('held', message);
  }
  if (problem.endsWith(':starting') || problem.endsWith(':not-answering')) {
    return new ChatFailure('starting', message);
  }
  return new ChatFailure('refused', message);
}

function broken(): ChatFailure {
  return new ChatFailure('cut', 'The answer broke off.');
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

function at(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
