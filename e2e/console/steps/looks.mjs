import { join } from 'node:path';
import { accessible, fits, holdsStill } from '../quality.mjs';
import { VIEWPORTS } from '../browser.mjs';

/**
 * Shows each page in light and dark, on a desktop and on a phone: takes its picture, asks axe, and
 * sees that nothing sticks out. `pages` is [name, path, what to wait for].
 */
export async function look(report, browser, seen) {
  // Two at a time: each waits for its page about as long as it works on it.
  for (const colorScheme of ['light', 'dark']) {
    await Promise.all(Object.keys(VIEWPORTS).map((size) => lookIn(report, browser, seen, size, colorScheme)));
  }
}

async function lookIn(report, browser, { consoleUrl, out, state, pages, watched }, size, colorScheme) {
  const context = await browser.newContext({ viewport: VIEWPORTS[size], colorScheme, storageState: state });
  watched(context);
  const page = await context.newPage();
  for (const [name, path, ready] of pages) {
    await report.check(`${name}: ${size}, ${colorScheme}: accessible, fits, holds still`, async () => {
      await page.goto(consoleUrl + path);
      await ready(page).first().waitFor();
      // A page mid-fade has colours that nobody gets to read.
      await page.waitForFunction(() =>
        document.getAnimations().every((animation) => animation.effect?.getTiming().iterations === Infinity || animation.playState === 'finished'),
      );
      // First of all: a picture of the whole page resizes the window, which moves things.
      await holdsStill(page);
      await page.screenshot({ path: join(out, `${name}-${size}-${colorScheme}.png`), fullPage: true });
      await accessible(page);
      await fits(page);
    });
  }
  await context.close();
}
