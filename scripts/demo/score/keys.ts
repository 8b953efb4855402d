import { type Part, part } from './part.ts';
import { MARA, MARA_HARMONY, STORM } from './themes.ts';
import { FIRST_BAR } from './time.ts';

const { A, B, C, E, F, G } = FIRST_BAR;

/** Piano: bell-notes of the dusk, the storm's octaves, the tune's bones in the dark. */
export function piano(): Part {
  const score = part(401);
  const grand = score.voice({ bank: 8, program: 0, pan: 60, volume: 112 });
  const pedal = (bar: number, quarters = 0): void => grand.control(64, [[bar, quarters, 127]]);
  const lift = (bar: number, quarters: number): void => grand.control(64, [[bar, quarters, 0]]);

  pedal(A);
  grand.line(A, 2, 'A5:2 | r:2 E6:2 | r:1 D5:1 A5:2 | r:2 E5:1 C#5:1', { from: 38, to: 46 });
  lift(A + 3, 3.9);
  // Under the talk at the table: left hand of the dance, very little of it.
  for (let bar = 8; bar < 13; bar++) {
    const chord = MARA_HARMONY[bar % 8]?.[2] ?? 'D4';
    grand.line(B + bar, 0, `r:2 ${chord}:1 r:3`, { unit: 0.5, from: 34, hold: 0.9, rollMs: 8 });
  }
  STORM.forEach((bar, index) => {
    pedal(C + index, 0.02);
    grand.note(C + index, 0, bar.bass, 3.6, 40 + index * 7, { looseMs: 4 });
    if (index >= 2) grand.note(C + index, 0, bar.bass, 3.6, 36 + index * 7, { transpose: 12, looseMs: 4 });
    if (index >= 4) {
      const [low = 'D4', high = 'A4'] = bar.middle.split('+');
      grand.line(C + index, 0, `r:1 ${low}:1 ${high}:1 ${low}:1 r:1 ${high}:1 ${low}:1 ${high}:1`, {
        unit: 0.5,
        from: 40 + index * 5,
        hold: 0.8,
      });
    }
    lift(C + index, 3.9);
  });
  // After the look: one wrong low second.
  pedal(E + 1);
  grand.note(E + 1, 1, 'D1+Eb1', 3, 48, { rollMs: 20 });
  lift(E + 2, 3.3);
  grand.note(F, 0, 'D1+Eb1+A1', 2, 120, { looseMs: 1 });

  pedal(F + 1);
  for (let bar = 1; bar < 6; bar++) {
    const low = ['D2+D3', 'D2+D3', 'G1+G2', 'A1+A2', 'D2+D3'][bar - 1] ?? 'D2';
    grand.line(F + bar, 0, `${low}:3 r:3`, { unit: 0.5, from: 40, hold: 1.6, looseMs: 14 });
    lift(F + bar, 2.9);
    pedal(F + bar, 2.98);
  }
  lift(F + 6, 2.9);
  pedal(G);
  grand.line(G, 0, 'D2+D3:2 D3+A3+D4:2 | G2+D3+B3:2 E2+B2+G3:2 | F#2+D3+A3:2 A2+E3+C#4:2', {
    from: 82,
    to: 56,
    rollMs: 10,
  });
  for (const [bar, quarters] of [
    [1, 0],
    [1, 2],
    [2, 0],
    [2, 2],
    [3, 0],
    [3, 2],
    [4, 0],
  ] as const) {
    grand.control(64, [
      [G + bar, quarters, 0],
      [G + bar, quarters + 0.06, 127],
    ]);
  }
  grand.line(G + 3, 0, 'B2+F#3+D4:2 G2+D3+B3:1 A2+E3+G3:1 | D2+A2+F#3+D4:4', {
    from: 48,
    to: 40,
    rollMs: 24,
  });
  return score;
}

