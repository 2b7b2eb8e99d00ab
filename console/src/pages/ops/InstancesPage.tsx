import { useOpsList } from '../../api/ops';
import type { OpsInstance } from '../../api/types';
import { Ago } from '../../parts/Ago';
import { Page } from '../../parts/Page';
import { StateCell, Two, WorkflowLink } from '../../parts/cells';
import { Records, type Column } from '../../parts/Records';

const COLUMNS: Column<OpsInstance>[] = [
  { label: 'Agent', cell: (agent) => <Two main={agent.name} below={agent.accountEmail} /> },
  { label: 'State', cell: (agent) => <StateCell state={agent.state} problem={agent.problem} /> },
  { label: 'Plan', cell: (agent) => <Two main={agent.plan} below={agent.image} /> },
  { label: 'Node', cell: (agent) => <Two main={agent.node ?? 'none'} below={agent.cell} /> },
  { label: 'Region', cell: (agent) => agent.region },
  { label: 'Made', cell: (agent) => <Ago at={agent.createdAt} /> },
  { label: 'Workflow', cell: (agent) => <WorkflowLink url={agent.workflowUrl} of={agent.name} /> },
];

/** Every customer's agent and where it lives. */
export function InstancesPage() {
  return (
    <Page title="Instances" wide>
      <Records
        caption="Instances"
        columns={COLUMNS}
        keyOf={(agent) => agent.id}
        query={useOpsList<OpsInstance>('instances')}
        empty="No customer has an agent yet."
      />
    </Page>
  );
}
