import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { PALETTE } from './theme.ts';

const css = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');
const tokens = new Map(
  [...css.matchAll(/--([a-z0-9-]+):\s*(#[0-9a-f]{6});/g)].map(([, name, value]) => [name, value]),
);

test('the palette for canvases holds the same colours as the style sheet', () => {
  for (const [name, value] of Object.entries(PALETTE)) {
    const token = name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
    expect(tokens.get(token), token).toBe(value);
  }
});

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

const contrast = (one: string, other: string): number => {
  const [dark = 0, light = 0] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return (light + 0.05) / (dark + 0.05);
};

test.each([
  ['ink', 'bg3'],
  ['dim', 'bg1'],
  ['dimRaised', 'bg3'],
  ['accent', 'bg1'],
  ['fault', 'bg2'],
  ['music', 'bg1'],
  ['dialogue', 'bg2'],
  ['effects', 'bg2'],
  ['ambience', 'bg2'],
] as const)('%s is readable on %s (4.5:1)', (text, ground) => {
  expect(contrast(PALETTE[text], PALETTE[ground])).toBeGreaterThanOrEqual(4.5);
});
