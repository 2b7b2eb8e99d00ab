import { Radio, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Plan } from '../api/types';
import { priceOf, sizeOf, tokensOf } from './money';
import classes from './PlanPicker.module.css';

interface PlanPickerProps {
  plans: Plan[] | undefined;
  /** What a form's `getInputProps` gives. */
  value?: string;
  onChange: (plan: string) => void;
  error?: ReactNode;
}

/** The plans as cards, one of which is chosen. */
export function PlanPicker({ plans, value, onChange, error }: PlanPickerProps) {
  if (plans === undefined) {
    return <Skeleton height={312} radius="md" aria-label="Loading plans" />;
  }
  return (
    <Radio.Group label="Plan" value={value ?? ''} onChange={onChange} error={error}>
      <div className={classes.plans}>
        {plans.map((plan) => (
          <PlanCard key={plan.id} plan={plan} />
        ))}
      </div>
    </Radio.Group>
  );
}

function PlanCard({ plan }: { plan: Plan }) {
  const tokens = tokensOf(plan);
  return (
    <Radio.Card value={plan.id} disabled={!plan.orderable} className={classes.plan ?? ''}>
      <Radio.Indicator disabled={!plan.orderable} />
      <span className={classes.name}>{plan.name}</span>
      <span className={classes.price}>{priceOf(plan)}</span>
      <span className={classes.what}>
        {plan.orderable && tokens !== null && `${tokens}. `}
        {plan.orderable ? `${sizeOf(plan)}.` : null} {plan.note}
      </span>
    </Radio.Card>
  );
}
