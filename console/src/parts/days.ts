const DAY_MS = 86_400_000;

/** A date of UTC as "2026-11-22": days, months and caps are counted so. */
export function day(at: number): string {
  return new Date(at).toISOString().slice(0, 10);
}

export type Range = 'month' | 'last-month' | 'week';

/** The first day of the range and the first day after it. */
export function rangeOf(range: Range, now: number): { from: string; until: string } {
  const today = new Date(now);
  const first = (back: number) => day(Date.UTC(today.getUTCFullYear(), today.getUTCMonth() - back));
  switch (range) {
    case 'month':
      return { from: first(0), until: day(now + DAY_MS) };
    case 'last-month':
      return { from: first(1), until: first(0) };
    case 'week':
      return { from: day(now - 6 * DAY_MS), until: day(now + DAY_MS) };
  }
}

export function daysOf(from: string, until: string): string[] {
  const days: string[] = [];
  for (let at = Date.parse(from); at < Date.parse(until); at += DAY_MS) {
    days.push(day(at));
  }
  return days;
}

/** "Nov 22" */
export function shortDay(date: string): string {
  return new Intl.DateTimeFormat('en', { month: 'short', day: 'numeric', timeZone: 'UTC' }).format(
    new Date(date),
  );
}
