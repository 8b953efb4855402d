/** Automation as the document keeps it: lanes of breakpoints, what they can move, and in which range. */
import type { Samples } from '../units/index.ts';
import { RANGES } from './ranges.ts';

export const LANE_CURVES = ['linear', 'hold', 's-curve', 'exponential'] as const;
export type LaneCurve = (typeof LANE_CURVES)[number];

/** A breakpoint; `curve` shapes the way from this point to the next. Points are sorted by time; equal times make a step. */
export interface LanePoint {
  readonly time: Samples;
  readonly value: number;
  readonly curve: LaneCurve;
  /**
   * How far an exponential way bends, −1 … 1: with k = 6 · bend it goes (e^(k·t) − 1) / (e^k − 1), so positive bends start
   * slowly and 0 is a line. Of no use to other curves.
   */
  readonly bend?: number;
}

/**
 * What an owner's automation does. `off`: its lanes are kept and not played. `read`: they are played. The others play them and
 * record what hands do while the timeline runs: `touch` while held, `latch` from the first touch to the stop, `write` everything
 * armed (and is `touch` after the pass), `trim` like `touch`, but levels are moved by what is written instead of replaced.
 */
export const AUTOMATION_MODES = ['off', 'read', 'touch', 'latch', 'write', 'trim'] as const;
export type AutomationMode = (typeof AUTOMATION_MODES)[number];

type Range = readonly [number, number];

/**
 * What a track's lanes can move, with the inclusive range of their values. `rideDb` is added to the fader and `muted` (0 or 1) to
 * the mute; the others replace the static value while the lane has points. Sends are moved by `send.<space id>`, in dB.
 */
const TRACK_RANGES = {
  rideDb: [-144, 24],
  muted: [0, 1],
  trimDb: RANGES.trimDb,
  pan: RANGES.pan,
  width: RANGES.width,
  frontBack: RANGES.frontBack,
  height: RANGES.height,
  rotationDeg: RANGES.rotationDeg,
  lfeDb: RANGES.lfeDb,
  x: RANGES.x,
  y: RANGES.y,
  z: RANGES.z,
  size: RANGES.size,
  spread: RANGES.spread,
  pairTurnDeg: RANGES.pairTurnDeg,
  divergence: RANGES.divergence,
  diffuse: RANGES.diffuse,
  'highPass.frequency': RANGES.frequency,
  'lowPass.frequency': RANGES.frequency,
  'band1.frequency': RANGES.frequency,
  'band1.gainDb': RANGES.bandGainDb,
  'band1.q': RANGES.q,
  'band2.frequency': RANGES.frequency,
  'band2.gainDb': RANGES.bandGainDb,
  'band2.q': RANGES.q,
  'band3.frequency': RANGES.frequency,
  'band3.gainDb': RANGES.bandGainDb,
  'band3.q': RANGES.q,
  'band4.frequency': RANGES.frequency,
  'band4.gainDb': RANGES.bandGainDb,
  'band4.q': RANGES.q,
  'band5.frequency': RANGES.frequency,
  'band5.gainDb': RANGES.bandGainDb,
  'band5.q': RANGES.q,
  'band6.frequency': RANGES.frequency,
  'band6.gainDb': RANGES.bandGainDb,
  'band6.q': RANGES.q,
  'dynamics.thresholdDb': RANGES.thresholdDb,
  'dynamics.ratio': RANGES.ratio,
  'dynamics.kneeDb': RANGES.kneeDb,
  'dynamics.attackMs': RANGES.attackMs,
  'dynamics.holdMs': RANGES.holdMs,
  'dynamics.releaseMs': RANGES.releaseMs,
  'dynamics.makeUpDb': RANGES.makeUpDb,
  'dynamics.mix': RANGES.mix,
  'dynamics.rangeDb': RANGES.rangeDb,
} as const satisfies Record<string, Range>;

export type FixedLaneTarget = keyof typeof TRACK_RANGES;
/** What a lane of a track can move. */
export type LaneTarget = FixedLaneTarget | `send.${string}`;

/** Targets every track has, in the order lanes are kept and shown; sends come after. */
export const LANE_TARGETS = Object.keys(TRACK_RANGES) as readonly FixedLaneTarget[];

/** Lanes of a family or a VCA. */
export const CONTROL_TARGETS = ['rideDb', 'muted'] as const;
export type ControlTarget = (typeof CONTROL_TARGETS)[number];

const SPACE_RANGES = {
  returnDb: RANGES.faderDb,
  preDelayMs: RANGES.preDelayMs,
  lowDecay: RANGES.decay,
  midDecay: RANGES.decay,
  highDecay: RANGES.decay,
  earlyDb: RANGES.spaceLevelDb,
  lateDb: RANGES.spaceLevelDb,
} as const satisfies Record<string, Range>;

/** Lanes of a space. */
export type SpaceTarget = keyof typeof SPACE_RANGES;
/** @public */
export const SPACE_TARGETS = Object.keys(SPACE_RANGES) as readonly SpaceTarget[];

/** Lanes by what they move. */
export type Lanes<Target extends string> = Readonly<Partial<Record<Target, readonly LanePoint[]>>>;

/** The space a send's lane belongs to; null for other targets. */
export const sendOfTarget = (target: string): string | null =>
  target.startsWith('send.') ? target.slice('send.'.length) : null;

const SEND_RANGE: Range = RANGES.sendDb;

/** Inclusive range of what a track's lane moves; null if there is no such target. */
export function laneRangeOf(target: string): Range | null {
  if (Object.hasOwn(TRACK_RANGES, target)) return TRACK_RANGES[target as FixedLaneTarget];
  return sendOfTarget(target) ? SEND_RANGE : null;
}

/** Inclusive range of what a track's lane moves. */
export const laneRange = (target: LaneTarget): Range => laneRangeOf(target) ?? SEND_RANGE;

/** Inclusive range of what a family's or VCA's lane moves; null if there is no such target. */
export const controlRangeOf = (target: string): Range | null =>
  CONTROL_TARGETS.some((name) => name === target) ? TRACK_RANGES[target as ControlTarget] : null;

/** Inclusive range of what a space's lane moves; null if there is no such target. */
export const spaceRangeOf = (target: string): Range | null =>
  Object.hasOwn(SPACE_RANGES, target) ? SPACE_RANGES[target as SpaceTarget] : null;

/** Printed gains of a ducker: of the whole, and of each of its bands, in dB (0 … −60). */
export const DUCK_TARGETS = ['levelDb', 'band1', 'band2', 'band3', 'band4', 'band5', 'band6'] as const;
export type DuckTarget = (typeof DUCK_TARGETS)[number];

/** Inclusive range of a printed ducker's lane; null if there is no such target. */
export const duckRangeOf = (target: string): Range | null =>
  DUCK_TARGETS.some((name) => name === target) ? [-60, 0] : null;
