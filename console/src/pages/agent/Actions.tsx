import { Button } from '@mantine/core';
import { IconRefresh, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useRestart } from '../../api/instances';
import type { Instance } from '../../api/types';
import { OpenAgent } from '../../parts/OpenAgent';
import { DeleteDialog } from './DeleteDialog';

/** What the owner can do now. */
export function Actions({ agent }: { agent: Instance }) {
  const restart = useRestart(agent.id);
  const [deleting, setDeleting] = useState(false);
  if (agent.state === 'deleted' || agent.state === 'deleting') {
    return null;
  }
  const canRestart = agent.state === 'running' || agent.state === 'failed';
  return (
    <>
      <OpenAgent instance={agent} disabled={agent.state !== 'running'} />
      <Button
        variant="default"
        leftSection={<IconRefresh size={17} aria-hidden />}
        disabled={!canRestart}
        loading={restart.isPending}
        onClick={() => {
          restart.mutate();
        }}
      >
        Restart
      </Button>
      <Button
        variant="default"
        c="var(--cs-bad)"
        leftSection={<IconTrash size={17} aria-hidden />}
        onClick={() => {
          setDeleting(true);
        }}
      >
        Delete
      </Button>
      {restart.isError && (
        <span role="alert" style={{ color: 'var(--cs-bad)', flexBasis: '100%' }}>
          {restart.error.message}
        </span>
      )}
      <DeleteDialog
        agent={agent}
        opened={deleting}
        onClose={() => {
          setDeleting(false);
        }}
      />
    </>
  );
}
