import type { DirectChannel, DirectPosition, PolarObject, Zone } from '../engine/node.ts';
import type { ZoneBox } from '../units/index.ts';
import { CaseFault, Fields, isList } from './vector-fields.ts';

/** Gains a case must get, one a channel; `diffuse` is null where the file says nothing of it, which means zeros. */
export interface ExpectedGains {
  readonly direct: readonly number[];
  readonly diffuse: readonly number[] | null;
}

/** An object placed in the room cube. */
export interface CubeCase {
  readonly kind: 'cube';
  readonly at: readonly [number, number, number];
  readonly size: { readonly width: number; readonly depth: number; readonly height: number };
  readonly snap: { readonly maxDistance: number | null } | null;
  readonly zones: readonly ZoneBox[];
  readonly divergence: { readonly value: number; readonly range: number } | null;
  readonly gain: number;
  readonly diffuse: number;
  readonly expected: ExpectedGains;
}

/** A sequence of blocks over time and the stretches its gains consist of. */
export interface TimingCase {
  readonly kind: 'timing';
  readonly blocks: readonly TimedBlock[];
  readonly segments: readonly Segment[];
  /** Samples up to the end of the last segment. */
  readonly frames: number;
}

/** A block's time in samples, and where its object is. */
interface TimedBlock {
  readonly start: number;
  readonly length: number;
  /** Samples; null is the whole block. */
  readonly ramp: number | null;
  readonly object: Placed;
}

interface Segment {
  readonly block: number;
  readonly first: number;
  /** Exclusive. */
  readonly last: number;
  /** Where the line begins and ends, exactly. */
  readonly start: number;
  readonly end: number;
  readonly ramp: boolean;
}

/** An object at one time. */
export type Placed = CubeCase | PolarCase;

interface PolarCase {
  readonly kind: 'polar';
  readonly object: PolarObject;
  readonly expected: ExpectedGains;
}

/** A case of a `gain-vectors/1` file, by what it asks. */
export type VectorCase =
  | TimingCase
  | CubeCase
  | PolarCase
  | { readonly kind: 'direct'; readonly channel: DirectChannel; readonly expected: ExpectedGains }
  /** A channel of another layout: it goes where its speaker stands. */
  | {
      readonly kind: 'route';
      readonly layout: string;
      readonly channel: string;
      readonly expected: ExpectedGains;
    }
  | {
      readonly kind: 'to cube';
      readonly from: readonly [azimuth: number, elevation: number, distance: number];
      readonly extent: readonly [width: number, height: number, depth: number];
      readonly wanted: readonly number[];
      readonly wantedSize: readonly number[];
    }
  | {
      readonly kind: 'to polar';
      readonly from: readonly [x: number, y: number, z: number];
      readonly extent: readonly [width: number, height: number, depth: number];
      readonly wanted: readonly number[];
      readonly wantedSize: readonly number[];
    };

/** Zone lists of a file by name. */
export type Masks = ReadonlyMap<string, unknown>;

/** Reads one case. @param channels how many gains it must have @throws CaseFault */
export function readCase(json: unknown, channels: number, masks: Masks): VectorCase {
  const entry = new Fields(json);
  entry.take('edge');
  const input = new Fields(entry.take('in'));
  if (entry.has('xyz') || entry.has('aed')) return readConversion(entry, input);
  if (input.has('blocks')) return readTiming(entry, input, masks);
  const expected = readGains(entry, channels);
  entry.done();
  const read = input.has('layout')
    ? readRoute
    : isDirect(input)
      ? readDirect
      : input.has('X')
        ? readCube
        : readPolar;
  const result = read(input, expected, masks);
  input.done();
  return result;
}

function readGains(entry: Fields, channels: number): ExpectedGains {
  const direct = entry.numbers('g');
  const diffuse = entry.numbers('gd') ?? null;
  if (direct?.length !== channels || (diffuse && diffuse.length !== channels)) throw new CaseFault('damaged');
  return { direct, diffuse };
}

/** Fields only a channel made for one speaker has. */
const isDirect = (input: Fields): boolean =>
  ['pack', 'label', 'azMin', 'lowPass', 'channel'].some((name) => input.has(name));

