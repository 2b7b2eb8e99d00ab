/** Fixed rows for the operator's pages, one for each state that must look right. */
const ago = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();
const UI = 'http://127.0.0.1:7403/namespaces/default/workflows/';
const workflow = (id) => UI + encodeURIComponent(id);

export const options = {
  image: 'agent-lite',
  modelsUrl: 'http://127.0.0.1:7411/v1',
  regions: [{ id: 'fsn1', name: 'Falkenstein' }],
  plans: [
    plan('free', 'Free', 0, 100_000, 32, 0.5, 1),
    plan('pro', 'Pro', 1900, 2_000_000, 43, 1, 3),
    plan('business', 'Business', 4900, 10_000_000, 64, 2, 10),
    {
      ...plan('enterprise', 'Enterprise', 0, 0, 85, 4, 100),
      orderable: false,
      note: 'Dedicated servers. Write to us.',
    },
  ],
};

function plan(id, name, priceCents, tokensPerMonth, memoryMb, cpu, instances) {
  return {
    id, name, priceCents, currency: 'USD', tokensPerMonth, memoryMb, cpu, instances, orderable: true, note: null,
  };
}

export function nodes() {
  const node = (n, state, cells, committedMb, problem = null) => ({
    id: `n${n}`,
    name: `cs-demo-n-8f3a91c2d4e${n}`,
    region: 'fsn1',
    state,
    serverType: 'cpx41',
    address: state === 'ordered' ? null : `172.19.0.${n + 3}`,
    cells,
    memoryMb: 16_384,
    committedMb,
    enrolledAt: state === 'ready' ? ago(300) : null,
    createdAt: ago(310 - n),
    problem,
    workflowUrl: workflow(`node/n${n}`),
  });
  return [
    node(1, 'ready', { warm: 14, claimed: 61, other: 2 }, 12_800),
    node(2, 'ready', { warm: 6, claimed: 12, other: 0 }, 4_100),
    node(3, 'enrolling', { warm: 0, claimed: 0, other: 0 }, 0),
    node(4, 'failed', { warm: 0, claimed: 0, other: 0 }, 0, 'The server did not enrol within 15 minutes. It is deleted and another one ordered.'),
  ];
}

export const pools = [
  pool('small', 20, 19, 1, 0, false),
  pool('medium', 10, 10, 0, 0, false),
  pool('large', 5, 3, 0, 2, true),
];

function pool(size, target, warm, creating, quarantined, paused) {
  return {
    region: 'fsn1', size, image: 'agent-lite', target, warm, creating, quarantined, paused, workflowUrl: workflow(`pool/fsn1/${size}`),
  };
}

export const orders = [
  order(1, 'Marlow', 'ada@example.com', 'queued', 3, 'No cell is warm and node cs-demo-n-8f3a91c2d4e3 is still enrolling.'),
  order(2, 'Night desk', 'grace@example.com', 'served', 1, null),
  order(3, 'Ledger', 'edsger@example.com', 'failed', 8, 'The agent did not answer within 60 s of its start.'),
  order(4, 'Scout', 'barbara@example.com', 'cancelled', 1, null),
];

function order(n, agentName, accountEmail, state, attempts, problem) {
  return {
    id: `o${n}`, accountEmail, agentName, plan: 'free', region: 'fsn1', state, attempts, problem, createdAt: ago(n * 7), updatedAt: ago(n * 3), workflowUrl: workflow(`instance/o${n}`),
  };
}

export function effects() {
  const effect = (n, kind, provider, state, attempts, error) => ({
    id: `e${n}`,
    kind,
    provider,
    name: kind === 'server' ? `cs-demo-n-8f3a91c2d4e${n}` : `cell-k7qz2m4xw3nbv5tr6ys${n}`,
    externalId: state === 'intended' ? null : `${48_230_000 + n}`,
    state,
    ownerKind: kind === 'server' ? 'node' : 'cell',
    ownerId: `0199c0de-7a3b-7c11-9d2e-00000000000${n}`,
    attempts,
    error,
    createdAt: ago(n * 11),
    updatedAt: ago(n * 5),
  });
  return [
    effect(1, 'server', 'hetzner', 'present', 1, null),
    effect(2, 'container', 'docker', 'present', 1, null),
    effect(3, 'volume', 'docker', 'intended', 1, null),
    effect(4, 'server', 'hetzner', 'unresolved', 4, 'No answer within 30 s. It is looked up again by name until 10 minutes have passed.'),
    effect(5, 'network', 'docker', 'absent', 1, null),
    effect(6, 'container', 'docker', 'failed', 6, 'Address pool of the node is used up.'),
  ];
}

export const status = {
  ready: true,
  temporalUiUrl: UI,
  parts: [
    { name: 'postgres', status: 'up', detail: null },
    { name: 'temporal', status: 'up', detail: null },
    { name: 'worker', status: 'up', detail: null },
    { name: 'gateway', status: 'up', detail: null },
    { name: 'hetzner', status: 'degraded', detail: 'rate limit, 12 of 3600 left' },
  ],
};
