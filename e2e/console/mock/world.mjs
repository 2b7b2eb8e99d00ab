import { randomUUID } from 'node:crypto';

const DAY = 86_400_000;
const LIMITS = { free: 1, pro: 3, business: 10 };
const iso = (inMs = 0) => new Date(Date.now() + inMs).toISOString();
const slug = () =>
  Array.from({ length: 20 }, () => 'abcdefghijklmnopqrstuvwxyz234567'[Math.floor(Math.random() * 32)]).join('');

/** Accounts, sessions and agents in memory; agents move on by themselves, as the real ones do. */
export class World {
  constructor({ agentPort, consoleUrl, operatorEmail, operatorPassword }) {
    this.agentPort = agentPort;
    this.consoleUrl = consoleUrl;
    this.accounts = new Map();
    this.sessions = new Map();
    this.instances = new Map();
    this.tickets = new Map();
    this.watchers = new Set();
    this.nextEvent = 1;
    this.addAccount(operatorEmail, operatorPassword, 'free', 'operator');
  }

  addAccount(email, password, plan, role = 'customer') {
    const account = { id: randomUUID(), email, plan, role, createdAt: iso() };
    this.accounts.set(email.toLowerCase(), { account, password });
    return account;
  }

  addSession(account) {
    const session = { token: randomUUID(), csrfToken: randomUUID(), expiresAt: iso(30 * DAY) };
    this.sessions.set(session.token, { account, session });
    return session;
  }

  mine(account) {
    return [...this.instances.values()].filter(
      ({ owner, instance }) => owner === account.id && instance.state !== 'deleted',
    );
  }

  limits(account) {
    return { instances: LIMITS[account.plan], used: this.mine(account).length };
  }

  /** A name that asks for it shows the states that are hard to meet: "Queued", "Failing". */
  addInstance(account, name, plan = 'free', region = 'fsn1') {
    const id = randomUUID();
    const instance = {
      id, name, plan, region, image: 'agent-lite', state: 'queued', url: null, accessToken: null, eta: null, problem: null, createdAt: iso(),
    };
    const entry = { owner: account.id, instance, slug: slug(), timeline: [] };
    this.instances.set(id, entry);
    this.tell(entry, 'order', 'Order received', `The ${plan} plan in ${region}`, 'you');
    if (/queued/i.test(name)) {
      this.change(entry, { eta: iso(95_000) });
      this.tell(entry, 'capacity', 'No warm home left', 'A new server is ordered for you.', 'clawstead', 'warn');
      this.tell(entry, 'capacity', 'Server ordered', 'It needs about a minute and a half to boot.', 'clawstead', 'info', 2);
    } else {
      this.script(entry, [
        [250, () => this.settle(entry, name)],
        [700, () => this.tell(entry, 'claim', 'A home was found', 'One of the warm ones; nobody lived there before.')],
        [1100, () => this.finish(entry, name)],
      ]);
    }
    return entry;
  }

  settle(entry) {
    this.change(entry, {
      state: 'starting',
      url: `http://${entry.slug}.agents.localhost:${this.agentPort}/`,
      accessToken: `csa_${entry.slug}${entry.slug}abc`,
    });
  }

  finish(entry, name) {
    if (/failing/i.test(name)) {
      this.change(entry, { state: 'failed', problem: 'The agent was stopped for using more memory than its plan allows.' });
      this.tell(entry, 'start', 'The agent did not stay up', 'It used more memory than its plan allows, 3 times.', 'clawstead', 'bad', 3);
    } else {
      this.change(entry, { state: 'running' });
      this.tell(entry, 'ready', 'It answers', 'On its own address, to you alone.', 'clawstead', 'good');
    }
  }

  restart(entry) {
    this.change(entry, { state: 'restarting' });
    this.tell(entry, 'restart', 'Restart asked for', null, 'you');
    this.script(entry, [
      [1200, () => this.change(entry, { state: 'running', problem: null })],
      [1200, () => this.tell(entry, 'ready', 'It answers again', 'Its files are where they were.', 'clawstead', 'good')],
    ]);
  }

  remove(entry) {
    this.change(entry, { state: 'deleting' });
    this.tell(entry, 'delete', 'Deletion asked for', null, 'you');
    this.script(entry, [
      [1200, () => this.change(entry, { state: 'deleted', url: null, accessToken: null })],
      [1200, () => this.tell(entry, 'delete', 'Nothing is left', 'Container, volume and network are gone.', 'clawstead', 'good')],
    ]);
  }

  ticket(entry) {
    const ticket = randomUUID();
    this.tickets.set(ticket, entry.slug);
    return { url: `${entry.instance.url}.clawstead/open?ticket=${ticket}`, expiresAt: iso(60_000) };
  }

  chatPass(entry) {
    return { token: `csc_${entry.slug}`, url: `${entry.instance.url}v1/chat/completions`, expiresAt: iso(900_000) };
  }

  script(entry, steps) {
    for (const [after, step] of steps) {
      setTimeout(step, after).unref();
    }
  }

  change(entry, change) {
    Object.assign(entry.instance, change);
    this.publish(entry, 'instance', entry.instance);
  }

  tell(entry, kind, title, detail = null, actor = 'clawstead', level = 'info', attempt = null) {
    const item = { id: this.nextEvent++, at: iso(), kind, title, detail, actor, attempt, level };
    entry.timeline.push(item);
    this.publish(entry, 'timeline', item);
  }

  publish(entry, event, data) {
    for (const watcher of this.watchers) {
      watcher(entry.instance.id, event, data);
    }
  }
}
