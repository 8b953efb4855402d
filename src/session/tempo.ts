/** Musical time: ticks, bars and beats against samples. Only + − × ÷ and rounding, so every host agrees. */
import { fail, ok, type Result, type Samples, samples, type Ticks, ticks } from '../units/index.ts';
import type { MeterPoint, TempoMap } from './types.ts';

/** Ticks of a quarter note. */
export const TICKS_PER_QUARTER = 960;

/** Ticks of a beat, the note the meter counts in. */
export const ticksPerBeat = ({ denominator }: Pick<MeterPoint, 'denominator'>): number =>
  (TICKS_PER_QUARTER * 4) / denominator;

/** Ticks of a bar. */
export const ticksPerBar = (meter: Pick<MeterPoint, 'numerator' | 'denominator'>): number =>
  meter.numerator * ticksPerBeat(meter);

interface TempoSegment {
  readonly at: number;
  /** Seconds from the map's origin to `at`. */
  readonly seconds: number;
  readonly bpm: number;
  readonly secondsPerTick: number;
}

interface MeterSegment {
  readonly bar: number;
  /** Tick where `bar` begins. */
  readonly at: number;
  readonly meter: MeterPoint;
}

type Filled<Item> = readonly [Item, ...Item[]];

interface Grid {
  readonly tempos: Filled<TempoSegment>;
  readonly meters: Filled<MeterSegment>;
}

const grids = new WeakMap<TempoMap, Grid>();

const PLAIN_METER: MeterPoint = { bar: 0, numerator: 4, denominator: 4 };
const PLAIN_BPM = 120;

const tempoSegment = (at: number, seconds: number, bpm: number): TempoSegment => ({
  at,
  seconds,
  bpm,
  secondsPerTick: 60 / (bpm * TICKS_PER_QUARTER),
});

function gridOf(map: TempoMap): Grid {
  const known = grids.get(map);
  if (known) return known;
  const tempos: [TempoSegment, ...TempoSegment[]] = [tempoSegment(0, 0, map.tempos[0]?.bpm ?? PLAIN_BPM)];
  let tempo = tempos[0];
  for (const { at, bpm } of map.tempos.slice(1)) {
    tempo = tempoSegment(at, tempo.seconds + (at - tempo.at) * tempo.secondsPerTick, bpm);
    tempos.push(tempo);
  }
  const meters: [MeterSegment, ...MeterSegment[]] = [{ bar: 0, at: 0, meter: map.meters[0] ?? PLAIN_METER }];
  let meter = meters[0];
  for (const point of map.meters.slice(1)) {
    meter = {
      bar: point.bar,
      at: meter.at + (point.bar - meter.bar) * ticksPerBar(meter.meter),
      meter: point,
    };
    meters.push(meter);
  }
  const grid: Grid = { tempos, meters };
  grids.set(map, grid);
  return grid;
}

/** The last segment that begins at or before a value; the first reaches back for ever. */
function segmentAt<Segment>(
  segments: Filled<Segment>,
  value: number,
  begin: (segment: Segment) => number,
): Segment {
  let low = 0;
  let high = segments.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    const segment = segments[middle];
    if (segment !== undefined && begin(segment) <= value) low = middle + 1;
    else high = middle;
  }
  return segments[low - 1] ?? segments[0];
}

/** Sample nearest to a tick; ticks before 0 run on backwards in the first tempo. @param sampleRate hertz */
export function ticksToSamples(map: TempoMap, sampleRate: number, tick: number): Samples {
  const segment = segmentAt(gridOf(map).tempos, tick, ({ at }) => at);
  const seconds = segment.seconds + (tick - segment.at) * segment.secondsPerTick;
  return samples(map.origin + Math.round(seconds * sampleRate));
}

/** Tick of a sample, fractional; rounded, it gives back the tick that `ticksToSamples` was given. @param sampleRate hertz */
export function samplesToTicks(map: TempoMap, sampleRate: number, sample: number): Ticks {
  const seconds = (sample - map.origin) / sampleRate;
  const segment = segmentAt(gridOf(map).tempos, seconds, (item) => item.seconds);
  return ticks(segment.at + (seconds - segment.seconds) / segment.secondsPerTick);
}

