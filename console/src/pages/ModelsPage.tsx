import { Skeleton, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useState } from 'react';
import { useModels } from '../api/spending';
import type { Model } from '../api/spendingTypes';
import { compact, dollars } from '../parts/amounts';
import { CopyButton } from '../parts/CopyButton';
import { Empty } from '../parts/Empty';
import { Page } from '../parts/Page';
import { ProblemNote } from '../parts/ProblemNote';
import classes from './ModelsPage.module.css';

/** The models of the plan: under which name, from whom, in which order, at what price. */
export function ModelsPage() {
  const models = useModels();
  const [wanted, setWanted] = useState('');
  const shown = models.data?.filter((model) => matches(model, wanted.trim().toLowerCase()));
  return (
    <Page
      title="Models"
      heading={
        <>
          <h1>Models</h1>
          <p className={classes.lead}>
            An agent asks by name; the first provider of its chain answers, and the next one steps
            in when it cannot. Prices are dollars for a million tokens.
          </p>
        </>
      }
      actions={
        <TextInput
          aria-label="Find a model"
          placeholder="Find a model"
          leftSection={<IconSearch size={17} aria-hidden />}
          value={wanted}
          onChange={(event) => {
            setWanted(event.currentTarget.value);
          }}
        />
      }
    >
      {shown === undefined &&
        (models.isError ? (
          <ProblemNote error={models.error} onRetry={() => void models.refetch()} />
        ) : (
          <Skeleton height={320} radius="lg" aria-label="Loading models" />
        ))}
      {models.data?.length === 0 && (
        <div className="card">
          <Empty inside title="No model yet" text="Clawstead’s operator has set up none so far." />
        </div>
      )}
      <div className={classes.models}>
        {shown?.map((model) => (
          <ModelCard key={model.alias} model={model} />
        ))}
      </div>
      {shown?.length === 0 && models.data?.length !== 0 && (
        <p className="muted">No model is called like that.</p>
      )}
    </Page>
  );
}

function ModelCard({ model: { alias, links } }: { model: Model }) {
  return (
    <section className={`card ${classes.model ?? ''}`} aria-labelledby={`model-${alias}`}>
      <div className={classes.name}>
        <h2 id={`model-${alias}`}>{alias}</h2>
        <CopyButton value={alias} what={`name ${alias}`} />
      </div>
      <div
        className={classes.scroller}
        tabIndex={0}
        role="region"
        aria-label={`Prices of ${alias}`}
      >
        <table>
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col">Input</th>
              <th scope="col">Cached</th>
              <th scope="col">Output</th>
              <th scope="col">Context</th>
            </tr>
          </thead>
          <tbody>
            {links.map((link) => (
              <tr key={`${link.place}-${link.provider}-${link.model}`}>
                <th scope="row">
                  {link.model} <span className="muted">{link.provider}</span>
                </th>
                <td>{dollars(link.inputMicrosPerMillion)}</td>
                <td>{dollars(link.cachedInputMicrosPerMillion)}</td>
                <td>{dollars(link.outputMicrosPerMillion)}</td>
                <td>{compact(link.contextTokens)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

function matches({ alias, links }: Model, wanted: string): boolean {
  return [alias, ...links.flatMap(({ provider, model }) => [provider, model])].some((text) =>
    text.toLowerCase().includes(wanted),
  );
}
