/** How fresh the timeline is: pushed to us, asked for every few seconds, or not known yet. */
export type FollowMode = 'connecting' | 'live' | 'polling';

/** The part of an EventSource that is used here. */
export interface Stream {
  readonly readyState: number;
  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void;
  close(): void;
}

export interface Following {
  open: () => Stream;
  /** Called with the name and the data of every event. */
  onEvent: (name: 'timeline' | 'instance', data: unknown) => void;
  /** Asks for the same by plain requests. */
  poll: () => void;
  onMode: (mode: FollowMode) => void;
}

const CLOSED = 2;
const FAILURES_BEFORE_POLLING = 2;
const OPEN_WITHIN_MS = 6_000;
const POLL_EVERY_MS = 3_000;
const TRY_STREAM_AGAIN_MS = 20_000;

/**
 * Follows an instance by its event stream. Where a stream does not come through (a proxy that
 * buffers, a browser without it) it asks every few seconds, and keeps trying the stream.
 */
export function follow({ open, onEvent, poll, onMode }: Following): () => void {
  let stream: Stream | null = null;
  let failures = 0;
  let polling: ReturnType<typeof setInterval> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const connect = () => {
    failures = 0;
    stream = open();
    timer = setTimeout(fallBack, OPEN_WITHIN_MS);
    stream.addEventListener('open', () => {
      clearTimeout(timer);
      clearInterval(polling);
      polling = undefined;
      failures = 0;
      onMode('live');
    });
    stream.addEventListener('error', () => {
      failures += 1;
      if (stream?.readyState === CLOSED || failures >= FAILURES_BEFORE_POLLING) {
        fallBack();
      }
    });
    for (const name of ['timeline', 'instance'] as const) {
      stream.addEventListener(name, (event) => {
        const data = parsed(event.data);
        if (data !== undefined) {
          onEvent(name, data);
        }
      });
    }
  };

  const fallBack = () => {
    clearTimeout(timer);
    stream?.close();
    stream = null;
    if (polling === undefined) {
      onMode('polling');
      poll();
      polling = setInterval(poll, POLL_EVERY_MS);
    }
    timer = setTimeout(connect, TRY_STREAM_AGAIN_MS);
  };

  onMode('connecting');
  connect();
  return () => {
    clearTimeout(timer);
    clearInterval(polling);
    stream?.close();
  };
}

function parsed(data: string): unknown {
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}
