/** Where a channel of a common definition goes: speakers with their gains. */
export type Mapping = readonly (readonly [label: string, gain: number])[];

const HALF = Math.SQRT1_2;
const to = (label: string, gain = 1): Mapping => [[label, gain]];

/** Common definitions (BS.2094) that the rules hold for, by packFormat. */
const PACKS = new Set([
  'AP_00010002', // 0+2+0
  'AP_00010003', // 0+5+0
  'AP_00010004', // 2+5+0
  'AP_00010005', // 4+5+0
  'AP_0001000c', // 0+5+0 without LFE
  'AP_0001000f', // 0+7+0
  'AP_00010017', // 4+7+0
]);

/** Left speakers and the middle; a right one has its left partner's rules with sides exchanged. In order of preference. */
const RULES: Readonly<Record<string, readonly Mapping[]>> = {
  'M+000': [
    to('M+000'),
    [
      ['M+030', HALF],
      ['M-030', HALF],
    ],
  ],
  'M+030': [to('M+030')],
  'M+090': [
    to('M+090'),
    [
      ['M+030', HALF],
      ['M+110', HALF],
    ],
    to('M+030', HALF),
  ],
  'M+110': [to('M+110'), to('M+135'), to('M+030', HALF)],
  'M+135': [to('M+135'), to('M+110'), to('M+030', HALF)],
  'U+030': [to('U+030'), to('U+045'), to('M+030')],
  'U+045': [to('U+045'), to('U+030'), to('M+030')],
  'U+110': [to('U+110'), to('U+135'), to('M+110'), to('M+135'), to('M+030', HALF)],
  'U+135': [to('U+135'), to('U+110'), to('M+135'), to('M+110'), to('M+030', HALF)],
  // With no LFE in the layout it goes nowhere.
  LFE1: [to('LFE1'), []],
};

const mirrored = (label: string): string => label.replace('-', '+');

/**
 * How a channel of a common definition reaches a layout (BS.2127 §8): the first rule all of whose speakers are there.
 * @param label without its URN @returns null where no rule applies
 */
export function mappingFor(pack: string, label: string, layout: ReadonlySet<string>): Mapping | null {
  if (!PACKS.has(pack.toLowerCase().replace('ap_', 'AP_'))) return null;
  const isRight = label.includes('-');
  for (const rule of RULES[isRight ? mirrored(label) : label] ?? []) {
    const mapping = isRight ? rule.map(([speaker, gain]) => [exchanged(speaker), gain] as const) : rule;
    if (mapping.every(([speaker]) => layout.has(speaker))) return mapping;
  }
  return null;
}

const exchanged = (label: string): string => label.replace('+', '-');
