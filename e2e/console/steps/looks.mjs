import { join } from 'node:path';
import { accessible, coloursAccessible, fits, holdsStill } from '../quality.mjs';
import { VIEWPORTS } from '../browser.mjs';

/**
 * Shows each page on a desktop and on a phone, in light and in dark: takes its picture, asks axe, and
 * sees that nothing sticks out. `pages` is [name, path, what to wait for].
 */
export async function look(report, browser, seen) {
  // Two at a time: each waits for its page about as long as it works on it.
  await Promise.all(Object.keys(VIEWPORTS).map((size) => lookIn(report, browser, seen, size)));
}

async function lookIn(report, browser, { consoleUrl, out, state, pages, watched }, size) {
  const context = await browser.newContext({ viewport: VIEWPORTS[size], colorScheme: 'light', storageState: state });
  watched(context);
  const page = await context.newPage();
  for (const [name, path, ready] of pages) {
    await report.check(`${name}: ${size}: accessible, fits, holds still`, async () => {
      await page.emulateMedia({ colorScheme: 'light' });
      await page.goto(consoleUrl + path);
      await ready(page).first().waitFor();
      await faded(page);
      // First of all: a picture of the whole page resizes the window, which moves things.
      await holdsStill(page);
      await page.screenshot({ path: join(out, `${name}-${size}-light.png`), fullPage: true });
      await accessible(page);
      await fits(page);
    });
    await report.check(`${name}: ${size}: has dark colours that can be read`, async () => {
      await page.emulateMedia({ colorScheme: 'dark' });
      await page.locator('[data-mantine-color-scheme=dark]').waitFor({ state: 'attached' });
      await faded(page);
      await page.screenshot({ path: join(out, `${name}-${size}-dark.png`), fullPage: true });
      await coloursAccessible(page);
    });
  }
  await context.close();
}

/** A page mid-fade has colours that nobody gets to read. */
async function faded(page) {
  await page.waitForFunction(() =>
    document.getAnimations().every((animation) => animation.effect?.getTiming().iterations === Infinity || animation.playState === 'finished'),
  );
}
