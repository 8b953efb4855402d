/**
 * Reads sets of head-related impulse responses from SOFA files (AES69, convention SimpleFreeFieldHRIR), which are NetCDF-4
 * and therefore HDF5. Room responses and transfer functions are other conventions and are refused.
 */
import { fail, ok, type Result } from '../../units/index.ts';
import { quoteName, showBytes } from '../pcm/file-fault.ts';
import {
  cartesian,
  directionFrom,
  type ListenerFrame,
  listenerFrame,
  type SofaDirection,
  type Triple,
  turnedAzimuth,
} from './geometry.ts';
import { type Hdf5Array, type Hdf5Root, looksLikeHdf5, withHdf5 } from './hdf5.ts';

/** Why a file is not a usable set. */
export type SofaFault =
  | 'sofa-too-large'
  | 'sofa-not-hdf5'
  | 'sofa-damaged'
  | 'sofa-convention'
  | 'sofa-dimensions'
  | 'sofa-positions'
  | 'sofa-values';

/** Measured head-related impulse responses at the rate of the measurement. */
export interface SofaHrir {
  /** Hz. */
  readonly sampleRate: number;
  readonly taps: number;
  /** One for each measurement; some files measure a direction twice, or at several distances. */
  readonly directions: readonly SofaDirection[];
  /** [direction][ear: left, right][tap], with `Data.Delay` not applied. */
  readonly responses: Float64Array;
  /** [direction][ear: left, right]: samples by which the response starts later; may be fractional, 0 or more. */
  readonly delays: Float64Array;
  /** What the file says of itself; empty where it says nothing. Text only, as hostile as the file. */
  readonly about: SofaAbout;
}

/** What a file says of itself. */
export interface SofaAbout {
  readonly title: string;
  readonly database: string;
  readonly listener: string;
  readonly organisation: string;
  readonly licence: string;
  readonly references: string;
}

/** Largest file that is read into memory, bytes. */
export const SOFA_MOST_BYTES = 256 * 1024 * 1024;
const MOST_DIRECTIONS = 32_768;
const MOST_TAPS = 16_384;
/** Most numbers in all responses together (128 MiB as doubles). */
const MOST_NUMBERS = 1 << 24;
/** Loudest sensible coefficient; more is damage, and would hurt. */
const MOST_COEFFICIENT = 64;
/** Numbers read from the file at a time. */
const PIECE_NUMBERS = 1 << 20;

const WRONG_KIND =
  'Choose a set of head-related impulse responses: convention SimpleFreeFieldHRIR, data type FIR, two receivers.';
const GET_AGAIN = 'Download it again from where it came from; if it stays, choose another set.';

/** A fault found while reading; becomes a failure at the door. */
class Refusal extends Error {
  readonly code: SofaFault;
  readonly remedy: string;

  constructor(code: SofaFault, message: string, remedy: string) {
    super(message);
    this.code = code;
    this.remedy = remedy;
  }
}

function wanted(root: Hdf5Root, name: string): Hdf5Array {
  const found = root.array(name);
  if (!found) throw new Refusal('sofa-dimensions', `has no usable array ${name}`, WRONG_KIND);
  return found;
}

/** Reads a small array whose shape must be one of those given. */
function smallArray(array: Hdf5Array, name: string, shapes: readonly (readonly number[])[]): Float64Array {
  const shape = array.shape.join(' × ');
  if (!shapes.some((candidate) => candidate.join(' × ') === shape)) {
    const allowed = shapes.map((candidate) => candidate.join(' × ')).join(' or ');
    throw new Refusal('sofa-dimensions', `has ${name} of size ${shape}, where ${allowed} belongs`, GET_AGAIN);
  }
  const values = array.read();
  if (!values.every((value) => Number.isFinite(value))) {
    throw new Refusal('sofa-values', `has numbers in ${name} that are not finite`, GET_AGAIN);
  }
  return values;
}

const rows = (values: Float64Array): Triple[] =>
  Array.from({ length: values.length / 3 }, (_, row) => [
    values[row * 3] ?? 0,
    values[row * 3 + 1] ?? 0,
    values[row * 3 + 2] ?? 0,
  ]);

/** Whether positions are angles; a file that says neither is refused. */
function isSpherical(array: Hdf5Array, name: string): boolean {
  const type = array.text('Type').toLowerCase();
  const units = array.text('Units').toLowerCase();
  if (type === 'cartesian' && /^met(re|er)/.test(units)) return false;
  if (type === 'spherical' && units.startsWith('degree')) return true;
  const said = `type ${quoteName(array.text('Type'))}, units ${quoteName(array.text('Units'))}`;
  throw new Refusal('sofa-positions', `gives ${name} in a form that is not known (${said})`, GET_AGAIN);
}

