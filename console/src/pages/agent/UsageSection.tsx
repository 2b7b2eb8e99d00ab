import { Button, NativeSelect, SegmentedControl, Skeleton } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { usagePath, useUsage } from '../../api/spending';
import type { Usage } from '../../api/spendingTypes';
import { compact, dollars } from '../../parts/amounts';
import { BarChart } from '../../parts/BarChart';
import { daysOf, rangeOf, shortDay, type Range } from '../../parts/days';
import { downloadCsv } from '../../parts/downloadCsv';
import { bounds, Meter } from '../../parts/Meter';
import { ProblemNote } from '../../parts/ProblemNote';
import { useNow } from '../../parts/useNow';
import agentClasses from './Agent.module.css';
import { useSeen } from './seen';
import { Attempts } from './usage/Attempts';
import { byModel, type Measure } from './usage/byModel';
import { Keeping } from './usage/Keeping';
import classes from './usage/Usage.module.css';

const RANGES: { value: Range; label: string }[] = [
  { value: 'month', label: 'This month' },
  { value: 'week', label: 'Last 7 days' },
  { value: 'last-month', label: 'Last month' },
];

/** What the agent used of models, what is left, and where that leads to. */
export function UsageSection() {
  const { agent } = useSeen();
  const [range, setRange] = useState<Range>('month');
  const { from, until } = rangeOf(range, useNow(60_000));
  const usage = useUsage(agent.id, from, until);
  if (usage.data === undefined) {
    return usage.isError ? (
      <ProblemNote error={usage.error} onRetry={() => void usage.refetch()} />
    ) : (
      <div className={agentClasses.column} aria-busy="true" aria-label="Loading usage">
        <Skeleton height={150} radius="lg" />
        <Skeleton height={360} radius="lg" />
      </div>
    );
  }
  return (
    <div className={agentClasses.column}>
      <Left usage={usage.data} />
      <section className={`card ${agentClasses.panel ?? ''}`} aria-labelledby="by-day">
        <Top
          range={range}
          onRange={setRange}
          csv={usagePath(agent.id, from, until)}
          file={`usage-${from}.csv`}
        />
        <Days usage={usage.data} days={daysOf(from, until)} />
      </section>
      <Keeping agent={agent.id} />
      <Attempts agent={agent.id} />
    </div>
  );
}

function Left({ usage }: { usage: Usage }) {
  const limits = usage.limits.filter(bounds);
  return (
    <section className={`card ${agentClasses.panel ?? ''}`} aria-labelledby="left">
      <h2 id="left">What is left</h2>
      <div className={classes.meters}>
        {limits.map((limit) => (
          <Meter key={`${limit.scope}-${limit.period}-${limit.capMicros}`} limit={limit} />
        ))}
        {limits.length === 0 && <p className="muted">Nothing bounds this agent.</p>}
        {usage.forecast != null && (
          <div className={classes.forecast}>
            <strong>By the end of the month</strong>
            <p>
              <span className={classes.big}>{dollars(usage.forecast.micros)}</span>{' '}
              <span className="muted">
                and {compact(usage.forecast.tokens)} tokens, if it goes on like this
              </span>
            </p>
          </div>
        )}
      </div>
    </section>
  );
}

interface TopProps {
  range: Range;
  onRange: (range: Range) => void;
  csv: string;
  file: string;
}

function Top({ range, onRange, csv, file }: TopProps) {
  const download = useMutation({ mutationFn: () => downloadCsv(csv, file) });
  return (
    <>
      <div className={classes.top}>
        <h2 id="by-day">By day and model</h2>
        <div className={classes.tools}>
          <NativeSelect
            aria-label="Days shown"
            data={RANGES}
            value={range}
            onChange={(event) => {
              onRange(event.currentTarget.value as Range);
            }}
          />
          <Button
            variant="default"
            leftSection={<IconDownload size={17} aria-hidden />}
            loading={download.isPending}
            onClick={() => {
              download.mutate();
            }}
          >
            CSV
          </Button>
        </div>
      </div>
      {download.isError && <ProblemNote error={download.error} />}
    </>
  );
}

function Days({ usage, days }: { usage: Usage; days: string[] }) {
  const [measure, setMeasure] = useState<Measure>('micros');
  if (usage.lines.length === 0) {
    return <p className="muted">Nothing was asked of a model in these days.</p>;
  }
  return (
    <>
      <SegmentedControl
        aria-label="Shown as"
        value={measure}
        onChange={(value) => {
          setMeasure(value);
        }}
        data={[
          { value: 'micros', label: 'Money' },
          { value: 'ratedTokens', label: 'Tokens' },
        ]}
      />
      <BarChart
        title={measure === 'micros' ? 'Money by day and model' : 'Tokens by day and model'}
        columns={days.map(shortDay)}
        series={byModel(usage.lines, days, measure)}
        format={measure === 'micros' ? dollars : compact}
      />
    </>
  );
}
