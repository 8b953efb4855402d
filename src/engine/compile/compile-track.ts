import type {
  ClipProgram,
  LaneProgram,
  LanesProgram,
  OutputProgram,
  SendProgram,
  StripFamily,
  StripProgram,
} from '../../core/index.ts';
import type { FamilyName, LanePoint, LaneTarget, Track } from '../../session/index.ts';
import { TRACK_FORMATS, ZONE_BOXES } from '../../units/index.ts';
import type { GainOf } from './compile-clip.ts';

/** Families by their number in the core. */
const FAMILY: Readonly<Record<FamilyName, StripFamily>> = { music: 0, dialogue: 1, effects: 2, ambience: 3 };

/** Lanes that act on each kind of output; others rest in the document until the output changes. */
const LANES_OF = {
  bed: ['rideDb', 'muted', 'pan', 'width', 'frontBack', 'height', 'lfeDb', 'rotationDeg', 'divergence'],
  object: ['rideDb', 'muted', 'x', 'y', 'z', 'size', 'spread', 'pairTurnDeg', 'divergence', 'diffuse'],
} as const satisfies Record<Track['output']['kind'], readonly (LaneTarget & keyof LanesProgram)[]>;

/** Latency in samples each processor of a strip adds, in the order of the path. All of today's work in place. */
const PROCESSOR_LATENCY = { trim: 0, polarity: 0, fader: 0, pan: 0 } as const;

/** Samples by which a track's path is late; its clips are read this much early. */
export function trackLatency(_track: Track): number {
  let samples = 0;
  for (const latency of Object.values(PROCESSOR_LATENCY)) samples += latency;
  return samples;
}

const laneCache = new WeakMap<readonly LanePoint[], LaneProgram>();

/** Compiled lanes are kept per points array: the document shares unchanged arrays between versions. */
export function compileLane(points: readonly LanePoint[]): LaneProgram {
  const known = laneCache.get(points);
  if (known) return known;
  const lane: LaneProgram = {
    times: points.map((point) => point.time),
    values: points.map((point) => point.value),
    curves: points.map((point) => point.curve),
    ...(points.some(({ bend }) => bend) && { bends: points.map(({ bend = 0 }) => bend) }),
  };
  laneCache.set(points, lane);
  return lane;
}

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

/** Compiles a track whose own gain is known. `clips` are sorted by start; `controls` are those it follows. */
export function compileTrack(
  track: Track,
  gain: number,
  clips: readonly ClipProgram[],
  sends: readonly SendProgram[],
  toGain: GainOf,
  controls: readonly number[],
): StripProgram {
  return {
    id: track.id,
    channels: TRACK_FORMATS[track.format],
    family: FAMILY[track.family],
    gain,
    clips,
    lanes: compileLanes(track),
    controls,
    output: compileOutput(track, toGain),
    ...(sends.length > 0 && { sends }),
    binaural: track.output.binaural,
    latencySamples: trackLatency(track),
  };
}