/** A listener's position or axis: absent means the default; one that changes between measurements is refused. */
function listenerTriple(
  root: Hdf5Root,
  name: string,
  typeFrom: string,
  count: number,
  absent: Triple,
): Triple {
  const array = root.array(name);
  if (!array) return absent;
  const found = rows(
    smallArray(array, name, [
      [1, 3],
      [count, 3],
    ]),
  );
  const first = found[0] ?? absent;
  if (found.some((row) => row.some((value, axis) => Math.abs(value - (first[axis] ?? 0)) > 1e-6))) {
    throw new Refusal(
      'sofa-positions',
      `was measured with a listener who moves (${name})`,
      'Choose a set whose sources move around a listener at rest.',
    );
  }
  const typed = array.text('Type') === '' ? root.array(typeFrom) : array;
  return typed && isSpherical(typed, name) ? cartesian(first) : first;
}

function readDirections(root: Hdf5Root, count: number): SofaDirection[] {
  const frame: ListenerFrame | null = listenerFrame(
    listenerTriple(root, 'ListenerPosition', 'ListenerPosition', count, [0, 0, 0]),
    listenerTriple(root, 'ListenerView', 'ListenerView', count, [1, 0, 0]),
    // ListenerUp has no type of its own: that of ListenerView holds (AES69-2022, table of SimpleFreeFieldHRIR).
    listenerTriple(root, 'ListenerUp', 'ListenerView', count, [0, 0, 1]),
  );
  if (!frame) throw new Refusal('sofa-positions', 'has a listener whose view and up agree', GET_AGAIN);
  const plain =
    frame.position.every((value) => value === 0) &&
    Math.abs(frame.front[0] - 1) < 1e-9 &&
    Math.abs(frame.up[2] - 1) < 1e-9;
  const array = wanted(root, 'SourcePosition');
  const spherical = isSpherical(array, 'SourcePosition');
  return rows(smallArray(array, 'SourcePosition', [[count, 3]])).map((row, index) => {
    if (spherical && (Math.abs(row[0]) > 720 || Math.abs(row[1]) > 90)) {
      throw new Refusal('sofa-positions', `has measurement ${index + 1} at elevation ${row[1]}°`, GET_AGAIN);
    }
    if (spherical && plain) return { azimuthDeg: turnedAzimuth(row[0]), elevationDeg: row[1] };
    const direction = directionFrom(frame, spherical ? cartesian(row) : row);
    if (!direction) {
      throw new Refusal(
        'sofa-positions',
        `has measurement ${index + 1} inside the listener's head`,
        GET_AGAIN,
      );
    }
    return direction;
  });
}

/** True if the first receiver is the right ear. Files without usable receiver positions have the left ear first. */
function rightEarFirst(root: Hdf5Root): boolean {
  const array = root.array('ReceiverPosition');
  if (!array) return false;
  const [first, second] = rows(
    smallArray(array, 'ReceiverPosition', [
      [2, 3],
      [2, 3, 1],
    ]),
  );
  if (!first || !second) return false;
  const side = (row: Triple): number => (isSpherical(array, 'ReceiverPosition') ? cartesian(row)[1] : row[1]);
  return side(first) < -1e-6 && side(second) > 1e-6;
}

function readRate(root: Hdf5Root, count: number): number {
  const values = smallArray(wanted(root, 'Data.SamplingRate'), 'Data.SamplingRate', [[1], [count]]);
  const rate = values[0] ?? 0;
  if (values.some((value) => value !== rate)) {
    throw new Refusal('sofa-values', 'mixes sampling rates', WRONG_KIND);
  }
  if (!(rate >= 8000 && rate <= 384_000)) {
    throw new Refusal('sofa-values', `has a sampling rate of ${rate} Hz, not 8 to 384 kHz`, GET_AGAIN);
  }
  return rate;
}

function readDelays(root: Hdf5Root, count: number, taps: number): Float64Array {
  const delays = new Float64Array(count * 2);
  const array = root.array('Data.Delay');
  if (!array) return delays;
  const values = smallArray(array, 'Data.Delay', [
    [1, 2],
    [count, 2],
  ]);
  for (let index = 0; index < delays.length; index += 1) {
    const value = values[index % values.length] ?? 0;
    if (value < 0 || value > Math.max(taps, 4096)) {
      throw new Refusal('sofa-values', `has a delay of ${value} samples`, GET_AGAIN);
    }
    delays[index] = value;
  }
  return delays;
}

