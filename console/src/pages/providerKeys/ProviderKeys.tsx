import { Button, Skeleton } from '@mantine/core';
import { useProviderKeys, useRemoveProviderKey, useTestProviderKey } from '../../api/spending';
import type { ProviderKey } from '../../api/spendingTypes';
import { Ago } from '../../parts/Ago';
import { StateCell } from '../../parts/cells';
import { ProblemNote } from '../../parts/ProblemNote';
import classes from './ProviderKeys.module.css';

export type KeysPath = '/provider-keys' | '/ops/provider-keys';

/** Keys at model providers: what is known of them, never the keys themselves. */
export function ProviderKeys({ path, empty }: { path: KeysPath; empty: string }) {
  const keys = useProviderKeys(path);
  if (keys.data === undefined) {
    return keys.isError ? (
      <ProblemNote error={keys.error} onRetry={() => void keys.refetch()} />
    ) : (
      <Skeleton height={80} radius="md" aria-label="Loading keys" />
    );
  }
  return keys.data.length === 0 ? (
    <p className="muted">{empty}</p>
  ) : (
    <ul className={classes.keys}>
      {keys.data.map((key) => (
        <li key={key.id}>
          <Row path={path} providerKey={key} />
        </li>
      ))}
    </ul>
  );
}

function Row({ path, providerKey }: { path: KeysPath; providerKey: ProviderKey }) {
  const remove = useRemoveProviderKey(path);
  const test = useTestProviderKey(path);
  const { provider, name, hint, state, problem, createdAt, weight } = providerKey;
  return (
    <div className={classes.row}>
      <div className={classes.about}>
        <strong>
          {provider}, {name}
        </strong>
        <span className="muted">
          <span className="mono">{hint}</span>, added <Ago at={createdAt} />
          {weight !== 1 && `, weight ${weight}`}
        </span>
        {remove.isError && <ProblemNote error={remove.error} />}
        {test.isError && <ProblemNote error={test.error} />}
        <span role="status">{test.isSuccess ? told(test.data, name) : ''}</span>
      </div>
      <div>
        <StateCell state={state} problem={problem} />
      </div>
      {state === 'refused' && (
        <Button
          size="xs"
          variant="default"
          loading={test.isPending}
          aria-label={`Test ${provider}, ${name} again`}
          onClick={() => {
            test.mutate(providerKey.id);
          }}
        >
          Test again
        </Button>
      )}
      <Button
        size="xs"
        variant="default"
        loading={remove.isPending}
        aria-label={`Remove ${provider}, ${name}`}
        onClick={() => {
          remove.mutate(providerKey.id);
        }}
      >
        Remove
      </Button>
    </div>
  );
}

function told({ state, provider }: ProviderKey, name: string): string {
  return state === 'good'
    ? `${provider} takes ${name} again.`
    : `${provider} still refuses ${name}.`;
}
