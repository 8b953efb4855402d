import {
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
  MAX_CONTROLS,
  MAX_KEYS,
  MAX_STRIP_CHANNELS,
  MAX_ZONES,
  REC_BYTES,
  REC_CHAIN,
  REC_CHANNELS,
  REC_CLIPS,
  REC_CLIPS_AT,
  REC_CONTROLS,
  REC_DIFFUSE_AT,
  REC_FAMILY,
  REC_GAIN,
  REC_GAINS_AT,
  REC_KEYS,
  REC_LANES,
  REC_LATENCY,
  REC_MUTE_LANE,
  REC_SENDS,
  REC_SENDS_AT,
  REC_TRIM,
  REC_TRIM_LANE,
  STRIP_CONTROLS,
  ZONE_BYTES,
} from './contract.ts';
import { chainBytes, checkChain, writeChain } from './encode-chain.ts';
import { checkSequences, gainsBytes, writeSequences } from './encode-gains.ts';
import {
  clampedLane,
  continuousLane,
  type EncodedPoint,
  laneBytes,
  muteLane,
  writeLane,
} from './encode-lane.ts';
import { LANE_ORDER, writeHomes, writeOutput, writeZones, zonesOf } from './encode-output.ts';
import { checkSends, sendLanes, sendsBytes, writeSends } from './encode-space.ts';
import type { ClipProgram, GainSequence, LaneProgram, OutputProgram, StripProgram } from './program.ts';
import type { FadeShape } from './shapes.ts';

const SHAPES: Readonly<Record<FadeShape, number>> = {
  linear: FADE_LINEAR,
  'equal-power': FADE_EQUAL_POWER,
  's-curve': FADE_S,
};

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

function writeLinks(view: DataView, { id, output, controls = [] }: StripProgram): void {
  const buses = output.kind === 'keys' ? output.buses : [];
  if (buses.length > 0 && controls.length > 0)
    throw new RangeError(`strip ${id}: what feeds keys follows no controls`);
  let mask = 0n;
  for (const bus of buses) {
    if (!(Number.isInteger(bus) && bus >= 0 && bus < MAX_KEYS))
      throw new RangeError(`strip ${id}: there are ${MAX_KEYS} key buses, none is ${bus}`);
    mask |= 1n << BigInt(bus);
  }
  view.setBigUint64(REC_KEYS, mask, true);
  if (controls.length > STRIP_CONTROLS || !controls.every((index) => index >= 0 && index < MAX_CONTROLS))
    throw new RangeError(`strip ${id}: a strip follows up to ${STRIP_CONTROLS} of ${MAX_CONTROLS} controls`);
  for (const [place, index] of controls.entries()) view.setInt32(REC_CONTROLS + 4 * place, index + 1, true);
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

/** Lanes of a strip by the field of the record that holds their offset; those without points are left out. */
function lanesOf({ lanes, output }: StripProgram): [number, EncodedPoint[]][] {
  const shares = lanes.diffuse && clampedLane(lanes.diffuse, 0, 1);
  const fields: [number, LaneProgram | undefined][] = [
    ...LANE_ORDER[output.kind].map((name, index): [number, LaneProgram | undefined] => [
      REC_LANES + 4 * index,
      name === 'diffuse' ? shares : lanes[name],
    ]),
    [REC_TRIM_LANE, lanes.trimDb],
    [REC_MUTE_LANE, lanes.muted && muteLane(lanes.muted)],
  ];
  return fields
    .map(([field, lane]): [number, EncodedPoint[]] => [field, lane ? continuousLane(lane) : []])
    .filter(([, points]) => points.length > 0);
}

/**
 * Writes a strip program as the core reads it: one relocatable block. May run on any thread, and the block may be posted;
 * `Core.setRecord` then only copies it.
 * @throws RangeError if the strip has more channels than a strip can have, a label no speaker has, a clip off the sample grid,
 *   a gain that is not finite, more zones than MAX_ZONES, a diffuse share outside 0 … 1, gain sequences that do not fit its
 *   channels, processors outside their ranges, a key bus or control there is not, or a send to no space
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
  const lanes = lanesOf(program);
  const clipsEnd = REC_BYTES + clips.length * CLIP_BYTES;
  const bytes = lanes.reduce((sum, [, points]) => sum + laneBytes(points), clipsEnd);
  const zones = zonesOf(output).length;
  if (zones > MAX_ZONES) {
    throw new RangeError(`strip ${program.id}: an object has at most ${MAX_ZONES} zones, got ${zones}`);
  }
  if (output.kind === 'object' && !((output.diffuse ?? 0) >= 0 && (output.diffuse ?? 0) <= 1)) {
    throw new RangeError(`strip ${program.id}: an object is diffuse by 0 to 1, not ${output.diffuse}`);
  }
  const tables = tablesOf(program.id, channels.length, output);
  const gains = tables.reduce((sum, [, sequences]) => sum + gainsBytes(sequences), 0);
  const { chain, trim = 1, sends = [] } = program;
  if (chain) checkChain(program.id, chain);
  checkSends(program.id, sends);
  const toSends = sendLanes(sends);
  const chainAt = Math.ceil((bytes + zones * ZONE_BYTES + gains) / 16) * 16;
  const sendsAt = chainAt + (chain ? chainBytes(chain, channels.length) : 0);
  const sendLanesAt = sendsAt + sendsBytes(sends, channels.length);
  const record = new ArrayBuffer(
    toSends.reduce((sum, lane) => sum + (lane.length > 0 ? laneBytes(lane) : 0), sendLanesAt),
  );
  const view = new DataView(record);
  view.setFloat64(REC_GAIN, program.gain, true);
  view.setFloat64(REC_TRIM, trim, true);
  if (chain) {
    view.setInt32(REC_CHAIN, chainAt, true);
    writeChain(view, chainAt, chain, channels.length);
  }
  view.setFloat64(REC_LATENCY, program.latencySamples, true);
  view.setInt32(REC_CHANNELS, channels.length, true);
  view.setInt32(REC_CLIPS, clips.length, true);
  view.setInt32(REC_CLIPS_AT, REC_BYTES, true);
  writeOutput(view, output, program.binaural ?? 'mid');
  view.setInt32(REC_FAMILY, family, true);
  view.setInt32(REC_SENDS, writeSends(view, sendsAt, sends, toSends, sendLanesAt), true);
  view.setInt32(REC_SENDS_AT, sendsAt, true);
  writeLinks(view, program);
  writeHomes(view, channels);
  let latestEnd = Number.NEGATIVE_INFINITY;
  clips.forEach((clip, index) => {
    checkClip(program, clip);
    latestEnd = Math.max(latestEnd, clip.start + clip.length);
    writeClip(view, REC_BYTES + index * CLIP_BYTES, clip, latestEnd);
  });
  let at = clipsEnd;
  for (const [field, points] of lanes) {
    view.setInt32(field, at, true);
    writeLane(view, at, points);
    at += laneBytes(points);
  }
  writeZones(view, at, output);
  at += zones * ZONE_BYTES;
  for (const [field, sequences] of tables) {
    writeSequences(view, field, at, sequences);
    at += gainsBytes(sequences);
  }
  return record;
}
