import { type Part, part } from './part.ts';
import { CLOUDED_HARMONY, LAMP, MARA_HARMONY, STORM } from './themes.ts';
import { FIRST_BAR } from './time.ts';

const { A, B, C, E, F, G } = FIRST_BAR;

/** Violins I and II and violas: the held air of the opening, the climb of the storm, the dawn's melody. */
export function highStrings(): Part {
  const score = part(101);
  const first = score.voice({ bank: 21, program: 49, pan: 40, breath: true });
  const second = score.voice({ bank: 26, program: 49, pan: 54, breath: true });
  const violas = score.voice({ bank: 31, program: 49, pan: 76, breath: true });
  const pizzicato = score.voice({ bank: 20, program: 45, pan: 44, volume: 104 });
  const tremolo = score.voice({ bank: 21, program: 44, pan: 42, breath: true });
  const tremoloLow = score.voice({ bank: 31, program: 44, pan: 72, breath: true });
  for (const slow of [first, second, violas]) slow.advance(70);

  // A: one high A out of nothing, the harmony gathering under it.
  first.line(A, 1, 'A5:7 | B5:4 A5:3.2', { hold: 1.02 });
  second.line(A + 1, 0, 'E5:4 | D5:4 | D5:2 C#5:2', { hold: 1.02 });
  violas.line(A + 1, 0, 'A4:4 | G4:4 | A4:4', { hold: 1.02 });
  first.dynamics([
    [A, 0, 12],
    [A + 1, 3, 52],
    [A + 2, 2, 74],
    [A + 3, 3.9, 40],
  ]);
  second.dynamics([
    [A, 0, 20],
    [A + 2, 2, 66],
    [A + 3, 3.9, 40],
  ]);
  violas.dynamics([
    [A, 0, 24],
    [A + 2, 2, 68],
    [A + 3, 3.9, 44],
  ]);

  // B: plucked off-beats below the celesta, then a bowed line over the winds.
  for (let bar = 0; bar < 16; bar++) {
    const chord = (bar < 12 ? MARA_HARMONY[bar % 8] : CLOUDED_HARMONY[bar - 12])?.[2] ?? 'D4';
    pizzicato.line(B + bar, 0, `r:2 ${chord}:1 r:2 ${chord}:1`, {
      unit: 0.5,
      from: 56,
      hold: 0.6,
      transpose: 12,
      looseMs: 7,
    });
  }
  pizzicato.dynamics([
    [B, 0, 96],
    [B + 8, 0, 74],
    [B + 13, 0, 62],
    [B + 15, 0, 46],
  ]);
  first.line(B + 8, 0, 'A5:6 | A5:3 F#5:3 | G5:6 | A5:6 | A5:6 | Bb5:6 | A5:3 G5:3 | F5:6', {
    unit: 0.5,
    hold: 1.02,
  });
  second.line(B + 8, 0, 'F#5:6 | D5:6 | D5:6 | C#5:6 | F#5:6 | G5:6 | D5:3 C#5:3 | D5:6', {
    unit: 0.5,
    hold: 1.02,
  });
  first.dynamics([
    [B + 8, 0, 26],
    [B + 10, 0, 48],
    [B + 13, 0, 56],
    [B + 15, 2.8, 22],
  ]);
  second.dynamics([
    [B + 8, 0, 24],
    [B + 10, 0, 44],
    [B + 13, 0, 54],
    [B + 15, 2.8, 24],
  ]);

  // C: ten bars that only go up.
  STORM.forEach((bar, index) => {
    first.line(C + index, 0, bar.top, { hold: 1.03 });
    const [low = 'D4', high = 'A4'] = bar.middle.split('+');
    second.note(C + index, 0, high, 4, 84, { hold: 1.02 });
    violas.note(C + index, 0, low, 4, 84, { hold: 1.02 });
    if (index >= 6) {
      tremolo.line(C + index, 0, bar.top, { hold: 1.02 });
      tremoloLow.note(C + index, 0, bar.middle, 4, 84, { hold: 1.02 });
    }
  });
  first.dynamics([
    [C, 0, 18],
    [C + 3, 0, 52],
    [C + 3, 3.9, 44],
    [C + 6, 0, 84],
    [C + 9, 0, 112],
    [C + 9, 3.8, 127],
  ]);
  second.dynamics([
    [C, 0, 18],
    [C + 3, 0, 50],
    [C + 6, 0, 80],
    [C + 9, 3.8, 127],
  ]);
  violas.dynamics([
    [C, 0, 24],
    [C + 3, 0, 52],
    [C + 6, 0, 80],
    [C + 9, 3.8, 127],
  ]);
  tremolo.dynamics([
    [C + 6, 0, 28],
    [C + 8, 0, 78],
    [C + 9, 3.8, 124],
  ]);
  tremoloLow.dynamics([
    [C + 6, 0, 28],
    [C + 8, 0, 78],
    [C + 9, 3.8, 122],
  ]);

  // E: two bars of almost nothing, a semitone apart, then the dread that is snatched away before the wave.
  tremolo.line(E + 1, 0, 'A6:4 | A6+Bb6:4', { hold: 1 });
  tremoloLow.line(E + 1, 2, 'D5+Eb5:2 | D5+Eb5+G#5:4', { hold: 1 });
  second.line(E + 2, 0, 'Eb5:2 F#5:1 A5:1', { hold: 1.04 });
  tremolo.dynamics([
    [E + 1, 0, 5],
    [E + 2, 0, 36],
    [E + 2, 3.4, 112],
    [F, 0, 112],
  ]);
  tremoloLow.dynamics([
    [E + 1, 2, 8],
    [E + 2, 0, 40],
    [E + 2, 3.4, 112],
    [F, 0, 112],
  ]);
  second.dynamics([
    [E + 2, 0, 30],
    [E + 2, 3.4, 110],
  ]);

  // F: the blow, then a cold high line over the tune.
  tremolo.note(F, 0.25, 'D5+Eb5+A5+Bb5', 2.2, 120);
  tremolo.dynamics([
    [F, 0.25, 127],
    [F, 0.8, 70],
    [F, 2.4, 10],
  ]);
  first.line(F + 1, 0, 'A6:12 | Bb6:6 A6:6 | A6:6 | Ab6:6', { unit: 0.5, hold: 1.01 });
  violas.line(F + 3, 0, 'G4:6 | A4:6 | F4:6 | F4:6', { unit: 0.5, hold: 1.01 });
  first.dynamics([
    [F + 1, 0, 4],
    [F + 2, 0, 30],
    [F + 5, 0, 40],
    [F + 6, 2.8, 58],
  ]);
  violas.dynamics([
    [F + 3, 0, 12],
    [F + 5, 0, 44],
    [F + 6, 2.8, 70],
  ]);

  // G: light.
  first.line(G, 0, LAMP.tune, { hold: 1.03 });
  second.line(G, 0, LAMP.second, { hold: 1.03 });
  violas.line(G, 0, LAMP.inner, { hold: 1.02 });
  first.dynamics([
    [G, 0, 96],
    [G + 1, 0, 122],
    [G + 2, 0, 100],
    [G + 3, 0, 64],
    [G + 4, 0, 50],
    [G + 4, 3.8, 6],
  ]);
  second.dynamics([
    [G, 0, 92],
    [G + 1, 0, 116],
    [G + 2, 0, 96],
    [G + 3, 0, 60],
    [G + 4, 0, 48],
    [G + 4, 3.8, 6],
  ]);
  violas.dynamics([
    [G, 0, 92],
    [G + 1, 0, 116],
    [G + 2, 0, 96],
    [G + 3, 0, 58],
    [G + 4, 0, 46],
    [G + 4, 3.8, 6],
  ]);
  return score;
}

