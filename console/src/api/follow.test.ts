import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { follow, type Stream } from './follow';

class FakeStream implements Stream {
  readyState = 0;
  closed = false;
  private readonly listeners = new Map<string, (event: MessageEvent<string>) => void>();

  addEventListener(type: string, listener: (event: MessageEvent<string>) => void): void {
    this.listeners.set(type, listener);
  }

  close(): void {
    this.closed = true;
  }

  opens(): void {
    this.readyState = 1;
    this.says('open', '');
  }

  fails(readyState = 0): void {
    this.readyState = readyState;
    this.says('error', '');
  }

  says(type: string, data: string): void {
    this.listeners.get(type)?.(new MessageEvent(type, { data }));
  }
}

let streams: FakeStream[];
const onEvent = vi.fn();
const poll = vi.fn();
const onMode = vi.fn();

function start(): () => void {
  const open = () => {
    const stream = new FakeStream();
    streams.push(stream);
    return stream;
  };
  return follow({ open, onEvent, poll, onMode });
}

function stream(index: number): FakeStream {
  const found = streams[index];
  if (found === undefined) {
    throw new Error(`no stream ${index} was opened`);
  }
  return found;
}

beforeEach(() => {
  vi.useFakeTimers();
  streams = [];
  vi.clearAllMocks();
});

afterEach(() => {
  vi.useRealTimers();
});

describe('a stream that works', () => {
  it('hands on what it says and never polls', () => {
    start();
    stream(0).opens();
    stream(0).says('timeline', '{"id":1}');
    stream(0).says('instance', '{"state":"running"}');
    vi.advanceTimersByTime(120_000);

    expect(onEvent.mock.calls).toEqual([
      ['timeline', { id: 1 }],
      ['instance', { state: 'running' }],
    ]);
    expect(poll).not.toHaveBeenCalled();
    expect(onMode).toHaveBeenLastCalledWith('live');
  });

  it('survives an event that cannot be read', () => {
    start();
    stream(0).says('timeline', '{cut');

    expect(onEvent).not.toHaveBeenCalled();
  });

  it('is left to reconnect by itself after one failure', () => {
    start();
    stream(0).opens();
    stream(0).fails();
    stream(0).opens();

    expect(streams).toHaveLength(1);
    expect(poll).not.toHaveBeenCalled();
  });
});

describe('a stream that does not come through', () => {
  it('is replaced by polling when it is refused', () => {
    start();
    stream(0).fails(2);

    expect(onMode).toHaveBeenLastCalledWith('polling');
    expect(poll).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(9_000);
    expect(poll).toHaveBeenCalledTimes(4);
  });

  it('is replaced by polling when it never opens', () => {
    start();
    vi.advanceTimersByTime(6_000);

    expect(stream(0).closed).toBe(true);
    expect(poll).toHaveBeenCalledTimes(1);
  });

  it('is tried again, and ends the polling once it opens', () => {
    start();
    stream(0).fails(2);
    vi.advanceTimersByTime(20_000);
    stream(1).opens();
    poll.mockClear();
    vi.advanceTimersByTime(60_000);

    expect(poll).not.toHaveBeenCalled();
    expect(onMode).toHaveBeenLastCalledWith('live');
  });
});

it('stops everything when nobody looks any more', () => {
  const stop = start();
  stream(0).fails(2);
  stop();
  poll.mockClear();
  vi.advanceTimersByTime(120_000);

  expect(poll).not.toHaveBeenCalled();
  expect(streams).toHaveLength(1);
});
