import { FRAME_SAMPLES, MOMENTS } from '../plan.ts';

/** `[frame, value]`. */
export type FramePoint = readonly [number, number];

/** A lane point as the document wants it. */
export interface PlainLanePoint {
  readonly time: number;
  readonly value: number;
  readonly curve: 'linear' | 'hold' | 's-curve';
}

/** A spoken span in frames. */
export interface SpokenSpan {
  readonly from: number;
  readonly to: number;
}

/** What the pull-back comes down to before the wave: nothing anyone hears. */
const PULLED_DB = -72;
const DOWN_FRAMES = 10;
const UP_FRAMES = 20;

/** Value of straight lines between points; the ends hold. */
export function along(points: readonly FramePoint[], frame: number): number {
  let [fromAt, from] = points[0] ?? [0, 0];
  for (const [toAt, to] of points) {
    if (toAt >= frame) return toAt <= fromAt ? to : from + ((to - from) * (frame - fromAt)) / (toAt - fromAt);
    [fromAt, from] = [toAt, to];
  }
  return from;
}

/** Sum of two curves, with the points of both. */
export function together(one: readonly FramePoint[], other: readonly FramePoint[]): FramePoint[] {
  const frames = [...new Set([...one, ...other].map(([frame]) => frame))].toSorted((a, b) => a - b);
  return frames.map((frame) => [frame, along(one, frame) + along(other, frame)]);
}

/** Joins lines that follow one another too closely for the music to come back up between them. */
function phrases(spans: readonly SpokenSpan[]): SpokenSpan[] {
  const joined: { from: number; to: number }[] = [];
  for (const span of spans.toSorted((a, b) => a.from - b.from)) {
    const last = joined[joined.length - 1];
    if (last && span.from - last.to < DOWN_FRAMES + UP_FRAMES + 6) last.to = Math.max(last.to, span.to);
    else joined.push({ ...span });
  }
  return joined;
}

/** How a ride is made. */
export interface RidePlan {
  /** The music's own shape, dB. */
  readonly moves: readonly FramePoint[];
  /** How far it gives way to speech, dB, a negative number or 0. */
  readonly dipDb: number;
  readonly speech: readonly SpokenSpan[];
  /** Whether it is snatched away before the wave. */
  readonly pullBack: boolean;
}

/**
 * A fader ride: the moves and the dips under speech added, and the pull-back: ten frames down on an s-curve, six frames of
 * nothing, back at full level on the very frame of the wave (two points at one time make the step).
 */
export function ride({ moves, dipDb, speech, pullBack }: RidePlan): PlainLanePoint[] {
  const dips: FramePoint[] = [];
  if (dipDb < 0) {
    for (const { from, to } of phrases(speech))
      dips.push([from - DOWN_FRAMES, 0], [from, dipDb], [to, dipDb], [to + UP_FRAMES, 0]);
  }
  const frames = [...new Set([...moves, ...dips].map(([frame]) => Math.max(0, frame)))].toSorted(
    (a, b) => a - b,
  );
  const level = (frame: number): number => along(moves, frame) + along(dips, frame);
  const round = (value: number): number => Math.round(value * 100) / 100;
  const point = (frame: number, value: number, curve: PlainLanePoint['curve']): PlainLanePoint => ({
    time: frame * FRAME_SAMPLES,
    value: round(value) + 0,
    curve,
  });
  const plain = frames.map((frame) => point(frame, level(frame), 'linear'));
  if (!pullBack) return plain;
  const { pullBackStart, pullBackEnd, scare } = MOMENTS;
  return [
    ...plain.filter(({ time }) => time < pullBackStart * FRAME_SAMPLES),
    point(pullBackStart, level(pullBackStart), 's-curve'),
    point(pullBackEnd, PULLED_DB, 'hold'),
    point(scare, PULLED_DB, 'hold'),
    point(scare, level(scare), 'linear'),
    ...plain.filter(({ time }) => time > scare * FRAME_SAMPLES),
  ];
}

/** A lane of straight lines. */
export const glide = (points: readonly FramePoint[]): PlainLanePoint[] =>
  points.map(([frame, value]) => ({
    time: frame * FRAME_SAMPLES,
    value: Math.round(value * 1000) / 1000 + 0,
    curve: 'linear',
  }));
