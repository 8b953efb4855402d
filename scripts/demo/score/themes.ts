/**
 * The two tunes everything is made from. Durations are eighths (6/8) for Mara's tune and quarters for the lamp's theme.
 * Mara's tune opens D F♯ A: the lamp theme's rising fifth, filled in. Darkened, its third, sixth and second fall by a
 * semitone, so the ear knows the tune and not the room.
 */
export const MARA = {
  /** Eight bars, D major. */
  tune:
    'D5:1 F#5:1 A5:1 B5:2 A5:1 | F#5:2 E5:1 D5:2 A4:1 | B4:1 D5:1 G5:1 F#5:2 E5:1 | E5:2 F#5:1 E5:2 A4:1 | ' +
    'D5:1 F#5:1 A5:1 B5:2 A5:1 | D6:2 C#6:1 B5:2 F#5:1 | G5:1 F#5:1 E5:1 C#5:1 E5:1 A4:1 | D5:3 A4:3',
  /** The same eight bars for two winds below, in sixths and thirds. */
  below:
    'F#4:1 A4:1 D5:1 D5:2 D5:1 | D5:2 C#5:1 A4:2 F#4:1 | G4:1 B4:1 D5:1 D5:2 C5:1 | C#5:2 D5:1 C#5:2 A4:1 | ' +
    'F#4:1 A4:1 D5:1 D5:2 C#5:1 | F#5:2 E5:1 D5:2 B4:1 | E5:1 D5:1 B4:1 A4:1 C#5:1 G4:1 | F#4:3 D4:3',
  /** The second ending: the plain fourth turns minor and the tune stops asking. */
  clouded: 'D5:1 F#5:1 A5:1 B5:2 A5:1 | D6:2 C6:1 Bb5:2 G5:1 | G5:1 F5:1 D5:1 C#5:1 E5:1 A4:1 | D5:3 D5:3',
  /** The dark return, six slow bars that never reach home. */
  dark:
    'D5:1 F5:1 A5:1 Bb5:2 A5:1 | F5:2 E5:1 D5:2 A4:1 | Bb4:1 D5:1 G5:1 F5:2 Eb5:1 | Eb5:2 F5:1 Eb5:2 A4:1 | ' +
    'D5:1 F5:1 A5:1 Bb5:2 A5:1 | Db6:3 A5:3',
} as const;

/** Roots and chord notes a bar of Mara's tune stands on: `[bass, fifth, chord]`. */
export const MARA_HARMONY: readonly (readonly [string, string, string])[] = [
  ['D3', 'A2', 'F#3+A3+D4'],
  ['D3', 'A2', 'F#3+A3+D4'],
  ['G2', 'D3', 'G3+B3+D4'],
  ['A2', 'E3', 'G3+A3+C#4'],
  ['D3', 'A2', 'F#3+A3+D4'],
  ['B2', 'F#2', 'F#3+B3+D4'],
  ['E2', 'A2', 'G3+B3+C#4'],
  ['D3', 'A2', 'F#3+A3+D4'],
];

/** The clouded second ending's last four bars. */
export const CLOUDED_HARMONY: readonly (readonly [string, string, string])[] = [
  ['D3', 'A2', 'F#3+A3+D4'],
  ['G2', 'D3', 'G3+Bb3+D4'],
  ['G2', 'A2', 'F3+A3+C#4'],
  ['D3', 'A2', 'F3+A3+D4'],
];

/** One bar of the storm build: bass, inner chord for the middle, ostinato cell (eight eighths). */
export interface StormBar {
  readonly bass: string;
  readonly middle: string;
  readonly top: string;
  readonly cell: string;
}

const cell = (low: string, fifth: string, octave: string, colour: string): string =>
  [low, fifth, octave, fifth, colour, fifth, octave, fifth].map((name) => `${name}:1`).join(' ');

/** The ten bars from "It has never gone dark" to the lamp's death: the top climbs a ninth, the bass walks under it. */
export const STORM: readonly StormBar[] = [
  { bass: 'D2', middle: 'D4+F4', top: 'A4:4', cell: cell('D3', 'A3', 'D4', 'E4') },
  { bass: 'D2', middle: 'D4+F4', top: 'A4:2 E5:2', cell: cell('D3', 'A3', 'D4', 'E4') },
  { bass: 'D2', middle: 'D4+F4', top: 'D5:2 Bb4:2', cell: cell('D3', 'Bb3', 'D4', 'F4') },
  { bass: 'D2', middle: 'D4+G4', top: 'Bb4:2 D5:2', cell: cell('D3', 'G3', 'D4', 'Bb3') },
  { bass: 'Bb1', middle: 'F4+Bb4', top: 'D5:3 C5:1', cell: cell('Bb2', 'F3', 'Bb3', 'C4') },
  { bass: 'C2', middle: 'G4+C5', top: 'E5:3 D5:1', cell: cell('C3', 'G3', 'C4', 'D4') },
  { bass: 'F2', middle: 'A4+D5', top: 'F5:2 A5:2', cell: cell('F3', 'A3', 'D4', 'E4') },
  { bass: 'G2', middle: 'Bb4+D5', top: 'G5:3 A5:1', cell: cell('G3', 'Bb3', 'D4', 'A3') },
  { bass: 'Bb1', middle: 'Bb4+Eb5', top: 'Bb5:2 G5:2', cell: cell('Bb2', 'G3', 'Eb4', 'F4') },
  { bass: 'A1', middle: 'C#5+G5', top: 'A5:2 Bb5:2', cell: cell('A2', 'E3', 'Bb3', 'C#4') },
];

/** The lamp's theme, broad, five bars of D major for the relighting and the dawn. */
export const LAMP = {
  tune: 'D5:2 A5:2 | B5:1.5 A5:0.5 G5:1 E5:1 | F#5:2 E5:1 C#5:1 | D5:1 F#5:1 E5:1 C#5:1 | D5:4',
  second: 'F#4:2 F#5:2 | G5:1.5 F#5:0.5 D5:1 B4:1 | D5:2 C#5:1 A4:1 | B4:1 D5:1 B4:1 A4:1 | A4:4',
  inner: 'A3+D4:2 D4+A4:2 | D4+B4:2 B3+E4:2 | A3+D4:2 A3+C#4:2 | F#3+B3:2 G3+B3:1 G3+A3:1 | F#3+A3:4',
  bass: 'D3:4 | G2:2 E2:2 | F#2:2 A2:2 | B2:2 G2:1 A2:1 | D2:4',
} as const;
