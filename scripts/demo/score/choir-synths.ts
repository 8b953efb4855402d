import { type Part, part } from './part.ts';
import { STORM } from './themes.ts';
import { FIRST_BAR } from './time.ts';

const { A, B, C, E, F, G } = FIRST_BAR;

/** Choir. `rear` is the second half of the singers, written and seeded apart, for the back of the room. */
export function choir(rear: boolean): Part {
  const score = part(rear ? 502 : 501);
  const women = score.voice({ bank: 17, program: 52, pan: rear ? 84 : 44, breath: true });
  const men = score.voice({ bank: 17, program: 53, pan: rear ? 40 : 86, breath: true });
  women.advance(80);
  men.advance(80);
  men.line(A + 2, 0, 'D3+G3:4 | E3+A3:3.6', { hold: 1.02 });
  men.dynamics([
    [A + 2, 0, 6],
    [A + 3, 0, 40],
    [A + 3, 3.6, 8],
  ]);
  STORM.slice(5).forEach((bar, index) => {
    women.note(C + 5 + index, 0, bar.middle, 4, 84, { hold: 1.02 });
    men.note(C + 5 + index, 0, bar.bass, 4, 84, { hold: 1.02, transpose: 12 });
  });
  women.dynamics([
    [C + 5, 0, 14],
    [C + 7, 0, 76],
    [C + 9, 3.8, 124],
  ]);
  men.dynamics([
    [C + 5, 0, 20],
    [C + 7, 0, 80],
    [C + 9, 3.8, 124],
  ]);
  // A cluster that opens while nothing else moves.
  men.line(E + 1, 0, rear ? 'r:1 Eb3:3 | D3+Eb3:4' : 'D3:4 | D3+A3:4', { hold: 1.01 });
  women.line(E + 2, 0, rear ? 'Eb4+F4:4' : 'D4+A4:4', { hold: 1 });
  men.dynamics([
    [E + 1, 0, 6],
    [E + 2, 0, 50],
    [E + 2, 3.4, 116],
    [F, 0, 116],
  ]);
  women.dynamics([
    [E + 2, 0, 10],
    [E + 2, 3.4, 112],
    [F, 0, 112],
  ]);
  women.note(F, 0.02, 'D5+Eb5+A5', 1.5, 120, { looseMs: 2 });
  women.dynamics([
    [F, 0.02, 127],
    [F, 1.4, 6],
  ]);
  men.line(F + 1, 0, 'D3:12 | D3+Eb3:12 | D3+F3:6 | Db3+F3:6', { unit: 0.5, hold: 1.02 });
  men.dynamics([
    [F + 1, 0, 6],
    [F + 2, 0, 40],
    [F + 4, 0, 58],
    [F + 6, 2.8, 96],
  ]);
  women.line(F + 5, 0, 'A4+D5:6 | Ab4+Db5:6', { unit: 0.5, hold: 1.02 });
  women.dynamics([
    [F + 5, 0, 8],
    [F + 6, 2.8, 90],
  ]);
  women.line(
    G,
    0,
    rear
      ? 'F#4+D5:4 | G4+D5:2 G4+B4:2 | A4+D5:2 A4+C#5:2 | F#4+B4:2 G4+B4:1 E4+A4:1 | F#4+A4:3.6'
      : 'A4+F#5:4 | B4+G5:2 B4+E5:2 | D5+F#5:2 C#5+E5:2 | B4+D5:2 B4+D5:1 A4+C#5:1 | A4+D5:3.6',
    { hold: 1.02 },
  );
  men.line(G, 0, 'D3+A3:4 | G3+D4:2 E3+B3:2 | F#3+A3:2 A3+E4:2 | B3+F#3:2 G3+D4:1 A3+E3:1 | D3+A3:3.6', {
    hold: 1.02,
  });
  women.dynamics([
    [G, 0, 84],
    [G + 1, 0, 112],
    [G + 2, 3, 74],
    [G + 3, 3, 36],
    [G + 4, 0, 40],
    [G + 4, 3.6, 4],
  ]);
  men.dynamics([
    [G, 0, 86],
    [G + 1, 0, 110],
    [G + 2, 3, 70],
    [G + 3, 3, 36],
    [G + 4, 0, 40],
    [G + 4, 3.6, 4],
  ]);
  return score;
}

