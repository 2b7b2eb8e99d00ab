import type { UsageLine } from '../../../api/spendingTypes';
import type { Series } from '../../../parts/BarChart';

export type Measure = 'micros' | 'ratedTokens';

const SERIES_MAX = 5;

/** The lines as columns of days stacked by model, the largest first and the small ones together. */
export function byModel(lines: readonly UsageLine[], days: string[], measure: Measure): Series[] {
  const models = new Map<string, number[]>();
  for (const line of lines) {
    const values = models.get(line.model) ?? days.map(() => 0);
    const at = days.indexOf(line.day);
    if (at >= 0) {
      values[at] = (values[at] ?? 0) + line[measure];
    }
    models.set(line.model, values);
  }
  const all = [...models]
    .map(([name, values]) => ({ name, values }))
    .sort((a, b) => size(b) - size(a));
  const rest = all.slice(SERIES_MAX);
  return rest.length === 0
    ? all
    : [
        ...all.slice(0, SERIES_MAX),
        {
          name: 'Others',
          values: days.map((_, at) => rest.reduce((sum, { values }) => sum + (values[at] ?? 0), 0)),
        },
      ];
}

function size({ values }: Series): number {
  return values.reduce((sum, value) => sum + value, 0);
}
