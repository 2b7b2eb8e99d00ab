import type { Caps, Choice, NewCaps } from '../../../api/spendingTypes';
import { fromAmounts, toAmounts, type AmountsForm } from './amountsForm';

/** An agent's caps as they stand in the form. */
export interface CapsForm extends AmountsForm {
  choice: Choice;
  cheaperAlias: string;
  pauseOnAnomaly: boolean;
}

export function toForm({ caps, choice, cheaperAlias, pauseOnAnomaly }: Caps): CapsForm {
  return {
    ...toAmounts(caps, 'instance'),
    choice,
    cheaperAlias: cheaperAlias ?? '',
    pauseOnAnomaly,
  };
}

export function fromForm(form: CapsForm): NewCaps {
  return {
    ...fromAmounts(form),
    choice: form.choice,
    cheaperAlias: form.choice === 'cheaper' && form.cheaperAlias !== '' ? form.cheaperAlias : null,
    pauseOnAnomaly: form.pauseOnAnomaly,
  };
}
