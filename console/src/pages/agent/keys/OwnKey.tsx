import { Button, Group, Modal, NativeSelect, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useReplaceOwnKey } from '../../../api/instances';
import type { Instance } from '../../../api/types';
import { ProblemNote } from '../../../parts/ProblemNote';
import agentClasses from '../Agent.module.css';
import classes from './Keys.module.css';

const OVERLAPS = [
  { value: '3600', label: 'For another hour' },
  { value: '86400', label: 'For another day' },
  { value: '604800', label: 'For another week' },
  { value: '0', label: 'Not any more' },
];

/** The key with which the agent itself calls models: nobody sees it, but it can be replaced. */
export function OwnKey({ agent }: { agent: Instance }) {
  const [asking, setAsking] = useState(false);
  const close = () => {
    setAsking(false);
  };
  return (
    <section className={`card ${agentClasses.panel ?? ''}`} aria-labelledby="own-key">
      <div className={classes.top}>
        <h2 id="own-key">The agent&rsquo;s own key</h2>
        <Button
          variant="default"
          disabled={agent.state !== 'running'}
          onClick={() => {
            setAsking(true);
          }}
        >
          Replace the agent&rsquo;s own key
        </Button>
      </div>
      <p className="muted">
        {agent.name} calls models with a key that only it knows.
        {agent.state !== 'running' && ' It can be replaced while the agent runs.'}
      </p>
      <Modal
        opened={asking}
        onClose={close}
        title="Replace the agent's own key?"
        closeButtonProps={{ 'aria-label': 'Close' }}
        centered
      >
        <OwnKeyForm agent={agent} onClose={close} />
      </Modal>
    </section>
  );
}

/** Says what happens, and asks how long the old key works on. */
export function OwnKeyForm({ agent, onClose }: { agent: Instance; onClose: () => void }) {
  const replace = useReplaceOwnKey(agent.id);
  const [overlap, setOverlap] = useState('3600');
  return (
    <Stack gap="md">
      <Text>
        {agent.name} restarts with a new key: it is away for a moment, and keeps its files, its
        conversations and its address. Its timeline says when it is back.
      </Text>
      <NativeSelect
        label="The old key works"
        description="Counted from when the agent is back. Not any more is for a key that leaked."
        data={OVERLAPS}
        value={overlap}
        onChange={(event) => {
          setOverlap(event.currentTarget.value);
        }}
      />
      {replace.isError && <ProblemNote error={replace.error} />}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          Cancel
        </Button>
        <Button
          loading={replace.isPending}
          onClick={() => {
            replace.mutate(Number(overlap), { onSuccess: onClose });
          }}
        >
          Restart with a new key
        </Button>
      </Group>
    </Stack>
  );
}
