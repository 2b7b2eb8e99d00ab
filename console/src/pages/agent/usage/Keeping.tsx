import { Button, Group, Modal, NativeSelect, Skeleton, Stack, Switch, Text } from '@mantine/core';
import { useState } from 'react';
import { useCapture, useDeleteKept, useKeep, type Capture } from '../../../api/capture';
import { whole } from '../../../parts/amounts';
import { ProblemNote } from '../../../parts/ProblemNote';
import { exact } from '../../../parts/times';
import agentClasses from '../Agent.module.css';
import classes from './Keeping.module.css';

const HOURS = [
  { value: '1', label: 'for an hour' },
  { value: '8', label: 'for 8 hours' },
  { value: '24', label: 'for a day' },
  { value: '72', label: 'for 3 days' },
  { value: '168', label: 'for 7 days' },
];

/** Whether what the agent says to models is kept: its owner's choice, for a time he sets. */
export function Keeping({ agent }: { agent: string }) {
  const capture = useCapture(agent);
  return (
    <section className={`card ${agentClasses.panel ?? ''}`} aria-labelledby="keeping">
      <h2 id="keeping">What is said</h2>
      <p className="muted">
        Requests and answers are not stored. To look into a problem you can have them kept for a
        while: encrypted, for you alone, the first 256 KB of each. They are deleted seven days after
        the end.
      </p>
      {capture.data === undefined ? (
        capture.isError ? (
          <ProblemNote error={capture.error} onRetry={() => void capture.refetch()} />
        ) : (
          <Skeleton height={36} radius="md" />
        )
      ) : (
        <Choice agent={agent} capture={capture.data} />
      )}
    </section>
  );
}

function Choice({ agent, capture }: { agent: string; capture: Capture }) {
  const [hours, setHours] = useState('24');
  const keep = useKeep(agent);
  const on = capture.until !== null;
  return (
    <Stack gap="md">
      <div className={classes.choice}>
        <Switch
          label="Keep what is said"
          checked={on}
          disabled={keep.isPending}
          onChange={() => {
            keep.mutate(on ? null : Number(hours));
          }}
        />
        {capture.until === null ? (
          <NativeSelect
            aria-label="How long to keep it"
            data={HOURS}
            value={hours}
            onChange={(event) => {
              setHours(event.currentTarget.value);
            }}
          />
        ) : (
          <span>until {exact(capture.until)}</span>
        )}
      </div>
      {keep.isError && <ProblemNote error={keep.error} />}
      {capture.kept > 0 && <Kept agent={agent} capture={capture} />}
    </Stack>
  );
}

function Kept({ agent, capture }: { agent: string; capture: Capture }) {
  const [asking, setAsking] = useState(false);
  const close = () => {
    setAsking(false);
  };
  return (
    <div className={classes.kept}>
      <span className="muted">{wordsOf(capture)}</span>
      <Button
        size="xs"
        variant="default"
        onClick={() => {
          setAsking(true);
        }}
      >
        Delete what was kept
      </Button>
      <Modal
        opened={asking}
        onClose={close}
        title="Delete what was kept?"
        closeButtonProps={{ 'aria-label': 'Close' }}
        centered
      >
        <DeleteKept agent={agent} onClose={close} />
      </Modal>
    </div>
  );
}

function DeleteKept({ agent, onClose }: { agent: string; onClose: () => void }) {
  const deletion = useDeleteKept(agent);
  return (
    <Stack gap="md">
      <Text>All of it goes for good, and nothing more is kept.</Text>
      {deletion.isError && <ProblemNote error={deletion.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Leave it
        </Button>
        <Button
          color="red"
          loading={deletion.isPending}
          onClick={() => {
            deletion.mutate(undefined, { onSuccess: onClose });
          }}
        >
          Delete for good
        </Button>
      </Group>
    </Stack>
  );
}

/** Two full parts need half a megabyte: with less room calls may be left out. */
const CALL_BYTES_MAX = 513 * 1024;

export function wordsOf({ kept, keptBytes, keptBytesMax }: Capture): string {
  const calls = kept === 1 ? 'One call is kept.' : `${whole(kept)} calls are kept.`;
  return keptBytes + CALL_BYTES_MAX > keptBytesMax
    ? `${calls} There is no room for more until you delete them.`
    : calls;
}
