/** What went wrong with a request, in words for the person who made it. */
export class Problem extends Error {
  override readonly name = 'Problem';

  constructor(
    /** The HTTP status, or 0 when no answer came back. */
    readonly status: number,
    readonly title: string,
    detail: string,
    readonly fields: Readonly<Record<string, string>> = {},
    readonly retryAfterSeconds: number | null = null,
  ) {
    super(detail);
  }

  /** No answer, or one that says nothing about the request: it may or may not have been done. */
  get outcomeUnknown(): boolean {
    return this.status === 0 || this.status >= 500;
  }

  /** Clawstead itself, or the way to it, is down. */
  get unreachable(): boolean {
    return this.status === 0 || (this.status >= 502 && this.status <= 504);
  }
}

export function unreachable(): Problem {
  return new Problem(
    0,
    'Clawstead does not answer',
    'We could not reach Clawstead. Check your connection; nothing you typed is lost.',
  );
}

/** Reads an answer that is not a success; a body that is no problem document still makes sense. */
export async function toProblem(response: Response): Promise<Problem> {
  const body = await readJson(response);
  const title = text(body.title) ?? fallbackTitle(response.status);
  const detail = text(body.detail) ?? fallbackDetail(response.status);
  const retryAfter = Number.parseInt(response.headers.get('Retry-After') ?? '', 10);
  return new Problem(
    response.status,
    title,
    detail,
    fieldMessages(body.errors),
    Number.isNaN(retryAfter) ? null : retryAfter,
  );
}

async function readJson(response: Response): Promise<Record<string, unknown>> {
  try {
    const body: unknown = await response.json();
    return isRecord(body) ? body : {};
  } catch {
    return {};
  }
}

function fieldMessages(errors: unknown): Record<string, string> {
  const messages: Record<string, string> = {};
  if (!Array.isArray(errors)) {
    return messages;
  }
  for (const error of errors) {
    const field = isRecord(error) ? text(error.field) : null;
    const message = isRecord(error) ? text(error.message) : null;
    if (field !== null && message !== null) {
      // The first message on a field is the one to mend first.
      messages[field] ??= message;
    }
  }
  return messages;
}

function fallbackTitle(status: number): string {
  return status >= 500 ? 'Something went wrong on our side' : 'That did not work';
}

function fallbackDetail(status: number): string {
  switch (status) {
    case 401:
      return 'Your session has ended. Sign in again.';
    case 403:
      return 'You may not do that.';
    case 404:
      return 'There is nothing here, or it is not yours to see.';
    case 429:
      return 'That was too often. Wait a moment and try again.';
    default:
      return status >= 500
        ? 'Clawstead could not finish this. Try again in a moment.'
        : `Clawstead refused the request (${status}).`;
  }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function text(value: unknown): string | null {
  return typeof value === 'string' && value !== '' ? value : null;
}
