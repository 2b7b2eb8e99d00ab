import { Button, type ButtonProps } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconExternalLink } from '@tabler/icons-react';
import { askForTicket } from '../api/instances';
import type { Instance } from '../api/types';
import { openInTab } from './openInTab';

interface OpenAgentProps extends ButtonProps {
  instance: Instance;
}

/** Opens the agent in a tab of its own, signed in by a one-time link. */
export function OpenAgent({ instance, ...button }: OpenAgentProps) {
  const opening = useMutation({
    mutationFn: () => openInTab(async () => (await askForTicket(instance.id)).url),
  });
  return (
    <>
      <Button
        {...button}
        loading={opening.isPending}
        rightSection={<IconExternalLink size={16} aria-hidden />}
        aria-label={`Open ${instance.name} in a new tab`}
        onClick={() => {
          opening.mutate();
        }}
      >
        Open
      </Button>
      {opening.isError && (
        <span role="alert" style={{ color: 'var(--cs-bad)', fontSize: '0.875rem' }}>
          {opening.error.message}
        </span>
      )}
    </>
  );
}
