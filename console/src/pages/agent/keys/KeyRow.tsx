import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useRevokeKey, useRotateKey } from '../../../api/spending';
import type { ModelKey } from '../../../api/spendingTypes';
import { Ago } from '../../../parts/Ago';
import { dollars, whole } from '../../../parts/amounts';
import { ProblemNote } from '../../../parts/ProblemNote';
import { exact } from '../../../parts/times';
import classes from './Keys.module.css';
import { KeyOnce } from './KeyOnce';

const OVERLAP_SECONDS = 86_400;

/** A key: what it may, and how it ends. The key itself is not known here any more. */
export function KeyRow({ agent, modelKey }: { agent: string; modelKey: ModelKey }) {
  const [asking, setAsking] = useState<'rotate' | 'revoke' | null>(null);
  const close = () => {
    setAsking(null);
  };
  return (
    <div className={classes.key}>
      <div className={classes.about}>
        <strong>{modelKey.name}</strong>
        <span className="muted">
          made <Ago at={modelKey.createdAt} />, {endOf(modelKey)}, {capOf(modelKey)}
        </span>
      </div>
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          aria-label={`Rotate ${modelKey.name}`}
          onClick={() => {
            setAsking('rotate');
          }}
        >
          Rotate
        </Button>
        <Button
          size="xs"
          variant="default"
          color="red"
          aria-label={`Revoke ${modelKey.name}`}
          onClick={() => {
            setAsking('revoke');
          }}
        >
          Revoke
        </Button>
      </Group>
      <Modal
        opened={asking !== null}
        onClose={close}
        title={asking === 'rotate' ? `Rotate ${modelKey.name}` : `Revoke ${modelKey.name}?`}
        closeButtonProps={{ 'aria-label': 'Close' }}
        centered
      >
        {asking === 'rotate' ? (
          <Rotate agent={agent} id={modelKey.id} onClose={close} />
        ) : (
          <Revoke agent={agent} id={modelKey.id} onClose={close} />
        )}
      </Modal>
    </div>
  );
}

interface AskProps {
  agent: string;
  id: string;
  onClose: () => void;
}

function Rotate({ agent, id, onClose }: AskProps) {
  const rotate = useRotateKey(agent, id);
  if (rotate.data !== undefined) {
    return <KeyOnce minted={rotate.data} onClose={onClose} />;
  }
  return (
    <Stack gap="md">
      <Text>You get a new key now. The old one works for another day, so that nothing breaks.</Text>
      {rotate.isError && <ProblemNote error={rotate.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          loading={rotate.isPending}
          onClick={() => {
            rotate.mutate(OVERLAP_SECONDS);
          }}
        >
          Make a new key
        </Button>
      </Group>
    </Stack>
  );
}

function Revoke({ agent, id, onClose }: AskProps) {
  const revoke = useRevokeKey(agent, id);
  return (
    <Stack gap="md">
      <Text>Whatever uses it is refused within a second. There is no way back.</Text>
      {revoke.isError && <ProblemNote error={revoke.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Keep it
        </Button>
        <Button
          color="red"
          loading={revoke.isPending}
          onClick={() => {
            revoke.mutate(undefined, { onSuccess: onClose });
          }}
        >
          Revoke for good
        </Button>
      </Group>
    </Stack>
  );
}

function endOf({ expiresAt }: ModelKey): string {
  return expiresAt === null ? 'without an end' : `until ${exact(expiresAt)}`;
}

function capOf({ cap }: ModelKey): string {
  if (cap == null) {
    return 'no cap of its own';
  }
  const parts = [
    cap.micros === null ? null : dollars(cap.micros),
    cap.tokens === null ? null : `${whole(cap.tokens)} tokens`,
  ].filter((part) => part !== null);
  return `at most ${parts.join(' and ')} a ${cap.period}`;
}
