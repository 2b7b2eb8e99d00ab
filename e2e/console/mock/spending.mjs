import { randomUUID } from 'node:crypto';

/** Usage, caps, keys and models as the console may meet them; what is changed stays changed. */
const DAY = 86_400_000;
const ago = (minutes) => new Date(Date.now() - minutes * 60_000).toISOString();
const day = (back) => new Date(Date.now() - back * DAY).toISOString().slice(0, 10);
const page = (items) => ({ items, nextCursor: null });
const resets = '2026-12-01';

const link = (place, provider, model, input, cached, output, contextTokens) => ({
  provider, model, place, weight: 1, contextTokens, outputTokensMax: 64_000, inputMicrosPerMillion: input, cachedInputMicrosPerMillion: cached, cacheWriteMicrosPerMillion: input, outputMicrosPerMillion: output,
});
export const models = [
  { alias: 'default', links: [link(0, 'openai', 'gpt-5.1', 1_250_000, 125_000, 10_000_000, 400_000), link(1, 'anthropic', 'claude-sonnet-4-5', 3_000_000, 300_000, 15_000_000, 200_000)] },
  { alias: 'smart', links: [link(0, 'anthropic', 'claude-sonnet-4-5', 3_000_000, 300_000, 15_000_000, 200_000), link(1, 'xai', 'grok-4', 3_000_000, 750_000, 15_000_000, 256_000)] },
  { alias: 'fast', links: [link(0, 'openai', 'gpt-5-mini', 250_000, 25_000, 2_000_000, 400_000)] },
];

const MODELS = [['default', 'openai', 'gpt-5.1', 9_000], ['smart', 'anthropic', 'claude-sonnet-4-5', 5_200], ['fast', 'openai', 'gpt-5-mini', 700]];

function lines() {
  return Array.from({ length: 21 }, (_, back) =>
    MODELS.map(([alias, provider, model, micros], at) => {
      const much = 3 + ((back * 7 + at * 5) % 11);
      return { day: day(back), alias, provider, model, kind: 'chat', attempts: much, inputTokens: much * 900, cachedTokens: much * 300, cacheWriteTokens: 0, outputTokens: much * 210, ratedTokens: much * 840, micros: much * micros };
    }),
  ).flat();
}

function attempts() {
  const one = (n, outcome, problem, estimated = false) => ({
    id: `a${n}`, at: ago(n * 3), alias: MODELS[n % 3][0], provider: MODELS[n % 3][1], model: MODELS[n % 3][2], kind: 'chat', outcome, status: outcome === 'done' ? 200 : 529, problem, estimated, inputTokens: 900, cachedTokens: 300, cacheWriteTokens: 0, outputTokens: 210, reasoningTokens: 0, ratedTokens: 840 + n, micros: MODELS[n % 3][3], firstByteMicros: outcome === 'failed' ? null : 420_000 + n * 13_000, totalMicros: 2_400_000, requestId: `r${n}`,
  });
  return [one(1, 'done', null), one(2, 'failed', 'The provider is overloaded; the next one of the chain answered.'), one(3, 'done', null), one(4, 'hung-up', null, true), one(5, 'done', null)];
}

const cap = (scope, period, source, capMicros, capTokens, spentMicros, spentTokens) => ({
  scope, period, source, capMicros, capTokens, raisedMicros: null, raisedTokens: null, spentMicros, spentTokens, resets: period === 'day' ? day(-1) : resets,
});

function stateOf(entry) {
  entry.spending ??= {
    caps: { caps: [cap('account', 'month', 'plan', null, 100_000, 741_200, 61_230)], choice: 'stop', cheaperAlias: null, pauseOnAnomaly: false, pausedUntil: null },
    keys: [],
  };
  return entry.spending;
}

function saveCaps(state, body) {
  const own = ['day', 'month'].flatMap((period) => (body[period] === null ? [] : [cap('instance', period, 'owner', body[period].micros, body[period].tokens, 741_200, 61_230)]));
  const plans = state.caps.caps.filter(({ source }) => source === 'plan');
  state.caps = { ...state.caps, caps: [...plans, ...own], choice: body.choice, cheaperAlias: body.cheaperAlias, pauseOnAnomaly: body.pauseOnAnomaly };
  return [200, state.caps];
}

const ofAccounts = new Map();

/** What bounds all agents of an account together. */
export function accountCaps(owner, method, body) {
  const plans = [cap('account', 'month', 'plan', null, 100_000, 741_200, 61_230)];
  if (method === 'PUT') {
    ofAccounts.set(owner, ['day', 'month'].flatMap((period) => (body[period] === null ? [] : [cap('account', period, 'owner', body[period].micros, body[period].tokens, 741_200, 61_230)])));
  }
  return [200, { caps: [...plans, ...(ofAccounts.get(owner) ?? [])] }];
}

