import { NativeSelect, Radio, Stack, Switch } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Link } from 'react-router';
import { useModels, useSaveCaps } from '../../../api/spending';
import type { Caps } from '../../../api/spendingTypes';
import { showAtFields } from '../../../parts/formProblem';
import { ProblemNote } from '../../../parts/ProblemNote';
import agentClasses from '../Agent.module.css';
import { AmountFields } from './AmountFields';
import { fromForm, toForm, type CapsForm } from './capsForm';
import { SaveCaps } from './SaveCaps';
import { useFresh } from './useFresh';

/** The owner's own caps, and what happens at them. */
export function CapsEditor({ agent, caps }: { agent: string; caps: Caps }) {
  const save = useSaveCaps(agent);
  const form = useForm<CapsForm>({ mode: 'controlled', initialValues: toForm(caps) });
  useFresh(form, toForm(caps));
  const submit = form.onSubmit((values) => {
    save.mutate(fromForm(values), {
      onSuccess: (saved) => {
        form.resetDirty(toForm(saved));
      },
      onError: (error) => showAtFields(form, error),
    });
  });
  const { choice } = form.getValues();
  return (
    <section className={`card ${agentClasses.panel ?? ''}`} aria-labelledby="own">
      <h2 id="own">Caps of your own</h2>
      <p className="muted">
        They hold beside those of your plan and of{' '}
        <Link to="/account">all your agents together</Link>. An empty field is no cap. Days and
        months are those of UTC.
      </p>
      <form onSubmit={submit} noValidate>
        <Stack gap="lg">
          <AmountFields inputProps={(field) => form.getInputProps(field)} />
          <Radio.Group label="At the cap" {...form.getInputProps('choice')}>
            <Stack gap="xs" mt="xs">
              <Radio value="stop" label="Stop. Calls are refused until the cap is new or raised." />
              <Radio
                value="cheaper"
                label="Go on cheaper. From 80 % on a cheaper model answers; at 100 % it stops."
              />
              <Radio
                value="ask"
                label="Ask me. You get a mail with a button that raises the cap for this month."
              />
            </Stack>
          </Radio.Group>
          {choice === 'cheaper' && <Cheaper {...form.getInputProps('cheaperAlias')} />}
          <Switch
            label="Pause the agent when it spends far more than usual within an hour"
            {...form.getInputProps('pauseOnAnomaly', { type: 'checkbox' })}
          />
          {save.isError && Object.keys(form.errors).length === 0 && (
            <ProblemNote error={save.error} />
          )}
          <SaveCaps saving={save.isPending} dirty={form.isDirty()} saved={save.isSuccess} />
        </Stack>
      </form>
    </section>
  );
}

function Cheaper(props: Record<string, unknown>) {
  const models = useModels();
  return (
    <NativeSelect
      label="The cheaper model"
      description={models.isError ? 'The list of models cannot be read now.' : undefined}
      data={[
        { value: '', label: 'Choose one' },
        ...(models.data ?? []).map(({ alias }) => ({ value: alias, label: alias })),
      ]}
      {...props}
    />
  );
}
