export type Tone = 'good' | 'busy' | 'warn' | 'bad' | 'quiet';

const TONES: Readonly<Record<string, Tone>> = {
  running: 'good',
  ready: 'good',
  up: 'good',
  claimed: 'good',
  served: 'good',
  present: 'good',
  starting: 'busy',
  restarting: 'busy',
  ordered: 'busy',
  enrolling: 'busy',
  placed: 'busy',
  intended: 'busy',
  queued: 'warn',
  unresolved: 'warn',
  degraded: 'warn',
  paused: 'warn',
  failed: 'bad',
  down: 'bad',
  done: 'good',
  good: 'good',
  sent: 'good',
  closed: 'good',
  waiting: 'busy',
  'half-open': 'warn',
  cut: 'warn',
  'hung-up': 'warn',
  refused: 'bad',
  open: 'bad',
};

/** How a state should feel; one we do not know, and every end, is quiet. */
export function toneOf(state: string): Tone {
  return TONES[state.toLowerCase()] ?? 'quiet';
}
