import type {
  ClipProgram,
  LaneProgram,
  LanesProgram,
  OutputProgram,
  SendProgram,
  StripFamily,
  StripProgram,
} from '../../core/index.ts';
import type { FamilyName, LaneTarget, Track } from '../../session/index.ts';
import { TRACK_FORMATS, ZONE_BOXES } from '../../units/index.ts';
import { chainLatency, compileChain } from './compile-chain.ts';
import type { GainOf } from './compile-clip.ts';
import { compileLane } from './compile-lane.ts';

/** Families by their number in the core. */
export const FAMILY_NUMBERS: Readonly<Record<FamilyName, StripFamily>> = {
  music: 0,
  dialogue: 1,
  effects: 2,
  ambience: 3,
};

/** Lanes that act on each kind of output; others rest in the document until the output changes. */
const LANES_OF = {
  bed: [
    'trimDb',
    'rideDb',
    'muted',
    'pan',
    'width',
    'frontBack',
    'height',
    'lfeDb',
    'rotationDeg',
    'divergence',
  ],
  object: [
    'trimDb',
    'rideDb',
    'muted',
    'x',
    'y',
    'z',
    'size',
    'spread',
    'pairTurnDeg',
    'divergence',
    'diffuse',
  ],
} as const satisfies Record<Track['output']['kind'], readonly (LaneTarget & keyof LanesProgram)[]>;

/** Samples by which a track's path is late at a rate in Hz; its clips are read this much early. */
export const trackLatency = (track: Track, rate: number): number => chainLatency(track, rate);

/** Lanes of a track that act on its present output. */
export function compileLanes(track: Track): LanesProgram {
  const lanes: Partial<Record<keyof LanesProgram, LaneProgram>> = {};
  for (const target of LANES_OF[track.output.kind]) {
    const points = track.lanes[target];
    if (points && points.length > 0) lanes[target] = compileLane(points);
  }
  return lanes;
}

/** Output of a track with levels made linear. */
export function compileOutput(track: Track, toGain: GainOf): OutputProgram {
  const { output } = track;
  if (output.kind === 'bed') {
    const { pan, width, frontBack, height, rotationDeg, divergence } = output;
    const lfeGain = toGain(output.lfeDb);
    // Film practice: dialogue is anchored to the centre speaker; everything else keeps a phantom middle.
    return {
      kind: 'bed',
      pan,
      width,
      frontBack,
      height,
      lfeGain,
      centre: track.family === 'dialogue' ? 1 : 0,
      rotationDeg,
      divergence,
    };
  }
  const { x, y, z } = output.position;
  const { size, spread, pairTurnDeg, snap, zones, elevation, divergence, divergenceRange, diffuse } = output;
  const excluded = elevation === 'off' ? [...zones, 'top' as const] : zones;
  return {
    kind: 'object',
    x,
    y,
    z,
    size,
    spread,
    pairTurnDeg,
    snap: snap.on ? { maxDistance: snap.maxDistance } : null,
    zones: excluded.flatMap((zone) => ZONE_BOXES[zone]),
    divergence: { value: divergence, range: divergenceRange },
    diffuse,
  };
}

/** Trim and polarity of a track as one gain: a trim that a lane moves is in the lane. */
function trimOf({ strip, lanes }: Track, toGain: GainOf): number {
  const trim = lanes.trimDb?.length ? 1 : toGain(strip.trimDb);
  return strip.polarityInverted ? -trim : trim;
}

/**
 * Compiles a track whose gain behind its processors is known. `clips` are sorted by start; `controls` are those it follows.
 * @param rate of the session, Hz
 */
export function compileTrack(
  track: Track,
  gain: number,
  clips: readonly ClipProgram[],
  sends: readonly SendProgram[],
  toGain: GainOf,
  controls: readonly number[],
  rate: number,
): StripProgram {
  const chain = compileChain(track, rate);
  return {
    id: track.id,
    channels: TRACK_FORMATS[track.format],
    family: FAMILY_NUMBERS[track.family],
    gain,
    trim: trimOf(track, toGain),
    ...(chain && { chain }),
    clips,
    lanes: compileLanes(track),
    controls,
    output: compileOutput(track, toGain),
    ...(sends.length > 0 && { sends }),
    binaural: track.output.binaural,
    latencySamples: trackLatency(track, rate),
  };
}
