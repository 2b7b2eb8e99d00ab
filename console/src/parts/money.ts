import type { Plan } from '../api/types';

/** "€0", "€19 a month", or that it is agreed on. */
export function priceOf(plan: Plan): string {
  if (!plan.orderable) {
    return 'By contract';
  }
  const price = new Intl.NumberFormat('en', {
    style: 'currency',
    currency: plan.currency,
    minimumFractionDigits: plan.priceCents % 100 === 0 ? 0 : 2,
  });
  const amount = price.format(plan.priceCents / 100);
  return plan.priceCents === 0 ? amount : `${amount} a month`;
}

export function tokensOf(plan: Plan): string | null {
  if (plan.tokensPerMonth === null || plan.tokensPerMonth <= 0) {
    return null;
  }
  const tokens = new Intl.NumberFormat('en', { notation: 'compact' }).format(plan.tokensPerMonth);
  return `${tokens} tokens a month`;
}

export function memory(mb: number): string {
  return mb >= 1024
    ? `${new Intl.NumberFormat('en', { maximumFractionDigits: 1 }).format(mb / 1024)} GB`
    : `${mb} MB`;
}

/** What the plan's computer is, in one line. */
export function sizeOf(plan: Plan): string {
  const agents = plan.instances === 1 ? '1 agent' : `${plan.instances} agents`;
  return `${memory(plan.memoryMb)} memory, ${plan.cpu} CPU, ${agents}`;
}
