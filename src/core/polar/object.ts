import { type ExtentLaw, extentLaw, type PolarExtent } from './extent.ts';
import { type PolarSpeaker, type Reachable, reachable } from './layout.ts';
import { locked, type PolarLock } from './lock.ts';
import { pointLaw } from './point.ts';
import { azimuthOf, elevationOf, fromPolar, localAxes, scale, type Vec } from './vec.ts';
import { withoutZones, type Zone } from './zones.ts';

/** A polar object's metadata at one time (ITU-R BS.2076 audioBlockFormat of type Objects). */
export interface PolarObject {
  /** Degrees, positive to the left. */
  readonly azimuth: number;
  /** Degrees, positive up. */
  readonly elevation: number;
  /** 1 is the speakers' distance; default 1. */
  readonly distance?: number;
  /** Default: none. */
  readonly extent?: PolarExtent;
  readonly lock?: PolarLock;
  /** Spread over three sources: `value` 0 … 1 of it, `azimuthRange` degrees to either side. */
  readonly divergence?: { readonly value: number; readonly azimuthRange: number };
  readonly zones?: readonly Zone[];
  /** Linear; default 1. */
  readonly gain?: number;
  /** 0 all direct … 1 all diffuse; default 0. */
  readonly diffuse?: number;
}

/** Gains of an object, one a channel of the layout, LFEs 0: what goes straight out, and what goes to the decorrelators. */
export interface ObjectGains {
  readonly direct: Float64Array;
  readonly diffuse: Float64Array;
}

const NO_EXTENT: PolarExtent = { width: 0, height: 0, depth: 0 };

/**
 * Pans polar objects to one layout (ITU-R BS.2127-1 §7, polar path) in double precision with equal bits on every host.
 * Any thread but the audio thread; a point costs microseconds, an extent about a tenth of a millisecond.
 */
export class PolarPanner {
  readonly #channels: number;
  readonly #speakers: readonly Reachable[];
  readonly #law: ExtentLaw;

  /** @throws RangeError if the speakers do not enclose the listener. */
  constructor(speakers: readonly PolarSpeaker[]) {
    this.#channels = speakers.length;
    this.#speakers = reachable(speakers);
    this.#law = extentLaw(pointLaw(this.#speakers));
  }

  /** @throws RangeError if a position or extent is not finite. */
  gains(object: PolarObject): ObjectGains {
    const { lock, divergence, zones, extent = NO_EXTENT, gain = 1, diffuse = 0 } = object;
    const authored = fromPolar(object.azimuth, object.elevation);
    const speaker = lock ? locked(authored, this.#speakers, lock) : null;
    const far = speaker ? 1 : (object.distance ?? 1);
    const powers = new Float64Array(this.#speakers.length);
    for (const source of diverged(speaker ?? authored, divergence)) {
      if (source.power === 0) continue;
      for (const [n, g] of this.#law(source.toward, far, extent).entries()) {
        powers[n] = (powers[n] ?? 0) + source.power * g * g;
      }
    }
    const whole = powers.map((power) => Math.sqrt(power));
    const gains = zones ? withoutZones(whole, this.#speakers, zones) : whole;
    return {
      direct: this.#spread(gains, gain * Math.sqrt(1 - diffuse)),
      diffuse: this.#spread(gains, gain * Math.sqrt(diffuse)),
    };
  }

  #spread(gains: Float64Array, by: number): Float64Array {
    const channels = new Float64Array(this.#channels);
    this.#speakers.forEach(({ channel }, n) => {
      channels[channel] = (gains[n] ?? 0) * by;
    });
    return channels;
  }
}

interface Source {
  readonly toward: Vec;
  readonly power: number;
}

/** Splits a source in three: the outer two a turn to either side in the plane of the listener's right and the source. */
function diverged(toward: Vec, divergence: PolarObject['divergence']): readonly Source[] {
  if (!divergence || divergence.value === 0) return [{ toward, power: 1 }];
  const { value, azimuthRange } = divergence;
  const [right, forward, up] = localAxes(azimuthOf(toward), elevationOf(toward));
  const outer = value / (value + 1);
  const turned = (azimuth: number): Vec => {
    const [x, y, z] = fromPolar(azimuth, 0);
    const across = scale(right, x);
    const ahead = scale(forward, y);
    const above = scale(up, z);
    return [
      across[0] + ahead[0] + above[0],
      across[1] + ahead[1] + above[1],
      across[2] + ahead[2] + above[2],
    ];
  };
  return [
    { toward, power: (1 - value) / (value + 1) },
    { toward: turned(azimuthRange), power: outer },
    { toward: turned(-azimuthRange), power: outer },
  ];
}
