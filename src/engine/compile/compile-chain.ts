/** From the processors of a track to the chain of its strip. */
import type {
  BandProgram,
  ChainParameter,
  ChainProgram,
  DynamicsProgram,
  LaneProgram,
} from '../../core/index.ts';
import type {
  Band,
  Dynamics,
  Equaliser,
  LanePoint,
  LaneTarget,
  PassFilter,
  Track,
} from '../../session/index.ts';
import { compileLane } from './compile-lane.ts';

/** A band of the chain with what the document calls it in its lanes. */
interface Placed {
  readonly name: string;
  readonly program: BandProgram;
}

const BAND_FIELDS = ['frequency', 'gainDb', 'q'] as const;
/** Settings of the dynamics that lanes move, with their names in the core and what a unit of theirs is in its. */
const DYNAMICS_FIELDS = {
  thresholdDb: ['thresholdDb', 1],
  ratio: ['ratio', 1],
  kneeDb: ['kneeDb', 1],
  attackMs: ['attack', 1e-3],
  holdMs: ['hold', 1e-3],
  releaseMs: ['release', 1e-3],
  makeUpDb: ['makeUpDb', 1],
  mix: ['mix', 1],
  rangeDb: ['rangeDb', 1],
} as const;

/** dB an octave of each order of a Butterworth. */
const SLOPE_OF_ORDER = 6;

function bandOf({ kind, frequency, gainDb, q }: Band): BandProgram {
  if (kind === 'notch') return { kind, frequency, q };
  return kind === 'tilt' ? { kind, frequency, gainDb } : { kind, frequency, gainDb, q };
}

const passOf = (kind: 'high-pass' | 'low-pass', { frequency, slope }: PassFilter): BandProgram => ({
  kind,
  frequency,
  order: slope / SLOPE_OF_ORDER,
});

const pointsOf = (track: Track, target: string): readonly LanePoint[] | undefined =>
  track.lanes[target as LaneTarget];

/** True if a band changes anything: at 0 dB only a notch does, or one whose gain a lane moves. */
const changes = (track: Track, name: string, { kind, gainDb }: Band): boolean =>
  kind === 'notch' || gainDb !== 0 || (pointsOf(track, `${name}.gainDb`)?.length ?? 0) > 0;

/** Filters and bands that are on, from the lowest to the highest place in the strip. */
function bandsOf(track: Track, { on, highPass, lowPass, bands }: Equaliser): Placed[] {
  if (!on) return [];
  const placed = bands.flatMap((band, index): Placed[] => {
    const name = `band${index + 1}`;
    return band.on && changes(track, name, band) ? [{ name, program: bandOf(band) }] : [];
  });
  if (highPass.on) placed.unshift({ name: 'highPass', program: passOf('high-pass', highPass) });
  if (lowPass.on) placed.push({ name: 'lowPass', program: passOf('low-pass', lowPass) });
  return placed;
}

/** Frames a track's dynamics look ahead. */
const lookAheadOf = ({ on, lookaheadMs }: Dynamics, rate: number): number =>
  on ? Math.round((lookaheadMs * rate) / 1000) : 0;

function dynamicsOf(dynamics: Dynamics, rate: number): DynamicsProgram | null {
  const { on, kind, thresholdDb, ratio, kneeDb, makeUpDb, mix, rangeDb } = dynamics;
  if (!on) return null;
  return {
    kind,
    thresholdDb,
    ratio,
    kneeDb,
    attack: dynamics.attackMs / 1000,
    hold: dynamics.holdMs / 1000,
    release: dynamics.releaseMs / 1000,
    makeUpDb,
    mix,
    rangeDb,
    rmsWindow: dynamics.detector === 'rms' ? dynamics.windowMs / 1000 : 0,
    lookAhead: lookAheadOf(dynamics, rate),
  };
}

/** Lanes of what is there; those of processors that are off rest. */
function lanesOf(track: Track, bands: readonly Placed[], dynamics: boolean) {
  const lanes: Partial<Record<ChainParameter, LaneProgram>> = {};
  const take = (target: string, parameter: ChainParameter, scale: number): void => {
    const points = pointsOf(track, target);
    if (points && points.length > 0) lanes[parameter] = compileLane(points, scale);
  };
  for (const [index, { name, program }] of bands.entries()) {
    for (const field of BAND_FIELDS) {
      if (field in program) take(`${name}.${field}`, `band.${index}.${field}`, 1);
    }
  }
  if (dynamics) {
    for (const [field, [parameter, scale]] of Object.entries(DYNAMICS_FIELDS))
      take(`dynamics.${field}`, `dynamics.${parameter}`, scale);
  }
  return lanes;
}

/**
 * Compiles the equaliser and the dynamics of a track; null if both change nothing.
 * @param rate of the session, Hz
 */
export function compileChain(track: Track, rate: number): ChainProgram | null {
  const { eq, dynamics, order } = track.strip;
  const placed = bandsOf(track, eq);
  const turning = dynamicsOf(dynamics, rate);
  if (placed.length === 0 && !turning) return null;
  const lanes = lanesOf(track, placed, turning !== null);
  return {
    bands: placed.map(({ program }) => program),
    ...(turning && { dynamics: turning }),
    ...(turning && placed.length > 0 && { order }),
    ...(Object.keys(lanes).length > 0 && { lanes }),
  };
}

/** Samples by which a track's chain is late at a rate in Hz. */
export const chainLatency = (track: Track, rate: number): number => lookAheadOf(track.strip.dynamics, rate);
