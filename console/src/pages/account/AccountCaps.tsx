import { Skeleton, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useAccountCaps, useSaveAccountCaps } from '../../api/spending';
import type { Cap } from '../../api/spendingTypes';
import { ProblemNote } from '../../parts/ProblemNote';
import { AmountFields } from '../agent/caps/AmountFields';
import { fromAmounts, toAmounts, type AmountsForm } from '../agent/caps/amountsForm';
import { SaveCaps } from '../agent/caps/SaveCaps';
import { Standing } from '../agent/caps/Standing';
import { useFresh } from '../agent/caps/useFresh';

/** What all agents of the account together may spend, and have spent. */
export function AccountCaps() {
  const caps = useAccountCaps();
  if (caps.data === undefined) {
    return caps.isError ? (
      <ProblemNote error={caps.error} onRetry={() => void caps.refetch()} />
    ) : (
      <Skeleton height={260} radius="md" aria-label="Loading caps" />
    );
  }
  return (
    <Stack gap="xl">
      <Standing caps={caps.data} empty="Nothing bounds your agents together." />
      <Editor caps={caps.data} />
    </Stack>
  );
}

function Editor({ caps }: { caps: readonly Cap[] }) {
  const save = useSaveAccountCaps();
  const form = useForm<AmountsForm>({
    mode: 'controlled',
    initialValues: toAmounts(caps, 'account'),
  });
  useFresh(form, toAmounts(caps, 'account'));
  const submit = form.onSubmit((values) => {
    save.mutate(fromAmounts(values), {
      onSuccess: (saved) => {
        form.resetDirty(toAmounts(saved.caps, 'account'));
      },
    });
  });
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="lg">
        <AmountFields inputProps={(field) => form.getInputProps(field)} />
        {save.isError && <ProblemNote error={save.error} />}
        <SaveCaps saving={save.isPending} dirty={form.isDirty()} saved={save.isSuccess} />
      </Stack>
    </form>
  );
}
