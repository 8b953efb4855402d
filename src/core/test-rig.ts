/** Shared by the core's tests: a core whose voices are all in memory, and strips in a line. */
import { createHash } from 'node:crypto';
import type { RenderTarget } from '../units/index.ts';
import { HRTF_AZIMUTHS, HRTF_ELEVATIONS, HRTF_TAPS, RING_SLOTS, SLOT_FRAMES } from './contract.ts';
import { Core, type CoreOptions } from './core.ts';
import type { CoreHrtf } from './hrtf-prepare.ts';
import { createMemory, type MemoryPlan, planMemory } from './memory.ts';
import { loadCoreModule } from './node.ts';
import type { ClipProgram, LaneProgram, OutputProgram, StripProgram } from './program.ts';
import { RingWriter } from './ring-writer.ts';
import type { LaneCurve } from './shapes.ts';

/** Stem frames a rig's voice holds: all eight slots. */
export const RIG_FRAMES = RING_SLOTS * SLOT_FRAMES;

/** Sample of a voice at a stem frame. */
export type Source = (voice: number, frame: number) => number;

/** Seeded noise in −1 … 1, different for every voice and frame. */
export const noise: Source = (voice, frame) => {
  let hash = Math.imul(frame + 1, 0x9e3779b1) ^ Math.imul(voice + 1, 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 15), 0x2c1b3c6d);
  hash = Math.imul(hash ^ (hash >>> 12), 0x297a2d39);
  return ((hash ^ (hash >>> 15)) | 0) / 2 ** 31;
};

/** A core, the writer of its rings, and the memory both lie in. */
export interface Rig {
  readonly core: Core;
  readonly writer: RingWriter;
  readonly memory: WebAssembly.Memory;
  readonly plan: MemoryPlan;
}

const modules = new Map<string, Promise<WebAssembly.Module>>();

const stems = new Map<Source, Float32Array[]>();

/** Everything a voice holds; made once for each source. */
function samplesOf(source: Source, voice: number): Float32Array {
  const known = stems.get(source) ?? [];
  stems.set(source, known);
  known[voice] ??= Float32Array.from({ length: RIG_FRAMES }, (_, frame) => source(voice, frame));
  return known[voice];
}

/** Largest difference between a plane and what each sample should be; NaN if any is not a number. */
export function largestError(plane: ArrayLike<number>, expected: (n: number) => number): number {
  let largest = 0;
  for (let n = 0; n < plane.length; n++) {
    const error = Math.abs((plane[n] ?? Number.NaN) - expected(n));
    if (!(error <= largest)) largest = error;
  }
  return largest;
}

/** A stem of ones; shared, so that it is made once. */
export const ones: Source = () => 1;

/** Options of a rig. */
export interface RigOptions extends Partial<CoreOptions> {
  readonly build?: 'shared' | 'unshared' | 'debug';
  readonly voices?: number;
  readonly source?: Source;
  readonly heapBytes?: number;
}

/** Makes a rig: every voice holds stem frames 0 … RIG_FRAMES − 1 of `source`. Default: one voice of noise, debug build, 7.1.4. */
export async function makeRig(options: RigOptions = {}): Promise<Rig> {
  const {
    build = 'debug',
    voices = 1,
    source = noise,
    sampleRate = 48_000,
    target = '7.1.4',
    heapBytes = 1 << 20,
  } = options;
  const module = modules.get(build) ?? loadCoreModule(build);
  modules.set(build, module);
  const plan = planMemory({ rings: voices, voices: Math.max(voices, 4), heapBytes, maxRings: voices + 4 });
  const memory = createMemory(plan, build === 'shared');
  const core = new Core(await module, memory, plan, { ...options, sampleRate, target });
  const writer = new RingWriter(memory, plan);
  for (let voice = 0; voice < voices; voice++) {
    writer.assign(voice, voice, voice + 1);
    for (let slot = 0; slot < RING_SLOTS; slot++) {
      writer.invalidate(voice, slot);
      const from = slot * SLOT_FRAMES;
      writer.slotView(voice, slot).set(samplesOf(source, voice).subarray(from, from + SLOT_FRAMES));
      writer.publish(voice, slot, voice + 1, slot);
    }
  }
  return { core, writer, memory, plan };
}

/** A clip over everything a rig's voice holds. */
export function clipOf(voices: readonly number[], changes: Partial<ClipProgram> = {}): ClipProgram {
  return {
    id: `clip ${voices.join()}`,
    start: 0,
    length: RIG_FRAMES,
    sourceOffset: 0,
    gain: 1,
    fadeInLength: 0,
    fadeInShape: 'linear',
    fadeOutLength: 0,
    fadeOutShape: 'linear',
    voices,
    ...changes,
  };
}

