import { type Part, part, type Voice } from './part.ts';
import { FIRST_BAR } from './time.ts';

const { A, B, C, E, F, G } = FIRST_BAR;

/** Strikes quickly repeated notes from one place to another with a swell: a roll. */
function roll(
  voice: Voice,
  name: string,
  bar: number,
  from: number,
  to: number,
  soft: number,
  loud: number,
): void {
  const strokes = Math.round((to - from) / 0.125);
  for (let stroke = 0; stroke < strokes; stroke++) {
    const way = stroke / Math.max(1, strokes - 1);
    voice.note(bar, from + stroke * 0.125, name, 0.3, soft + (loud - soft) * way * way, { looseMs: 8 });
  }
}

/** Glockenspiel, triangle, tambourine and cymbals. */
export function highPercussion(): Part {
  const score = part(301);
  const bells = score.voice({ bank: 0, program: 9, pan: 48, volume: 92 });
  const kit = score.voice({ bank: 128, program: 48, pan: 74, volume: 104 });
  const reverse = score.voice({ bank: 0, program: 119, pan: 64, volume: 96 });

  bells.line(A + 2, 2, 'D6:0.5 A6:1.5 | E6:2', { from: 44 });
  // Triangle (81, A5) on the dance's lifts; tambourine (54, F#3) when the winds take over.
  for (let bar = 0; bar < 15; bar++) {
    kit.line(B + bar, 0, 'A5:3 r:2 A5:1', { unit: 0.5, from: bar < 8 ? 46 : 36, hold: 0.8 });
    if (bar >= 4 && bar < 12) kit.line(B + bar, 0, 'r:3 F#3:1 r:1 F#3:1', { unit: 0.5, from: 34, hold: 0.8 });
  }
  bells.line(B + 4, 0, 'D6:3 F#6:3 | D6:6 | B5:3 E6:3 | D6:6', { unit: 0.5, from: 46 });
  bells.line(B + 15, 0, 'D6:3', { unit: 0.5, from: 32 });

  // Suspended-cymbal rolls (crash 49, C#3) into the storm's corners; last one is cut by the dark.
  roll(kit, 'C#3', C + 3, 2, 4, 8, 62);
  roll(kit, 'C#3', C + 5, 2, 4, 8, 76);
  roll(kit, 'C#3', C + 8, 0, 4, 8, 92);
  roll(kit, 'C#3', C + 9, 0, 4, 40, 118);
  kit.note(C + 6, 0, 'A3', 4, 92);
  kit.note(C + 8, 0, 'A3', 4, 104);
  for (let bar = 6; bar < 10; bar++) {
    kit.line(C + bar, 0, 'D3:1 r:1 D3:1 D3:1 r:1 D3:1 D3:1 D3:1', {
      unit: 0.5,
      from: 44 + bar * 5,
      hold: 0.5,
      looseMs: 5,
    });
  }
  kit.control(11, [[A, 0, 110]]);

  // A breath drawn backwards towards the wave, and the metal of the blow.
  reverse.note(E + 2, 1.5, 'C4', 2.6, 96, { looseMs: 0 });
  kit.note(F, 0, 'C#3+A3', 3, 127, { looseMs: 1 });
  bells.line(F + 4, 0, 'r:5 A6:1 | r:6 | Db6:3', { unit: 0.5, from: 26 });

  roll(kit, 'C#3', F + 6, 0.5, 3, 6, 96);
  kit.note(G, 0, 'A3+C#3', 4, 112, { looseMs: 2 });
  kit.note(G + 1, 0, 'A3', 4, 84);
  bells.line(G, 0, 'D6:2 A6:2 | B6:1.5 A6:0.5 G6:1 E6:1', { from: 56 });
  bells.line(G + 4, 0, 'r:1 D6:0.5 F#6:0.5 A6:2', { from: 38, to: 30 });
  return score;
}

/** Timpani, concert bass drum, taiko. */
export function lowPercussion(): Part {
  const score = part(302);
  const timpani = score.voice({ bank: 0, program: 47, pan: 70, volume: 112 });
  const drum = score.voice({ bank: 8, program: 116, pan: 60, volume: 118 });
  const taiko = score.voice({ bank: 0, program: 116, pan: 52, volume: 112 });

  drum.note(A, 0, 'C2', 3, 34);
  drum.note(A + 2, 0, 'C2', 3, 42);
  roll(timpani, 'A2', A + 3, 1, 4, 12, 44);
  timpani.line(B, 0, 'D3:6', { unit: 0.5, from: 54 });
  timpani.line(B + 4, 0, 'D3:3 A2:3', { unit: 0.5, from: 44 });

  // The build: heartbeats, then a march, then everything.
  for (let bar = 0; bar < 10; bar++) {
    const strength = 38 + bar * 8.5;
    drum.note(C + bar, 0, 'C2', 2, strength, { looseMs: 5 });
    if (bar >= 2)
      taiko.line(C + bar, 0, 'C3:1 r:1 r:1 C3:1', { from: strength * 0.8, hold: 0.9, looseMs: 6 });
    if (bar >= 4)
      taiko.line(C + bar, 0, 'r:3 G2:1 r:2 G2:1 C3:1', {
        unit: 0.5,
        from: strength * 0.75,
        hold: 0.9,
        looseMs: 6,
      });
    if (bar >= 7)
      taiko.line(C + bar, 0, 'G2:1 C3:1 G2:1 C3:1 G2:1 C3:1 G2:1 C3:1', {
        unit: 0.5,
        from: strength * 0.6,
        to: strength,
        hold: 0.8,
        looseMs: 5,
      });
  }
  roll(timpani, 'D3', C + 6, 2, 4, 20, 70);
  roll(timpani, 'G2', C + 7, 0, 4, 30, 84);
  roll(timpani, 'Bb2', C + 8, 0, 4, 50, 100);
  roll(timpani, 'A2', C + 9, 0, 3.9, 70, 126);

  // A heart under the second bar of the look, quickening, stopped with the rest.
  for (const [bar, beat, strength] of [
    [1, 2, 30],
    [1, 2.6, 22],
    [2, 0, 42],
    [2, 0.55, 32],
    [2, 1.5, 54],
    [2, 2, 44],
    [2, 2.75, 70],
    [2, 3.1, 60],
  ] as const)
    drum.note(E + bar, beat, 'C2', 0.6, strength, { looseMs: 3 });
  roll(timpani, 'Eb3', E + 2, 1.5, 4, 8, 92);

  drum.note(F, 0, 'C2+G1', 3, 127, { looseMs: 1 });
  taiko.note(F, 0, 'C3+G2+C2', 3, 127, { looseMs: 1 });
  timpani.note(F, 0, 'D3', 3, 124, { looseMs: 1 });
  for (let bar = 1; bar < 6; bar++) {
    drum.note(F + bar, 0, 'C2', 1.2, 46 - bar, { looseMs: 8 });
    drum.note(F + bar, 0.5, 'C2', 1, 34 - bar, { looseMs: 8 });
  }
  roll(timpani, 'A2', F + 6, 0, 3, 6, 100);
  timpani.note(G, 0, 'D3', 2, 112);
  drum.note(G, 0, 'C2', 3, 110);
  timpani.line(G + 1, 0, 'G2:2 E2:2 | F#2:2 A2:1', { from: 74, to: 50 });
  roll(timpani, 'D3', G + 4, 0, 2.5, 26, 8);
  return score;
}