/** Celli and basses: pedal, plucked dance bass, ostinato, the floor of the dawn. */
export function lowStrings(): Part {
  const score = part(102);
  const celli = score.voice({ bank: 41, program: 49, pan: 84, breath: true });
  const basses = score.voice({ bank: 51, program: 49, pan: 92, breath: true });
  const pizzicato = score.voice({ bank: 50, program: 45, pan: 88, volume: 112 });
  const plucked = score.voice({ bank: 40, program: 45, pan: 80, volume: 104 });
  const ostinato = score.voice({ bank: 40, program: 48, pan: 82, volume: 104 });
  const ostinatoLow = score.voice({ bank: 50, program: 48, pan: 90, volume: 100 });
  for (const slow of [celli, basses]) slow.advance(60);

  celli.line(A, 0, 'D3:8 | D3+G3:4 | E3+A3:4', { hold: 1.02 });
  basses.line(A, 0, 'D2:12 | A1:4', { hold: 1.02 });
  celli.dynamics([
    [A, 0, 10],
    [A + 1, 0, 44],
    [A + 2, 2, 76],
    [A + 3, 3.9, 30],
  ]);
  basses.dynamics([
    [A, 0, 16],
    [A + 1, 0, 48],
    [A + 2, 2, 70],
    [A + 3, 3.9, 30],
  ]);

  for (let bar = 0; bar < 16; bar++) {
    const [bass, fifth] = (bar < 12 ? MARA_HARMONY[bar % 8] : CLOUDED_HARMONY[bar - 12]) ?? ['D3', 'A2'];
    pizzicato.line(B + bar, 0, `${bass}:3 ${fifth}:3`, {
      unit: 0.5,
      from: 78,
      hold: 0.7,
      transpose: 0,
      looseMs: 6,
    });
    plucked.line(B + bar, 0, `${bass}:3 r:3`, { unit: 0.5, from: 66, hold: 0.6, transpose: 12, looseMs: 6 });
  }
  pizzicato.dynamics([
    [B, 0, 100],
    [B + 8, 0, 80],
    [B + 13, 0, 72],
    [B + 15, 0, 60],
  ]);
  plucked.dynamics([
    [B, 0, 88],
    [B + 8, 0, 66],
    [B + 15, 0, 50],
  ]);
  // The only bowed bass of the dance arrives when the tune clouds.
  celli.line(B + 13, 0, 'G3:6 | F3:3 E3:3 | D3:6', { unit: 0.5, hold: 1.02 });
  celli.dynamics([
    [B + 13, 0, 10],
    [B + 14, 0, 46],
    [B + 15, 2.8, 36],
  ]);

  STORM.forEach((bar, index) => {
    const strength = 46 + index * 6.5;
    ostinato.line(C + index, 0, bar.cell, {
      unit: 0.5,
      from: strength,
      to: strength + 6,
      hold: 0.62,
      looseMs: 6,
    });
    if (index >= 5)
      ostinatoLow.line(C + index, 0, bar.cell, {
        unit: 0.5,
        from: strength,
        hold: 0.6,
        transpose: -12,
        looseMs: 6,
      });
    basses.note(C + index, 0, bar.bass, 4, 84, { hold: 1.02 });
    if (index >= 4) celli.note(C + index, 0, bar.bass, 4, 84, { hold: 1.02, transpose: 12 });
  });
  ostinato.dynamics([
    [C, 0, 66],
    [C + 4, 0, 88],
    [C + 9, 3.8, 127],
  ]);
  ostinatoLow.dynamics([
    [C + 5, 0, 70],
    [C + 9, 3.8, 120],
  ]);
  basses.dynamics([
    [C, 0, 30],
    [C + 4, 0, 66],
    [C + 9, 3.8, 127],
  ]);
  celli.dynamics([
    [C + 4, 0, 40],
    [C + 7, 0, 86],
    [C + 9, 3.8, 127],
  ]);

  // E: the floor comes back a bar after the solo cello, and leans in.
  basses.line(E + 1, 0, 'D2:4 | Eb2:4', { hold: 1.02 });
  celli.line(E + 2, 0, 'D3+Eb3:4', { hold: 1 });
  basses.dynamics([
    [E + 1, 0, 4],
    [E + 2, 0, 40],
    [E + 2, 3.4, 112],
    [F, 0, 112],
  ]);
  celli.dynamics([
    [E + 2, 0, 12],
    [E + 2, 3.4, 112],
    [F, 0, 112],
  ]);
  ostinatoLow.note(F, 0, 'D2+Eb2', 0.5, 120, { looseMs: 1 });
  basses.note(F, 0.25, 'D2', 3.4, 110);
  basses.dynamics([
    [F, 0.25, 122],
    [F, 1.5, 70],
    [F, 3.8, 24],
  ]);

  basses.line(F + 1, 0, 'D2:12 | G1:6 | A1:6 | D2:6 | Db2:6', { unit: 0.5, hold: 1.02 });
  celli.line(F + 1, 0, 'D3+A3:12 | D3+G3:6 | Eb3+A3:6 | D3+F3:6 | Db3+F3:6', { unit: 0.5, hold: 1.02 });
  basses.dynamics([
    [F + 1, 0, 34],
    [F + 4, 0, 60],
    [F + 5, 0, 48],
    [F + 6, 2.8, 90],
  ]);
  celli.dynamics([
    [F + 1, 0, 14],
    [F + 3, 0, 50],
    [F + 5, 0, 40],
    [F + 6, 2.8, 92],
  ]);

  celli.line(G, 0, LAMP.bass, { hold: 1.02 });
  basses.line(G, 0, LAMP.bass, { hold: 1.02, transpose: -12 });
  celli.dynamics([
    [G, 0, 100],
    [G + 1, 0, 118],
    [G + 2, 3, 80],
    [G + 3, 3, 54],
    [G + 4, 0, 50],
    [G + 4, 3.8, 6],
  ]);
  basses.dynamics([
    [G, 0, 100],
    [G + 1, 0, 116],
    [G + 2, 3, 74],
    [G + 3, 3, 50],
    [G + 4, 0, 46],
    [G + 4, 3.8, 6],
  ]);
  return score;
}

