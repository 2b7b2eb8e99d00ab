import { ActionIcon, Button, Tooltip, VisuallyHidden } from '@mantine/core';
import { IconMessagePlus } from '@tabler/icons-react';
import { lazy, Suspense, useEffect, useRef } from 'react';
import type { Instance } from '../../../api/types';
import { Mark } from '../../../parts/Mark';
import classes from './Chat.module.css';
import { Composer } from './Composer';
import type { Turn } from '../../../api/transcripts';
import { Trouble } from './Trouble';
import { useChat } from './useChat';

const Markdown = lazy(() => import('./Markdown'));

const OPENINGS = ['Hello! Who are you?', 'What can you do for me?', 'Tell me something new.'];
const AT_THE_END_PX = 48;

/** Talks with the agent on its own address; the answer appears as it is made. */
export function Chat({ agent }: { agent: Instance }) {
  const chat = useChat(agent.id);
  const ready = agent.state === 'running';
  const last = chat.turns.at(-1);
  return (
    <section className={`card ${classes.chat ?? ''}`} aria-labelledby="chat">
      <div className={classes.top}>
        <h2 id="chat">Chat</h2>
        {chat.turns.length > 0 && (
          <Tooltip label="New conversation" withArrow openDelay={150}>
            <ActionIcon
              variant="subtle"
              color="gray"
              size="lg"
              aria-label="New conversation"
              onClick={chat.begin}
            >
              <IconMessagePlus size={19} />
            </ActionIcon>
          </Tooltip>
        )}
      </div>
      <Scroller turns={chat.turns} answering={chat.answering}>
        {chat.turns.length === 0 && <Welcome name={agent.name} ready={ready} onSend={chat.send} />}
        {chat.turns.map((turn) => (
          <Said key={turn.id} turn={turn} name={agent.name} />
        ))}
        {chat.answering && last?.who !== 'agent' && <Thinking name={agent.name} />}
        {chat.failure !== null && (
          <Trouble agent={agent.id} error={chat.failure} onRetry={chat.retry} />
        )}
      </Scroller>
      <VisuallyHidden role="status">
        {chat.answering ? `${agent.name} is answering` : ''}
      </VisuallyHidden>
      <Composer
        name={agent.name}
        ready={ready}
        answering={chat.answering}
        onSend={chat.send}
        onStop={chat.stop}
      />
    </section>
  );
}

interface ScrollerProps {
  turns: Turn[];
  answering: boolean;
  children: React.ReactNode;
}

/** Keeps the newest in sight, unless somebody scrolled up to read. */
function Scroller({ turns, answering, children }: ScrollerProps) {
  const box = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  useEffect(() => {
    const node = box.current;
    if (node !== null && (atEnd.current || turns.at(-1)?.who === 'you')) {
      node.scrollTop = node.scrollHeight;
    }
  }, [turns, answering]);
  return (
    <div
      ref={box}
      className={classes.turns}
      role="log"
      aria-label="Conversation"
      aria-busy={answering}
      tabIndex={0}
      onScroll={({ currentTarget: { scrollHeight, scrollTop, clientHeight } }) => {
        atEnd.current = scrollHeight - scrollTop - clientHeight < AT_THE_END_PX;
      }}
    >
      {children}
    </div>
  );
}

interface WelcomeProps {
  name: string;
  ready: boolean;
  onSend: (text: string) => void;
}

function Welcome({ name, ready, onSend }: WelcomeProps) {
  return (
    <div className={classes.welcome}>
      <Mark size={44} />
      <p>
        <strong>Say hello to {name}.</strong>
        <br />
        What you write goes straight to your agent, and nowhere else.
      </p>
      <div className={classes.openings}>
        {OPENINGS.map((text) => (
          <Button
            key={text}
            size="xs"
            variant="default"
            radius="xl"
            disabled={!ready}
            onClick={() => {
              onSend(text);
            }}
          >
            {text}
          </Button>
        ))}
      </div>
    </div>
  );
}

function Said({ turn, name }: { turn: Turn; name: string }) {
  const plain = <p className={classes.plain}>{turn.text}</p>;
  return (
    <article className={classes.said} data-who={turn.who}>
      <VisuallyHidden component="h3">{turn.who === 'you' ? 'You' : name}</VisuallyHidden>
      <div className={classes.words}>
        {turn.who === 'you' ? (
          plain
        ) : (
          <Suspense fallback={plain}>
            <Markdown text={turn.text} />
          </Suspense>
        )}
      </div>
      {turn.ended === 'stopped' && <p className={classes.note}>You stopped it here.</p>}
    </article>
  );
}

function Thinking({ name }: { name: string }) {
  return (
    <div className={classes.thinking} aria-hidden="true" title={`${name} is answering`}>
      <span />
      <span />
      <span />
    </div>
  );
}
