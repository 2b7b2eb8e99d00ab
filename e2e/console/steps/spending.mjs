import { expect } from '../report.mjs';

/** Usage has its chart, the same as a table, and the last requests. */
export async function showsUsage(page, consoleUrl, agent) {
  await page.goto(`${consoleUrl}${agent}/usage`);
  await page.getByRole('heading', { name: 'What is left' }).waitFor();
  const chart = page.getByRole('figure', { name: 'Money by day and model' });
  await chart.waitFor();
  await chart.getByText('The same as a table').click();
  const rows = await chart.getByRole('table').getByRole('row').count();
  expect(rows > 1, 'the table beside the chart is empty');
  await page.getByText('Tokens', { exact: true }).first().click();
  await page.getByRole('figure', { name: 'Tokens by day and model' }).waitFor();
  await page.getByRole('table', { name: 'Last requests' }).waitFor();
}

/** A cap of one's own is set, shown, and gone again when its field is emptied. */
export async function changesCaps(page, consoleUrl, agent) {
  await page.goto(`${consoleUrl}${agent}/caps`);
  const dollars = page.getByLabel('Dollars a month');
  const save = page.getByRole('button', { name: 'Save caps' });
  const saved = page.getByRole('status').getByText('Saved.');
  await dollars.fill('12.5');
  await page.getByRole('radio', { name: /^Ask me/ }).check();
  await save.click();
  await saved.waitFor();
  await page.reload();
  await page.getByText('$12.50 used').waitFor();
  expect((await dollars.inputValue()) === '$12.5', `the cap reads ${await dollars.inputValue()}`);
  await dollars.fill('');
  await page.getByRole('radio', { name: /^Stop/ }).check();
  await save.click();
  await saved.waitFor();
  await page.getByText('$12.50 used').waitFor({ state: 'detached' });
}

/** The same for all agents together, which the account's menu leads to. */
export async function changesAccountCaps(page, consoleUrl) {
  await page.goto(`${consoleUrl}/agents`);
  await page.getByRole('button', { name: /^Account / }).click();
  await page.getByRole('menuitem', { name: 'Caps and provider keys' }).click();
  const caps = page.getByRole('region', { name: 'Caps of all your agents together' });
  const tokens = caps.getByLabel('Tokens a day');
  const save = caps.getByRole('button', { name: 'Save caps' });
  const saved = caps.getByRole('status').getByText('Saved.');
  await tokens.fill('90000');
  await save.click();
  await saved.waitFor();
  await page.reload();
  await caps.getByText('of 90,000 tokens used').waitFor();
  await tokens.fill('');
  await save.click();
  await saved.waitFor();
  await caps.getByText('of 90,000 tokens used').waitFor({ state: 'detached' });
}

/** A key is shown once, works as a row from then on, and is gone when revoked. */
export async function mintsAndRevokesAKey(page, consoleUrl, agent) {
  await page.goto(`${consoleUrl}${agent}/keys`);
  await page.getByRole('button', { name: 'New key', exact: true }).click();
  await page.getByLabel('Name').fill('notebook');
  await page.getByRole('button', { name: 'Make the key' }).click();
  const key = await page.getByTestId('minted-key').innerText();
  expect(/^cs[a-z]_\S{20,}$/.test(key), `the key reads ${key.slice(0, 6)}`);
  await page.getByRole('button', { name: 'I have it' }).click();
  const revoke = page.getByRole('button', { name: 'Revoke notebook' });
  await revoke.click();
  await page.getByRole('button', { name: 'Revoke for good' }).click();
  await revoke.waitFor({ state: 'detached' });
  expect(!(await page.content()).includes(key), 'the key is still on the page');
}

/** The agent's own key is replaced once that is confirmed; ends on the agent's page. */
export async function replacesTheOwnKey(page, consoleUrl, agent) {
  await page.goto(`${consoleUrl}${agent}/keys`);
  await page.getByRole('button', { name: /^Replace the agent.s own key$/ }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByLabel('The old key works').selectOption('Not any more');
  await dialog.getByRole('button', { name: 'Restart with a new key' }).click();
  await dialog.waitFor({ state: 'detached' });
  await page.goto(`${consoleUrl}${agent}`);
}