/** Warm pad; `rear` answers the front with another voicing. */
export function pad(rear: boolean): Part {
  const score = part(rear ? 512 : 511);
  const warm = score.voice({ bank: 17, program: 89, pan: rear ? 86 : 42, breath: true });
  const air = score.voice({ bank: 17, program: rear ? 91 : 94, pan: rear ? 40 : 88, breath: true });
  warm.line(A, 0, rear ? 'A3:8 | B3:4 | A3:4' : 'D3+A3:8 | D3+G3:4 | E3+A3:4', { hold: 1.03 });
  warm.dynamics([
    [A, 0, 8],
    [A + 1, 0, 56],
    [A + 2, 0, 70],
    [A + 3, 3.8, 34],
  ]);
  air.line(A, 2, rear ? 'E5:6 | D5:4 | E5:4' : 'A4:6 | G4:4 | A4:4', { hold: 1.03 });
  air.dynamics([
    [A, 2, 4],
    [A + 2, 0, 48],
    [A + 3, 3.8, 16],
  ]);
  warm.line(B + 13, 0, rear ? 'D4:6 | C#4:6 | D4:6' : 'G3:6 | G3:6 | F3:6', { unit: 0.5, hold: 1.04 });
  warm.dynamics([
    [B + 13, 0, 6],
    [B + 15, 2, 44],
  ]);
  for (const [index, bar] of STORM.entries()) {
    warm.note(C + index, 0, rear ? (bar.middle.split('+')[1] ?? 'A4') : bar.bass, 4, 84, {
      hold: 1.03,
      transpose: rear ? 0 : 12,
    });
  }
  warm.dynamics([
    [C, 0, 44],
    [C + 4, 0, 66],
    [C + 9, 3.8, 112],
  ]);
  air.line(E + 1, 0, rear ? 'Bb4:4 | A4+Bb4:4' : 'D4:4 | D4+Eb4:4', { hold: 1 });
  air.dynamics([
    [E + 1, 0, 5],
    [E + 2, 3.4, 96],
    [F, 0, 96],
  ]);
  warm.line(F + 1, 0, rear ? 'A3:12 | Bb3:6 | Eb4:6 | D4:6 | F4:6' : 'D3:12 | G3:6 | A3:6 | D3:6 | Db3:6', {
    unit: 0.5,
    hold: 1.03,
  });
  warm.dynamics([
    [F + 1, 0, 10],
    [F + 3, 0, 56],
    [F + 5, 0, 50],
    [F + 6, 2.9, 84],
  ]);
  warm.line(
    G,
    0,
    rear
      ? 'F#4:4 | G4:4 | A4:4 | B4:2 A4:2 | A4:4'
      : 'D3+A3:4 | G3+D4:4 | A3+D4:4 | B3+F#4:2 A3+G4:2 | D3+F#3+A3:4',
    { hold: 1.03 },
  );
  warm.dynamics([
    [G, 0, 76],
    [G + 1, 0, 92],
    [G + 3, 0, 56],
    [G + 4, 0, 60],
    [G + 4, 3.8, 6],
  ]);
  air.line(G + 3, 0, rear ? 'D5:2 E5:2 | F#5:4' : 'B4:2 A4:2 | D5:4', { hold: 1.03 });
  air.dynamics([
    [G + 3, 0, 10],
    [G + 4, 1, 54],
    [G + 4, 3.8, 4],
  ]);
  return score;
}

/** Pulse: a muted synth that ticks through the build and returns as the thing in the room. */
export function pulse(): Part {
  const score = part(521);
  const left = score.voice({ bank: 0, program: 38, pan: 22, volume: 108 });
  const right = score.voice({ bank: 20, program: 81, pan: 106, volume: 70 });
  STORM.forEach((bar, index) => {
    const strength = 44 + index * 6;
    const low = bar.cell.split(':')[0] ?? 'D3';
    left.line(
      C + index,
      0,
      Array.from({ length: 16 }, (_, step) => (step % 4 === 3 ? 'r:1' : `${low}:1`)).join(' '),
      { unit: 0.25, from: strength, to: strength + 6, hold: 0.5, transpose: -12, looseMs: 1 },
    );
    right.line(
      C + index,
      0,
      Array.from({ length: 16 }, (_, step) => (step % 4 === 3 ? `${low}:1` : 'r:1')).join(' '),
      { unit: 0.25, from: strength, hold: 0.4, looseMs: 1 },
    );
  });
  left.dynamics([
    [C, 0, 40],
    [C + 4, 0, 78],
    [C + 9, 3.8, 120],
  ]);
  right.dynamics([
    [C, 0, 20],
    [C + 4, 0, 58],
    [C + 9, 3.8, 96],
  ]);
  left.line(E + 1, 0, Array.from({ length: 16 }, (_, step) => (step % 2 === 0 ? 'D2:1' : 'r:1')).join(' '), {
    unit: 0.5,
    from: 36,
    to: 96,
    hold: 0.5,
    looseMs: 1,
  });
  left.dynamics([
    [E + 1, 0, 24],
    [E + 2, 3.4, 116],
    [F, 0, 110],
  ]);
  left.line(F + 1, 0, Array.from({ length: 12 }, () => 'D2:1 D2:1 r:1').join(' '), {
    unit: 0.5,
    from: 40,
    to: 52,
    hold: 0.5,
    looseMs: 2,
  });
  left.dynamics([
    [F + 1, 0, 40],
    [F + 5, 0, 62],
    [F + 6, 2.9, 80],
  ]);
  return score;
}
