import { frameToSeconds, MOMENTS } from '../plan.ts';

/** Ticks of a quarter note. */
export const QUARTER = 960;

interface SectionPlan {
  readonly name: string;
  readonly endFrame: number;
  readonly meter: readonly [number, number];
  readonly bars: number;
  /** Relative tempo at the way through the section (0…1); the section is then scaled to end on its frame. */
  readonly shape: (way: number) => number;
}

/** Slows down over the last part of a section, to `depth` of the tempo. */
const ritardando =
  (from: number, depth: number) =>
  (way: number): number =>
    way < from ? 1 : 1 - (1 - depth) * ((way - from) / (1 - from)) ** 1.5;

/** Small push and pull over phrases of a given number of beats, without host transcendental drift mattering at 0.1 ms. */
const breathing =
  (phrases: number, amount: number) =>
  (way: number): number => {
    const inPhrase = (way * phrases) % 1;
    return 1 + amount * (4 * inPhrase * (1 - inPhrase) - 0.5);
  };

const SECTIONS: readonly SectionPlan[] = [
  {
    name: 'A',
    endFrame: MOMENTS.path,
    meter: [4, 4],
    bars: 4,
    shape: (w) => ritardando(0.8, 0.9)(w) * breathing(2, 0.06)(w),
  },
  {
    name: 'B',
    endFrame: MOMENTS.stair,
    meter: [6, 8],
    bars: 16,
    shape: (w) => ritardando(0.84, 0.66)(w) * breathing(4, 0.03)(w),
  },
  { name: 'C', endFrame: MOMENTS.lampDies, meter: [4, 4], bars: 10, shape: (w) => 0.84 + 0.34 * w },
  { name: 'D', endFrame: MOMENTS.look, meter: [4, 4], bars: 1, shape: () => 1 },
  { name: 'E', endFrame: MOMENTS.scare, meter: [4, 4], bars: 3, shape: (w) => 0.94 + 0.12 * w },
  { name: 'F1', endFrame: MOMENTS.darkReturn, meter: [4, 4], bars: 1, shape: () => 1 },
  {
    name: 'F2',
    endFrame: MOMENTS.relit,
    meter: [6, 8],
    bars: 6,
    shape: (w) => ritardando(0.6, 0.72)(w) * breathing(3, 0.06)(w),
  },
  {
    name: 'G',
    endFrame: 2496,
    meter: [4, 4],
    bars: 5,
    shape: (w) => ritardando(0.45, 0.58)(w) * breathing(2.5, 0.05)(w),
  },
];

/** A step of the tempo map. */
export interface TempoStep {
  readonly tick: number;
  readonly bpm: number;
  readonly seconds: number;
}

/** A bar of the score. */
export interface Bar {
  readonly tick: number;
  readonly numerator: number;
  readonly denominator: number;
}

function layOut(): { bars: Bar[]; tempos: TempoStep[]; endTick: number } {
  const bars: Bar[] = [];
  const tempos: TempoStep[] = [];
  let tick = 0;
  let startSeconds = 0;
  for (const section of SECTIONS) {
    const endSeconds = frameToSeconds(section.endFrame);
    const [numerator, denominator] = section.meter;
    const barTicks = (numerator * 4 * QUARTER) / denominator;
    const beatTicks = denominator === 8 ? QUARTER * 1.5 : QUARTER;
    const beats = (barTicks / beatTicks) * section.bars;
    for (let bar = 0; bar < section.bars; bar++)
      bars.push({ tick: tick + bar * barTicks, numerator, denominator });
    const shapes = Array.from({ length: beats }, (_, beat) => section.shape((beat + 0.5) / beats));
    const relativeSeconds = shapes.reduce((sum, shape) => sum + 1 / shape, 0);
    const secondsPerUnit = (endSeconds - startSeconds) / relativeSeconds;
    let at = startSeconds;
    shapes.forEach((shape, beat) => {
      const beatSeconds = secondsPerUnit / shape;
      tempos.push({
        tick: tick + beat * beatTicks,
        bpm: (60 * beatTicks) / QUARTER / beatSeconds,
        seconds: at,
      });
      at += beatSeconds;
    });
    tick += section.bars * barTicks;
    startSeconds = endSeconds;
  }
  return { bars, tempos, endTick: tick };
}

const laid = layOut();
/** Bars of the score in order. */
export const BARS: readonly Bar[] = laid.bars;
/** Tempo of each beat. */
export const TEMPOS: readonly TempoStep[] = laid.tempos;
/** First bar (0-based) of each section. */
export const FIRST_BAR = { A: 0, B: 4, C: 20, D: 30, E: 31, F: 34, G: 41 } as const;

/** Tick of a place in the score: 0-based bar, and quarters into it (may run past the bar's end). */
export function place(bar: number, quarters = 0): number {
  const found = BARS[bar];
  if (!found) throw new RangeError(`the score has no bar ${bar}`);
  return found.tick + quarters * QUARTER;
}

/** Seconds of a tick through the tempo map. */
export function tickToSeconds(tick: number): number {
  let step = TEMPOS[0];
  for (const next of TEMPOS) {
    if (next.tick > tick) break;
    step = next;
  }
  if (!step) throw new RangeError('the tempo map is empty');
  return step.seconds + ((tick - step.tick) / QUARTER) * (60 / step.bpm);
}
