import * as data from './data.mjs';
import * as spending from './spending.mjs';

/** An answer that is not a success. */
export class Refusal extends Error {
  constructor(status, title, detail, errors = []) {
    super(detail);
    this.body = { type: 'about:blank', title, status, detail, errors };
  }
}

const field = (name, message) =>
  new Refusal(422, 'Check what you sent', `The field ${name} ${message}.`, [{ field: name, message }]);
const page = (items) => ({ items, nextCursor: null });
const nothing = () => new Refusal(404, 'Not found', 'There is nothing here.');

/** Answers one request of the JSON API: [status, body, session to set]. */
export function answer(world, { method, path, query, body, caller, csrf, byCookie }) {
  const route = `${method} ${path}`;
  if (route === 'GET /options') return [200, data.options];
  if (route === 'POST /signup') return signUp(world, body);
  if (route === 'POST /sessions') return signIn(world, body);
  if (path.startsWith('/raises/')) return spending.raise(method, path.split('/')[2], nothing);
  if (!caller) throw new Refusal(401, 'Sign in first', 'Your session has ended. Sign in again.');
  if (method !== 'GET' && byCookie && csrf !== caller.session.csrfToken) {
    throw new Refusal(403, 'Not allowed', 'The X-CSRF-Token header is missing or old.');
  }
  const { account, session } = caller;
  if (route === 'GET /me') {
    const { expiresAt, csrfToken } = session;
    return [200, { account, session: { expiresAt, csrfToken }, limits: world.limits(account) }];
  }
  if (route === 'DELETE /sessions/current') {
    world.sessions.delete(session.token);
    return [204];
  }
  if (path.startsWith('/ops/')) {
    if (account.role !== 'operator') throw nothing();
    return operate(world, method, path.slice(5), query, body);
  }
  return own(world, method, path, body, account);
}

function signUp(world, body) {
  if (!/^\S+@\S+\.\S+$/.test(body.email)) throw field('email', 'must be an e-mail address');
  if (body.password.length < 10) throw field('password', 'must have at least 10 characters');
  if (body.agentName.length > 60) throw field('agentName', 'must have at most 60 characters');
  if (world.accounts.has(body.email.toLowerCase())) {
    throw new Refusal(409, 'Taken', 'This e-mail address has an account.', [
      { field: 'email', message: 'has an account already' },
    ]);
  }
  const account = world.addAccount(body.email, body.password, body.plan ?? 'free');
  const session = world.addSession(account);
  const { instance } = world.addInstance(account, body.agentName, body.plan, body.region);
  return [201, { account, session, instance }, session];
}

function signIn(world, { email, password }) {
  const known = world.accounts.get(email.toLowerCase());
  if (known?.password !== password) {
    throw new Refusal(401, 'Not signed in', 'E-mail and password do not go together.');
  }
  const session = world.addSession(known.account);
  return [201, { account: known.account, session }, session];
}

function own(world, method, path, body, account) {
  const [, list, id, verb] = path.split('/');
  if (list === 'models') return [200, { models: spending.models }];
  if (list === 'me' && id === 'caps') return spending.accountCaps(account.id, method, body);
  if (list === 'provider-keys') return spending.providerKeys(account.id, method, id, verb, body, field);
  if (list !== 'instances') throw nothing();
  if (id === undefined) {
    if (method === 'GET') return [200, page(world.mine(account).map(({ instance }) => instance))];
    if (world.limits(account).used >= world.limits(account).instances) {
      throw new Refusal(409, 'No room', 'Your plan holds no more agents. Delete one first.');
    }
    return [201, world.addInstance(account, body.name, body.plan, body.region).instance];
  }
  const entry = world.instances.get(id);
  if (entry?.owner !== account.id) throw nothing();
  const spent = spending.ofInstance(entry, method, path.split('/').slice(3), body, field);
  if (spent !== undefined) return spent;
  switch (`${method} ${verb ?? ''}`) {
    case 'GET ':
      return [200, entry.instance];
    case 'GET timeline':
      return [200, page(entry.timeline)];
    case 'POST ticket':
      return [201, world.ticket(entry)];
    case 'POST chat-pass':
      return [201, world.chatPass(entry)];
    case 'POST model-key':
    case 'POST restart':
      world.restart(entry);
      return [202, entry.instance];
    case 'DELETE ':
      if (body?.name !== entry.instance.name) throw field('name', 'must be the name of the agent');
      world.remove(entry);
      return [202, entry.instance];
    default:
      throw nothing();
  }
}

function operate(world, method, path, query, body) {
  const [list, first, second] = path.split('/');
  if (method === 'PATCH' && list === 'pools') {
    const pool = data.pools.find(({ region, size }) => region === first && size === second);
    Object.assign(pool, body);
    return [200, pool];
  }
  if (method === 'POST' && list === 'orders') {
    const order = data.orders.find(({ id }) => id === first);
    Object.assign(order, second === 'cancel' ? { state: 'cancelled', problem: null } : { state: 'queued', attempts: order.attempts + 1 });
    return [200, order];
  }
  if (list === 'provider-keys') return spending.providerKeys('platform', method, first, second, body, field);
  if (list === 'models') return spending.catalogue(method, body);
  const lists = {
    usage: () => spending.opsUsage,
    breakers: () => page(spending.breakers()),
    mails: () => page(spending.mails()),
    status: () => data.status,
    nodes: () => page(data.nodes()),
    pools: () => page(data.pools),
    orders: () => page(data.orders),
    effects: () => page(data.effects().filter(({ state }) => !query.get('state') || state === query.get('state'))),
    instances: () => page(allInstances(world)),
  };
  if (!(list in lists)) throw nothing();
  return [200, lists[list]()];
}

function allInstances(world) {
  const emails = new Map([...world.accounts.values()].map(({ account }) => [account.id, account.email]));
  return [...world.instances.values()].map(({ owner, instance, slug }) => ({
    ...instance,
    accountEmail: emails.get(owner),
    node: 'cs-demo-n-8f3a91c2d4e1',
    cell: `cell-${slug}`,
    workflowUrl: `${data.status.temporalUiUrl}${encodeURIComponent(`instance/${instance.id}`)}`,
  }));
}
