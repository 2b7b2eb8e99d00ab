import { Button, Group, Modal, NativeSelect, NumberInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMintKey } from '../../../api/spending';
import type { NewModelKey } from '../../../api/spendingTypes';
import { showAtFields } from '../../../parts/formProblem';
import { ProblemNote } from '../../../parts/ProblemNote';
import { amount } from '../caps/amountsForm';
import { KeyOnce } from './KeyOnce';

interface MintDialogProps {
  agent: string;
  opened: boolean;
  onClose: () => void;
}

/** Mints a key and shows it, once. */
export function MintDialog({ agent, opened, onClose }: MintDialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      title="New key"
      closeButtonProps={{ 'aria-label': 'Close' }}
      centered
    >
      <MintForm agent={agent} onClose={onClose} />
    </Modal>
  );
}

const DAY_MS = 86_400_000;
const ENDS = [
  { value: '', label: 'Never' },
  { value: '7', label: 'In 7 days' },
  { value: '30', label: 'In 30 days' },
  { value: '365', label: 'In a year' },
];

function MintForm({ agent, onClose }: Omit<MintDialogProps, 'opened'>) {
  const mint = useMintKey(agent);
  const form = useForm({
    mode: 'controlled',
    initialValues: {
      name: '',
      ends: '',
      dollars: '',
      tokens: '',
      period: 'month',
    },
    validate: { name: (value) => (value.trim() === '' ? 'Give the key a name.' : null) },
  });
  if (mint.data !== undefined) {
    return <KeyOnce minted={mint.data} onClose={onClose} />;
  }
  const submit = form.onSubmit(({ name, ends, dollars, tokens, period }) => {
    const cap = amount(dollars, tokens);
    const body: NewModelKey = {
      name: name.trim(),
      ...(ends !== '' && { expiresAt: daysFromNow(Number(ends)) }),
      ...(cap !== null && { cap: { ...cap, period: period === 'day' ? 'day' : 'month' } }),
    };
    mint.mutate(body, { onError: (error) => showAtFields(form, error) });
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label="Name"
          description="For yourself: what uses it."
          autoComplete="off"
          maxLength={60}
          data-autofocus
          {...form.getInputProps('name')}
        />
        <NativeSelect label="Ends" data={ENDS} {...form.getInputProps('ends')} />
        <Group grow align="flex-end">
          <NumberInput
            label="At most"
            description="Dollars"
            prefix="$"
            min={0}
            decimalScale={2}
            hideControls
            {...form.getInputProps('dollars')}
          />
          <NumberInput
            label="or"
            description="Tokens"
            min={0}
            allowDecimal={false}
            thousandSeparator=","
            hideControls
            {...form.getInputProps('tokens')}
          />
          <NativeSelect
            label="a"
            data={['month', 'day']}
            aria-label="Period of the key's cap"
            {...form.getInputProps('period')}
          />
        </Group>
        {mint.isError && Object.keys(form.errors).length === 0 && (
          <ProblemNote error={mint.error} />
        )}
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            Cancel
          </Button>
          <Button type="submit" loading={mint.isPending}>
            Make the key
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

function daysFromNow(days: number): string {
  return new Date(Date.now() + days * DAY_MS).toISOString();
}
