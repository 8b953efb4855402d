import { join } from 'node:path';
import { FILM_SAMPLES, frameToSample, RATE } from '../plan.ts';
import { run } from '../tools.ts';
import { buildRoom, inRoom, type Room } from './hall.ts';
import { filter } from './shape.ts';
import { fromDb, mixInto, readSound } from './wav.ts';

/** A spoken line: who, when it starts, what, how fast, how loud against the others, and how much of which room. */
export interface SpokenLine {
  readonly who: 'mara' | 'keeper';
  readonly frame: number;
  readonly text: string;
  readonly stretch: number;
  readonly levelDb: number;
  readonly room: 'cottage' | 'stair' | 'open';
  readonly wet: number;
}

/** The dialogue of the film. */
export const LINES: readonly SpokenLine[] = [
  {
    who: 'mara',
    frame: 588,
    text: 'Supper. And a new wick. You always forget the wick.',
    stretch: 1.1,
    levelDb: 0,
    room: 'cottage',
    wet: 0.12,
  },
  {
    who: 'keeper',
    frame: 716,
    text: 'I forget it, so that you will come.',
    stretch: 1.16,
    levelDb: 0,
    room: 'cottage',
    wet: 0.12,
  },
  {
    who: 'keeper',
    frame: 822,
    text: 'Forty years. It has never once gone dark.',
    stretch: 1.18,
    levelDb: 0,
    room: 'stair',
    wet: 0.3,
  },
  { who: 'mara', frame: 918, text: 'And if it does?', stretch: 1.06, levelDb: 0, room: 'stair', wet: 0.3 },
  {
    who: 'keeper',
    frame: 952,
    text: 'Then the sea comes in.',
    stretch: 1.22,
    levelDb: 0,
    room: 'stair',
    wet: 0.3,
  },
  { who: 'mara', frame: 1574, text: 'Grandfather?', stretch: 1.2, levelDb: -3, room: 'stair', wet: 0.35 },
  { who: 'keeper', frame: 1890, text: 'Light it, Mara.', stretch: 1.3, levelDb: -5, room: 'stair', wet: 0.8 },
  { who: 'keeper', frame: 2300, text: 'Forty years.', stretch: 1.25, levelDb: -1, room: 'open', wet: 0.06 },
  { who: 'mara', frame: 2346, text: 'And one night.', stretch: 1.15, levelDb: -1, room: 'open', wet: 0.06 },
];

const ROOMS = {
  cottage: { seconds: 0.35, preDelayMs: 4, dullness: 0.6, earlyGain: 0.7, seed: 7101 },
  stair: { seconds: 1.7, preDelayMs: 14, dullness: 0.5, earlyGain: 0.4, seed: 7102 },
  open: { seconds: 0.25, preDelayMs: 2, dullness: 0.8, earlyGain: 0.5, seed: 7103 },
} as const;

function speak(line: SpokenLine, path: string): Float32Array {
  if (line.who === 'mara') {
    const text = JSON.stringify(line.text);
    run(
      'festival',
      ['--pipe'],
      `(voice_cmu_us_slt_arctic_hts)\n(Parameter.set 'Duration_Stretch ${line.stretch})\n(utt.save.wave (utt.synth (Utterance Text ${text})) ${JSON.stringify(path)} 'riff)\n`,
    );
  } else {
    // awb is a Scottish speaker; lowered and slowed he is old enough to have kept a lamp for forty years.
    run('flite', [
      '-voice',
      'awb',
      '--setf',
      `duration_stretch=${line.stretch}`,
      '--setf',
      'int_f0_target_mean=92',
      '--setf',
      'int_f0_target_stddev=19',
      '-t',
      line.text,
      '-o',
      path,
    ]);
  }
  return readSound(path, 1)[0] ?? new Float32Array(0);
}

/** Mean level of the spoken parts: 20 ms windows within 25 dB of the loudest. */
function speechLevel(sound: Float32Array): number {
  const window = RATE / 50;
  const powers: number[] = [];
  for (let start = 0; start + window <= sound.length; start += window) {
    let sum = 0;
    for (const value of sound.subarray(start, start + window)) sum += value * value;
    powers.push(sum / window);
  }
  const loudest = Math.max(...powers, 1e-12);
  const active = powers.filter((power) => power > loudest * 10 ** -2.5);
  return Math.sqrt(active.reduce((sum, power) => sum + power, 0) / Math.max(1, active.length));
}

/** Evens out level: 2.5:1 above the speech level, 4 ms attack, 120 ms release; rounds the last peaks off. */
function steady(sound: Float32Array, level: number): Float32Array {
  const out = new Float32Array(sound.length);
  const attack = Math.exp(-1 / (0.004 * RATE));
  const release = Math.exp(-1 / (0.12 * RATE));
  let follower = 0;
  for (let index = 0; index < sound.length; index++) {
    const value = (sound[index] ?? 0) / level;
    const magnitude = Math.abs(value);
    follower = magnitude + (follower - magnitude) * (magnitude > follower ? attack : release);
    const gain = follower > 1 ? follower ** -0.6 : 1;
    out[index] = 3.2 * Math.tanh((value * gain) / 3.2);
  }
  return out;
}

/** Cleans, brightens and places a voice: rumble out, mouth noise of the synthesiser tamed, missing top octave suggested. */
function dress(line: SpokenLine, raw: Float32Array, room: Room): Float32Array {
  const padded = new Float32Array(raw.length + RATE * 2);
  padded.set(raw);
  const clean = filter('high', padded, line.who === 'mara' ? 110 : 70);
  const body = filter('band', clean, line.who === 'mara' ? 240 : 130, 1);
  const presence = filter('band', clean, line.who === 'mara' ? 3200 : 2700, 0.9);
  const upper = filter('high', clean, 4200);
  const air = filter('high', upper.map(Math.abs), 7000);
  const voiced = clean.map(
    (value, index) =>
      value + 0.25 * (body[index] ?? 0) + 0.4 * (presence[index] ?? 0) + 0.35 * (air[index] ?? 0),
  );
  const even = steady(voiced, speechLevel(voiced));
  const [placed = even] = inRoom([even], room, 1, line.wet);
  const gain = fromDb(line.levelDb - 22) / Math.max(1e-6, speechLevel(placed));
  return placed.map((value) => value * gain);
}

/** A rendered line and where it lies. */
export interface PlacedLine {
  readonly line: SpokenLine;
  readonly start: number;
  readonly length: number;
}

/** Speaks all lines of one character into a film-long mono stem. */
export function renderVoice(
  who: SpokenLine['who'],
  folder: string,
): { sound: Float32Array; placed: PlacedLine[] } {
  const sound = new Float32Array(FILM_SAMPLES);
  const placed = LINES.filter((line) => line.who === who).map((line, index) => {
    const path = join(folder, `${who}-${index}.wav`);
    const spoken = dress(line, speak(line, path), buildRoom(ROOMS[line.room]));
    const start = frameToSample(line.frame);
    mixInto(sound, spoken, start);
    let length = spoken.length;
    while (length > 0 && Math.abs(spoken[length - 1] ?? 0) < 2e-4) length--;
    return { line, start, length: Math.min(length, FILM_SAMPLES - start) };
  });
  return { sound, placed };
}
