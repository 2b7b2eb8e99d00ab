import { ActionIcon, Textarea } from '@mantine/core';
import { IconArrowUp, IconPlayerStopFilled } from '@tabler/icons-react';
import { useState, type KeyboardEvent, type SyntheticEvent } from 'react';
import classes from './Chat.module.css';

interface ComposerProps {
  name: string;
  ready: boolean;
  answering: boolean;
  onSend: (text: string) => void;
  onStop: () => void;
}

/** Where to write: Enter sends, Shift and Enter begin a new line. */
export function Composer({ name, ready, answering, onSend, onStop }: ComposerProps) {
  const [text, setText] = useState('');
  const said = text.trim();
  const maySend = ready && !answering && said !== '';
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (maySend) {
      setText('');
      onSend(said);
    }
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.nativeEvent.isComposing) {
      submit(event);
    }
  };
  return (
    <form className={classes.composer} onSubmit={submit}>
      <Textarea
        aria-label={`Message to ${name}`}
        placeholder={ready ? `Write to ${name}` : 'You can write as soon as it runs'}
        className={classes.input ?? ''}
        autosize
        minRows={1}
        maxRows={6}
        maxLength={32_000}
        value={text}
        disabled={!ready}
        onKeyDown={onKeyDown}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      {answering ? (
        <ActionIcon
          key="stop"
          variant="default"
          size={36}
          radius="md"
          aria-label="Stop answering"
          onClick={onStop}
        >
          <IconPlayerStopFilled size={18} />
        </ActionIcon>
      ) : (
        <ActionIcon
          key="send"
          type="submit"
          size={36}
          radius="md"
          aria-label="Send"
          disabled={!maySend}
        >
          <IconArrowUp size={20} />
        </ActionIcon>
      )}
    </form>
  );
}