/** The solo cello: Mara's look, what she does not say on the dark stair, and the last word. */
export function soloCello(): Part {
  const score = part(103);
  const cello = score.voice({ bank: 17, program: 42, pan: 64, breath: true });
  // The sampled bow speaks some 35 ms after its note; the sound, not the event, belongs on the look.
  cello.advance(35);
  cello.line(E, 0, 'D4:2.5 Eb4:0.75 D4:0.75 | Bb3:2 A3:1.5', { hold: 1.02, looseMs: 0 });
  cello.dynamics([
    [E, 0, 44],
    [E, 0.7, 70],
    [E, 2, 100],
    [E, 2.9, 84],
    [E + 1, 0, 88],
    [E + 1, 2, 62],
    [E + 1, 3.3, 6],
  ]);
  cello.control(1, [
    [E, 0, 0],
    [E, 0.8, 8],
    [E, 2, 56],
    [E, 2.5, 40],
    [E + 1, 0, 50],
    [E + 1, 3, 10],
  ]);
  cello.line(F + 3, 1.5, 'D4:3 | C4:3 A3:3 | F4:3 E4:3 | Eb4:6', { unit: 0.5, hold: 1.02, looseMs: 6 });
  cello.dynamics([
    [F + 3, 1.5, 26],
    [F + 4, 0, 70],
    [F + 5, 0, 92],
    [F + 6, 0, 86],
    [F + 6, 2.8, 40],
  ]);
  cello.control(1, [
    [F + 3, 1.5, 0],
    [F + 4, 0, 40],
    [F + 6, 0, 60],
    [F + 6, 2.8, 20],
  ]);
  cello.line(G + 3, 0, 'D4:1 F#4:1 E4:1 C#4:1 | D4:0.75 A3:3', { hold: 1.02, looseMs: 8 });
  cello.dynamics([
    [G + 3, 0, 50],
    [G + 3, 2, 84],
    [G + 4, 0, 78],
    [G + 4, 1.2, 84],
    [G + 4, 3.4, 4],
  ]);
  cello.control(1, [
    [G + 3, 0, 20],
    [G + 4, 1, 54],
    [G + 4, 3, 10],
  ]);
  return score;
}
