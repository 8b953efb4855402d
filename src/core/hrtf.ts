import { fail, ok, type Result } from '../units/index.ts';
import { cos, sin } from './dmath.ts';

/** Why a file is not a usable set of head-related responses. */
export type HrtfFault =
  | 'hrtf-not-a-set'
  | 'hrtf-version'
  | 'hrtf-out-of-range'
  | 'hrtf-size'
  | 'hrtf-not-finite';

/** A direction seen from the listener: azimuth positive to the left (ITU-R BS.2076), elevation positive up, in degrees. */
export interface HrtfDirection {
  readonly azimuthDeg: number;
  readonly elevationDeg: number;
}

/** Head-related impulse responses at one sample rate. Immutable; `responses` is [direction][ear: left, right][tap]. */
export interface HrtfSet {
  readonly sampleRate: number;
  readonly taps: number;
  readonly directions: readonly HrtfDirection[];
  /** True if the set holds the left half and stands for the right half with the ears exchanged. */
  readonly mirrored: boolean;
  readonly responses: Float32Array;
}

/** Responses of one direction; views into the set. The direction is the measured one. */
export interface HrirPair extends HrtfDirection {
  readonly left: Float32Array;
  readonly right: Float32Array;
}

const MAGIC = 0x53534852;
const HEADER_BYTES = 32;
const FLAG_MIRRORED = 1;
const MAX_TAPS = 1024;
const MAX_DIRECTIONS = 16384;
/** Loudest sensible coefficient; more is damage, and would hurt. */
const MAX_COEFFICIENT = 16;
const REMEDY = 'Choose a set made for this application (see public/hrtf/README.md), or load it again.';

/** Unit vector of a direction: front, left, up. */
function vector({ azimuthDeg, elevationDeg }: HrtfDirection): readonly [number, number, number] {
  const azimuth = (azimuthDeg * Math.PI) / 180;
  const elevation = (elevationDeg * Math.PI) / 180;
  return [cos(elevation) * cos(azimuth), cos(elevation) * sin(azimuth), sin(elevation)];
}

/**
 * Reads a set in the format of public/hrtf/README.md. The bytes may be hostile: sizes are checked against the length
 * before anything is allocated, and every number must be finite and in range. Copies; keeps no reference to `bytes`.
 */
export function parseHrtf(bytes: ArrayBuffer, name = 'HRTF set'): Result<HrtfSet, HrtfFault> {
  const refuse = (code: HrtfFault, fault: string) => fail(code, `${name}: ${fault}`, REMEDY);
  if (bytes.byteLength < HEADER_BYTES)
    return refuse('hrtf-not-a-set', 'the file is too short to be an HRTF set');
  const view = new DataView(bytes);
  if (view.getUint32(0) !== MAGIC) return refuse('hrtf-not-a-set', 'the file is not an HRTF set');
  const version = view.getUint32(4, true);
  if (version !== 1) return refuse('hrtf-version', `version ${version} is not known, only 1`);
  const sampleRate = view.getUint32(8, true);
  const taps = view.getUint32(12, true);
  const count = view.getUint32(16, true);
  const flags = view.getUint32(20, true);
  if (sampleRate < 8000 || sampleRate > 384_000)
    return refuse('hrtf-out-of-range', `sample rate ${sampleRate}`);
  if (taps < 1 || taps > MAX_TAPS) return refuse('hrtf-out-of-range', `${taps} taps, not 1 to ${MAX_TAPS}`);
  if (count < 1 || count > MAX_DIRECTIONS) return refuse('hrtf-out-of-range', `${count} directions`);
  if ((flags & ~FLAG_MIRRORED) !== 0) return refuse('hrtf-version', `flags ${flags} are not known`);
  const wanted = HEADER_BYTES + count * (8 + taps * 8);
  if (bytes.byteLength !== wanted) {
    return refuse(
      'hrtf-size',
      `${bytes.byteLength} bytes where ${count} directions of ${taps} taps take ${wanted}`,
    );
  }

  const directions: HrtfDirection[] = [];
  for (let index = 0; index < count; index++) {
    const azimuthDeg = view.getFloat32(HEADER_BYTES + index * 8, true);
    const elevationDeg = view.getFloat32(HEADER_BYTES + index * 8 + 4, true);
    // Written so that NaN is refused.
    if (!(Math.abs(azimuthDeg) <= 180 && Math.abs(elevationDeg) <= 90)) {
      return refuse(
        'hrtf-out-of-range',
        `direction ${index} is at azimuth ${azimuthDeg}, elevation ${elevationDeg}`,
      );
    }
    directions.push({ azimuthDeg, elevationDeg });
  }
  const responses = new Float32Array(count * 2 * taps);
  const start = HEADER_BYTES + count * 8;
  for (let index = 0; index < responses.length; index++) {
    const value = view.getFloat32(start + index * 4, true);
    if (!(Math.abs(value) <= MAX_COEFFICIENT)) {
      return refuse('hrtf-not-finite', `response ${Math.floor(index / taps / 2)} holds ${value}`);
    }
    responses[index] = value;
  }
  return ok({ sampleRate, taps, directions, mirrored: (flags & FLAG_MIRRORED) !== 0, responses });
}

/**
 * The measured responses nearest to a direction (no interpolation: a mean of two delayed responses would comb). Directions
 * mirrored in the median plane of a mirrored set get each other's ears exactly. Searches the whole set: call at set-up.
 * @throws RangeError if an angle is not finite.
 */
export function hrirFor(set: HrtfSet, azimuthDeg: number, elevationDeg: number): HrirPair {
  if (!Number.isFinite(azimuthDeg) || !Number.isFinite(elevationDeg)) {
    throw new RangeError(`direction (${azimuthDeg}, ${elevationDeg}) must be finite degrees`);
  }
  const turned = azimuthDeg - 360 * Math.floor((azimuthDeg + 180) / 360);
  const swapped = set.mirrored && turned < 0 && turned > -180;
  const target = vector({ azimuthDeg: swapped ? -turned : turned, elevationDeg });
  let nearest = 0;
  let most = Number.NEGATIVE_INFINITY;
  set.directions.forEach((direction, index) => {
    const [x, y, z] = vector(direction);
    const closeness = x * target[0] + y * target[1] + z * target[2];
    // Between equals the first wins, whatever the last bits say.
    if (closeness > most + 1e-12) {
      most = closeness;
      nearest = index;
    }
  });
  const found = set.directions[nearest] ?? { azimuthDeg: 0, elevationDeg: 0 };
  const start = nearest * 2 * set.taps;
  const near = set.responses.subarray(start, start + set.taps);
  const far = set.responses.subarray(start + set.taps, start + 2 * set.taps);
  return swapped
    ? { azimuthDeg: -found.azimuthDeg, elevationDeg: found.elevationDeg, left: far, right: near }
    : { ...found, left: near, right: far };
}
