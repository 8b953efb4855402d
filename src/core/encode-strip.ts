import { type BinauralMode, LAYOUT_SPEAKERS, type RoomPosition, type Speaker } from '../units/index.ts';
import {
  BINAURAL_FAR,
  BINAURAL_MID,
  BINAURAL_NEAR,
  BINAURAL_OFF,
  CLIP_BYTES,
  CLIP_END,
  CLIP_FADE_IN,
  CLIP_FADE_OUT,
  CLIP_GAIN,
  CLIP_LATEST_END,
  CLIP_SHAPE_IN,
  CLIP_SHAPE_OUT,
  CLIP_SOURCE,
  CLIP_START,
  CLIP_VOICES,
  FADE_EQUAL_POWER,
  FADE_LINEAR,
  FADE_S,
  FAMILIES,
  HOME_BYTES,
  HOME_CENTRE,
  HOME_LFE,
  HOME_ROOM,
  HOME_WEIGHT,
  LANES,
  MAX_KEYS,
  MAX_STRIP_CHANNELS,
  MAX_ZONES,
  OUTPUT_BED,
  OUTPUT_GAINS,
  OUTPUT_NONE,
  OUTPUT_OBJECT,
  REC_BINAURAL,
  REC_BYTES,
  REC_CENTRE,
  REC_CHAIN,
  REC_CHANNELS,
  REC_CLIPS,
  REC_CLIPS_AT,
  REC_DIFFUSE,
  REC_DIFFUSE_AT,
  REC_DIVERGENCE,
  REC_DIVERGENCE_RANGE,
  REC_EXTRA,
  REC_FAMILY,
  REC_GAIN,
  REC_GAINS_AT,
  REC_HOMES,
  REC_KEYS,
  REC_LANES,
  REC_LATENCY,
  REC_OUTPUT,
  REC_PARAMS,
  REC_SNAP,
  REC_SNAP_DISTANCE,
  REC_SURROUND,
  REC_TRIM,
  REC_TURN_COS,
  REC_TURN_SIN,
  REC_ZONES,
  REC_ZONES_AT,
  ZONE_BYTES,
} from './contract.ts';
import { cos, sin } from './dmath-trig.ts';
import { chainBytes, checkChain, writeChain } from './encode-chain.ts';
import { checkSequences, gainsBytes, writeSequences } from './encode-gains.ts';
import { continuousLane, type EncodedPoint, laneBytes, writeLane } from './encode-lane.ts';
import type { ClipProgram, GainSequence, LanesProgram, OutputProgram, StripProgram } from './program.ts';
import type { FadeShape } from './shapes.ts';

const SHAPES: Readonly<Record<FadeShape, number>> = {
  linear: FADE_LINEAR,
  'equal-power': FADE_EQUAL_POWER,
  's-curve': FADE_S,
};

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
  none: OUTPUT_NONE,
};

/** Lanes by their place in the record; the ride is the same for both outputs. */
const LANE_ORDER = {
  bed: ['rideDb', 'pan', 'width', 'frontBack', 'height'],
  object: ['rideDb', 'x', 'y', 'z', 'size'],
  gains: ['rideDb'],
  none: ['rideDb'],
} as const satisfies Record<OutputProgram['kind'], readonly (keyof LanesProgram)[]>;

/** Where the channels of stems live: at their speaker. Mono lives in the front middle. */
const HOMES: ReadonlyMap<string, RoomPosition | null> = new Map([
  ['M', { x: 0, y: 1, z: 0 }],
  ...[...LAYOUT_SPEAKERS['9.1.6'], ...LAYOUT_SPEAKERS['5.1']].map(
    (speaker: Speaker): [string, RoomPosition | null] => [speaker.label, speaker.room],
  ),
]);

/** Weight of speakers at ear height 60° to 120° off the front in a loudness (ITU-R BS.1770-5 annex 3, table 4). */
const SIDE_WEIGHT = 1.41;
const SIDES: ReadonlySet<string> = new Set(['Ls', 'Rs', 'Lss', 'Rss', 'Lw', 'Rw']);

function paramsOf(output: OutputProgram): readonly number[] {
  if (output.kind === 'gains' || output.kind === 'none') return [0];
  return output.kind === 'bed'
    ? [0, output.pan, output.width, output.frontBack, output.height]
    : [0, output.x, output.y, output.z, output.size];
}

