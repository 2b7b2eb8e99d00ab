import { Button, NumberInput } from '@mantine/core';
import { useState, type SyntheticEvent } from 'react';
import { useRaiseCap } from '../../../api/spending';
import type { Caps } from '../../../api/spendingTypes';
import { fromDollars, toDollars } from '../../../parts/amounts';
import { bounds } from '../../../parts/Meter';
import { ProblemNote } from '../../../parts/ProblemNote';
import classes from './Caps.module.css';

/** Raises the owner's cap of the month, until the month ends. */
export function RaiseNow({ agent, caps }: { agent: string; caps: Caps }) {
  const raise = useRaiseCap(agent);
  const cap = caps.caps.find(
    ({ scope, source, period }) => scope === 'instance' && source === 'owner' && period === 'month',
  );
  const byMoney = cap?.capMicros != null;
  const [to, setTo] = useState<number | string>('');
  if (cap === undefined || !bounds(cap)) {
    return null;
  }
  const submit = (event: SyntheticEvent) => {
    event.preventDefault();
    raise.mutate(
      byMoney
        ? { micros: fromDollars(to), tokens: null }
        : { micros: null, tokens: typeof to === 'number' ? to : null },
      {
        onSuccess: () => {
          setTo('');
        },
      },
    );
  };
  const now = byMoney
    ? toDollars(cap.raisedMicros ?? cap.capMicros)
    : (cap.raisedTokens ?? cap.capTokens);
  return (
    <form onSubmit={submit}>
      <div className={classes.raise}>
        <NumberInput
          label={`Raise this month's cap to`}
          prefix={byMoney ? '$' : ''}
          suffix={byMoney ? '' : ' tokens'}
          placeholder={`now ${byMoney ? '$' : ''}${now ?? ''}`}
          min={0}
          decimalScale={byMoney ? 2 : 0}
          thousandSeparator=","
          hideControls
          value={to}
          onChange={setTo}
        />
        <Button type="submit" variant="default" disabled={to === ''} loading={raise.isPending}>
          Raise for this month
        </Button>
        <span role="status" className="muted">
          {raise.isSuccess ? 'Raised.' : ''}
        </span>
      </div>
      {raise.isError && <ProblemNote error={raise.error} />}
    </form>
  );
}
