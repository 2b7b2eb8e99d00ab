import { mkdir } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { launch, scratch, VIEWPORTS, watch } from './browser.mjs';
import { startMock } from './mock/server.mjs';
import { expect, Report } from './report.mjs';
import * as agent from './steps/agent.mjs';
import { look } from './steps/looks.mjs';
import * as operator from './steps/operator.mjs';
import * as spending from './steps/spending.mjs';
import * as door from './steps/signUp.mjs';

const { values: options } = parseArgs({
  options: {
    console: { type: 'string' },
    'operator-email': { type: 'string' },
    'operator-password': { type: 'string' },
    out: { type: 'string' },
    mock: { type: 'boolean', default: false },
  },
});

const operatorUser = {
  email: options['operator-email'] ?? 'operator@clawstead.localhost',
  password: options['operator-password'] ?? 'operator-password',
};
const mock = options.mock
  ? await startMock({
      port: 7590,
      operatorEmail: operatorUser.email,
      operatorPassword: operatorUser.password,
    })
  : null;
const consoleUrl = (mock?.url ?? options.console ?? '').replace(/\/$/, '');
if (consoleUrl === '') {
  console.error('Say --console URL with --operator-email and --operator-password, or --mock.');
  process.exit(2);
}

const out = options.out ?? (await scratch());
await mkdir(out, { recursive: true });
const report = new Report();
const browser = await launch();
const stamp = Date.now().toString(36);
const user = {
  email: `visitor-${stamp}@example.com`,
  password: `a long passphrase ${stamp}`,
  agentName: `Marlow ${stamp}`,
};
const seen = [];
const watched = (context) => seen.push(watch(context, consoleUrl));

try {
  await visit();
  await operate();
  await report.check('no page asked another host, broke its policy or threw', () => {
    const foreign = seen.flatMap((one) => [...one.foreign]);
    const complaints = seen.flatMap((one) => one.complaints);
    expect(foreign.length === 0, `asked ${foreign.join(', ')}`);
    expect(complaints.length === 0, complaints.join('\n'));
  });
} finally {
  await browser.close();
  mock?.stop();
}
console.log(`Screenshots are in ${out}`);
process.exit(report.end() ? 0 : 1);

