import { NativeSelect } from '@mantine/core';
import { useState } from 'react';
import { useOpsList } from '../../api/ops';
import type { OpsEffect } from '../../api/types';
import { Ago } from '../../parts/Ago';
import { Page } from '../../parts/Page';
import { StateCell, Two } from '../../parts/cells';
import { Records, type Column } from '../../parts/Records';

const STATES = ['intended', 'unresolved', 'present', 'deleting', 'absent', 'failed'];

const COLUMNS: Column<OpsEffect>[] = [
  { label: 'Effect', cell: (effect) => <Two main={effect.kind} below={effect.name} /> },
  { label: 'State', cell: (effect) => <StateCell state={effect.state} problem={effect.error} /> },
  { label: 'Provider', cell: (effect) => <Two main={effect.provider} below={effect.externalId} /> },
  { label: 'Owner', cell: (effect) => <Two main={effect.ownerKind} below={effect.ownerId} /> },
  { label: 'Attempts', number: true, cell: (effect) => effect.attempts },
  { label: 'Intended', cell: (effect) => <Ago at={effect.createdAt} /> },
  { label: 'Changed', cell: (effect) => <Ago at={effect.updatedAt} /> },
];

/** The ledger of everything made outside our database. */
export function EffectsPage() {
  const [state, setState] = useState('');
  return (
    <Page
      title="Effects"
      wide
      actions={
        <NativeSelect
          aria-label="Only effects in state"
          value={state}
          onChange={(event) => {
            setState(event.currentTarget.value);
          }}
          data={[{ value: '', label: 'Every state' }, ...STATES]}
        />
      }
    >
      <Records
        caption="Effects"
        columns={COLUMNS}
        keyOf={(effect) => effect.id}
        query={useOpsList<OpsEffect>('effects', state === '' ? {} : { state })}
        empty={
          state === ''
            ? 'Clawstead has made nothing outside its database yet.'
            : `No effect is ${state}.`
        }
      />
    </Page>
  );
}
