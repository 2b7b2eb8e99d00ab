import { theme } from './theme';

const PATIENCE_MILLIS = 1_000;

/**
 * Settles when the pages' fonts are there, or when waiting for them would be worse than text that
 * moves when they arrive.
 */
export async function fontsAreThere(): Promise<void> {
  const families = [theme.fontFamily, theme.headings?.fontFamily, theme.fontFamilyMonospace];
  const loads = families.map((family) => document.fonts.load(`1rem ${family ?? 'sans-serif'}`));
  const patience = new Promise((resolve) => setTimeout(resolve, PATIENCE_MILLIS));
  await Promise.race([Promise.allSettled(loads), patience]);
}
