/** Reads the `data:` of server-sent events out of a body as it arrives, however it is cut. */
export async function* dataOf(body: ReadableStream<Uint8Array>): AsyncGenerator<string> {
  const reader = body.getReader();
  const decoder = new TextDecoder();
  let rest = '';
  try {
    for (;;) {
      const { done, value } = await reader.read();
      rest += done ? decoder.decode() : decoder.decode(value, { stream: true });
      const events = rest.replaceAll('\r\n', '\n').split('\n\n');
      rest = done ? '' : (events.pop() ?? '');
      for (const event of events) {
        const data = linesOf(event);
        if (data !== '') {
          yield data;
        }
      }
      if (done) {
        return;
      }
    }
  } finally {
    // Whoever stops listening does not want the rest either.
    void reader.cancel().catch(() => undefined);
  }
}

function linesOf(event: string): string {
  return event
    .split('\n')
    .filter((line) => line.startsWith('data:'))
    .map((line) => line.slice(5).trimStart())
    .join('\n');
}
