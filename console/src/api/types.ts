/** The shapes of `/api/v1`, as this console reads them. */

export type InstanceState =
  | 'queued'
  | 'starting'
  | 'running'
  | 'restarting'
  | 'failed'
  | 'deleting'
  | 'deleted';

export interface Account {
  id: string;
  email: string;
  plan: string;
  role: 'customer' | 'operator';
  createdAt: string;
}

export interface Me {
  account: Account;
  session: { expiresAt: string; csrfToken: string };
  limits: { instances: number; used: number };
}

export interface Instance {
  id: string;
  name: string;
  plan: string;
  region: string;
  image: string;
  state: InstanceState;
  url: string | null;
  accessToken: string | null;
  eta: string | null;
  problem: string | null;
  createdAt: string;
  workflowUrl?: string | null;
}

export interface SignedUp {
  account: Account;
  instance: Instance;
}

export interface Ticket {
  url: string;
  expiresAt: string;
}

export interface TimelineItem {
  id: number;
  at: string;
  kind: string;
  title: string;
  detail: string | null;
  actor: 'you' | 'clawstead' | 'operator';
  attempt: number | null;
  level: 'info' | 'good' | 'warn' | 'bad';
}

export interface Plan {
  id: string;
  name: string;
  priceCents: number;
  currency: string;
  tokensPerMonth: number | null;
  memoryMb: number;
  cpu: number;
  instances: number;
  orderable: boolean;
  note?: string | null;
}

export interface Region {
  id: string;
  name: string;
}

export interface Options {
  plans: Plan[];
  regions: Region[];
  image: string;
  /** Where tools of owners' own call models. */
  modelsUrl?: string | null;
}

export interface Page<T> {
  items: T[];
  nextCursor: string | null;
}

/** A word this console gives a tone and a label; unknown ones are shown as they are. */
export type State = string;

export interface OpsNode {
  id: string;
  name: string;
  region: string;
  state: State;
  serverType: string | null;
  address: string | null;
  cells: { warm: number; claimed: number; other: number };
  memoryMb: number | null;
  committedMb: number | null;
  enrolledAt: string | null;
  createdAt: string;
  problem: string | null;
  workflowUrl: string | null;
}

export interface OpsPool {
  region: string;
  size: string;
  image: string;
  target: number;
  warm: number;
  creating: number;
  quarantined: number;
  paused: boolean;
  workflowUrl: string | null;
}

export interface OpsOrder {
  id: string;
  accountEmail: string;
  agentName: string;
  plan: string;
  region: string;
  state: State;
  attempts: number;
  problem: string | null;
  createdAt: string;
  updatedAt: string;
  workflowUrl: string | null;
}

export interface OpsInstance extends Instance {
  accountEmail: string;
  node: string | null;
  cell: string | null;
}

export interface OpsEffect {
  id: string;
  kind: string;
  provider: string;
  name: string;
  externalId: string | null;
  state: State;
  ownerKind: string;
  ownerId: string;
  attempts: number;
  error: string | null;
  createdAt: string;
  updatedAt: string;
}

export interface OpsStatus {
  ready: boolean;
  parts: { name: string; status: string; detail: string | null }[];
  temporalUiUrl: string | null;
}
