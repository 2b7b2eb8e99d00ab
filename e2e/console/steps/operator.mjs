import { expect } from '../report.mjs';

export const LISTS = {
  nodes: '/ops',
  pools: '/ops/pools',
  orders: '/ops/orders',
  instances: '/ops/instances',
  effects: '/ops/effects',
};

/** A list is shown, and each of its rows leads to its workflow. */
export async function showsList(page, consoleUrl, name) {
  await page.goto(consoleUrl + LISTS[name]);
  await page.getByRole('table').waitFor();
  const rows = (await page.getByRole('row').count()) - 1;
  expect(rows > 0, `the list of ${name} is empty`);
  if (name !== 'effects') {
    const links = await page.getByRole('link', { name: /^Workflow of / }).all();
    expect(links.length > 0, `no row of ${name} leads to a workflow`);
    for (const link of links) {
      expect(/^https?:/.test((await link.getAttribute('href')) ?? ''), 'a workflow link is empty');
      expect((await link.getAttribute('target')) === '_blank', 'a workflow opens in this tab');
    }
  }
}

export async function showsStatus(page, consoleUrl) {
  await page.goto(`${consoleUrl}/ops`);
  const parts = page.getByRole('list', { name: 'Parts' }).getByRole('listitem');
  await parts.first().waitFor();
}

/** Changes a pool and puts it back as it was. */
export async function changesAPool(page, consoleUrl) {
  await page.goto(`${consoleUrl}/ops/pools`);
  const refill = page.getByRole('switch').first();
  await refill.waitFor();
  const before = await refill.isChecked();
  for (const wanted of [!before, before]) {
    await refill.click({ force: true });
    await page.waitForFunction(
      ([node, on]) => node.checked === on && !node.disabled,
      [await refill.elementHandle(), wanted],
    );
  }
  const target = page.getByRole('textbox', { name: /^Target of / }).first();
  const save = page.getByRole('button', { name: /^Save target of / }).first();
  const was = Number(await target.inputValue());
  for (const wanted of [was + 1, was]) {
    await target.fill(String(wanted));
    await Promise.all([
      page.waitForResponse((answer) => answer.request().method() === 'PATCH' && answer.ok()),
      save.click(),
    ]);
    // While it is loading it is disabled as well, and the list that comes then starts the field anew.
    await save.and(page.locator(':disabled:not([data-loading])')).waitFor();
  }
}

export async function isHiddenFromCustomers(page, consoleUrl) {
  await page.goto(`${consoleUrl}/ops`);
  await page.getByRole('heading', { name: 'Nobody lives here' }).waitFor();
}
