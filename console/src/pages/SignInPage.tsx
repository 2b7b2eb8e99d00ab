import { Alert, Button, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useQuery } from '@tanstack/react-query';
import { Link, Navigate, useLocation, useSearchParams } from 'react-router';
import { SESSION_ENDED } from '../api/cache';
import { Problem } from '../api/problem';
import { useMe, useSignIn } from '../api/session';
import { showAtFields } from '../parts/formProblem';
import { Page } from '../parts/Page';
import { ProblemNote } from '../parts/ProblemNote';
import { safeNext } from './safeNext';
import classes from './SignInPage.module.css';

/** Sign in, and go on where the session ended. */
export function SignInPage() {
  const me = useMe().data;
  const [query] = useSearchParams();
  const ended = useQuery({ queryKey: SESSION_ENDED, queryFn: () => false, enabled: false }).data;
  if (me) {
    const home = me.account.role === 'operator' ? '/ops' : '/agents';
    return <Navigate to={safeNext(query.get('next')) ?? home} replace />;
  }
  return (
    <div className={classes.narrow}>
      <Page title="Sign in">
        {ended === true && (
          <Alert color="kelp" variant="light" role="status" mb="lg">
            Your session has ended. Sign in to go on where you were.
          </Alert>
        )}
        <SignInForm />
        <p className={classes.other}>
          New here? <Link to="/">Get an agent</Link>
        </p>
      </Page>
    </div>
  );
}

function SignInForm() {
  const signIn = useSignIn();
  const state = useLocation().state as { email?: string } | null;
  const form = useForm({
    mode: 'controlled',
    initialValues: { email: state?.email ?? '', password: '' },
    validate: {
      email: (value) => (value.trim() === '' ? 'Enter your e-mail address.' : null),
      password: (value) => (value === '' ? 'Enter your password.' : null),
    },
  });
  const wrong = signIn.error instanceof Problem && signIn.error.status === 401;
  const submit = form.onSubmit(
    ({ email, password }) => {
      signIn.mutate(
        { email: email.trim(), password },
        { onError: (error) => showAtFields(form, error) },
      );
    },
    (errors) => form.getInputNode(Object.keys(errors)[0] ?? '')?.focus(),
  );
  return (
    <form onSubmit={submit} noValidate>
      <Stack gap="md">
        <TextInput
          label="E-mail"
          type="email"
          autoComplete="username"
          required
          withAsterisk={false}
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label="Password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          visibilityToggleButtonProps={{ 'aria-label': 'Show password', tabIndex: 0 }}
          {...form.getInputProps('password')}
        />
        {wrong && (
          <Alert color="red" variant="outline" role="alert">
            That e-mail and password do not go together.
          </Alert>
        )}
        {signIn.isError && !wrong && Object.keys(form.errors).length === 0 && (
          <ProblemNote error={signIn.error} />
        )}
        <Button type="submit" size="md" loading={signIn.isPending}>
          Sign in
        </Button>
      </Stack>
    </form>
  );
}
