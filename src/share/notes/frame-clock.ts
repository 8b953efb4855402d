import {
  FRAME_RATE_FACTS,
  FRAME_RATES,
  fail,
  formatTimecode,
  framesToSamples,
  ok,
  parseTimecode,
  type Result,
  samplesToFrames,
} from '../../units/index.ts';
import type { Manifest } from '../schema/index.ts';

/** Frames and timecode of one version. Positions are samples of its timeline. */
export interface FrameClock {
  /** Seconds a frame lasts. */
  readonly frameSeconds: number;
  /** Frames a second as they are said: "23.976", "29.97 DF". */
  readonly name: string;
  /** The frame on screen at a sample, counted from the timeline's start. */
  frameAt(sample: number): number;
  /** First sample of a frame. */
  sampleOf(frame: number): number;
  text(sample: number): string;
  /** Sample of a typed timecode. */
  parse(text: string): Result<number>;
}

const two = (value: number): string => String(value).padStart(2, '0');

/** The clock of a manifest; rates that have no name of their own are counted without dropped numbers. */
export function frameClock({ frames, sampleRate }: Pick<Manifest, 'frames' | 'sampleRate'>): FrameClock {
  const { numerator, denominator, drop, origin } = frames;
  const rate = FRAME_RATES.find((name) => {
    const facts = FRAME_RATE_FACTS[name];
    return facts.numerator * denominator === numerator * facts.denominator && facts.drop === drop;
  });
  const frameSeconds = denominator / numerator;
  if (rate !== undefined) {
    return {
      frameSeconds,
      name: rate === '29.97df' ? '29.97 DF' : rate,
      frameAt: (sample) => samplesToFrames(Math.round(sample), rate, sampleRate),
      sampleOf: (frame) => framesToSamples(frame, rate, sampleRate),
      text: (sample) => formatTimecode(origin + samplesToFrames(Math.round(sample), rate, sampleRate), rate),
      parse(text) {
        const typed = parseTimecode(text, rate);
        return typed.ok ? ok(framesToSamples(typed.value - origin, rate, sampleRate)) : typed;
      },
    };
  }
  const nominal = Math.max(1, Math.round(numerator / denominator));
  const frameAt = (sample: number) => Math.floor((sample * numerator) / (sampleRate * denominator) + 1e-6);
  return {
    frameSeconds,
    name: (numerator / denominator).toFixed(3).replace(/\.?0+$/, ''),
    frameAt,
    sampleOf: (frame) => Math.round((frame * sampleRate * denominator) / numerator),
    text(sample) {
      const count = origin + frameAt(sample);
      const seconds = Math.floor(count / nominal);
      const fields = [Math.floor(seconds / 3_600) % 24, Math.floor(seconds / 60) % 60, seconds % 60];
      return [...fields.map(two), two(((count % nominal) + nominal) % nominal)].join(':');
    },
    parse(text) {
      const parts = text.trim().split(':');
      const [hours, minutes, seconds, frame] = parts.map(Number);
      const all = [hours, minutes, seconds, frame];
      if (
        parts.length !== 4 ||
        !all.every((part) => part !== undefined && Number.isInteger(part) && part >= 0)
      )
        return fail('timecode-form', 'That is no timecode.', 'Type hours:minutes:seconds:frames.');
      const count =
        ((hours ?? 0) * 3_600 + (minutes ?? 0) * 60 + (seconds ?? 0)) * nominal + (frame ?? 0) - origin;
      return ok(Math.round((count * sampleRate * denominator) / numerator));
    },
  };
}
