/** What recording must know of each parameter: its arm group, how exactly it is kept, and whether a trim adds to it. */
import type { AnyLaneTarget } from '../lane-owner.ts';

/** Parameters that are armed together, as on the strip. */
export const ARM_GROUPS = ['level', 'mute', 'place', 'sends', 'eq', 'dynamics'] as const;
export type ArmGroup = (typeof ARM_GROUPS)[number];

/** How far thinning may leave what was recorded. */
export interface Tolerance {
  /** `absolute`: in the lane's unit; `relative`: as a part of the value, on a logarithmic scale. */
  readonly kind: 'absolute' | 'relative';
  readonly most: number;
}

const LEVELS: ReadonlySet<string> = new Set(['rideDb', 'trimDb', 'returnDb', 'earlyDb', 'lateDb']);
const SPACE_TIMES: ReadonlySet<string> = new Set(['preDelayMs', 'lowDecay', 'midDecay', 'highDecay']);

/** The arm group of a parameter; a space's return counts as a level, its room as a send. */
export function armGroupOf(target: AnyLaneTarget): ArmGroup {
  if (target === 'muted') return 'mute';
  if (LEVELS.has(target)) return 'level';
  if (target.startsWith('send.') || SPACE_TIMES.has(target)) return 'sends';
  if (target.startsWith('dynamics.')) return 'dynamics';
  return target.includes('.') ? 'eq' : 'place';
}

/** Parameters a trim adds to: levels in dB that are heard as a sum. What else is moved in trim mode is written as by touch. */
export const isTrimmable = (target: AnyLaneTarget): boolean =>
  LEVELS.has(target) || target === 'lfeDb' || target.startsWith('send.');

/** Switches jump; everything else moves along lines. */
export const isSwitch = (target: AnyLaneTarget): boolean => target === 'muted';

const DECIBELS: Tolerance = { kind: 'absolute', most: 0.1 };
const DEGREES: Tolerance = { kind: 'absolute', most: 0.5 };
const MILLISECONDS: Tolerance = { kind: 'absolute', most: 0.5 };
const SHARE: Tolerance = { kind: 'absolute', most: 0.005 };
const LOGARITHMIC: Tolerance = { kind: 'relative', most: 0.005 };

/**
 * Most that thinning leaves a recorded value by: 0.1 dB, 0.5°, 0.005 of room units and shares, 0.5 ms of times that can be
 * nothing, and half a percent of frequencies, Q, ratios and times that can't.
 */
export function toleranceOf(target: AnyLaneTarget): Tolerance {
  if (target.startsWith('send.') || target.endsWith('Db')) return DECIBELS;
  if (target.endsWith('Deg')) return DEGREES;
  if (target === 'preDelayMs' || target === 'dynamics.holdMs') return MILLISECONDS;
  if (/(\.frequency|\.q|\.ratio|Ms|Decay)$/.test(target)) return LOGARITHMIC;
  return SHARE;
}
