import { Alert, Button, NativeSelect, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { Link } from 'react-router';
import { useOptions } from '../api/instances';
import { Problem } from '../api/problem';
import { useSignUp } from '../api/session';
import { showAtFields } from '../parts/formProblem';
import { PlanPicker } from '../parts/PlanPicker';
import { ProblemNote } from '../parts/ProblemNote';

/** Account and first agent in one go. */
export function SignUpForm({ onAgent }: { onAgent: (id: string) => void }) {
  const options = useOptions();
  const signUp = useSignUp(onAgent);
  const form = useForm({
    mode: 'controlled',
    initialValues: { email: '', password: '', agentName: '', plan: 'free', region: '' },
    validate: {
      email: (value) => (/^\S+@\S+$/.test(value.trim()) ? null : 'Enter an e-mail address.'),
      password: (value) => (value === '' ? 'Choose a password.' : null),
      agentName: (value) => (value.trim() === '' ? 'Give your agent a name.' : null),
    },
  });
  const taken = signUp.error instanceof Problem && signUp.error.status === 409;

  const submit = form.onSubmit(
    ({ email, password, agentName, plan, region }) => {
      signUp.mutate(
        {
          email: email.trim(),
          password,
          agentName: agentName.trim(),
          plan,
          ...(region === '' ? {} : { region }),
        },
        {
          onError: (error) => showAtFields(form, error),
        },
      );
    },
    (errors) => form.getInputNode(Object.keys(errors)[0] ?? '')?.focus(),
  );

  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        {options.isError && (
          <ProblemNote error={options.error} onRetry={() => void options.refetch()} />
        )}
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="email"
          required
          withAsterisk={false}
          key={form.key('email')}
          {...form.getInputProps('email')}
        />
        {taken && (
          <Alert color="kelp" variant="light" role="alert" mt={-6} p="sm">
            This address has an account.{' '}
            <Link to="/sign-in" state={{ email: form.getValues().email }}>
              Sign in instead
            </Link>
          </Alert>
        )}
        <PasswordInput
          label="Password"
          description="At least 10 characters. Three or four words make a good one."
          autoComplete="new-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': 'Show password', tabIndex: 0 }}
          key={form.key('password')}
          {...form.getInputProps('password')}
        />
        <TextInput
          label="Name of your agent"
          description="A label for you. Its address is made at random."
          autoComplete="off"
          required
          withAsterisk={false}
          key={form.key('agentName')}
          {...form.getInputProps('agentName')}
        />
        <PlanPicker plans={options.data?.plans} {...form.getInputProps('plan')} />
        <NativeSelect
          label="Region"
          data={(options.data?.regions ?? []).map(({ id, name }) => ({ value: id, label: name }))}
          disabled={options.data === undefined}
          key={form.key('region')}
          {...form.getInputProps('region')}
        />
        {signUp.isError && !taken && Object.keys(form.errors).length === 0 && (
          <ProblemNote error={signUp.error} />
        )}
        <Button type="submit" size="md" loading={signUp.isPending}>
          Sign up
        </Button>
      </Stack>
    </form>
  );
}
