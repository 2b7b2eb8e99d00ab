import { describe, expect, it } from 'vitest';
import { Problem, unreachable } from './problem';
import { SubmitKey } from './submitKey';

describe('the key of a submit', () => {
  it('stays when the answer got lost', async () => {
    const submit = new SubmitKey();
    const first = submit.keyFor({ a: 1 });

    await expect(submit.submit({ a: 1 }, () => Promise.reject(unreachable()))).rejects.toThrow();

    expect(submit.keyFor({ a: 1 })).toBe(first);
  });

  it('changes with the content', () => {
    const submit = new SubmitKey();

    expect(submit.keyFor({ a: 1 })).not.toBe(submit.keyFor({ a: 2 }));
  });

  it('changes once the outcome is known, good or bad', async () => {
    const submit = new SubmitKey();
    const first = submit.keyFor({ a: 1 });
    await submit.submit({ a: 1 }, () => Promise.resolve());
    const second = submit.keyFor({ a: 1 });
    submit.settled(new Problem(429, 'Slow down', 'Too often.'));

    expect(second).not.toBe(first);
    expect(submit.keyFor({ a: 1 })).not.toBe(second);
  });
});
