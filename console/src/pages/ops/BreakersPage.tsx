import { useOpsList } from '../../api/ops';
import type { OpsBreaker } from '../../api/spendingTypes';
import { Ago } from '../../parts/Ago';
import { Page } from '../../parts/Page';
import { StateCell, Two } from '../../parts/cells';
import { Records, type Column } from '../../parts/Records';

const COLUMNS: Column<OpsBreaker>[] = [
  { label: 'Key', cell: ({ keyName, provider }) => <Two main={keyName} below={provider} /> },
  { label: 'Gateway', cell: ({ gateway }) => gateway },
  { label: 'State', cell: ({ state, problem }) => <StateCell state={state} problem={problem} /> },
  { label: 'Since', cell: ({ since }) => <Ago at={since} /> },
];

/** Which provider keys each gateway uses now, and which it leaves alone. */
export function BreakersPage() {
  return (
    <Page title="Breakers" wide>
      <Records
        caption="Breakers"
        columns={COLUMNS}
        keyOf={({ gateway, keyId }) => `${gateway} ${keyId}`}
        query={useOpsList<OpsBreaker>('breakers')}
        empty="No gateway has used a provider's key yet."
      />
    </Page>
  );
}
