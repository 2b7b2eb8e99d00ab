/** The shapes of caps, usage, keys and models in `/api/v1`. Money is in micros of a US dollar. */

export interface Amount {
  micros: number | null;
  tokens: number | null;
}

export interface Limit {
  scope: 'account' | 'instance';
  period: 'day' | 'month';
  capMicros: number | null;
  capTokens: number | null;
  spentMicros: number;
  spentTokens: number;
  resets: string;
}

export interface Cap extends Limit {
  source: 'plan' | 'owner';
  raisedMicros: number | null;
  raisedTokens: number | null;
}

export type Choice = 'stop' | 'cheaper' | 'ask';

export interface Caps {
  caps: Cap[];
  choice: Choice;
  cheaperAlias: string | null;
  pauseOnAnomaly: boolean;
  pausedUntil: string | null;
}

export interface NewCaps {
  day: Amount | null;
  month: Amount | null;
  choice: Choice;
  cheaperAlias: string | null;
  pauseOnAnomaly: boolean;
}

export interface AccountCaps {
  caps: Cap[];
}

export interface NewAccountCaps {
  day: Amount | null;
  month: Amount | null;
}

export interface Raise {
  agentName: string;
  period: 'day' | 'month';
  capMicros: number | null;
  capTokens: number | null;
  spentMicros: number;
  spentTokens: number;
  toMicros: number | null;
  toTokens: number | null;
  expiresAt: string;
  done: boolean;
}

export interface Notice {
  id: string;
  kind: 'share' | 'reached' | 'ask' | 'anomaly';
  percent: number | null;
  scope: 'account' | 'instance';
  period: 'day' | 'month';
  at: string;
}

export interface UsageLine {
  day: string;
  alias: string;
  provider: string;
  model: string;
  kind: string;
  attempts: number;
  inputTokens: number;
  cachedTokens: number;
  cacheWriteTokens: number;
  outputTokens: number;
  ratedTokens: number;
  micros: number;
}

export interface Usage {
  limits: Limit[];
  lines: UsageLine[];
  forecast?: { micros: number; tokens: number } | null;
}

export interface Attempt {
  id: string;
  at: string;
  alias: string;
  provider: string;
  model: string;
  kind: string;
  outcome: string;
  status: number | null;
  problem: string | null;
  estimated: boolean;
  ratedTokens: number;
  micros: number;
  firstByteMicros: number | null;
  totalMicros: number | null;
  /** Whether what was said in its call can be read. */
  content: boolean;
}

export interface ModelKey {
  id: string;
  name: string;
  expiresAt: string | null;
  createdAt: string;
  cap?: (Amount & { period: 'day' | 'month' }) | null;
}

export interface NewModelKey {
  name: string;
  expiresAt?: string;
  cap?: Amount & { period: 'day' | 'month' };
}

export interface MintedKey {
  id: string;
  name: string;
  key: string;
  expiresAt: string | null;
}

export interface ModelLink {
  provider: string;
  model: string;
  place: number;
  weight: number;
  contextTokens: number;
  outputTokensMax: number;
  inputMicrosPerMillion: number;
  cachedInputMicrosPerMillion: number;
  cacheWriteMicrosPerMillion: number;
  outputMicrosPerMillion: number;
}

export interface Model {
  alias: string;
  links: ModelLink[];
}

export interface ProviderKey {
  id: string;
  provider: string;
  name: string;
  hint: string;
  state: 'good' | 'refused';
  problem: string | null;
  createdAt: string;
  weight: number;
}

export interface NewProviderKey {
  provider: string;
  name: string;
  key: string;
  weight?: number;
}

export interface OpsMail {
  id: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  state: 'waiting' | 'sent' | 'failed';
  problem: string | null;
  createdAt: string;
  sentAt: string | null;
}

export interface OpsBreaker {
  gateway: string;
  provider: string;
  keyId: string;
  keyName: string;
  state: 'closed' | 'open' | 'half-open' | 'refused';
  problem: string | null;
  since: string;
}

export interface OpsUsageLine {
  provider: string;
  model: string;
  attempts: number;
  failed: number;
  cut: number;
  fallbacks: number;
  ratedTokens: number;
  micros: number;
  firstByteMicrosP50: number | null;
  firstByteMicrosP99: number | null;
}

export interface OpsUsage {
  providers: OpsUsageLine[];
  margin: { soldMicros: number; costMicros: number };
}
