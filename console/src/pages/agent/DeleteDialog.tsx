import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useDelete } from '../../api/instances';
import type { Instance } from '../../api/types';
import { ProblemNote } from '../../parts/ProblemNote';
import { confirms } from './confirms';

interface DeleteDialogProps {
  agent: Instance;
  opened: boolean;
  onClose: () => void;
}

/** Deletes the agent once its name has been typed: a click alone must not cost somebody's files. */
export function DeleteDialog({ agent, opened, onClose }: DeleteDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title={`Delete ${agent.name}?`}
      closeButtonProps={{ 'aria-label': 'Close' }}
      centered
    >
      <DeleteForm agent={agent} onClose={onClose} />
    </Modal>
  );
}

export function DeleteForm({ agent, onClose }: Omit<DeleteDialogProps, 'opened'>) {
  const [typed, setTyped] = useState('');
  const deletion = useDelete(agent.id);
  const confirmed = confirms(typed, agent.name);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    if (confirmed && !deletion.isPending) {
      deletion.mutate(typed.trim(), { onSuccess: onClose });
    }
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="md">
        <Text>
          Its files, its conversations and its address go for good. There is no way back and no
          backup.
        </Text>
        <TextInput
          label={
            <>
              Type <strong>{agent.name}</strong> to confirm
            </>
          }
          value={typed}
          onChange={(event) => {
            setTyped(event.currentTarget.value);
          }}
          autoComplete="off"
          spellCheck={false}
          data-autofocus
        />
        {deletion.isError && <ProblemNote error={deletion.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Keep it
          </Button>
          <Button type="submit" color="red" disabled={!confirmed} loading={deletion.isPending}>
            Delete for good
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
