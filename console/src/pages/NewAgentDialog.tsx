import { Button, Group, Modal, NativeSelect, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useNavigate } from 'react-router';
import { useCreateInstance, useOptions } from '../api/instances';
import { useMe } from '../api/session';
import type { Plan } from '../api/types';
import { showAtFields } from '../parts/formProblem';
import { PlanPicker } from '../parts/PlanPicker';
import { ProblemNote } from '../parts/ProblemNote';

interface NewAgentDialogProps {
  opened: boolean;
  onClose: () => void;
}

/** Asks for one more agent, or says that the plan allows no more. */
export function NewAgentDialog({ opened, onClose }: NewAgentDialogProps) {
  const limits = useMe().data?.limits;
  const full = limits !== undefined && limits.used >= limits.instances;
  return (
    <Modal opened={opened} onClose={onClose} title="New agent" closeButtonProps={CLOSE} centered>
      {full ? (
        <Full places={limits.instances} onClose={onClose} />
      ) : (
        <NewAgentForm onClose={onClose} />
      )}
    </Modal>
  );
}

const CLOSE = { 'aria-label': 'Close' };

function Full({ places, onClose }: { places: number; onClose: () => void }) {
  return (
    <Stack gap="md">
      <Text>
        {places === 1
          ? 'Your plan holds one agent, and you have it. Delete it to make room for another.'
          : `Your plan holds ${places} agents, and all are in use. Delete one to make room.`}
      </Text>
      <Group justify="flex-end">
        <Button onClick={onClose} data-autofocus>
          All right
        </Button>
      </Group>
    </Stack>
  );
}

function NewAgentForm({ onClose }: { onClose: () => void }) {
  const options = useOptions().data;
  const account = useMe().data?.account;
  const navigate = useNavigate();
  const create = useCreateInstance((id) => void navigate(`/agents/${id}`));
  const form = useForm({
    mode: 'controlled',
    initialValues: { name: '', plan: account?.plan ?? 'free', region: '' },
    validate: { name: (value) => (value.trim() === '' ? 'Give your agent a name.' : null) },
  });
  const submit = form.onSubmit(({ name, plan, region }) => {
    create.mutate(
      { name: name.trim(), plan, ...(region === '' ? {} : { region }) },
      { onError: (error) => showAtFields(form, error) },
    );
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label="Name"
          autoComplete="off"
          data-autofocus
          required
          withAsterisk={false}
          {...form.getInputProps('name')}
        />
        <PlanPicker plans={upTo(options?.plans, account?.plan)} {...form.getInputProps('plan')} />
        <NativeSelect
          label="Region"
          data={(options?.regions ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          {...form.getInputProps('region')}
        />
        {create.isError && Object.keys(form.errors).length === 0 && (
          <ProblemNote error={create.error} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={create.isPending}>
            Create agent
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** An agent may be of the account's own plan or of a smaller one; the list is in that order. */
function upTo(plans: Plan[] | undefined, own: string | undefined): Plan[] | undefined {
  const last = plans?.findIndex(({ id }) => id === own) ?? -1;
  return last === -1 ? plans : plans?.slice(0, last + 1);
}