/** Harp. */
export function harp(): Part {
  const score = part(402);
  const strings = score.voice({ bank: 0, program: 46, pan: 38, volume: 112 });
  strings.line(
    A + 1,
    0,
    'D3:1 A3:1 D4:1 E4:1 A4:1 E5:1 D5:1 A4:1 | D3:1 G3:1 D4:1 G4:1 B4:1 D5:1 A5:1 G5:1 | A2:1 E3:1 A3:1 D4:1 E4:1 A4:1 C#5:1 E5:1',
    { unit: 0.5, from: 46, to: 66, hold: 2.5, looseMs: 12 },
  );
  for (let bar = 0; bar < 16; bar++) {
    const [bass = 'D3', , chord = ''] = MARA_HARMONY[bar % 8] ?? [];
    const [one = 'D4', two = 'F4', three = 'A4'] = chord.split('+');
    if (bar >= 4 && bar < 13)
      strings.line(B + bar, 0, `${bass}:1 ${one}:1 ${two}:1 ${three}:1 ${two}:1 ${one}:1`, {
        unit: 0.5,
        from: bar < 8 ? 54 : 42,
        hold: 2,
        looseMs: 8,
      });
  }
  strings.line(B + 13, 0, 'G2:1 D3:1 G3:1 Bb3:1 D4:1 G4:1 | A2:1 E3:1 G3:1 C#4:1 E4:1 A4:1 | D3:6', {
    unit: 0.5,
    from: 46,
    to: 34,
    hold: 2.4,
  });
  // F: bare fifths, then a glissando of the coming light (D major pentatonic, one string every 1/32).
  strings.line(F + 2, 0, 'D3+A3:6 | G2+D3:6 | A2+Eb3:6 | D3+A3:6', {
    unit: 0.5,
    from: 44,
    hold: 1.5,
    rollMs: 40,
  });
  const ladder = [
    'D3',
    'E3',
    'F#3',
    'A3',
    'B3',
    'D4',
    'E4',
    'F#4',
    'A4',
    'B4',
    'D5',
    'E5',
    'F#5',
    'A5',
    'B5',
    'D6',
  ];
  for (const [rung, name] of ladder.entries()) {
    strings.note(F + 6, 2.1 + rung * 0.055, name, 1, 52 + rung * 3.4, { looseMs: 2 });
  }
  strings.line(
    G,
    0,
    'D3:1 A3:1 D4:1 F#4:1 A4:1 D5:1 F#5:1 A5:1 | G2:1 D3:1 G3:1 B3:1 E3:1 G3:1 B3:1 E4:1 | F#3:1 A3:1 D4:1 A4:1 A2:1 E3:1 A3:1 C#4:1 | B2:1 F#3:1 B3:1 D4:1 G3:1 B3:1 A3:1 C#4:1 | D3:1 A3:1 D4:1 F#4:1 A4:1 D5:2',
    { unit: 0.5, from: 74, to: 42, hold: 2.5, looseMs: 10 },
  );
  return score;
}

/** Celesta, and a music box for the darker return of its tune. */
export function celesta(): Part {
  const score = part(403);
  const bright = score.voice({ bank: 0, program: 8, pan: 70, volume: 116 });
  const box = score.voice({ bank: 0, program: 10, pan: 76, volume: 100 });
  bright.line(B, 0, MARA.tune, { unit: 0.5, from: 78, to: 70, hold: 1.1, looseMs: 7 });
  bright.line(B, 0, MARA.tune, { unit: 0.5, from: 56, to: 50, hold: 1.1, transpose: 12, looseMs: 7 });
  bright.line(B + 11, 1.5, 'A5:1 C#6:1 E6:1', { unit: 0.5, from: 40 });
  // One bar left hanging in the storm, as if remembered.
  bright.line(C + 1, 2, 'D6:0.5 F6:0.5 A6:1', { from: 34 });
  // The return: an octave down, single notes, the mechanism uneven and running out of spring.
  box.line(F + 1, 0, MARA.dark, { unit: 0.5, from: 66, to: 46, hold: 1.4, transpose: 0, looseMs: 34 });
  bright.line(F + 1, 0, MARA.dark, { unit: 0.5, from: 40, to: 30, hold: 1.4, transpose: -12, looseMs: 34 });
  bright.line(G, 0, 'D6:0.5 F#6:0.5 A6:0.5 D7:0.5 r:2 | r:2 E6:0.5 G6:0.5 B6:1', { from: 60 });
  bright.line(G + 4, 1, 'D6:0.5 F#6:0.5 A6:0.5 B6:1 A6:1', { from: 52, to: 34, looseMs: 16 });
  return score;
}