/** A place on the musical grid. */
export interface BarPosition {
  /** 0-based; negative before the origin. */
  readonly bar: number;
  /** 0-based beat of the bar. */
  readonly beat: number;
  /** Ticks into the beat, whole. */
  readonly tick: number;
}

/** Bar, beat and tick of a tick count, rounded to whole ticks. */
export function barPosition(map: TempoMap, tick: number): BarPosition {
  const whole = Math.round(tick);
  const { bar, at, meter } = segmentAt(gridOf(map).meters, whole, (item) => item.at);
  const perBar = ticksPerBar(meter);
  const perBeat = ticksPerBeat(meter);
  const bars = Math.floor((whole - at) / perBar);
  const rest = whole - at - bars * perBar;
  const beat = Math.floor(rest / perBeat);
  return { bar: bar + bars, beat, tick: rest - beat * perBeat };
}

/** Tick where a place of the grid lies; beats and ticks beyond their bar run on into the next. */
export function barTicks(map: TempoMap, { bar, beat, tick }: BarPosition): Ticks {
  const segment = segmentAt(gridOf(map).meters, bar, (item) => item.bar);
  return ticks(
    segment.at + (bar - segment.bar) * ticksPerBar(segment.meter) + beat * ticksPerBeat(segment.meter) + tick,
  );
}

/** The meter in force in a bar (0-based). */
export const meterAt = (map: TempoMap, bar: number): MeterPoint =>
  segmentAt(gridOf(map).meters, bar, (item) => item.bar).meter;

/** Quarter notes a minute in force at a tick. */
export const tempoAt = (map: TempoMap, tick: number): number =>
  segmentAt(gridOf(map).tempos, tick, ({ at }) => at).bpm;

/** Writes a tick count as people count: "12|3|480"; bars and beats from 1, ticks in three digits or more. */
export function formatBars(map: TempoMap, tick: number): string {
  const { bar, beat, tick: rest } = barPosition(map, tick);
  return `${String(bar + 1).replace('-', '−')}|${beat + 1}|${String(rest).padStart(3, '0')}`;
}

/**
 * Reads bars and beats as people type them: "12", "12|3", "12|3|480"; "." and spaces do for "|". Bars and beats from 1.
 * @returns whole ticks; or what is wrong and what the meter allows
 */
export function parseBars(map: TempoMap, text: string): Result<Ticks, 'bars-form' | 'bars-range'> {
  const match = /^([-−]?\d{1,7})(?:[|.\s]+(\d{1,3})(?:[|.\s]+(\d{1,4}))?)?$/.exec(text.trim());
  if (!match) {
    return fail(
      'bars-form',
      `"${text.trim().slice(0, 40)}" is not a bar and beat.`,
      'Type bar, beat and ticks, like 12|3|480.',
    );
  }
  const bar = Number((match[1] ?? '').replace('−', '-')) - 1;
  const beat = Number(match[2] ?? 1) - 1;
  const tick = Number(match[3] ?? 0);
  const meter = meterAt(map, bar);
  if (beat < 0 || beat >= meter.numerator || tick >= ticksPerBeat(meter)) {
    const remedy = `Bar ${bar + 1} has beats 1 to ${meter.numerator} of ${ticksPerBeat(meter)} ticks (0 to ${ticksPerBeat(meter) - 1}).`;
    return fail('bars-range', `"${text.trim()}" is not in that bar.`, remedy);
  }
  return ok(barTicks(map, { bar, beat, tick }));
}

/** A beat with its place in time, for the ruler and the metronome. */
export interface Beat {
  readonly sample: Samples;
  /** 0-based. */
  readonly bar: number;
  /** 0-based; 0 is the downbeat. */
  readonly beat: number;
}

/** Beats whose sample lies in [from, to), in order. Lazy: take only what is drawn. @param sampleRate hertz */
export function* beatsBetween(
  map: TempoMap,
  sampleRate: number,
  from: number,
  to: number,
): Generator<Beat, void> {
  let { bar, beat } = barPosition(map, Math.floor(samplesToTicks(map, sampleRate, from)));
  for (;;) {
    const sample = ticksToSamples(map, sampleRate, barTicks(map, { bar, beat, tick: 0 }));
    if (sample >= to) return;
    if (sample >= from) yield { sample, bar, beat };
    beat += 1;
    if (beat >= meterAt(map, bar).numerator) {
      beat = 0;
      bar += 1;
    }
  }
}
