/** What somebody said in a chat, and how its saying went. */
export interface Turn {
  id: string;
  who: 'you' | 'agent';
  text: string;
  /** Set when an answer did not come to its end. */
  ended?: 'stopped';
}

/** A conversation as this browser remembers it; the agent remembers its own side by the name. */
export interface Transcript {
  name: string;
  turns: Turn[];
}

const PREFIX = 'clawstead-chat-';
const TURNS_KEPT = 100;

export function newTranscript(): Transcript {
  return { name: `console-${crypto.randomUUID()}`, turns: [] };
}

export function recall(agent: string): Transcript {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(PREFIX + agent) ?? 'null');
    return isTranscript(kept) ? kept : newTranscript();
  } catch {
    return newTranscript();
  }
}

export function keep(agent: string, { name, turns }: Transcript): void {
  try {
    localStorage.setItem(
      PREFIX + agent,
      JSON.stringify({ name, turns: turns.filter(({ text }) => text !== '').slice(-TURNS_KEPT) }),
    );
  } catch {
    // A browser that keeps nothing still chats; a reload begins anew there.
  }
}

/** Whoever uses this browser next is not to read what was said. */
export function forgetAll(): void {
  try {
    Object.keys(localStorage)
      .filter((key) => key.startsWith(PREFIX))
      .forEach((key) => {
        localStorage.removeItem(key);
      });
  } catch {
    // Then nothing was kept either.
  }
}

function isTranscript(kept: unknown): kept is Transcript {
  const maybe = kept as Partial<Transcript> | null;
  return (
    typeof maybe?.name === 'string' &&
    Array.isArray(maybe.turns) &&
    maybe.turns.every((turn) => typeof turn.text === 'string' && typeof turn.id === 'string')
  );
}
