import { Button } from '@mantine/core';
import { useOpsList, useOrderAction } from '../../api/ops';
import type { OpsOrder } from '../../api/types';
import { Ago } from '../../parts/Ago';
import { Page } from '../../parts/Page';
import { StateCell, Two, WorkflowLink } from '../../parts/cells';
import classes from '../../parts/cells.module.css';
import { Records, type Column } from '../../parts/Records';

const ENDED = new Set(['claimed', 'served', 'cancelled']);

const COLUMNS: Column<OpsOrder>[] = [
  { label: 'Agent', cell: (order) => <Two main={order.agentName} below={order.accountEmail} /> },
  { label: 'State', cell: (order) => <StateCell state={order.state} problem={order.problem} /> },
  { label: 'Plan', cell: (order) => <Two main={order.plan} below={order.region} /> },
  { label: 'Attempts', number: true, cell: (order) => order.attempts },
  { label: 'Placed', cell: (order) => <Ago at={order.createdAt} /> },
  { label: 'Changed', cell: (order) => <Ago at={order.updatedAt} /> },
  {
    label: 'Workflow',
    cell: (order) => <WorkflowLink url={order.workflowUrl} of={order.agentName} />,
  },
  { label: 'Actions', cell: (order) => <OrderActions order={order} /> },
];

/** What customers ordered, and what became of it. */
export function OrdersPage() {
  return (
    <Page title="Orders" wide>
      <Records
        caption="Orders"
        columns={COLUMNS}
        keyOf={(order) => order.id}
        query={useOpsList<OpsOrder>('orders')}
        empty="Nobody has ordered an agent yet."
      />
    </Page>
  );
}

function OrderActions({ order }: { order: OpsOrder }) {
  const action = useOrderAction(order.id);
  if (ENDED.has(order.state)) {
    return <span className="muted">none</span>;
  }
  return (
    <>
      <div className={classes.buttons}>
        {(['retry', 'cancel'] as const).map((verb) => (
          <Button
            key={verb}
            size="compact-sm"
            variant="default"
            aria-label={`${verb === 'retry' ? 'Retry' : 'Cancel'} order of ${order.agentName}`}
            loading={action.isPending && action.variables === verb}
            disabled={action.isPending}
            onClick={() => {
              action.mutate(verb);
            }}
          >
            {verb === 'retry' ? 'Retry' : 'Cancel'}
          </Button>
        ))}
      </div>
      {action.isError && (
        <p role="alert" className={classes.error}>
          {action.error.message}
        </p>
      )}
    </>
  );
}
