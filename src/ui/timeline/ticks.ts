import {
  FRAME_RATE_FACTS,
  type FrameRate,
  formatTimecode,
  framesToSamples,
  samplesToFrames,
  timecodeCount,
  timecodeFields,
} from '../../units/index.ts';
import { sampleToX, type TimeScale, xToSample } from './time-scale.ts';

/** A line of the ruler; `label` is null for the small ones. */
export interface Tick {
  /** CSS pixels from the left edge. */
  readonly x: number;
  readonly label: string | null;
}

/** How the session counts time. */
export interface RulerClock {
  readonly sampleRate: number;
  readonly frameRate: FrameRate;
  /** Timecode of sample 0 as a frame count. */
  readonly startFrames: number;
}

/** Least distance of two labels, CSS pixels: a timecode in 10 px tabular digits and some air. */
const LABEL_PIXELS = 96;
/** Least distance of two small ticks, CSS pixels. */
const TICK_PIXELS = 8;

/** Steps a ruler may use, in whole seconds, each with the number of small ticks it is split into. */
const SECOND_STEPS: readonly (readonly [step: number, parts: number])[] = [
  [1, 4],
  [2, 4],
  [4, 4],
  [5, 5],
  [10, 5],
  [20, 4],
  [30, 6],
  [60, 6],
  [120, 4],
  [300, 5],
  [600, 10],
  [1800, 6],
  [3600, 6],
];

/** Timecode ticks in view. Labels stand on round timecodes at every zoom, drop-frame rates included. */
export function timecodeTicks(scale: TimeScale, width: number, clock: RulerClock): Tick[] {
  const { sampleRate, frameRate, startFrames } = clock;
  const nominal = FRAME_RATE_FACTS[frameRate].nominal;
  const framePixels = framesToSamples(1, frameRate, sampleRate) / scale.samplesPerPixel;
  const [step, parts] = frameStep(framePixels, nominal);
  const minor = Math.max(1, Math.round(step / parts));
  const first = Math.floor(
    samplesToFrames(Math.max(0, Math.floor(xToSample(scale, 0))), frameRate, sampleRate),
  );
  const last = Math.ceil(
    samplesToFrames(Math.max(0, Math.ceil(xToSample(scale, width))), frameRate, sampleRate),
  );
  const ticks: Tick[] = [];
  // Stepped through written labels, not frames, so that numbers read :00 whatever the start and even at drop-frame.
  const from = writtenFrame(first + startFrames, frameRate);
  const to = writtenFrame(last + startFrames, frameRate);
  for (let written = Math.ceil(from / minor) * minor; written <= to; written += minor) {
    const count = countOfWritten(written, frameRate);
    const x = sampleToX(scale, framesToSamples(count - startFrames, frameRate, sampleRate));
    ticks.push({ x, label: written % step === 0 ? formatTimecode(count, frameRate) : null });
  }
  return ticks;
}

/** Frames a written timecode would count if none were dropped; goes on past 24 hours. */
function writtenFrame(count: number, frameRate: FrameRate): number {
  const { nominal, framesPerDay } = FRAME_RATE_FACTS[frameRate];
  const days = Math.floor(count / framesPerDay);
  const { hours, minutes, seconds, frames } = timecodeFields(count, frameRate);
  return (((days * 24 + hours) * 60 + minutes) * 60 + seconds) * nominal + frames;
}

/** Frame count of a written timecode; a dropped label gives the first one after it. */
function countOfWritten(written: number, frameRate: FrameRate): number {
  const { nominal, drop, framesPerDay } = FRAME_RATE_FACTS[frameRate];
  const seconds = Math.floor(written / nominal);
  const minutes = Math.floor(seconds / 60);
  const frame = written % nominal;
  const dropped = drop && seconds % 60 === 0 && minutes % 10 !== 0 && frame < 2;
  const fields = {
    hours: Math.floor(minutes / 60) % 24,
    minutes: minutes % 60,
    seconds: seconds % 60,
    frames: dropped ? 2 : frame,
  };
  return timecodeCount(fields, frameRate) + Math.floor(minutes / 1440) * framesPerDay;
}

function frameStep(framePixels: number, nominal: number): readonly [step: number, parts: number] {
  for (const step of [1, 2, 5, nominal / 2]) {
    if (Number.isInteger(step) && step * framePixels >= LABEL_PIXELS) {
      const parts = framePixels >= TICK_PIXELS ? step : 1;
      return [step, parts];
    }
  }
  for (const [step, parts] of SECOND_STEPS) {
    const pixels = step * nominal * framePixels;
    if (pixels >= LABEL_PIXELS) return [step * nominal, pixels / parts >= TICK_PIXELS ? parts : 1];
  }
  return [7200 * nominal, 4];
}

/** A bar line: its sample and its number as shown (1-based). */
export interface BarLine {
  readonly sample: number;
  readonly number: number;
}

/** Bar ticks in view; labels are thinned to powers of two so that they never touch. */
export function barTicks(scale: TimeScale, width: number, bars: readonly BarLine[]): Tick[] {
  const visible = bars
    .map((bar) => ({ ...bar, x: sampleToX(scale, bar.sample) }))
    .filter(({ x }) => x >= -LABEL_PIXELS && x <= width);
  const first = visible[0];
  const last = visible.at(-1);
  if (!first || !last) return [];
  const spacing = visible.length > 1 ? (last.x - first.x) / (visible.length - 1) : width;
  let every = 1;
  while (every * spacing < LABEL_PIXELS / 2) every *= 2;
  return visible
    .filter(({ number }) => spacing >= TICK_PIXELS || (number - 1) % every === 0)
    .map(({ x, number }) => ({ x, label: (number - 1) % every === 0 ? String(number) : null }));
}
