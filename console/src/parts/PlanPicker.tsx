import { Radio, Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import type { Plan } from '../api/types';
import { priceOf, sizeOf, tokensOf } from './money';
import classes from './PlanPicker.module.css';

/** Takes the room that the plans will take, so that nothing moves when they arrive. */
const OUTLINE: Plan[] = ['1', '2', '3', '4'].map((id) => ({
  id: `outline-${id}`,
  name: 'Plan',
  priceCents: 0,
  currency: 'USD',
  tokensPerMonth: 100_000,
  memoryMb: 32,
  cpu: 0.5,
  instances: id === '4' ? 10 : 1,
  orderable: id !== '4',
}));

interface PlanPickerProps {
  plans: Plan[] | undefined;
  /** What a form's `getInputProps` gives. */
  value?: string;
  onChange: (plan: string) => void;
  error?: ReactNode;
}

/** The plans as cards, one of which is chosen. */
export function PlanPicker({ plans, value, onChange, error }: PlanPickerProps) {
  return (
    <Radio.Group label="Plan" value={value ?? ''} onChange={onChange} error={error}>
      <div className={classes.plans} aria-busy={plans === undefined}>
        {plans === undefined
          ? OUTLINE.map((plan) => (
              <Skeleton key={plan.id} radius="md" inert aria-hidden>
                <PlanCard plan={plan} />
              </Skeleton>
            ))
          : plans.map((plan) => <PlanCard key={plan.id} plan={plan} />)}
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
