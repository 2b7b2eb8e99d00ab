const MICROS = 1_000_000;
const COMPACT = new Intl.NumberFormat('en', { notation: 'compact', maximumFractionDigits: 1 });
const WHOLE = new Intl.NumberFormat('en');

/** "$1.20"; what is less than a cent keeps its digits, because it is not nothing. */
export function dollars(micros: number): string {
  const amount = micros / MICROS;
  const small = amount !== 0 && Math.abs(amount) < 0.1;
  return new Intl.NumberFormat('en', {
    style: 'currency',
    currency: 'USD',
    minimumFractionDigits: small ? 4 : 2,
    maximumFractionDigits: small ? 4 : 2,
  }).format(amount);
}

export function compact(count: number): string {
  return COMPACT.format(count);
}

export function whole(count: number): string {
  return WHOLE.format(count);
}

export function fromDollars(amount: number | string): number | null {
  return typeof amount === 'number' ? Math.round(amount * MICROS) : null;
}

export function toDollars(micros: number | null): number | '' {
  return micros === null ? '' : micros / MICROS;
}

/** Micros of a second as somebody reads it: "0.42 s". */
export function seconds(micros: number | null): string {
  return micros === null ? '–' : `${(micros / MICROS).toFixed(2)} s`;
}
