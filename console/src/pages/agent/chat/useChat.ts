import { useCallback, useEffect, useRef, useState } from 'react';
import { say } from '../../../api/chat';
import { keep, newTranscript, recall, type Transcript, type Turn } from '../../../api/transcripts';

/** A conversation with an agent: what was said, what is being said, and why it stopped. */
export function useChat(agent: string) {
  const [transcript, setTranscript] = useState<Transcript>(() => recall(agent));
  const [answering, setAnswering] = useState(false);
  const [failure, setFailure] = useState<unknown>(null);
  const speaking = useRef<AbortController | null>(null);
  const now = useRef(transcript);

  const change = useCallback((turns: Turn[]) => {
    now.current = { ...now.current, turns };
    setTranscript(now.current);
  }, []);

  const answer = useCallback(
    async (text: string) => {
      const abort = new AbortController();
      const id = crypto.randomUUID();
      speaking.current = abort;
      setFailure(null);
      setAnswering(true);
      let heard = '';
      const hear = (ended?: 'stopped') => {
        const others = now.current.turns.filter((turn) => turn.id !== id);
        const turn: Turn = { id, who: 'agent', text: heard, ...(ended && { ended }) };
        change(heard === '' ? others : [...others, turn]);
      };
      try {
        await say({
          agent,
          conversation: now.current.name,
          text,
          signal: abort.signal,
          onText: (piece) => {
            if (!abort.signal.aborted) {
              heard += piece;
              hear();
            }
          },
        });
      } catch (error) {
        if (abort.signal.aborted) {
          hear('stopped');
        } else {
          setFailure(error);
        }
      }
      if (speaking.current === abort) {
        speaking.current = null;
        setAnswering(false);
        keep(agent, now.current);
      }
    },
    [agent, change],
  );

  const send = useCallback(
    (text: string) => {
      change([...now.current.turns, { id: crypto.randomUUID(), who: 'you', text }]);
      void answer(text);
    },
    [answer, change],
  );

  /** Asks the last thing again; what came of it before is dropped. */
  const retry = useCallback(() => {
    const last = now.current.turns.findLastIndex(({ who }) => who === 'you');
    const said = now.current.turns[last];
    if (said !== undefined) {
      change(now.current.turns.slice(0, last + 1));
      void answer(said.text);
    }
  }, [answer, change]);

  const stop = useCallback(() => {
    speaking.current?.abort();
  }, []);

  const begin = useCallback(() => {
    stop();
    speaking.current = null;
    now.current = newTranscript();
    setTranscript(now.current);
    setFailure(null);
    setAnswering(false);
    keep(agent, now.current);
  }, [agent, stop]);

  // Nobody listens any more when the page is left.
  useEffect(() => () => speaking.current?.abort(), []);

  return { turns: transcript.turns, answering, failure, send, retry, stop, begin };
}
