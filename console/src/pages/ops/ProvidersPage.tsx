import { Button, Skeleton, Textarea } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useOpsModels, useReplaceOpsModels } from '../../api/ops';
import { useProviderKeys } from '../../api/spending';
import { Page } from '../../parts/Page';
import { ProblemNote } from '../../parts/ProblemNote';
import { AddProviderKey } from '../providerKeys/AddProviderKey';
import { ProviderKeys } from '../providerKeys/ProviderKeys';
import classes from '../providerKeys/ProviderKeys.module.css';

/** The platform's keys at model providers, and the catalogue of what is offered of them. */
export function ProvidersPage() {
  const models = useOpsModels();
  const keys = useProviderKeys('/ops/provider-keys');
  if (models.isPending || keys.isPending) {
    return (
      <Page title="Providers" wide>
        <Skeleton height={420} radius="lg" aria-label="Loading providers" />
      </Page>
    );
  }
  return (
    <Page title="Providers" wide>
      <div className={classes.panels}>
        <section className={`card ${classes.panel ?? ''}`} aria-labelledby="platform-keys">
          <h2 id="platform-keys">Platform keys</h2>
          <ProviderKeys
            path="/ops/provider-keys"
            empty="None: no provider of the catalogue can be asked."
          />
        </section>
        <section className={`card ${classes.panel ?? ''}`} aria-labelledby="add-key">
          <h2 id="add-key">Add one</h2>
          <AddProviderKey
            path="/ops/provider-keys"
            providers={namesOf(models.data?.providers)}
            weighted
          />
        </section>
        <section className={`card ${classes.panel ?? ''}`} aria-labelledby="catalogue">
          <h2 id="catalogue">Catalogue</h2>
          <p className="muted">
            Providers, their models with dated prices, and the names under which agents ask. A
            change holds at every gateway within seconds, without a restart.
          </p>
          {models.data === undefined && (
            <ProblemNote error={models.error} onRetry={() => void models.refetch()} />
          )}
          {models.data !== undefined && (
            <Catalogue key={JSON.stringify(models.data)} catalogue={models.data} />
          )}
        </section>
      </div>
    </Page>
  );
}

function Catalogue({ catalogue }: { catalogue: Record<string, unknown> }) {
  const before = JSON.stringify(catalogue, null, 2);
  const replace = useReplaceOpsModels();
  const [text, setText] = useState(before);
  const [wrong, setWrong] = useState<string | null>(null);
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    try {
      const body: unknown = JSON.parse(text);
      setWrong(null);
      replace.mutate(body);
    } catch (error) {
      setWrong(error instanceof Error ? `It is not JSON: ${error.message}` : 'It is not JSON.');
    }
  };
  return (
    <form onSubmit={submit}>
      <Textarea
        aria-label="Catalogue as JSON"
        value={text}
        error={wrong}
        rows={18}
        spellCheck={false}
        styles={{ input: { fontFamily: 'var(--mantine-font-family-monospace)', fontSize: 13 } }}
        onChange={(event) => {
          setText(event.currentTarget.value);
        }}
      />
      {replace.isError && <ProblemNote error={replace.error} />}
      <div className={classes.inline} style={{ marginTop: '0.875rem' }}>
        <Button type="submit" disabled={text === before} loading={replace.isPending}>
          Replace the catalogue
        </Button>
        <Button
          variant="default"
          disabled={text === before}
          onClick={() => {
            setText(before);
            setWrong(null);
          }}
        >
          Take it back
        </Button>
      </div>
    </form>
  );
}

function namesOf(providers: unknown): string[] {
  return Array.isArray(providers)
    ? providers.flatMap((one: unknown) => {
        const name = typeof one === 'object' && one !== null && 'name' in one ? one.name : null;
        return typeof name === 'string' ? [name] : [];
      })
    : [];
}
