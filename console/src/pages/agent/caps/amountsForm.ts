import type { Amount, Cap } from '../../../api/spendingTypes';
import { fromDollars, toDollars } from '../../../parts/amounts';

type Field = number | string;

/** Amounts as they stand in a form: money in dollars, an empty field for "no cap of mine". */
export interface AmountsForm extends Record<string, unknown> {
  dayDollars: Field;
  dayTokens: Field;
  monthDollars: Field;
  monthTokens: Field;
}

/** The owner's own caps of this scope; the plan's are not his to change. */
export function toAmounts(caps: readonly Cap[], scope: Cap['scope']): AmountsForm {
  const own = (period: Cap['period']) =>
    caps.find((cap) => cap.scope === scope && cap.source === 'owner' && cap.period === period);
  const [day, month] = [own('day'), own('month')];
  return {
    dayDollars: toDollars(day?.capMicros ?? null),
    dayTokens: day?.capTokens ?? '',
    monthDollars: toDollars(month?.capMicros ?? null),
    monthTokens: month?.capTokens ?? '',
  };
}

export function fromAmounts(form: AmountsForm): { day: Amount | null; month: Amount | null } {
  return {
    day: amount(form.dayDollars, form.dayTokens),
    month: amount(form.monthDollars, form.monthTokens),
  };
}

/** Null when neither is given: then there is no cap. */
export function amount(dollars: Field, tokens: Field): Amount | null {
  const both = { micros: fromDollars(dollars), tokens: typeof tokens === 'number' ? tokens : null };
  return both.micros === null && both.tokens === null ? null : both;
}
