import type { OfflineContext, ToneAudioNode } from 'tone';
import { cutLoop } from './loop.ts';

/** Instruments a place can be listened to with. None of them is made with noise, which Tone draws anew each time. */
export const INSTRUMENTS = ['plucked', 'strings', 'bell', 'bass', 'block'] as const;
export type InstrumentName = (typeof INSTRUMENTS)[number];

type ToneModule = typeof import('tone');

/** Length of every phrase, seconds. */
const PHRASE_SECONDS = 4;
/** What is played beyond the second round, to pass into the first. */
const OVERHANG_SECONDS = 0.1;

/** Seconds from the start of the phrase, pitch, length in seconds, velocity. */
type Note = readonly [at: number, pitch: string, seconds: number, velocity: number];

/** One voice of one of Tone's instruments. */
interface Voice {
  triggerAttackRelease(pitch: string, seconds: number, at: number, velocity: number): unknown;
  connect(out: ToneAudioNode, output: number, input: number): unknown;
}

/** A voice to each line and detuning. */
interface Instrument {
  readonly lines: readonly (readonly Note[])[];
  /** Each line is played so many times, out of tune by so many cents. */
  readonly detunings?: readonly number[];
  readonly voice: (tone: ToneModule, context: OfflineContext, detune: number) => Voice;
}

/** Notes of one length, a step apart; each fourth is accented. */
const evenly = (step: number, seconds: number, pitches: readonly string[]): readonly Note[] =>
  pitches.map((pitch, index) => [index * step, pitch, seconds, index % 4 === 0 ? 0.9 : 0.7]);

/** Two notes held, each for half the phrase, over into the next. */
const held = (first: string, second: string): readonly Note[] => evenly(2, 1.9, [first, second]);

const FAST = { attack: 0.002, sustain: 0 } as const;

const MADE: Readonly<Record<InstrumentName, Instrument>> = {
  plucked: {
    lines: [evenly(0.5, 0.45, ['D4', 'A4', 'F4', 'C5', 'D4', 'G4', 'E4', 'A3'])],
    voice: (tone, context) =>
      new tone.MonoSynth({
        context,
        oscillator: { type: 'sawtooth' },
        envelope: { ...FAST, decay: 1.1, release: 0.12 },
        filter: { type: 'lowpass', Q: 1, rolloff: -12 },
        filterEnvelope: { ...FAST, decay: 0.35, release: 0.12, baseFrequency: 220, octaves: 4.5 },
      }),
  },
  strings: {
    lines: [held('D3', 'C3'), held('A3', 'G3'), held('F4', 'E4')],
    detunings: [-9, 0, 8],
    voice: (tone, context, detune) =>
      new tone.MonoSynth({
        context,
        detune,
        oscillator: { type: 'sawtooth' },
        envelope: { attack: 0.35, decay: 0.1, sustain: 0.9, release: 0.5 },
        filter: { type: 'lowpass', Q: 0.7, rolloff: -12 },
        filterEnvelope: {
          attack: 0.4,
          decay: 0.1,
          sustain: 1,
          release: 0.5,
          baseFrequency: 900,
          octaves: 1.5,
        },
      }),
  },
  bell: {
    lines: [
      evenly(2, 0.4, ['D5', 'A4']),
      [
        [1, 'F5', 0.4, 0.7],
        [3, 'C5', 0.4, 0.7],
      ],
    ],
    voice: (tone, context) =>
      new tone.FMSynth({
        context,
        harmonicity: 3.5,
        modulationIndex: 8,
        oscillator: { type: 'sine' },
        modulation: { type: 'sine' },
        envelope: { ...FAST, decay: 1.6, release: 1.4 },
        modulationEnvelope: { ...FAST, decay: 0.8, release: 0.8 },
      }),
  },
  bass: {
    lines: [evenly(1, 0.8, ['D2', 'A1', 'C2', 'G1'])],
    voice: (tone, context) =>
      new tone.MonoSynth({
        context,
        oscillator: { type: 'triangle' },
        envelope: { attack: 0.03, decay: 0.4, sustain: 0.7, release: 0.15 },
        filter: { type: 'lowpass', Q: 0.7, rolloff: -12 },
        filterEnvelope: {
          attack: 0.03,
          decay: 0.3,
          sustain: 0.5,
          release: 0.15,
          baseFrequency: 120,
          octaves: 2.5,
        },
      }),
  },
  block: {
    lines: [
      evenly(
        0.25,
        0.06,
        Array.from({ length: 16 }, (_, index) => (index % 4 === 0 ? 'A5' : 'E5')),
      ),
    ],
    voice: (tone, context) =>
      new tone.MembraneSynth({
        context,
        pitchDecay: 0.008,
        octaves: 2,
        oscillator: { type: 'triangle' },
        envelope: { attack: 0.001, decay: 0.09, sustain: 0, release: 0.02 },
      }),
  },
};

/**
 * One loop of an instrument at a rate, mono, at no level in particular: a phrase played twice by Tone into an offline context.
 * The same samples each time in a browser. Loads Tone when first asked. Main thread.
 */
export async function renderInstrument(name: InstrumentName, sampleRate: number): Promise<Float32Array> {
  const tone = await import('tone');
  const { lines, detunings = [0], voice } = MADE[name];
  const parts = lines.flatMap((notes) => detunings.map((detune) => ({ notes, detune })));
  const seconds = 2 * PHRASE_SECONDS + OVERHANG_SECONDS;
  const context = new tone.OfflineContext(parts.length, seconds, sampleRate);
  // A channel to each voice: in which order a browser adds them up differs from time to time, and with it the last bits.
  const channels = new tone.Merge({ context, channels: parts.length });
  tone.connect(channels, context.rawContext.destination);
  parts.forEach(({ notes, detune }, channel) => {
    const player = voice(tone, context, detune);
    player.connect(channels, 0, channel);
    for (const round of [0, PHRASE_SECONDS, 2 * PHRASE_SECONDS]) {
      for (const [at, pitch, length, velocity] of notes) {
        if (round + at < seconds) player.triggerAttackRelease(pitch, length, round + at, velocity);
      }
    }
  });
  const played = await context.render();
  const sum = new Float32Array(played.length);
  for (let channel = 0; channel < parts.length; channel++) {
    const plane = played.getChannelData(channel);
    for (let frame = 0; frame < sum.length; frame++) sum[frame] = (sum[frame] ?? 0) + (plane[frame] ?? 0);
  }
  played.dispose();
  context.dispose();
  return cutLoop(sum, PHRASE_SECONDS * sampleRate, sampleRate);
}
