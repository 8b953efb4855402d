import { type Part, part } from './part.ts';
import { LAMP, MARA, STORM } from './themes.ts';
import { FIRST_BAR } from './time.ts';

const { A, B, C, E, F, G } = FIRST_BAR;

/** Flute, oboe, clarinet, bassoon and English horn. */
export function winds(): Part {
  const score = part(201);
  const flute = score.voice({ bank: 17, program: 73, pan: 50, breath: true });
  const oboe = score.voice({ bank: 17, program: 68, pan: 58, breath: true });
  const clarinet = score.voice({ bank: 17, program: 71, pan: 70, breath: true });
  const bassoon = score.voice({ bank: 17, program: 70, pan: 78, breath: true });
  const horn = score.voice({ bank: 17, program: 69, pan: 64, breath: true });

  // A: one far call, an echo of the rising fifth.
  flute.line(A + 2, 2, 'D5:0.5 A5:1.5 | G5:1 E5:1.6', { hold: 1.01 });
  flute.dynamics([
    [A + 2, 2, 30],
    [A + 3, 0, 62],
    [A + 3, 2.6, 20],
  ]);

  // B: short answers to the celesta, then the tune itself.
  clarinet.line(B + 1, 1.5, 'D5:1 E5:1 F#5:1', { unit: 0.5, hold: 0.7 });
  oboe.line(B + 3, 1.5, 'A4:1 B4:1 C#5:1', { unit: 0.5, hold: 0.7 });
  clarinet.line(B + 5, 1.5, 'F#5:1 D5:1 B4:1', { unit: 0.5, hold: 0.7 });
  flute.line(B + 7, 0, 'A5:1 B5:1 C#6:1 D6:1 C#6:1 A5:1', { unit: 0.5, hold: 0.8 });
  clarinet.dynamics([
    [B, 0, 64],
    [B + 7, 0, 64],
  ]);
  oboe.dynamics([[B, 0, 58]]);
  const head = MARA.tune.split(' | ').slice(0, 4).join(' ');
  const under = MARA.below.split(' | ').slice(0, 4).join(' ');
  flute.line(B + 8, 0, head, { unit: 0.5, hold: 0.94 });
  flute.line(B + 12, 0, MARA.clouded, { unit: 0.5, hold: 0.96 });
  clarinet.line(B + 8, 0, under, { unit: 0.5, hold: 0.94 });
  clarinet.line(
    B + 12,
    0,
    'F#4:1 A4:1 D5:1 D5:2 C#5:1 | G5:2 F5:1 D5:2 Bb4:1 | Bb4:1 A4:1 A4:1 G4:2 E4:1 | F4:3 F4:3',
    { unit: 0.5, hold: 0.96 },
  );
  bassoon.line(
    B + 8,
    0,
    'D3:3 A2:3 | D3:3 A2:3 | G2:3 D3:3 | A2:3 E3:3 | D3:3 A2:3 | G2:3 D3:3 | G2:3 A2:3 | D3:6',
    { unit: 0.5, hold: 0.8 },
  );
  flute.dynamics([
    [B + 7, 0, 52],
    [B + 8, 0, 64],
    [B + 10, 0, 74],
    [B + 13, 0, 70],
    [B + 14, 0, 54],
    [B + 15, 2.8, 24],
  ]);
  clarinet.dynamics([
    [B + 8, 0, 54],
    [B + 13, 0, 60],
    [B + 15, 2.8, 24],
  ]);
  bassoon.dynamics([
    [B + 8, 0, 56],
    [B + 13, 0, 54],
    [B + 15, 2.8, 26],
  ]);

  // C: woodwind runs that whip round the last bars.
  horn.line(C + 2, 0, 'r:1 D4:1 F4:1.5 E4:0.5 | D4:3', { hold: 1.01 });
  horn.dynamics([
    [C + 2, 0, 30],
    [C + 2, 2, 62],
    [C + 3, 3, 16],
  ]);
  STORM.slice(6).forEach((_, index) => {
    const runs = [
      'A4:1 D5:1 E5:1 F5:1 A5:1 F5:1 E5:1 D5:1 E5:1 F5:1 A5:1 D6:1 C6:1 A5:1 F5:1 A5:1',
      'G4:1 Bb4:1 D5:1 G5:1 Bb5:1 G5:1 D5:1 Bb4:1 D5:1 G5:1 Bb5:1 D6:1 C6:1 Bb5:1 A5:1 G5:1',
      'G4:1 Bb4:1 Eb5:1 G5:1 Bb5:1 G5:1 Eb5:1 G5:1 Bb5:1 G5:1 Bb5:1 Eb6:1 D6:1 Bb5:1 G5:1 Bb5:1',
      'A4:1 C#5:1 E5:1 G5:1 Bb5:1 G5:1 E5:1 G5:1 Bb5:1 C#6:1 Bb5:1 C#6:1 E6:1 C#6:1 E6:1 G6:1',
    ];
    flute.line(C + 6 + index, 0, runs[index] ?? '', { unit: 0.25, hold: 1, looseMs: 4 });
    clarinet.line(C + 6 + index, 0, runs[index] ?? '', { unit: 0.25, hold: 1, transpose: -12, looseMs: 4 });
  });
  flute.dynamics([
    [C + 6, 0, 44],
    [C + 9, 3.8, 118],
  ]);
  clarinet.dynamics([
    [C + 6, 0, 44],
    [C + 9, 3.8, 112],
  ]);

  // F: the English horn remembers two bars of the tune; the bassoon holds the wrong floor.
  horn.line(F + 4, 0, 'Eb4:2 F4:1 Eb4:2 A3:1 | D4:1 F4:1 A4:1 Bb4:2 A4:1', { unit: 0.5, hold: 1 });
  horn.dynamics([
    [F + 4, 0, 34],
    [F + 5, 1, 70],
    [F + 5, 2.9, 20],
  ]);
  bassoon.line(F + 3, 0, 'G2:6 | A2:6 | D3:6 | Db3:6', { unit: 0.5, hold: 1.01 });
  bassoon.dynamics([
    [F + 3, 0, 16],
    [F + 5, 0, 46],
    [F + 6, 2.8, 66],
  ]);

  // G: doubling the melody, then alone with it.
  flute.line(G, 0, LAMP.tune, { hold: 1.01, transpose: 12 });
  oboe.line(G, 0, LAMP.tune, { hold: 1.01 });
  clarinet.line(G, 0, LAMP.second, { hold: 1.01 });
  bassoon.line(G, 0, LAMP.bass, { hold: 1.01 });
  flute.dynamics([
    [G, 0, 74],
    [G + 1, 0, 92],
    [G + 2, 3, 54],
    [G + 3, 0, 8],
    [G + 4, 3, 4],
  ]);
  oboe.dynamics([
    [G, 0, 80],
    [G + 1, 0, 96],
    [G + 2, 3, 58],
    [G + 3, 3, 44],
    [G + 4, 3.5, 6],
  ]);
  clarinet.dynamics([
    [G, 0, 80],
    [G + 1, 0, 96],
    [G + 3, 3, 48],
    [G + 4, 3.5, 6],
  ]);
  bassoon.dynamics([
    [G, 0, 80],
    [G + 1, 0, 90],
    [G + 3, 3, 44],
    [G + 4, 3.5, 6],
  ]);
  // A grace of the tune over the last chord.
  flute.line(G + 4, 1, 'D6:0.5 F#6:0.5 A6:1.4', { hold: 1 });
  flute.dynamics([
    [G + 4, 0.9, 34],
    [G + 4, 2.4, 44],
    [G + 4, 3.4, 4],
  ]);
  return score;
}

