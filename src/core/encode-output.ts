import { type BinauralMode, LAYOUT_SPEAKERS, type RoomPosition, type Speaker } from '../units/index.ts';
import {
  BINAURAL_FAR,
  BINAURAL_MID,
  BINAURAL_NEAR,
  BINAURAL_OFF,
  HOME_BYTES,
  HOME_CENTRE,
  HOME_LFE,
  HOME_ROOM,
  HOME_WEIGHT,
  OUTPUT_BED,
  OUTPUT_GAINS,
  OUTPUT_KEYS,
  OUTPUT_OBJECT,
  REC_BINAURAL,
  REC_CENTRE,
  REC_DIVERGENCE_RANGE,
  REC_HOMES,
  REC_OUTPUT,
  REC_PARAMS,
  REC_SNAP,
  REC_SNAP_DISTANCE,
  REC_SURROUND,
  REC_ZONES,
  REC_ZONES_AT,
  ZONE_BYTES,
} from './contract.ts';
import type { LanesProgram, OutputProgram } from './program.ts';

/** Lanes by their place in the record (REC_LANES); the ride is the same for every output. */
export const LANE_ORDER = {
  bed: ['rideDb', 'pan', 'width', 'frontBack', 'height', 'lfeDb', 'rotationDeg', 'divergence'],
  object: ['rideDb', 'x', 'y', 'z', 'size', 'spread', 'pairTurnDeg', 'divergence', 'diffuse'],
  gains: ['rideDb'],
  keys: ['rideDb'],
} as const satisfies Record<OutputProgram['kind'], readonly (keyof LanesProgram)[]>;

const BINAURAL: Readonly<Record<BinauralMode, number>> = {
  off: BINAURAL_OFF,
  near: BINAURAL_NEAR,
  mid: BINAURAL_MID,
  far: BINAURAL_FAR,
};

const OUTPUTS: Readonly<Record<OutputProgram['kind'], number>> = {
  bed: OUTPUT_BED,
  object: OUTPUT_OBJECT,
  gains: OUTPUT_GAINS,
  keys: OUTPUT_KEYS,
};

/** Where the channels of stems live: at their speaker. Mono lives in the front middle. */
const HOMES: ReadonlyMap<string, RoomPosition | null> = new Map([
  ['M', { x: 0, y: 1, z: 0 }],
  ...[...LAYOUT_SPEAKERS['9.1.6'], ...LAYOUT_SPEAKERS['5.1']].map(
    (speaker: Speaker): [string, RoomPosition | null] => [speaker.label, speaker.room],
  ),
]);

/** Boxes an output is kept out of. */
export const zonesOf = (output: OutputProgram) => (output.kind === 'object' ? (output.zones ?? []) : []);

/** Weight of speakers at ear height 60° to 120° off the front in a loudness (ITU-R BS.1770-5 annex 3, table 4). */
const SIDE_WEIGHT = 1.41;
const SIDES: ReadonlySet<string> = new Set(['Ls', 'Rs', 'Lss', 'Rss', 'Lw', 'Rw']);

function paramsOf(output: OutputProgram): readonly number[] {
  if (output.kind === 'gains' || output.kind === 'keys') return [0];
  if (output.kind === 'bed') {
    const { pan, width, frontBack, height, lfeGain, rotationDeg = 0, divergence = 0 } = output;
    return [0, pan, width, frontBack, height, lfeGain, rotationDeg, divergence];
  }
  const { x, y, z, size, spread, pairTurnDeg = 0, divergence, diffuse = 0 } = output;
  return [0, x, y, z, size, spread, pairTurnDeg, divergence?.value ?? 0, diffuse];
}

/**
 * Writes where each channel lives.
 * @throws RangeError if no speaker has a channel's label
 */
export function writeHomes(view: DataView, channels: readonly string[]): void {
  let surround = 0;
  channels.forEach((label, index) => {
    const room = HOMES.get(label);
    if (room === undefined) throw new RangeError(`no speaker is called "${label}"`);
    const at = REC_HOMES + index * HOME_BYTES;
    view.setFloat64(at, room?.x ?? 0, true);
    view.setFloat64(at + 8, room?.y ?? 0, true);
    view.setFloat64(at + 16, room?.z ?? 0, true);
    view.setFloat32(at + HOME_WEIGHT, room ? (SIDES.has(label) ? SIDE_WEIGHT : 1) : 0, true);
    view.setInt32(at + 24, room ? (label === 'C' ? HOME_CENTRE : HOME_ROOM) : HOME_LFE, true);
    if (room && room.y < 1) surround = 1;
  });
  view.setInt32(REC_SURROUND, surround, true);
}

/** Writes the zones of an output at a byte offset of a record. */
export function writeZones(view: DataView, at: number, output: OutputProgram): void {
  const zones = zonesOf(output);
  view.setInt32(REC_ZONES, zones.length, true);
  view.setInt32(REC_ZONES_AT, zones.length > 0 ? at : 0, true);
  zones.forEach((box, index) => {
    const { minX, maxX, minY, maxY, minZ, maxZ } = box;
    for (const [place, face] of [minX, maxX, minY, maxY, minZ, maxZ].entries())
      view.setFloat64(at + index * ZONE_BYTES + place * 8, face, true);
  });
}

/** Writes how a strip goes to its output: everything but zones and gain sequences. */
export function writeOutput(view: DataView, output: OutputProgram, binaural: BinauralMode): void {
  view.setInt32(REC_OUTPUT, OUTPUTS[output.kind], true);
  view.setInt32(REC_BINAURAL, BINAURAL[binaural], true);
  for (const [index, value] of paramsOf(output).entries())
    view.setFloat64(REC_PARAMS + index * 8, value, true);
  const snap =
    output.kind === 'object' && output.snap ? (output.snap.maxDistance ?? Number.POSITIVE_INFINITY) : null;
  if (output.kind === 'bed') view.setFloat64(REC_CENTRE, output.centre ?? 0, true);
  if (output.kind === 'object') view.setFloat64(REC_DIVERGENCE_RANGE, output.divergence?.range ?? 0, true);
  view.setInt32(REC_SNAP, snap === null ? 0 : 1, true);
  view.setFloat64(REC_SNAP_DISTANCE, snap ?? 0, true);
}