function readRoute(input: Fields, expected: ExpectedGains): VectorCase {
  return {
    kind: 'route',
    layout: input.text('layout') ?? '',
    channel: input.text('channel') ?? '',
    expected,
  };
}

const readPlace = (input: Fields): readonly [number, number, number] => [
  input.number('X'),
  input.number('Y'),
  input.number('Z'),
];

const readLevel = (input: Fields): number => input.number('gain', 1) * input.number('objectGain', 1);

function readDirect(input: Fields, expected: ExpectedGains): VectorCase {
  const label = input.text('label');
  const pack = input.text('pack');
  const lowPass = input.optional('lowPass');
  // Where the channel came from; the label and the place say everything.
  input.text('packLayout');
  input.text('channel');
  const channel: DirectChannel = {
    position: input.has('X') ? { kind: 'cube', at: readPlace(input) } : readDirection(input),
    labels: label === undefined ? [] : [label],
    ...(pack === undefined ? {} : { pack }),
    ...(lowPass === undefined ? {} : { lowPass }),
    lfe: input.number('lfe', 0) === 1,
    gain: readLevel(input),
  };
  return { kind: 'direct', channel, expected };
}

function readDirection(input: Fields): DirectPosition {
  const azimuth = input.number('az');
  const elevation = input.number('el');
  input.optional('dist');
  return {
    kind: 'polar',
    azimuth,
    elevation,
    bounds: {
      minAzimuth: input.number('azMin', azimuth),
      maxAzimuth: input.number('azMax', azimuth),
      minElevation: input.number('elMin', elevation),
      maxElevation: input.number('elMax', elevation),
    },
  };
}

function readPolar(input: Fields, expected: ExpectedGains, masks: Masks): PolarCase {
  input.text('speaker');
  const lock = input.part('lock');
  const maxDistance = lock?.optional('maxDistance');
  lock?.done();
  const divergence = input.part('divergence');
  const spread = divergence && {
    value: divergence.number('value'),
    azimuthRange: divergence.number('azimuthRange', 45),
  };
  divergence?.done();
  const object: PolarObject = {
    azimuth: input.number('az'),
    elevation: input.number('el'),
    distance: input.number('dist', 1),
    extent: {
      width: input.number('width', 0),
      height: input.number('height', 0),
      depth: input.number('depth', 0),
    },
    ...(lock ? { lock: maxDistance === undefined ? {} : { maxDistance } } : {}),
    ...(spread ? { divergence: spread } : {}),
    zones: readZones(input, masks),
    gain: readLevel(input),
    diffuse: readDiffuse(input),
  };
  return { kind: 'polar', object, expected };
}

function readCube(input: Fields, expected: ExpectedGains, masks: Masks): CubeCase {
  input.text('speaker');
  const lock = input.part('lock');
  const snap = lock && { maxDistance: lock.optional('maxDistance') ?? null };
  lock?.done();
  const divergence = input.part('divergence');
  const spread = divergence && {
    value: divergence.number('value'),
    range: divergence.number('positionRange', 0),
  };
  divergence?.done();
  const zones = readZones(input, masks).map((zone) => {
    // Angles do not say which speakers of a room cube they mean.
    if (!('minX' in zone)) throw new CaseFault('unknown');
    return zone;
  });
  const size = input.optional('size');
  return {
    kind: 'cube',
    at: readPlace(input),
    size: {
      width: size ?? input.number('width', 0),
      depth: size ?? input.number('depth', 0),
      height: size ?? input.number('height', 0),
    },
    snap,
    zones,
    divergence: spread,
    gain: readLevel(input),
    diffuse: readDiffuse(input),
    expected,
  };
}

function readDiffuse(input: Fields): number {
  const diffuse = input.number('diffuse', 0);
  if (diffuse < 0 || diffuse > 1) throw new CaseFault('damaged');
  return diffuse;
}