/** Horns, trombones, tuba and trumpets. */
export function brass(): Part {
  const score = part(202);
  const horns = score.voice({ bank: 17, program: 60, pan: 46, breath: true });
  const hornsLow = score.voice({ bank: 17, program: 60, pan: 54, breath: true });
  const trombones = score.voice({ bank: 17, program: 57, pan: 78, breath: true });
  const tuba = score.voice({ bank: 17, program: 58, pan: 84, breath: true });
  const trumpets = score.voice({ bank: 17, program: 56, pan: 70, breath: true });
  const section = score.voice({ bank: 0, program: 61, pan: 64, volume: 104 });
  horns.advance(30);
  hornsLow.advance(30);

  horns.line(A + 1, 1, 'D4:2 A4:3 G4:1 | A4:4', { hold: 1.02 });
  hornsLow.line(A + 2, 0, 'D4:3 D4:1 | E4:2 C#4:1.8', { hold: 1.02 });
  horns.dynamics([
    [A + 1, 1, 34],
    [A + 2, 1, 66],
    [A + 3, 0, 58],
    [A + 3, 3.6, 20],
  ]);
  hornsLow.dynamics([
    [A + 2, 0, 36],
    [A + 3, 0, 54],
    [A + 3, 3.6, 20],
  ]);

  horns.line(
    C + 4,
    0,
    'D4:3 F4:1 | G4:2 E4:1 C4:1 | A4:3 G4:1 | D5:2 Bb4:1 G4:1 | Eb5:3 D5:1 | C#5:2 Bb4:1 A4:0.9',
    { hold: 1.02 },
  );
  hornsLow.line(C + 4, 0, 'Bb3:4 | C4:4 | D4:4 | D4:4 | Eb4:4 | E4:3.9', { hold: 1.02 });
  horns.dynamics([
    [C + 4, 0, 44],
    [C + 6, 0, 84],
    [C + 8, 0, 108],
    [C + 9, 3.8, 127],
  ]);
  hornsLow.dynamics([
    [C + 4, 0, 40],
    [C + 6, 0, 78],
    [C + 9, 3.8, 124],
  ]);
  trombones.line(C + 6, 0, 'D3+A3:4 | D3+G3:4 | Eb3+Bb3:4 | E3+A3+C#4:3.9', { hold: 1.01 });
  tuba.line(C + 6, 0, 'F2:4 | G2:4 | Bb1:4 | A1:3.9', { hold: 1.01 });
  trombones.dynamics([
    [C + 6, 0, 40],
    [C + 8, 0, 90],
    [C + 9, 3.8, 127],
  ]);
  tuba.dynamics([
    [C + 6, 0, 44],
    [C + 8, 0, 88],
    [C + 9, 3.8, 124],
  ]);
  trumpets.line(
    C + 8,
    0,
    'Bb4:0.5 Bb4:0.5 Eb5:1 Bb4:0.5 Bb4:0.5 G5:1 | A4:0.5 A4:0.5 E5:1 Bb4:0.5 C#5:0.5 Bb5:0.9',
    { hold: 0.85, looseMs: 5 },
  );
  trumpets.dynamics([
    [C + 8, 0, 84],
    [C + 9, 3.8, 122],
  ]);

  // E: stopped low brass breathes in with the dread; the blow itself.
  trombones.line(E + 2, 1, 'D3+Ab3:3', { hold: 1 });
  tuba.line(E + 2, 2, 'Eb2:2', { hold: 1 });
  trombones.dynamics([
    [E + 2, 1, 8],
    [E + 2, 3.4, 104],
    [F, 0, 104],
  ]);
  tuba.dynamics([
    [E + 2, 2, 10],
    [E + 2, 3.4, 100],
    [F, 0, 100],
  ]);
  section.note(F, 0, 'D2+D3+Eb3+A3+Bb3', 0.8, 127, { looseMs: 1 });
  section.dynamics([[F, 0, 127]]);
  horns.note(F, 0.02, 'D4+Eb4+A4', 1.6, 120, { looseMs: 1 });
  horns.dynamics([
    [F, 0, 127],
    [F, 0.5, 70],
    [F, 1.6, 10],
  ]);

  horns.line(F + 6, 0, 'A3:3 Db4:3', { unit: 0.5, hold: 1.01 });
  horns.dynamics([
    [F + 6, 0, 14],
    [F + 6, 2.9, 96],
  ]);
  trombones.line(F + 6, 0, 'Db3+F3+A3:6', { unit: 0.5, hold: 1 });
  trombones.dynamics([
    [F + 6, 0, 6],
    [F + 6, 2.9, 92],
  ]);

  horns.line(G, 0, LAMP.tune, { hold: 1.02, transpose: -12 });
  hornsLow.line(G, 0, LAMP.inner, { hold: 1.02 });
  trombones.line(G, 0, 'D3+F#3+A3:4 | G3+B3+D4:2 E3+G3+B3:2 | F#3+A3+D4:2 E3+A3+C#4:2', { hold: 1 });
  tuba.line(G, 0, LAMP.bass, { hold: 1, transpose: -12 });
  trumpets.line(G, 0, 'A4:2 D5:2 | D5:1.5 D5:0.5 B4:1 G4:1 | A4:2', { hold: 1 });
  section.note(G, 0, 'D3+A3+D4+F#4', 1.6, 100, { looseMs: 4 });
  horns.dynamics([
    [G, 0, 92],
    [G + 1, 0, 114],
    [G + 2, 3, 70],
    [G + 3, 2, 44],
    [G + 4, 0, 40],
    [G + 4, 3.5, 4],
  ]);
  hornsLow.dynamics([
    [G, 0, 88],
    [G + 1, 0, 108],
    [G + 2, 3, 64],
    [G + 3, 2, 40],
    [G + 4, 3.5, 4],
  ]);
  trombones.dynamics([
    [G, 0, 90],
    [G + 1, 0, 104],
    [G + 2, 3.9, 30],
  ]);
  tuba.dynamics([
    [G, 0, 88],
    [G + 1, 0, 100],
    [G + 2, 3.9, 30],
    [G + 4, 3.5, 6],
  ]);
  trumpets.dynamics([
    [G, 0, 76],
    [G + 1, 0, 92],
    [G + 2, 2, 30],
  ]);
  return score;
}