/** What concerns one agent's money; undefined for everything else. */
export function ofInstance(entry, method, [verb, id, action], body, field) {
  const state = stateOf(entry);
  switch (`${method} ${verb}`) {
    case 'GET usage':
      return [200, { limits: state.caps.caps, lines: lines(), forecast: { micros: 1_012_000, tokens: 84_300 } }];
    case 'GET attempts':
      return [200, page(attempts())];
    case 'GET notices':
      return [200, page([{ id: 'n1', kind: 'share', percent: 50, scope: 'account', period: 'month', at: ago(1_900) }, { id: 'n2', kind: 'ask', percent: null, scope: 'instance', period: 'month', at: ago(3_000) }])];
    case 'GET caps':
      return [200, state.caps];
    case 'PUT caps':
      if (body.choice === 'cheaper' && body.cheaperAlias === null) throw field('cheaperAlias', 'must name a model');
      return saveCaps(state, body);
    case 'POST raise':
      state.caps = { ...state.caps, caps: state.caps.caps.map((one) => (one.source === 'owner' && one.period === 'month' ? { ...one, raisedMicros: body.micros, raisedTokens: body.tokens } : one)) };
      return [200, state.caps];
    case 'POST unpause':
      state.caps = { ...state.caps, pausedUntil: null };
      return [200, state.caps];
    case 'GET keys':
      return [200, page(state.keys)];
    case 'POST keys':
      return mint(state, action === 'rotate' ? { ...state.keys.find((key) => key.id === id) } : body);
    case 'DELETE keys':
      state.keys = state.keys.filter((key) => key.id !== id);
      return [204];
    default:
      return undefined;
  }
}

function mint(state, { name, expiresAt = null, cap = null }) {
  const key = { id: randomUUID(), name, expiresAt, cap, createdAt: ago(0) };
  state.keys = [key, ...state.keys];
  return [201, { id: key.id, name, expiresAt, key: `csm_${randomUUID().replaceAll('-', '')}abcdefghijk` }];
}

const raises = new Map();

/** The mail's link: "good" is one that works, everything else is over. */
export function raise(method, token, nothing) {
  if (!token.startsWith('good')) throw nothing();
  const done = raises.get(token) === true || method === 'POST';
  raises.set(token, done);
  return [200, { agentName: 'Marlow', period: 'month', capMicros: 5_000_000, capTokens: null, spentMicros: 4_870_000, spentTokens: 900_000, toMicros: 10_000_000, toTokens: null, expiresAt: ago(-4_000), done }];
}

const kept = new Map([['platform', [
  { id: 'pk1', provider: 'openai', name: 'main', hint: 'sk-…f3Qa', state: 'good', problem: null, createdAt: ago(9_000), weight: 2 },
  { id: 'pk2', provider: 'anthropic', name: 'spare', hint: 'sk-ant-…9b', state: 'refused', problem: 'The provider says that this key has no credit.', createdAt: ago(90_000), weight: 1 },
]]]);

export function providerKeys(owner, method, id, verb, body, field) {
  const keys = kept.get(owner) ?? [];
  if (method === 'GET') return [200, page(keys)];
  if (verb === 'test') {
    const tested = { ...keys.find((key) => key.id === id), state: 'good', problem: null };
    kept.set(owner, keys.map((key) => (key.id === id ? tested : key)));
    return [200, tested];
  }
  if (method === 'DELETE') {
    kept.set(owner, keys.filter((key) => key.id !== id));
    return [204];
  }
  if (/wrong/.test(body.key)) throw field('key', 'is not taken by the provider');
  const added = { id: randomUUID(), provider: body.provider, name: body.name, hint: `…${body.key.slice(-4)}`, state: 'good', problem: null, createdAt: ago(0), weight: body.weight ?? 1 };
  kept.set(owner, [...keys, added]);
  return [201, added];
}

let whole = {
  providers: [{ name: 'openai', protocol: 'openai', baseUrl: 'https://api.openai.com/v1' }, { name: 'anthropic', protocol: 'anthropic', baseUrl: 'https://api.anthropic.com' }],
  models: [{ provider: 'openai', model: 'gpt-5.1', contextTokens: 400_000, outputTokensMax: 128_000, prices: [{ since: '2026-01-01T00:00:00Z', input: 1_250_000, cachedInput: 125_000, cacheWrite: 1_250_000, output: 10_000_000 }] }],
  aliases: [{ name: 'default', plan: null, links: [{ provider: 'openai', model: 'gpt-5.1', weight: 1 }] }],
};

export function catalogue(method, body) {
  whole = method === 'PUT' ? body : whole;
  return [200, whole];
}

const used = (provider, model, count, failed, cut, fallbacks, micros) => ({
  provider, model, attempts: count, failed, cut, fallbacks, ratedTokens: count * 840, micros, firstByteMicrosP50: 430_000, firstByteMicrosP99: 2_310_000,
});
export const opsUsage = {
  providers: [used('openai', 'gpt-5.1', 48_210, 120, 31, 0, 312_400_000), used('anthropic', 'claude-sonnet-4-5', 12_804, 902, 4, 122, 201_100_000), used('xai', 'grok-4', 0, 0, 0, 0, 0)],
  margin: { soldMicros: 720_500_000, costMicros: 513_500_000 },
};

export const breakers = () => [
  { gateway: 'gw-1', provider: 'openai', keyId: 'pk1', keyName: 'main', state: 'closed', problem: null, since: ago(900) },
  { gateway: 'gw-1', provider: 'anthropic', keyId: 'pk2', keyName: 'spare', state: 'refused', problem: 'The provider says that this key has no credit.', since: ago(12) },
];

export const mails = () => [
  { id: 'm1', to: 'ada@example.com', subject: 'Marlow has used 80 % of its cap', text: 'Marlow has used 80 % of its cap of the month.\n', html: '<!doctype html><body style="font:16px sans-serif"><h1>80 %</h1><p>Marlow has used 80 % of its cap of the month.</p></body>', state: 'sent', problem: null, createdAt: ago(40), sentAt: ago(39) },
  { id: 'm2', to: 'grace@example.com', subject: 'Raise the cap of Night desk?', text: 'Raise it?\n', html: '<p>Raise it?</p>', state: 'failed', problem: 'The mail server refused the address.', createdAt: ago(8), sentAt: null },
];
