import type { MantineColorsTuple } from '@mantine/core';

const shades = (all: string) => all.split(' ') as unknown as MantineColorsTuple;

/** Our own colours: kelp to act, claw for the mark, a sea-grey for everything else. */
export const colors = {
  kelp: shades('#edf8f5 #d7eee7 #aedccf #82c8b6 #57b49f #2f9c85 #17836d #0c6b59 #085546 #053f34'),
  claw: shades('#fff1ed #ffdfd6 #ffbcab #ff957c #fb7558 #f05a3a #d94524 #b63719 #8f2b13 #6a1f0d'),
  red: shades('#fdeeec #fbdad6 #f6b4ac #f78d81 #ff958a #dc4a3e #c5362c #b3261e #8f1d17 #6c1511'),
  gray: shades('#f6f8f7 #eef2f0 #e2e8e5 #d0d9d5 #b4c0bb #83928c #586762 #42504b #2a3531 #17201d'),
  dark: shades('#e6edea #c6d1cd #a2b1ab #7f9089 #3a4844 #2a3733 #1b2523 #101716 #0c1211 #070b0a'),
};