function readZones(input: Fields, masks: Masks): readonly Zone[] {
  const mask = input.text('mask');
  if (mask !== undefined && !masks.has(mask)) throw new CaseFault('damaged');
  const own = input.take('zones');
  const zones = mask === undefined ? (own ?? []) : masks.get(mask);
  if (!isList(zones)) throw new CaseFault('damaged');
  return zones.map(readZone);
}

function readZone(json: unknown): Zone {
  const fields = new Fields(json);
  const zone = fields.has('minX')
    ? {
        minX: fields.number('minX'),
        maxX: fields.number('maxX'),
        minY: fields.number('minY'),
        maxY: fields.number('maxY'),
        minZ: fields.number('minZ'),
        maxZ: fields.number('maxZ'),
      }
    : {
        minAzimuth: fields.number('minAzimuth'),
        maxAzimuth: fields.number('maxAzimuth'),
        minElevation: fields.number('minElevation'),
        maxElevation: fields.number('maxElevation'),
      };
  fields.done();
  return zone;
}

function readConversion(entry: Fields, input: Fields): VectorCase {
  const toCube = entry.has('xyz');
  const wanted = entry.numbers(toCube ? 'xyz' : 'aed');
  const wantedSize = entry.numbers('whd') ?? [];
  if (wanted?.length !== 3 || (wantedSize.length !== 0 && wantedSize.length !== 3))
    throw new CaseFault('damaged');
  const extent = [input.number('width', 0), input.number('height', 0), input.number('depth', 0)] as const;
  const result: VectorCase = toCube
    ? {
        kind: 'to cube',
        from: [input.number('az'), input.number('el'), input.number('dist', 1)],
        extent,
        wanted,
        wantedSize,
      }
    : { kind: 'to polar', from: readPlace(input), extent, wanted, wantedSize };
  entry.done();
  input.done();
  return result;
}

/** Longest sequence that is rendered, samples. */
const MOST_FRAMES = 1 << 22;

function readTiming(entry: Fields, input: Fields, masks: Masks): TimingCase {
  const rate = input.number('fs');
  const blocks = readList(input.take('blocks'), (block): TimedBlock => {
    const start = readFraction(block.text('rtime')) * rate;
    const length = readFraction(block.text('duration')) * rate;
    const jumps = block.has('jump');
    const jump = block.take('jump') ?? '0';
    const ramp = jumps ? readFraction(jump) * rate : null;
    const object = (block.has('X') ? readCube : readPolar)(block, { direct: [], diffuse: null }, masks);
    return { start, length, ramp, object };
  });
  const segments = readList(entry.take('segments'), (segment): Segment => {
    const block = segment.number('block');
    const [first = -1, last = -1, start = 0, end = 0, ramp = 0] = segment.numbers('seg') ?? [];
    const isWhole = Number.isInteger(first) && Number.isInteger(last) && Number.isInteger(block);
    if (
      !isWhole ||
      first < 0 ||
      last < first ||
      block < 0 ||
      block >= blocks.length ||
      (ramp === 1 && !(end > start))
    ) {
      throw new CaseFault('damaged');
    }
    return { block, first, last, start, end, ramp: ramp === 1 };
  });
  entry.done();
  input.done();
  const frames = segments.reduce((most, { last }) => Math.max(most, last), 0);
  if (!(frames <= MOST_FRAMES)) throw new CaseFault('unknown');
  return { kind: 'timing', blocks, segments, frames };
}

/** Reads every entry of a list with all its fields. @throws CaseFault */
function readList<T>(json: unknown, read: (entry: Fields) => T): readonly T[] {
  if (!isList(json)) throw new CaseFault('damaged');
  return json.map((entry) => {
    const fields = new Fields(entry);
    const value = read(fields);
    fields.done();
    return value;
  });
}

/** A time as `103/1000` or `2`, in seconds. @throws CaseFault unless it is finite and not negative */
function readFraction(text: unknown): number {
  if (typeof text !== 'string' || !/^\d{1,15}(\/\d{1,15})?$/.test(text)) throw new CaseFault('damaged');
  const [above = Number.NaN, below = 1] = text.split('/').map(Number);
  const seconds = above / below;
  if (!Number.isFinite(seconds)) throw new CaseFault('damaged');
  return seconds;
}
