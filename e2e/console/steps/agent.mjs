import { expect } from '../report.mjs';

const PATIENCE = { timeout: 180_000 };

export async function running(page, name) {
  await page.getByRole('status').getByText(`${name} is running`).waitFor({ ...PATIENCE, state: 'attached' });
}

export async function timelineIsLive(page) {
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await timeline.getByText('Live', { exact: true }).waitFor();
  expect((await timeline.getByRole('listitem').count()) > 0, 'the timeline is empty');
}

export async function timelineFallsBackToAsking(context, page) {
  await context.route('**/timeline*', (route) =>
    route.request().headers().accept === 'text/event-stream' ? route.abort() : route.fallback(),
  );
  await page.reload();
  const timeline = page.getByRole('region', { name: 'Timeline' });
  await timeline.getByText('Every 3 seconds').waitFor();
  expect((await timeline.getByRole('listitem').count()) > 0, 'the timeline is empty');
  await context.unrouteAll({ behavior: 'ignoreErrors' });
  await page.reload();
  await timeline.getByText('Live', { exact: true }).waitFor();
}

/** What the page says about the way in: the address and the token. */
export async function accessOf(page) {
  const show = page.getByRole('button', { name: 'Show access token' });
  if ((await show.getAttribute('aria-pressed')) === 'false') {
    await show.click();
  }
  const token = await page.getByTestId('access-token').innerText();
  const curl = await page.locator('code', { hasText: 'curl' }).innerText();
  expect(curl.includes(token), 'the curl line does not carry the token');
  return { token, url: curl.slice(curl.lastIndexOf(' ') + 1) };
}

/** Opens the agent as its owner does, and sees it answer. */
export async function opens(context, page, name) {
  const [tab] = await Promise.all([
    context.waitForEvent('page'),
    page.getByRole('button', { name: `Open ${name} in a new tab` }).click(),
  ]);
  await tab.waitForURL(/agents\./, PATIENCE);
  await tab.waitForLoadState();
  const answer = await tab.reload();
  const ticketLeft = tab.url().includes('ticket');
  const text = await tab.locator('body').innerText();
  await tab.close();
  expect(answer?.status() === 200, `the agent answered ${answer?.status()}`);
  expect(!ticketLeft, 'the ticket is still in the address bar');
  expect(text.trim() !== '', 'the agent showed an empty page');
}

/** What somebody gets who only knows the address, with or without a token. */
export async function statusFor(browser, url, token) {
  const context = await browser.newContext(
    token === undefined ? {} : { extraHTTPHeaders: { Authorization: `Bearer ${token}` } },
  );
  try {
    return (await (await context.newPage()).goto(url))?.status();
  } finally {
    await context.close();
  }
}

/** Says something in the chat and sees the whole answer come, from the agent's own address. */
export async function chats(page, name, text) {
  const asked = page.waitForResponse((answer) => answer.url().endsWith('/v1/chat/completions') && answer.request().method() === 'POST');
  await page.getByRole('textbox', { name: `Message to ${name}` }).fill(text);
  await page.keyboard.press('Enter');
  const answer = await asked;
  expect(new URL(answer.url()).host !== new URL(page.url()).host, 'the chat did not go to the agent');
  const turns = page.getByRole('log', { name: 'Conversation' }).getByRole('article');
  await turns.nth(1).waitFor(PATIENCE);
  await page.getByRole('button', { name: 'Send' }).waitFor();
  expect((await turns.nth(1).innerText()).trim() !== '', 'the answer is empty');
  expect((await page.getByRole('log', { name: 'Conversation' }).getByRole('alert').count()) === 0, 'the answer went wrong');
}

export async function restarts(page, name) {
  const items = page.getByRole('log', { name: 'Timeline' }).getByRole('listitem');
  const before = await items.count();
  await page.getByRole('button', { name: 'Restart' }).click();
  await items.nth(before).waitFor();
  await page.getByRole('status').getByText(`${name} is restarting`).waitFor({ state: 'attached' });
  await running(page, name);
}

export async function deletesOnlyWithItsName(page, name) {
  await page.getByRole('button', { name: 'Delete', exact: true }).click();
  const dialog = page.getByRole('dialog');
  const button = dialog.getByRole('button', { name: 'Delete for good' });
  await dialog.getByRole('textbox').fill(name.slice(0, -1));
  expect(await button.isDisabled(), 'half a name is enough to delete');
  await dialog.getByRole('textbox').fill(name);
  await button.click();
  const gone = page.getByRole('heading', { name: /^(Deleted|Nobody lives here)$/ });
  await gone.waitFor(PATIENCE);
  await page.getByText('Live', { exact: true }).waitFor({ state: 'detached' });
}

/** Fills the plan's last place from the list, and then is told that it is full. */
export async function createsAnother(page, consoleUrl, name) {
  await page.goto(`${consoleUrl}/agents`);
  await page.getByRole('button', { name: 'New agent' }).click();
  await page.getByRole('dialog').getByLabel('Name').fill(name);
  await page.getByRole('dialog').getByRole('button', { name: 'Create agent' }).click();
  await page.getByRole('heading', { level: 1, name }).waitFor();
  await running(page, name);
  await page.getByRole('link', { name: 'My agents' }).click();
  await page.getByRole('button', { name: 'New agent' }).click();
  await page.getByRole('dialog').getByText('Your plan holds one agent').waitFor();
  await page.keyboard.press('Escape');
  await page.getByRole('link', { name }).click();
}

export async function comesBackAfterTheSessionEnded(context, page, user) {
  const address = page.url();
  await context.clearCookies();
  await page.getByRole('button', { name: 'Restart' }).click();
  await page.getByText('Your session has ended').waitFor();
  await page.getByLabel('E-mail').fill(user.email);
  await page.getByLabel('Password', { exact: true }).fill(user.password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.waitForURL(address);
  await page.getByRole('heading', { level: 1, name: user.agentName }).waitFor();
}

export async function saysWhenItIsOffline(context, page) {
  await context.setOffline(true);
  await page.getByRole('button', { name: 'Restart' }).click();
  await page.getByText('You are offline.').waitFor();
  await context.setOffline(false);
  await page.getByText('You are offline.').waitFor({ state: 'detached' });
}
