import { describe, expect, it } from 'vitest';
import { toProblem } from './problem';

function answer(status: number, body: string, headers: Record<string, string> = {}): Response {
  return new Response(body, { status, headers });
}

describe('a problem document', () => {
  it('keeps its title, its detail and one message a field', async () => {
    const problem = await toProblem(
      answer(
        422,
        JSON.stringify({
          title: 'Check the form',
          detail: 'Two fields need another look.',
          errors: [
            { field: 'email', message: 'is no e-mail address' },
            { field: 'email', message: 'is too long' },
            { field: 'agentName', message: 'is missing' },
          ],
        }),
      ),
    );

    expect(problem.status).toBe(422);
    expect(problem.title).toBe('Check the form');
    expect(problem.message).toBe('Two fields need another look.');
    expect(problem.fields).toEqual({
      email: 'is no e-mail address',
      agentName: 'is missing',
    });
  });

  it('survives errors that are not what they should be', async () => {
    const problem = await toProblem(
      answer(422, JSON.stringify({ errors: [null, 'x', { field: 3, message: 'y' }] })),
    );

    expect(problem.fields).toEqual({});
  });

  it('says when to come back', async () => {
    expect((await toProblem(answer(429, '{}', { 'Retry-After': '30' }))).retryAfterSeconds).toBe(
      30,
    );
    expect((await toProblem(answer(429, '{}'))).retryAfterSeconds).toBeNull();
  });
});

describe('an answer that is no problem document', () => {
  it('still gets words', async () => {
    const problem = await toProblem(answer(502, '<html>Bad gateway</html>'));

    expect(problem.title).toBe('Something went wrong on our side');
    expect(problem.message).not.toContain('html');
    expect(problem.unreachable).toBe(true);
  });

  it.each([
    [401, false],
    [409, false],
    [422, false],
    [500, true],
    [503, true],
  ])('with status %i leaves the outcome unknown: %s', async (status, unknown) => {
    expect((await toProblem(answer(status, ''))).outcomeUnknown).toBe(unknown);
  });
});
