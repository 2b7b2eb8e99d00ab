import { NativeSelect, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { useOpsUsage } from '../../api/ops';
import type { OpsUsage, OpsUsageLine } from '../../api/spendingTypes';
import { compact, dollars, seconds, whole } from '../../parts/amounts';
import { rangeOf, type Range } from '../../parts/days';
import { Page } from '../../parts/Page';
import { ProblemNote } from '../../parts/ProblemNote';
import { useNow } from '../../parts/useNow';
import { Two } from '../../parts/cells';
import { Table, type Column } from '../../parts/Records';
import classes from './SpendingPage.module.css';

const COLUMNS: Column<OpsUsageLine>[] = [
  { label: 'Model', cell: ({ model, provider }) => <Two main={model} below={provider} /> },
  { label: 'Attempts', number: true, cell: ({ attempts }) => whole(attempts) },
  { label: 'Failed', number: true, cell: ({ failed, attempts }) => share(failed, attempts) },
  { label: 'Cut', number: true, cell: ({ cut, attempts }) => share(cut, attempts) },
  { label: 'Fallbacks', number: true, cell: ({ fallbacks }) => whole(fallbacks) },
  { label: 'Tokens', number: true, cell: ({ ratedTokens }) => compact(ratedTokens) },
  { label: 'Cost', number: true, cell: ({ micros }) => dollars(micros) },
  {
    label: 'First byte, half',
    number: true,
    cell: ({ firstByteMicrosP50 }) => seconds(firstByteMicrosP50),
  },
  { label: '99 %', number: true, cell: ({ firstByteMicrosP99 }) => seconds(firstByteMicrosP99) },
];

/** What the providers did for their money. */
export function SpendingPage() {
  const [range, setRange] = useState<Range>('month');
  const { from, until } = rangeOf(range, useNow(60_000));
  const usage = useOpsUsage(from, until);
  return (
    <Page
      title="Usage"
      wide
      actions={
        <NativeSelect
          aria-label="Days shown"
          data={[
            { value: 'month', label: 'This month' },
            { value: 'week', label: 'Last 7 days' },
            { value: 'last-month', label: 'Last month' },
          ]}
          value={range}
          onChange={(event) => {
            setRange(event.currentTarget.value as Range);
          }}
        />
      }
    >
      {usage.data === undefined ? (
        usage.isError ? (
          <ProblemNote error={usage.error} onRetry={() => void usage.refetch()} />
        ) : (
          <Skeleton height={260} radius="lg" aria-label="Loading usage" />
        )
      ) : (
        <>
          <Margin margin={usage.data.margin} />
          <Table
            caption="Usage by provider"
            columns={COLUMNS}
            keyOf={({ provider, model }) => `${provider} ${model}`}
            rows={usage.data.providers}
            empty="No model was called in these days."
          />
        </>
      )}
    </Page>
  );
}

function Margin({ margin: { soldMicros, costMicros } }: Pick<OpsUsage, 'margin'>) {
  const left = soldMicros - costMicros;
  return (
    <dl className={classes.margin}>
      <div className="card">
        <dt>Sold</dt>
        <dd>{dollars(soldMicros)}</dd>
      </div>
      <div className="card">
        <dt>Cost</dt>
        <dd>{dollars(costMicros)}</dd>
      </div>
      <div className="card">
        <dt>Margin</dt>
        <dd data-bad={left < 0 || undefined}>
          {dollars(left)}
          {soldMicros > 0 && ` (${Math.round((100 * left) / soldMicros)} %)`}
        </dd>
      </div>
    </dl>
  );
}

function share(part: number, of: number): string {
  return part === 0 ? '0' : `${whole(part)} (${((100 * part) / of).toFixed(1)} %)`;
}
