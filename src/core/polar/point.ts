import { exp } from '../dmath.ts';
import { hullFaces } from './hull.ts';
import { layerOf, type PolarSpeaker, type Reachable, reachable } from './layout.ts';
import { quad, type Region, triplet, virtualNgon } from './regions.ts';
import { fromPolar, type Vec } from './vec.ts';

const { LN2 } = Math;
/** A layer reaches this far beyond its outermost speakers, degrees; further round, virtual speakers stand in. */
const LAYER_REACH = 40;
/** Elevation of a layer without speakers, degrees. */
const EMPTY_LAYER = 30;

/** A speaker position that stands in for missing ones and feeds the speaker in the middle layer under or over it. */
interface StandIn {
  readonly at: Vec;
  readonly feeds: number;
}

/** Stand-ins of the upper (`sign` 1) or bottom layer (−1) where it does not reach round (BS.2127 §6.1). */
function standIns(speakers: readonly Reachable[], sign: 1 | -1): StandIn[] {
  const layer = speakers.filter(({ elevation }) => layerOf(elevation) === (sign === 1 ? 2 : 0));
  const reach = Math.max(...layer.map(({ azimuth }) => Math.abs(azimuth) + LAYER_REACH), -1);
  const elevation =
    layer.length === 0
      ? sign * EMPTY_LAYER
      : layer.reduce((sum, speaker) => sum + speaker.elevation, 0) / layer.length;
  return speakers.flatMap((speaker, feeds) =>
    layerOf(speaker.elevation) === 1 && Math.abs(speaker.azimuth) > reach
      ? [{ at: fromPolar(speaker.azimuth, elevation), feeds }]
      : [],
  );
}

/** Asks for the gains of a direction, by reachable speaker; power 1. */
export type PointLaw = (toward: Vec) => Float64Array;

function normalise(gains: Float64Array): Float64Array {
  const power = gains.reduce((sum, gain) => sum + gain * gain, 0);
  const by = 1 / Math.sqrt(power);
  return gains.map((gain) => gain * by);
}

/** The point source panner of BS.2127 §6.1 for one layout; costs milliseconds to build, microseconds to ask. */
function pointLawOf(speakers: readonly Reachable[]): PointLaw {
  const extra = [...standIns(speakers, -1), ...standIns(speakers, 1)];
  const points = [...speakers.map(({ at }) => at), ...extra.map(({ at }) => at)];
  const hasTop = speakers.some(({ elevation }) => layerOf(elevation) === 3);
  const poles: readonly Vec[] = hasTop
    ? [[0, 0, -1]]
    : [
        [0, 0, -1],
        [0, 0, 1],
      ];
  const all = [...points, ...poles];
  const faces = hullFaces(all);
  const isPole = (index: number): boolean => index >= points.length;
  const regions: Region[] = [];
  for (const face of faces) {
    if (face.some(isPole)) continue;
    const [a, b, c, d] = face;
    if (a === undefined || b === undefined || c === undefined || face.length > 4) {
      throw new RangeError(`A face of the layout has ${face.length} speakers; three or four are needed.`);
    }
    regions.push(d === undefined ? triplet(points, [a, b, c]) : quad(points, [a, b, c, d]));
  }
  poles.forEach((pole, n) => {
    const sides = faces
      .filter((face) => face.includes(points.length + n))
      .map((face): readonly [number, number] => {
        const [a, b] = face.filter((index) => !isPole(index));
        if (a === undefined || b === undefined || face.length !== 3) {
          throw new RangeError('The ring around a pole of the layout is not closed by triangles.');
        }
        return [a, b];
      });
    regions.push(virtualNgon(points, pole, sides));
  });
  const scratch = new Float64Array(points.length);
  return (toward) => {
    scratch.fill(0);
    if (!regions.some((region) => region(toward, scratch)))
      throw new RangeError('No region holds this direction.');
    const gains = scratch.slice(0, speakers.length);
    extra.forEach(({ feeds }, n) => {
      gains[feeds] = (gains[feeds] ?? 0) + (scratch[speakers.length + n] ?? 0);
    });
    return normalise(gains);
  };
}

const FIVE: readonly PolarSpeaker[] = [30, -30, 0, 110, -110].map((azimuth) => ({
  label: '',
  azimuth,
  elevation: 0,
  lfe: false,
}));

/**
 * Two speakers (BS.2127 §6.1): five are panned and folded, the rear going down by 3 dB as the source goes round.
 */
function stereoLaw(): PointLaw {
  const five = pointLawOf(reachable(FIVE));
  const centre = Math.sqrt(1 / 3);
  const rear = Math.sqrt(1 / 2);
  return (toward) => {
    const [l = 0, r = 0, c = 0, ls = 0, rs = 0] = five(toward);
    const folded = Float64Array.of(l + centre * c + rear * ls, r + centre * c + rear * rs);
    const ahead = Math.max(l, r, c);
    const behind = Math.max(ls, rs);
    const down = exp((-LN2 / 2) * (behind / (ahead + behind)));
    return normalise(folded).map((gain) => gain * down);
  };
}

/**
 * The point source panner of a layout: vector-base triplets, bilinear quads, rings around the poles; stand-ins where a
 * layer is missing. Two speakers get the fold of five, −3 dB behind. Pure but for scratch memory of its own: one caller
 * at a time. @throws RangeError if the speakers do not enclose the listener, or, when asked, for a position that is not finite.
 */
export function pointLaw(speakers: readonly Reachable[]): PointLaw {
  const [left, right] = speakers;
  const isStereo = speakers.length === 2 && left?.azimuth === 30 && right?.azimuth === -30;
  const law = isStereo ? stereoLaw() : pointLawOf(speakers);
  return (toward) => {
    if (!toward.every(Number.isFinite))
      throw new RangeError(`A position is not finite: ${toward.join(', ')}.`);
    return law(toward);
  };
}