/** An object in the room; at (−1, 1, 0) it is the left speaker alone. */
export const objectAt = (x: number, y: number, z: number, size = 0, spread = 0): OutputProgram => ({
  kind: 'object',
  x,
  y,
  z,
  size,
  spread,
});

/** A neutral way into the bed. */
export const neutralBed = (surround: boolean): OutputProgram => ({
  kind: 'bed',
  pan: 0,
  width: 1,
  frontBack: surround ? 0 : 1,
  height: 0,
  lfeGain: 0,
});

/** A mono object strip in the left speaker that plays voice 0. */
export function stripOf(changes: Partial<StripProgram> = {}): StripProgram {
  return {
    id: 'strip',
    channels: ['M'],
    gain: 1,
    clips: [clipOf([0])],
    lanes: {},
    output: objectAt(-1, 1, 0),
    latencySamples: 0,
    ...changes,
  };
}

/** Renders `frames` frames in pieces of `quantum` and returns every output channel. */
export function renderAll(
  core: Core,
  frames: number,
  quantum = 128,
  which: 'output' | 'monitor' = 'output',
): Float32Array[] {
  const channels = core.outputChannels;
  const result = Array.from({ length: channels }, () => new Float32Array(frames));
  for (let done = 0; done < frames; ) {
    const count = Math.min(quantum, frames - done);
    core.render(count);
    const planes = which === 'output' ? core.outputPlanes() : core.monitorPlanes();
    result.forEach((plane, channel) => {
      const from = planes[channel];
      if (from) plane.set(from.subarray(0, count), done);
    });
    done += count;
  }
  return result;
}

/** SHA-256 of the bits of planes: compares long renders at once. */
export function bitsOf(planes: readonly Float32Array[]): string {
  const hash = createHash('sha256');
  for (const plane of planes) hash.update(new Uint8Array(plane.buffer, plane.byteOffset, plane.byteLength));
  return hash.digest('hex');
}

/** The left channel of a render. */
export function renderLeft(core: Core, frames: number, quantum = 128): Float32Array {
  return renderAll(core, frames, quantum)[0] ?? new Float32Array(0);
}

/** Every target there is. */
export const ALL_TARGETS: readonly RenderTarget[] = [
  '2.0',
  '5.1',
  '7.1',
  '5.1.2',
  '5.1.4',
  '7.1.2',
  '7.1.4',
  '9.1.6',
  'binaural',
];

/** A lane from [time, value, curve] points. */
export const lane = (...points: readonly (readonly [number, number, LaneCurve?])[]): LaneProgram => ({
  times: points.map(([time]) => time),
  values: points.map(([, value]) => value),
  curves: points.map(([, , curve]) => curve ?? 'linear'),
});

/** A strip with everything moving at once. */
export const busy: StripProgram = stripOf({
  channels: ['L', 'R'],
  clips: [
    clipOf([0, 1], {
      start: 100,
      length: 20_000,
      sourceOffset: 8000,
      fadeInLength: 3000,
      fadeInShape: 'equal-power',
    }),
    clipOf([1, 0], { start: 15_000, length: 9000, fadeOutLength: 4000, fadeOutShape: 's-curve', gain: 0.5 }),
  ],
  lanes: {
    rideDb: lane([0, -6], [5000, 3, 's-curve'], [9001, -20, 'hold'], [12_345, 0]),
    x: lane([37, -1], [18_000, 1]),
    z: lane([0, 0], [7777, 1]),
    size: lane([9000, 0], [16_000, 0.8]),
  },
  output: objectAt(0, 0.3, 0, 0, 0.4),
});

/** Made-up responses, alike for every direction and ear or not: a value for each tap, and the delays of each direction. */
export function madeHrtf(
  tapAt: (tap: number, place: number) => number,
  delayAt: (place: number) => number = () => 0,
): CoreHrtf {
  const directions = HRTF_AZIMUTHS * HRTF_ELEVATIONS;
  return {
    sampleRate: 48_000,
    delays: Float64Array.from({ length: directions }, (_, n) => delayAt(n)),
    responses: Float32Array.from({ length: directions * 2 * HRTF_TAPS }, (_, n) => tapAt(n % HRTF_TAPS, n)),
  };
}

/** Loud noise that dies away, different for every direction and ear, and delays to go with it. */
export const noisyHrtf = (): CoreHrtf =>
  madeHrtf(
    (tap, place) => (tap > 200 ? 0 : (noise(7, place) * (256 - tap)) / 2560),
    (direction) => 20 * noise(8, direction),
  );
