import { createTheme, type MantineColorsTuple } from '@mantine/core';

/** Our own colours: kelp to act, claw for the mark, a sea-grey for everything else. */
const kelp: MantineColorsTuple = [
  '#edf8f5', '#d7eee7', '#aedccf', '#82c8b6', '#57b49f', '#2f9c85', '#17836d', '#0c6b59', '#085546', '#053f34',
];
const claw: MantineColorsTuple = [
  '#fff1ed', '#ffdfd6', '#ffbcab', '#ff957c', '#fb7558', '#f05a3a', '#d94524', '#b63719', '#8f2b13', '#6a1f0d',
];
const gray: MantineColorsTuple = [
  '#f6f8f7', '#eef2f0', '#e2e8e5', '#d0d9d5', '#b4c0bb', '#83928c', '#586762', '#42504b', '#2a3531', '#17201d',
];
const dark: MantineColorsTuple = [
  '#e6edea', '#c6d1cd', '#a2b1ab', '#7f9089', '#3a4844', '#2a3733', '#1b2523', '#101716', '#0c1211', '#070b0a',
];

const HEADINGS = "'Bricolage Grotesque Variable', system-ui, sans-serif";

export const theme = createTheme({
  colors: { kelp, claw, gray, dark },
  primaryColor: 'kelp',
  primaryShade: { light: 7, dark: 4 },
  autoContrast: true,
  luminanceThreshold: 0.32,
  black: '#17201d',
  fontFamily: "'Hanken Grotesk Variable', system-ui, sans-serif",
  fontFamilyMonospace: "'JetBrains Mono Variable', ui-monospace, monospace",
  headings: {
    fontFamily: HEADINGS,
    fontWeight: '650',
    sizes: {
      h1: { fontSize: '2rem', lineHeight: '1.15' },
      h2: { fontSize: '1.25rem', lineHeight: '1.3' },
      h3: { fontSize: '1.0625rem', lineHeight: '1.35' },
    },
  },
  defaultRadius: 'md',
  radius: { xs: '4px', sm: '6px', md: '10px', lg: '16px', xl: '24px' },
  cursorType: 'pointer',
  focusRing: 'auto',
});
