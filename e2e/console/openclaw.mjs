// Opens an OpenClaw agent from the console as its owner does, and sees its control UI come alive.
// node openclaw.mjs --console URL --email E --password P --agent NAME --out DIR
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { launch, VIEWPORTS } from './browser.mjs';
import { expect, Report } from './report.mjs';
import * as door from './steps/signUp.mjs';

const PATIENCE = { timeout: 120_000 };
const { values: options } = parseArgs({
  options: Object.fromEntries(
    ['console', 'email', 'password', 'agent', 'out'].map((name) => [name, { type: 'string' }]),
  ),
});
const consoleUrl = options.console.replace(/\/$/, '');
await mkdir(options.out, { recursive: true });
const report = new Report();
const browser = await launch();
try {
  const context = await browser.newContext({ viewport: VIEWPORTS.desktop });
  const page = await context.newPage();
  await report.check('the owner signs in', () => door.signIn(page, consoleUrl, options));
  await report.check('the control UI opens on the agent\'s address and talks over its WebSocket', async () => {
    await page.goto(`${consoleUrl}/agents`);
    const sockets = [];
    context.on('page', (tab) => tab.on('websocket', (socket) => sockets.push(watched(socket))));
    const [tab] = await Promise.all([
      context.waitForEvent('page'),
      page.getByRole('button', { name: `Open ${options.agent} in a new tab` }).click(),
    ]);
    await tab.waitForURL(/agents\./, PATIENCE);
    await until(tab, () => sockets.some((socket) => socket.answers.some((text) => text.includes('"ok":true'))));
    const { url } = sockets[0];
    expect(new URL(url).host === new URL(tab.url()).host, `the WebSocket went to ${url}`);
    await tab.locator('textarea').first().waitFor(PATIENCE);
    await tab.screenshot({ path: join(options.out, 'openclaw.png') });
    expect(!/unauthorized|pairing required|disconnected/i.test(await tab.locator('body').innerText()), 'the control UI is not connected');
  });
} finally {
  await browser.close();
}
process.exit(report.end() ? 0 : 1);

function watched(socket) {
  const seen = { url: socket.url(), answers: [] };
  socket.on('framereceived', ({ payload }) => seen.answers.push(String(payload)));
  return seen;
}

async function until(tab, holds) {
  const end = Date.now() + PATIENCE.timeout;
  while (!holds()) {
    if (Date.now() > end) {
      await tab.screenshot({ path: join(options.out, 'openclaw-failed.png') });
      throw new Error(`no answer over the WebSocket; the page says: ${(await tab.locator('body').innerText()).slice(0, 400)}`);
    }
    await tab.waitForTimeout(250);
  }
}
