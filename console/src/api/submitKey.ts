import { Problem } from './problem';

/**
 * The Idempotency-Key of one submit: the same for a retry after an answer that got lost, another
 * one as soon as the content changed or the outcome is known.
 */
export class SubmitKey {
  private content: string | null = null;
  private key = '';

  keyFor(body: unknown): string {
    const content = JSON.stringify(body);
    if (content !== this.content) {
      this.content = content;
      this.key = crypto.randomUUID();
    }
    return this.key;
  }

  /** Tells how the submit ended: with nothing (it worked) or with what was thrown. */
  settled(error?: unknown): void {
    if (!(error instanceof Problem && error.outcomeUnknown)) {
      this.content = null;
    }
  }

  async submit<T>(body: unknown, send: (key: string) => Promise<T>): Promise<T> {
    try {
      const result = await send(this.keyFor(body));
      this.settled();
      return result;
    } catch (error) {
      this.settled(error);
      throw error;
    }
  }
}
