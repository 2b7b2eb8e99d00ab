import type { Amount, Caps, Choice, NewCaps } from '../../../api/spendingTypes';
import { fromDollars, toDollars } from '../../../parts/amounts';

type Field = number | string;

/** What stands in the form: money in dollars, an empty field for "no cap of mine". */
export interface CapsForm extends Record<string, unknown> {
  dayDollars: Field;
  dayTokens: Field;
  monthDollars: Field;
  monthTokens: Field;
  choice: Choice;
  cheaperAlias: string;
  pauseOnAnomaly: boolean;
}

export function toForm({ caps, choice, cheaperAlias, pauseOnAnomaly }: Caps): CapsForm {
  const own = (period: 'day' | 'month') =>
    caps.find((cap) => cap.scope === 'instance' && cap.source === 'owner' && cap.period === period);
  const [day, month] = [own('day'), own('month')];
  return {
    dayDollars: toDollars(day?.capMicros ?? null),
    dayTokens: day?.capTokens ?? '',
    monthDollars: toDollars(month?.capMicros ?? null),
    monthTokens: month?.capTokens ?? '',
    choice,
    cheaperAlias: cheaperAlias ?? '',
    pauseOnAnomaly,
  };
}

export function fromForm(form: CapsForm): NewCaps {
  return {
    day: amount(form.dayDollars, form.dayTokens),
    month: amount(form.monthDollars, form.monthTokens),
    choice: form.choice,
    cheaperAlias: form.choice === 'cheaper' && form.cheaperAlias !== '' ? form.cheaperAlias : null,
    pauseOnAnomaly: form.pauseOnAnomaly,
  };
}

/** Null when neither is given: then there is no cap. */
export function amount(dollars: Field, tokens: Field): Amount | null {
  const both = { micros: fromDollars(dollars), tokens: typeof tokens === 'number' ? tokens : null };
  return both.micros === null && both.tokens === null ? null : both;
}