/** A customer's visit, from the front door to the last agent deleted. */
async function visit() {
  const context = await browser.newContext({ viewport: VIEWPORTS.desktop });
  watched(context);
  const page = await context.newPage();
  const check = report.check.bind(report);
  const name = user.agentName;

  await look(report, browser, {
    consoleUrl,
    out,
    watched,
    pages: [
      ['sign-up', '/', (shown) => shown.getByRole('radio')],
      ['sign-in', '/sign-in', (shown) => shown.getByLabel('E-mail')],
      ['not-found', '/nowhere', (shown) => shown.getByText('Nobody lives here')],
    ],
  });
  await check('sign-up: a wrong field is named, marked and focused', () =>
    door.saysWhatIsWrongAtTheField(page, consoleUrl),
  );
  const signedUp = await check('sign-up: works by keyboard alone and leads to the agent', () =>
    door.signUpByKeyboard(page, consoleUrl, user),
  );
  if (!signedUp) {
    return;
  }
  await check('agent: its timeline is live and it comes to run', async () => {
    await agent.timelineIsLive(page);
    await agent.running(page, name);
  });
  await check('agent: without a stream the timeline is asked for', () =>
    agent.timelineFallsBackToAsking(context, page),
  );
  await check('agent: says hello in the chat, as it is made', () => agent.chats(page, name, 'Hello! Who are you?'));
  await check('agent: opens from the console and answers', () => agent.opens(context, page, name));

  const { token, url } = await agent.accessOf(page);
  await check('agent: a stranger is refused', async () => {
    const status = await agent.statusFor(browser, url);
    expect(status === 401 || status === 403, `the stranger got ${status}`);
  });
  await check('agent: the shown token opens it', async () => {
    const status = await agent.statusFor(browser, url, token);
    expect(status === 200, `the token got ${status}`);
  });
  const home = new URL(page.url()).pathname;
  await check('usage: charts, the same as a table, and the last requests', () =>
    spending.showsUsage(page, consoleUrl, home),
  );
  await check('caps: one of my own is set and taken away', () =>
    spending.changesCaps(page, consoleUrl, home),
  );
  await check('caps: one of all my agents together is set and taken away', () =>
    spending.changesAccountCaps(page, consoleUrl),
  );
  await check('keys: one is shown once, and revoked', () =>
    spending.mintsAndRevokesAKey(page, consoleUrl, home),
  );
  await page.goto(consoleUrl + home);
  await look(report, browser, {
    consoleUrl,
    out,
    watched,
    state: await context.storageState(),
    pages: [
      ['agents', '/agents', (shown) => shown.getByText(name)],
      ['agent', home, (shown) => shown.getByRole('listitem')],
      ['usage', `${home}/usage`, (shown) => shown.getByRole('table', { name: 'Last requests' })],
      ['caps', `${home}/caps`, (shown) => shown.getByRole('button', { name: 'Save caps' })],
      ['keys', `${home}/keys`, (shown) => shown.getByRole('button', { name: 'New key' })],
      ['models', '/models', (shown) => shown.getByRole('heading', { level: 2 })],
      ['account', '/account', (shown) => shown.getByRole('button', { name: 'Add key' })],
    ],
  });
  await check('agent: says when the console is offline, and recovers', () =>
    agent.saysWhenItIsOffline(context, page),
  );
  await check('agent: restarts and answers again', async () => {
    await agent.restarts(page, name);
    await agent.opens(context, page, name);
  });
  await check('keys: the agent gets a new one of its own and thinks on with it', async () => {
    await spending.replacesTheOwnKey(page, consoleUrl, home);
    await agent.running(page, name);
    await agent.chats(page, name, 'Are you still there?');
  });
  await check('session: after it ended, sign-in leads back', () =>
    agent.comesBackAfterTheSessionEnded(context, page, user),
  );
  await check('operations: do not exist for customers', async () => {
    const address = page.url();
    await operator.isHiddenFromCustomers(page, consoleUrl);
    await page.goto(address);
  });
  await check('agent: is deleted only with its name typed', () =>
    agent.deletesOnlyWithItsName(page, name),
  );
  await check('agent: its address answers nobody any more', async () => {
    const status = await agent.statusFor(browser, url, token);
    expect(status !== undefined && status >= 400, `the old address got ${status}`);
  });
  await check('agents: the empty list invites to create one', async () => {
    await page.goto(`${consoleUrl}/agents`);
    await page.getByText('No agent yet').waitFor();
  });
  const second = `Quinn ${stamp}`;
  await check('agents: another one is created, and then the plan is full', () =>
    agent.createsAnother(page, consoleUrl, second),
  );
  await check('agent: the second one is deleted too', () =>
    agent.deletesOnlyWithItsName(page, second),
  );
  await context.clearCookies();
  await check('sign-up: a taken address leads to sign-in', () =>
    door.offersSignInForATakenAddress(page, consoleUrl, user),
  );
  await check('sign-in: a wrong password is refused without a hint', () =>
    door.refusesAWrongPassword(page, consoleUrl, user),
  );
  await context.close();
}

/** The operator's round. */
async function operate() {
  const context = await browser.newContext({ viewport: VIEWPORTS.desktop });
  watched(context);
  const page = await context.newPage();
  const signedIn = await report.check('operator: signs in', () =>
    door.signIn(page, consoleUrl, operatorUser),
  );
  if (!signedIn) {
    return;
  }
  await report.check('operations: the state of every part is shown', () =>
    operator.showsStatus(page, consoleUrl),
  );
  for (const name of Object.keys(operator.LISTS)) {
    await report.check(`operations: ${name} are listed and lead to their workflows`, () =>
      operator.showsList(page, consoleUrl, name),
    );
  }
  await report.check('operations: a pool is paused, resumed and resized', () =>
    operator.changesAPool(page, consoleUrl),
  );
  await look(report, browser, {
    consoleUrl,
    out,
    watched,
    state: await context.storageState(),
    pages: [
      ...Object.entries(operator.LISTS).map(([name, path]) => [
        name,
        path,
        (shown) => shown.getByRole('table'),
      ]),
      ...['providers', 'usage', 'breakers', 'mails'].map((name) => [
        `ops-${name}`,
        `/ops/${name}`,
        // A list may be empty here; it has been read either way.
        (shown) => shown.locator('.card'),
      ]),
    ],
  });
  await context.close();
}
