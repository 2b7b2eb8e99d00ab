import { useOpsList } from '../../api/ops';
import type { OpsNode } from '../../api/types';
import { Ago } from '../../parts/Ago';
import { memory } from '../../parts/money';
import { Page } from '../../parts/Page';
import { StateCell, Two, WorkflowLink } from '../../parts/cells';
import classes from '../../parts/cells.module.css';
import { Records, type Column } from '../../parts/Records';

const COLUMNS: Column<OpsNode>[] = [
  { label: 'Node', cell: (node) => <Two main={node.name} below={node.address} /> },
  { label: 'State', cell: (node) => <StateCell state={node.state} problem={node.problem} /> },
  { label: 'Region', cell: (node) => <Two main={node.region} below={node.serverType} /> },
  { label: 'Warm', number: true, cell: ({ cells }) => cells.warm },
  { label: 'Claimed', number: true, cell: ({ cells }) => cells.claimed },
  { label: 'Other', number: true, cell: ({ cells }) => cells.other },
  { label: 'Memory committed', number: true, cell: (node) => <Memory node={node} /> },
  { label: 'Ordered', cell: (node) => <Ago at={node.createdAt} /> },
  { label: 'Workflow', cell: (node) => <WorkflowLink url={node.workflowUrl} of={node.name} /> },
];

/** The servers that hold cells. */
export function NodesPage() {
  return (
    <Page title="Nodes" wide>
      <Records
        caption="Nodes"
        columns={COLUMNS}
        keyOf={(node) => node.id}
        query={useOpsList<OpsNode>('nodes')}
        empty="No server is ordered. A region orders its nodes by itself once it is configured."
      />
    </Page>
  );
}

function Memory({ node }: { node: OpsNode }) {
  const { memoryMb, committedMb } = node;
  if (memoryMb === null || committedMb === null || memoryMb === 0) {
    return <span className="muted">not known</span>;
  }
  const share = Math.min(100, Math.round((committedMb / memoryMb) * 100));
  return (
    <>
      {memory(committedMb)} of {memory(memoryMb)}
      <span className={classes.bar} aria-hidden="true">
        <span style={{ width: `${share}%` }} />
      </span>
    </>
  );
}
