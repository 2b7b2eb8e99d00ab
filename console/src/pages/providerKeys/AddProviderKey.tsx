import { Button, NativeSelect, NumberInput, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useAddProviderKey } from '../../api/spending';
import { showAtFields } from '../../parts/formProblem';
import { ProblemNote } from '../../parts/ProblemNote';
import type { KeysPath } from './ProviderKeys';
import classes from './ProviderKeys.module.css';

interface AddProps {
  path: KeysPath;
  providers: readonly string[];
  weighted?: boolean;
}

/** Takes a key at a provider, which is tried before it is kept. */
export function AddProviderKey({ path, providers, weighted = false }: AddProps) {
  const add = useAddProviderKey(path);
  const form = useForm({
    mode: 'controlled',
    initialValues: { provider: '', name: '', key: '', weight: 1 },
    validate: {
      name: (value) => (value.trim() === '' ? 'Give the key a name.' : null),
      key: (value) => (value.trim() === '' ? 'Paste the key.' : null),
    },
  });
  const submit = form.onSubmit(({ provider, name, key, weight }) => {
    add.mutate(
      {
        provider: provider === '' ? (providers[0] ?? '') : provider,
        name: name.trim(),
        key: key.trim(),
        ...(weighted && typeof weight === 'number' && { weight }),
      },
      { onSuccess: form.reset, onError: (error) => showAtFields(form, error) },
    );
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <div className={classes.fields}>
          <NativeSelect
            label="Provider"
            data={[...providers]}
            {...form.getInputProps('provider')}
          />
          <TextInput
            label="Name"
            autoComplete="off"
            maxLength={60}
            {...form.getInputProps('name')}
          />
          {weighted && (
            <NumberInput label="Weight" min={1} max={100} {...form.getInputProps('weight')} />
          )}
        </div>
        <PasswordInput
          label="Key"
          description="It is tried, sealed, and never shown again."
          autoComplete="off"
          visibilityToggleButtonProps={{ 'aria-label': 'Show key', tabIndex: 0 }}
          {...form.getInputProps('key')}
        />
        {add.isError && Object.keys(form.errors).length === 0 && <ProblemNote error={add.error} />}
        <div className={classes.inline}>
          <Button type="submit" loading={add.isPending}>
            Add key
          </Button>
          <span role="status" className="muted">
            {add.isSuccess ? 'The provider takes it.' : ''}
          </span>
        </div>
      </Stack>
    </form>
  );
}