function readResponses(array: Hdf5Array, count: number, taps: number): Float64Array {
  const responses = new Float64Array(count * 2 * taps);
  const step = Math.max(1, Math.floor(PIECE_NUMBERS / (2 * taps)));
  for (let from = 0; from < count; from += step) {
    responses.set(array.readRows(from, Math.min(count, from + step)), from * 2 * taps);
  }
  const bad = responses.findIndex((value) => !(Math.abs(value) <= MOST_COEFFICIENT));
  if (bad >= 0) {
    const what = Number.isFinite(responses[bad]) ? 'a value far too large' : 'a value that is not finite';
    throw new Refusal('sofa-values', `has ${what} in response ${Math.floor(bad / taps / 2) + 1}`, GET_AGAIN);
  }
  return responses;
}

/** Exchanges neighbours of `size` numbers in place: left and right ears. */
function exchangeEars(values: Float64Array, size: number): void {
  for (let at = 0; at < values.length; at += 2 * size) {
    const left = values.slice(at, at + size);
    values.copyWithin(at, at + size, at + 2 * size);
    values.set(left, at + size);
  }
}

function readRoot(root: Hdf5Root): SofaHrir {
  const convention = root.text('SOFAConventions');
  if (root.text('Conventions') !== 'SOFA' || convention !== 'SimpleFreeFieldHRIR') {
    const said =
      convention === '' ? 'is HDF5 but says no SOFA convention' : `is of convention ${quoteName(convention)}`;
    throw new Refusal('sofa-convention', said, WRONG_KIND);
  }
  const version = root.text('SOFAConventionsVersion');
  if (!/^[01]\.\d/.test(version)) {
    throw new Refusal(
      'sofa-convention',
      `is of version ${quoteName(version)}, only 0.x and 1.x are known`,
      WRONG_KIND,
    );
  }
  if (root.text('DataType') !== 'FIR') {
    throw new Refusal(
      'sofa-convention',
      `holds data of type ${quoteName(root.text('DataType'))}`,
      WRONG_KIND,
    );
  }
  const data = wanted(root, 'Data.IR');
  const [count = 0, ears = 0, taps = 0] = data.shape;
  if (data.shape.length !== 3 || ears !== 2) {
    throw new Refusal(
      'sofa-dimensions',
      `has ${ears} receivers (Data.IR is ${data.shape.join(' × ')})`,
      WRONG_KIND,
    );
  }
  if (
    count < 1 ||
    taps < 1 ||
    count > MOST_DIRECTIONS ||
    taps > MOST_TAPS ||
    count * 2 * taps > MOST_NUMBERS
  ) {
    const limits = `at most ${MOST_DIRECTIONS} directions, ${MOST_TAPS} samples each, ${MOST_NUMBERS} numbers in all`;
    throw new Refusal(
      'sofa-dimensions',
      `claims ${count} directions of ${taps} samples (${limits})`,
      WRONG_KIND,
    );
  }
  const sampleRate = readRate(root, count);
  const directions = readDirections(root, count);
  const delays = readDelays(root, count, taps);
  const responses = readResponses(data, count, taps);
  if (rightEarFirst(root)) {
    exchangeEars(responses, taps);
    exchangeEars(delays, 1);
  }
  return {
    sampleRate,
    taps,
    directions,
    responses,
    delays,
    about: {
      title: root.text('Title'),
      database: root.text('DatabaseName'),
      listener: root.text('ListenerShortName'),
      organisation: root.text('Organization'),
      licence: root.text('License'),
      references: root.text('References'),
    },
  };
}

/**
 * Reads a set from the bytes of a SOFA file. The bytes may be hostile: sizes are checked before anything of theirs is
 * allocated, every number must be finite. Damage can still send the HDF5 library round in circles, so files of users are
 * read in a worker of their own that is ended when it takes too long.
 */
export async function readSofa(bytes: Uint8Array, fileName: string): Promise<Result<SofaHrir, SofaFault>> {
  const refuse = (code: SofaFault, fault: string, remedy: string, cause?: unknown) =>
    fail(code, `${quoteName(fileName)} ${fault}.`, remedy, cause);
  if (bytes.length > SOFA_MOST_BYTES) {
    const sizes = `${showBytes(bytes.length)}, and at most ${showBytes(SOFA_MOST_BYTES)} are read`;
    return refuse('sofa-too-large', `has ${sizes}`, 'Choose a smaller set, or one with fewer directions.');
  }
  if (!looksLikeHdf5(bytes)) return refuse('sofa-not-hdf5', 'is not a SOFA file (not HDF5)', WRONG_KIND);
  try {
    return ok(await withHdf5(bytes, readRoot));
  } catch (cause) {
    if (cause instanceof Refusal) return refuse(cause.code, cause.message, cause.remedy, cause);
    return refuse('sofa-damaged', 'is cut short or damaged', GET_AGAIN, cause);
  }
}