function writeHomes(view: DataView, channels: readonly string[]): void {
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

/** Zones follow the lanes. */
function writeZones(view: DataView, at: number, output: OutputProgram): void {
  const zones = zonesOf(output);
  view.setInt32(REC_ZONES, zones.length, true);
  view.setInt32(REC_ZONES_AT, zones.length > 0 ? at : 0, true);
  zones.forEach((box, index) => {
    const { minX, maxX, minY, maxY, minZ, maxZ } = box;
    for (const [place, face] of [minX, maxX, minY, maxY, minZ, maxZ].entries())
      view.setFloat64(at + index * ZONE_BYTES + place * 8, face, true);
  });
}

/** Gain sequences of a strip by the field of their table: direct, and diffuse if there are any. */
function tablesOf(id: string, channels: number, output: OutputProgram): [number, readonly GainSequence[]][] {
  if (output.kind !== 'gains') return [];
  const { sequences, diffuse = [] } = output;
  checkSequences(id, channels, sequences);
  if (!diffuse.some((sequence) => sequence !== null)) return [[REC_GAINS_AT, sequences]];
  const filled = diffuse.map((sequence) => sequence ?? SILENT);
  checkSequences(id, channels, filled);
  return [
    [REC_GAINS_AT, sequences],
    [REC_DIFFUSE_AT, filled],
  ];
}

const SILENT: GainSequence = { times: [], ramps: [], gains: [] };

const zonesOf = (output: OutputProgram) => (output.kind === 'object' ? (output.zones ?? []) : []);

function writePlacement(view: DataView, output: OutputProgram): void {
  let turn = 0;
  let snap: number | null = null;
  if (output.kind === 'bed') {
    turn = output.rotationDeg ?? 0;
    view.setFloat64(REC_EXTRA, output.lfeGain, true);
    view.setFloat64(REC_CENTRE, output.centre ?? 0, true);
    view.setFloat64(REC_DIVERGENCE, output.divergence ?? 0, true);
  } else if (output.kind === 'object') {
    view.setFloat64(REC_DIFFUSE, output.diffuse ?? 0, true);
    view.setFloat64(REC_EXTRA, output.spread, true);
    if (output.snap) snap = output.snap.maxDistance ?? Number.POSITIVE_INFINITY;
    view.setFloat64(REC_DIVERGENCE, output.divergence?.value ?? 0, true);
    view.setFloat64(REC_DIVERGENCE_RANGE, output.divergence?.range ?? 0, true);
  }
  view.setInt32(REC_SNAP, snap === null ? 0 : 1, true);
  view.setFloat64(REC_SNAP_DISTANCE, snap ?? 0, true);
  view.setFloat64(REC_TURN_COS, cos((turn * Math.PI) / 180), true);
  view.setFloat64(REC_TURN_SIN, sin((turn * Math.PI) / 180), true);
}

function writeKeys(view: DataView, { id, keys = [] }: StripProgram): void {
  let mask = 0n;
  for (const bus of keys) {
    if (!(Number.isInteger(bus) && bus >= 0 && bus < MAX_KEYS))
      throw new RangeError(`strip ${id}: there are ${MAX_KEYS} key buses, none is ${bus}`);
    mask |= 1n << BigInt(bus);
  }
  view.setBigUint64(REC_KEYS, mask, true);
}

function writeClip(view: DataView, at: number, clip: ClipProgram, latestEnd: number): void {
  view.setFloat64(at + CLIP_START, clip.start, true);
  view.setFloat64(at + CLIP_END, clip.start + clip.length, true);
  view.setFloat64(at + CLIP_SOURCE, clip.sourceOffset, true);
  view.setFloat64(at + CLIP_LATEST_END, latestEnd, true);
  view.setFloat64(at + CLIP_FADE_IN, clip.fadeInLength, true);
  view.setFloat64(at + CLIP_FADE_OUT, clip.fadeOutLength, true);
  view.setFloat64(at + CLIP_GAIN, clip.gain, true);
  view.setInt32(at + CLIP_SHAPE_IN, SHAPES[clip.fadeInShape], true);
  view.setInt32(at + CLIP_SHAPE_OUT, SHAPES[clip.fadeOutShape], true);
  for (let channel = 0; channel < MAX_STRIP_CHANNELS; channel++) {
    view.setInt32(at + CLIP_VOICES + channel * 4, clip.voices[channel] ?? -1, true);
  }
}

function checkClip(strip: StripProgram, clip: ClipProgram): void {
  const { start, length, sourceOffset, gain, fadeInLength, fadeOutLength } = clip;
  if (!(Number.isSafeInteger(start) && Number.isSafeInteger(length) && Number.isSafeInteger(sourceOffset))) {
    throw new RangeError(`clip ${clip.id} of strip ${strip.id} must start and end on whole samples`);
  }
  if (!(Number.isFinite(gain) && fadeInLength >= 0 && fadeOutLength >= 0)) {
    throw new RangeError(
      `clip ${clip.id} of strip ${strip.id} needs a finite gain and fades of 0 or more samples`,
    );
  }
}

/**
 * Writes a strip program as the core reads it: one relocatable block. May run on any thread, and the block may be posted;
 * `Core.setRecord` then only copies it.
 * @throws RangeError if the strip has more channels than a strip can have, a label no speaker has, a clip off the sample grid,
 *   a gain that is not finite, more zones than MAX_ZONES, a diffuse share outside 0 … 1, gain sequences that do not fit its
 *   channels, processors outside their ranges, or a key bus there is not
 */
export function encodeStrip(program: StripProgram): ArrayBuffer {
  const { channels, output } = program;
  const most = output.kind === 'object' ? 2 : MAX_STRIP_CHANNELS;
  if (channels.length < 1 || channels.length > most) {
    throw new RangeError(
      `strip ${program.id}: a ${output.kind} strip has 1 to ${most} channels, got ${channels.length}`,
    );
  }
  if (!Number.isFinite(program.gain * (program.trim ?? 1)) || !Number.isSafeInteger(program.latencySamples)) {
    throw new RangeError(`strip ${program.id} needs a finite gain and a latency of whole samples`);
  }
  const { family = 0 } = program;
  if (!(Number.isInteger(family) && family >= 0 && family < FAMILIES)) {
    throw new RangeError(`strip ${program.id}: a family is 0 to ${FAMILIES - 1}, got ${family}`);
  }
  const clips = program.clips.filter((clip) => clip.length > 0);
  const lanes: EncodedPoint[][] = LANE_ORDER[output.kind].map((name) => {
    const lane = program.lanes[name];
    return lane ? continuousLane(lane) : [];
  });
  const clipsEnd = REC_BYTES + clips.length * CLIP_BYTES;
  const bytes = lanes.reduce((sum, lane) => sum + (lane.length > 0 ? laneBytes(lane) : 0), clipsEnd);
  const zones = zonesOf(output).length;
  if (zones > MAX_ZONES) {
    throw new RangeError(`strip ${program.id}: an object has at most ${MAX_ZONES} zones, got ${zones}`);
  }
  if (output.kind === 'object' && !((output.diffuse ?? 0) >= 0 && (output.diffuse ?? 0) <= 1)) {
    throw new RangeError(`strip ${program.id}: an object is diffuse by 0 to 1, not ${output.diffuse}`);
  }
  const tables = tablesOf(program.id, channels.length, output);
  const gains = tables.reduce((sum, [, sequences]) => sum + gainsBytes(sequences), 0);
  const { chain, trim = 1 } = program;
  if (chain) checkChain(program.id, chain);
  const chainAt = Math.ceil((bytes + zones * ZONE_BYTES + gains) / 16) * 16;
  const record = new ArrayBuffer(chainAt + (chain ? chainBytes(chain, channels.length) : 0));
  const view = new DataView(record);
  view.setFloat64(REC_GAIN, program.gain, true);
  view.setFloat64(REC_TRIM, trim, true);
  if (chain) {
    view.setInt32(REC_CHAIN, chainAt, true);
    writeChain(view, chainAt, chain, channels.length);
  }
  view.setFloat64(REC_LATENCY, program.latencySamples, true);
  view.setInt32(REC_CHANNELS, channels.length, true);
  view.setInt32(REC_OUTPUT, OUTPUTS[output.kind], true);
  view.setInt32(REC_CLIPS, clips.length, true);
  view.setInt32(REC_CLIPS_AT, REC_BYTES, true);
  for (const [index, value] of paramsOf(output).entries())
    view.setFloat64(REC_PARAMS + index * 8, value, true);
  view.setInt32(REC_FAMILY, family, true);
  view.setInt32(REC_BINAURAL, BINAURAL[program.binaural ?? 'mid'], true);
  writePlacement(view, output);
  writeKeys(view, program);
  writeHomes(view, channels);
  let latestEnd = Number.NEGATIVE_INFINITY;
  clips.forEach((clip, index) => {
    checkClip(program, clip);
    latestEnd = Math.max(latestEnd, clip.start + clip.length);
    writeClip(view, REC_BYTES + index * CLIP_BYTES, clip, latestEnd);
  });
  let at = clipsEnd;
  for (let index = 0; index < LANES; index++) {
    const lane = lanes[index];
    if (!lane || lane.length === 0) continue;
    view.setInt32(REC_LANES + index * 4, at, true);
    writeLane(view, at, lane);
    at += laneBytes(lane);
  }
  writeZones(view, at, output);
  at += zones * ZONE_BYTES;
  for (const [field, sequences] of tables) {
    writeSequences(view, field, at, sequences);
    at += gainsBytes(sequences);
  }
  return record;
}
