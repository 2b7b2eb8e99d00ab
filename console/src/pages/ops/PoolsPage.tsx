import { ActionIcon, NumberInput, Switch, Tooltip } from '@mantine/core';
import { IconCheck } from '@tabler/icons-react';
import { useState } from 'react';
import { useChangePool, useOpsList } from '../../api/ops';
import type { OpsPool } from '../../api/types';
import { Page } from '../../parts/Page';
import { Two, WorkflowLink } from '../../parts/cells';
import classes from '../../parts/cells.module.css';
import { Records, type Column } from '../../parts/Records';

const nameOf = (pool: OpsPool) => `${pool.region} ${pool.size}`;

const COLUMNS: Column<OpsPool>[] = [
  { label: 'Pool', cell: (pool) => <Two main={nameOf(pool)} below={pool.image} /> },
  { label: 'Warm', number: true, cell: (pool) => pool.warm },
  { label: 'Being made', number: true, cell: (pool) => pool.creating },
  { label: 'Quarantined', number: true, cell: (pool) => pool.quarantined },
  // A target that changed elsewhere starts the field anew.
  { label: 'Target', number: true, cell: (pool) => <Target key={pool.target} pool={pool} /> },
  { label: 'Refill', cell: (pool) => <Refill pool={pool} /> },
  { label: 'Workflow', cell: (pool) => <WorkflowLink url={pool.workflowUrl} of={nameOf(pool)} /> },
];

/** The warm cells that wait for an owner, and how many there should be. */
export function PoolsPage() {
  return (
    <Page title="Pools" wide>
      <Records
        caption="Pools"
        columns={COLUMNS}
        keyOf={nameOf}
        query={useOpsList<OpsPool>('pools')}
        empty="No pool is configured."
      />
    </Page>
  );
}

function Target({ pool }: { pool: OpsPool }) {
  const [target, setTarget] = useState<number | string>(pool.target);
  const change = useChangePool(pool);
  const save = () => {
    if (typeof target === 'number') {
      change.mutate({ target });
    }
  };
  return (
    <>
      <div className={classes.target}>
        <NumberInput
          aria-label={`Target of ${nameOf(pool)}`}
          size="xs"
          w={84}
          min={0}
          max={10_000}
          allowDecimal={false}
          value={target}
          onChange={setTarget}
          onKeyDown={(event) => {
            if (event.key === 'Enter') {
              save();
            }
          }}
        />
        <Tooltip label="Save target" withArrow>
          <ActionIcon
            variant="default"
            aria-label={`Save target of ${nameOf(pool)}`}
            disabled={typeof target !== 'number' || target === pool.target}
            loading={change.isPending}
            onClick={save}
          >
            <IconCheck size={16} />
          </ActionIcon>
        </Tooltip>
      </div>
      {change.isError && (
        <p role="alert" className={classes.error}>
          {change.error.message}
        </p>
      )}
    </>
  );
}

function Refill({ pool }: { pool: OpsPool }) {
  const change = useChangePool(pool);
  return (
    <>
      <Switch
        aria-label={`Refill ${nameOf(pool)}`}
        label={pool.paused ? 'Paused' : 'On'}
        checked={!pool.paused}
        disabled={change.isPending}
        onChange={(event) => {
          change.mutate({ paused: !event.currentTarget.checked });
        }}
      />
      {change.isError && (
        <p role="alert" className={classes.error}>
          {change.error.message}
        </p>
      )}
    </>
  );
}
