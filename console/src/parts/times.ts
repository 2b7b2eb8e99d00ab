const RELATIVE = new Intl.RelativeTimeFormat('en', { numeric: 'auto', style: 'long' });
const UNITS = [
  ['day', 86_400],
  ['hour', 3_600],
  ['minute', 60],
] as const;

/** "3 minutes ago", "in 40 seconds", as seen from `now`. */
export function relative(at: string, now: number): string {
  const seconds = Math.round((Date.parse(at) - now) / 1000);
  for (const [unit, size] of UNITS) {
    if (Math.abs(seconds) >= size) {
      return RELATIVE.format(Math.trunc(seconds / size), unit);
    }
  }
  return Math.abs(seconds) < 5 ? 'just now' : RELATIVE.format(seconds, 'second');
}

/** "about 2 minutes" until then; null once it has passed, because a promise must not go stale. */
export function until(at: string, now: number): string | null {
  const seconds = Math.round((Date.parse(at) - now) / 1000);
  if (Number.isNaN(seconds) || seconds <= 0) {
    return null;
  }
  if (seconds < 90) {
    return `about ${Math.max(5, Math.ceil(seconds / 5) * 5)} seconds`;
  }
  return `about ${Math.round(seconds / 60)} minutes`;
}

export function exact(at: string): string {
  return new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'medium' }).format(
    new Date(at),
  );
}

export function clock(at: string): string {
  return new Intl.DateTimeFormat('en', { timeStyle: 'medium', hour12: false }).format(new Date(at));
}
