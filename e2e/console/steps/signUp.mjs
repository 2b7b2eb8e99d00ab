import { expect } from '../report.mjs';

/** Presses Tab until the element has the focus, as somebody without a mouse would. */
async function tabTo(page, element) {
  for (let presses = 0; presses < 40; presses += 1) {
    if (await element.evaluate((node) => node === document.activeElement)) {
      return;
    }
    await page.keyboard.press('Tab');
  }
  throw new Error('no number of Tab presses reaches it');
}

/** Signs up by keyboard alone and waits for the new agent's page. */
export async function signUpByKeyboard(page, consoleUrl, user) {
  await page.goto(consoleUrl);
  await page.getByRole('radio').first().waitFor();
  await page.keyboard.press('Tab');
  const skip = await page.evaluate(() => document.activeElement?.textContent);
  expect(/skip/i.test(skip ?? ''), `the first Tab leads to "${skip}", not to a skip link`);
  const fields = [
    [page.getByLabel('E-mail'), user.email],
    [page.getByLabel('Password', { exact: true }), user.password],
    [page.getByLabel('Name of your agent'), user.agentName],
  ];
  for (const [field, text] of fields) {
    await tabTo(page, field);
    await page.keyboard.type(text);
  }
  await tabTo(page, page.getByRole('button', { name: 'Sign up' }));
  await page.keyboard.press('Enter');
  await page.getByRole('heading', { level: 1, name: user.agentName }).waitFor();
}

export async function saysWhatIsWrongAtTheField(page, consoleUrl) {
  await page.goto(consoleUrl);
  await page.getByLabel('E-mail').fill('nonsense');
  await page.getByRole('button', { name: 'Sign up' }).click();
  const email = page.getByLabel('E-mail');
  expect((await email.getAttribute('aria-invalid')) === 'true', 'the e-mail field is not marked');
  const described = await email.getAttribute('aria-describedby');
  expect(Boolean(described), 'the e-mail field names no description of its error');
  expect(
    await email.evaluate((node) => node === document.activeElement),
    'the focus is not on the first wrong field',
  );
}

export async function offersSignInForATakenAddress(page, consoleUrl, user) {
  await page.goto(consoleUrl);
  await page.getByRole('radio').first().waitFor();
  await page.getByLabel('E-mail').fill(user.email.toUpperCase());
  await page.getByLabel('Password', { exact: true }).fill(user.password);
  await page.getByLabel('Name of your agent').fill('Another');
  await page.getByRole('button', { name: 'Sign up' }).click();
  await page.getByRole('link', { name: 'Sign in instead' }).click();
  await page.getByRole('heading', { level: 1, name: 'Sign in' }).waitFor();
  const email = await page.getByLabel('E-mail').inputValue();
  expect(email.toLowerCase() === user.email.toLowerCase(), `the address was lost: "${email}"`);
}

export async function signIn(page, consoleUrl, { email, password }) {
  await page.goto(`${consoleUrl}/sign-in`);
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: /^Account / }).waitFor();
}

export async function refusesAWrongPassword(page, consoleUrl, user) {
  await page.goto(`${consoleUrl}/sign-in`);
  await page.getByLabel('E-mail').fill(user.email);
  await page.getByLabel('Password', { exact: true }).fill('certainly not this one');
  await page.getByRole('button', { name: 'Sign in' }).click();
  await page.getByRole('alert').getByText('do not go together').waitFor();
}
