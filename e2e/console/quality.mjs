import { AxeBuilder } from '@axe-core/playwright';
import { expect } from './report.mjs';

/** Nothing that shuts people out: no finding of axe that is serious or critical. */
export async function accessible(page) {
  const { violations } = await new AxeBuilder({ page }).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const told = grave.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html.slice(0, 140)} ${node.any[0]?.message ?? ''}`).join(' | ')}`);
  expect(grave.length === 0, told.join('\n'));
}

/** Nothing jumps while the page comes up. */
export async function holdsStill(page) {
  const shift = await page.evaluate(
    () =>
      new Promise((resolve) => {
        let sum = 0;
        new PerformanceObserver((list) => {
          sum += list.getEntries().reduce((all, entry) => all + entry.value, 0);
        }).observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve(sum)));
      }),
  );
  expect(shift < 0.1, `things moved: a layout shift of ${shift.toFixed(3)}, 0.1 is the limit`);
}

/** Nothing sticks out sideways. */
export async function fits(page) {
  const [wide, room] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(wide <= room, `the page is ${wide} px wide in a window of ${room} px`);
}
