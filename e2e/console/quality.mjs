import { AxeBuilder } from '@axe-core/playwright';
import { expect } from './report.mjs';

/** Nothing that shuts people out: no finding of axe that is serious or critical. */
export async function accessible(page) {
  nothingGrave(await axe(page).analyze());
}

/** The same of its colours alone: all that changes with the scheme. */
export async function coloursAccessible(page) {
  nothingGrave(await axe(page).withRules(['color-contrast', 'link-in-text-block']).analyze());
}

/** Only what it finds wrong is worked out in detail; without frames its legacy mode sees all there is, and opens no further page. */
function axe(page) {
  return new AxeBuilder({ page }).setLegacyMode().options({ resultTypes: ['violations'] });
}

function nothingGrave({ violations }) {
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  const told = grave.map(({ id, nodes }) => `${id}: ${nodes.slice(0, 3).map((node) => `${node.html.slice(0, 140)} ${node.any[0]?.message ?? ''}`).join(' | ')}`);
  expect(grave.length === 0, told.join('\n'));
}

/** Nothing jumps while the page comes up. */
export async function holdsStill(page) {
  const { shift, moved } = await page.evaluate(
    () =>
      new Promise((resolve) => {
        let shift = 0;
        const moved = [];
        new PerformanceObserver((list) => {
          for (const entry of list.getEntries()) {
            shift += entry.value;
            for (const { node, previousRect, currentRect } of entry.sources) {
              const element = node instanceof Element ? node : node?.parentElement;
              const name = `${element?.tagName.toLowerCase()} "${element?.textContent.slice(0, 40)}"`;
              moved.push(`${name} from y ${previousRect.y} to ${currentRect.y}`);
            }
          }
        }).observe({ type: 'layout-shift', buffered: true });
        requestAnimationFrame(() => requestAnimationFrame(() => resolve({ shift, moved })));
      }),
  );
  expect(shift < 0.1, [`a layout shift of ${shift.toFixed(3)}, 0.1 is the limit`, ...moved].join('\n'));
}

/** Nothing sticks out sideways. */
export async function fits(page) {
  const [wide, room] = await page.evaluate(() => [
    document.documentElement.scrollWidth,
    document.documentElement.clientWidth,
  ]);
  expect(wide <= room, `the page is ${wide} px wide in a window of ${room} px`);
}
