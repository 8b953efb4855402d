import { exp, sin } from '../../core/index.ts';
import { periodicNoise, seededNumbers } from './periodic-noise.ts';

/** Test signals a place can be listened to with; each loops without a seam, 2.5 to 5.5 s long. */
export const SIGNALS = [
  'pink-noise',
  'pink-bursts',
  'male-speech-noise',
  'female-speech-noise',
  'sweep',
  'clicks',
] as const;
export type SignalName = (typeof SIGNALS)[number];

const TURN = 2 * Math.PI;
/** The audible band, hertz. */
const LOWEST = 20;
const HIGHEST = 20_000;
const SEED = 0x5c0e57;

/** Pink: the same power in every octave of the audible band. */
const pink = (hertz: number): number => (hertz < LOWEST || hertz > HIGHEST ? 0 : 1 / hertz);

/** Octave bands of running speech, dB, from `lowest` Hz on (IEC 60268-16, table A.4). */
const SPEECH = {
  male: { lowest: 125, levelsDb: [2.9, 2.9, -0.8, -6.8, -12.8, -18.8, -24.8] },
  female: { lowest: 250, levelsDb: [5.3, -1.9, -9.1, -15.8, -16.7, -18] },
} as const;

/** Noise with the octaves of a voice, pink within each. */
function speech({ lowest, levelsDb }: (typeof SPEECH)['male' | 'female']): (hertz: number) => number {
  return (hertz) => {
    const octave = Math.floor(Math.log2(hertz / lowest) + 0.5);
    const levelDb = levelsDb[octave];
    // Powers per line: an octave twice as wide has twice the lines.
    return levelDb === undefined ? 0 : 10 ** (levelDb / 10) / hertz;
  };
}

/** Raised cosine from 0 to 1, by a share of the way. */
const rise = (share: number): number => {
  const s = sin((TURN / 4) * Math.min(1, Math.max(0, share)));
  return s * s;
};

/** Bursts of 200 ms with ramps of 10 ms, two a second. */
function bursts(noise: Float32Array, sampleRate: number): Float32Array {
  const period = sampleRate / 2;
  const [sounding, ramp] = [sampleRate / 5, sampleRate / 100];
  const whole = Math.floor(noise.length / period) * period;
  return noise.slice(0, whole).map((value, frame) => {
    const at = frame % period;
    return at < sounding ? value * rise(at / ramp) * rise((sounding - 1 - at) / ramp) : 0;
  });
}

/** 20 Hz to 20 kHz, exponential, in 4.5 s, with ramps of 50 ms; half a second of rest. */
function sweep(sampleRate: number): Float32Array {
  const seconds = 4.5;
  const octaves = Math.log(HIGHEST / LOWEST);
  const cycles = (LOWEST * seconds) / octaves;
  const loop = new Float32Array(5 * sampleRate);
  const frames = seconds * sampleRate;
  for (let frame = 0; frame < frames; frame++) {
    const turns = cycles * (exp((octaves * frame) / frames) - 1);
    const ramp = rise((20 * frame) / sampleRate) * rise((20 * (frames - 1 - frame)) / sampleRate);
    loop[frame] = sin(TURN * (turns - Math.floor(turns))) * ramp;
  }
  return loop;
}

/** Ten a second, each the same 2 ms of white noise under a raised cosine. */
function clicks(sampleRate: number): Float32Array {
  const random = seededNumbers(SEED);
  const width = sampleRate / 500;
  const click = Float32Array.from({ length: width }, (_, frame) => {
    const share = (frame + 0.5) / width;
    return (2 * random() - 1) * rise(2 * share) * rise(2 * (1 - share));
  });
  const loop = new Float32Array(5 * sampleRate);
  for (let at = 0; at < loop.length; at += sampleRate / 10) loop.set(click, at);
  return loop;
}

/** One loop of a signal at a rate, at no level in particular. The same samples each time. Any thread; takes some 0.1 s. */
export function makeSignal(name: SignalName, sampleRate: number): Float32Array {
  const period = 2 ** Math.floor(Math.log2(6 * sampleRate));
  switch (name) {
    case 'pink-noise':
      return periodicNoise(period, sampleRate, pink, SEED);
    case 'pink-bursts':
      return bursts(periodicNoise(period, sampleRate, pink, SEED), sampleRate);
    case 'male-speech-noise':
      return periodicNoise(period, sampleRate, speech(SPEECH.male), SEED);
    case 'female-speech-noise':
      return periodicNoise(period, sampleRate, speech(SPEECH.female), SEED);
    case 'sweep':
      return sweep(sampleRate);
    case 'clicks':
      return clicks(sampleRate);
  }
}
