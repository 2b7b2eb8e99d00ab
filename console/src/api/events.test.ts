import { expect, it } from 'vitest';
import { dataOf } from './events';

function bodyOf(...pieces: (string | Uint8Array)[]): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    start(controller) {
      for (const piece of pieces) {
        controller.enqueue(typeof piece === 'string' ? encoder.encode(piece) : piece);
      }
      controller.close();
    },
  });
}

async function all(body: ReadableStream<Uint8Array>): Promise<string[]> {
  const found: string[] = [];
  for await (const data of dataOf(body)) {
    found.push(data);
  }
  return found;
}

it('finds the events however they are cut', async () => {
  expect(await all(bodyOf('data: a', '\n', '\nda', 'ta: b\n\n', 'data: c\n\n'))).toEqual([
    'a',
    'b',
    'c',
  ]);
});

it('keeps a letter whole that is cut in two', async () => {
  const bytes = new TextEncoder().encode('data: ü\n\n');
  expect(await all(bodyOf(bytes.slice(0, 7), bytes.slice(7)))).toEqual(['ü']);
});

it('passes over comments, names and empty events, and takes CRLF', async () => {
  expect(await all(bodyOf(': hello\n\nevent: x\r\nid: 1\r\ndata: a\r\ndata: b\r\n\r\n'))).toEqual([
    'a\nb',
  ]);
});

it('takes a last event that lacks its empty line', async () => {
  expect(await all(bodyOf('data: a\n\ndata: b'))).toEqual(['a', 'b']);
});
