import {
  type ControlProgram,
  Core,
  type CoreHrtf,
  createMemory,
  planMemory,
  prepareResponse,
  RING_SLOTS,
  RingWriter,
  SLOT_FRAMES,
  type SpaceProgram,
  type StripProgram,
} from '../../src/core/index.ts';
import type { RenderTarget } from '../../src/units/index.ts';
import { seededWords } from '../fixtures/large/seeded-words.ts';

/** Frames of the quantum a browser asks for. */
export const QUANTUM = 128;
/** Most of the compiler's tier-up is over after this many quanta; measured, see the platform notes in docs/benchmarks.md. */
const WARM_QUANTA = 3000;

/** A convolution with a response of noise that dies away: made where it is measured, since it doesn't cross as text. */
export interface ConvolutionLoad {
  readonly slot: number;
  readonly channels: number;
  readonly frames: number;
}

/** What one core is measured on. Plain data but for the module: crosses to a worker as it is. */
export interface CoreLoad {
  readonly module: WebAssembly.Module;
  /** True if `module` is the build for shared memory. */
  readonly shared: boolean;
  readonly sampleRate: number;
  readonly strips: readonly StripProgram[];
  /** By index, as `EngineProgram` has them; default none. */
  readonly controls?: readonly (ControlProgram | null)[];
  readonly spaces?: readonly (SpaceProgram | null)[];
  /** Take the place of the spaces of their slots. */
  readonly convolutions?: readonly ConvolutionLoad[];
  readonly voices: number;
  readonly hrtf: CoreHrtf;
  readonly quantaPerPass: number;
  readonly passes: number;
  /** The 5.1 by family runs beside. Default not. */
  readonly beside?: boolean;
  /** Processor time of this process in µs, where there is such a clock: what others do on the machine is not in it. */
  readonly processorUs?: () => number;
}

/** Cost of a quantum, in microseconds. */
export interface CoreCost {
  readonly target: RenderTarget;
  /** Mean of the quietest pass: what the work itself takes, least disturbed by the machine. */
  readonly meanUs: number;
  /** 99th percentile inside that pass. */
  readonly p99Us: number;
  /** Median over the passes of each pass's mean. */
  readonly medianMeanUs: number;
  /** Least processor time of a quantum over the passes; null without such a clock. */
  readonly processorUs: number | null;
  /** Reads that found no audio; must be 0, or the core was spared work. */
  readonly missedSlots: number;
}

/** Fills every slot of every ring with noise, each ring another stretch of it. */
function fillRings(writer: RingWriter, voices: number): void {
  const next = seededWords(7);
  const noise = new Float32Array(RING_SLOTS * SLOT_FRAMES + voices * 64);
  for (let index = 0; index < noise.length; index += 1) noise[index] = next() / 2 ** 32 / 5 - 0.1;
  for (let voice = 0; voice < voices; voice += 1) {
    writer.assign(voice, voice, 1);
    for (let slot = 0; slot < RING_SLOTS; slot += 1) {
      const from = slot * SLOT_FRAMES + voice * 64;
      writer.slotView(voice, slot).set(noise.subarray(from, from + SLOT_FRAMES));
      writer.publish(voice, slot, 1, slot);
    }
  }
}

function convolution(
  module: WebAssembly.Module,
  shared: boolean,
  { slot, channels, frames }: ConvolutionLoad,
): SpaceProgram {
  const next = seededWords(slot);
  const planes = Array.from({ length: channels }, () =>
    Float32Array.from({ length: frames }, (_, n) => (next() / 2 ** 31 - 1) * 0.01 * (1 - n / frames)),
  );
  return {
    kind: 'convolution',
    id: `convolution ${slot}`,
    gain: 1,
    returnDb: 0,
    preDelayMs: 20,
    lowCut: 80,
    highCut: 12_000,
    response: prepareResponse(module, shared, planes),
  };
}

/**
 * Renders the load quantum by quantum and times each. The rings stay resident: a slot that was played is declared to be
 * the one eight chunks later, between quanta and off the clock, so that the session plays on with moving lanes.
 */
export function measureCore(load: CoreLoad, target: RenderTarget): CoreCost {
  const { module, shared, sampleRate, strips, voices, hrtf, quantaPerPass, passes, beside = false } = load;
  const plan = planMemory({ rings: voices, voices: voices + 1, maxRings: voices });
  const memory = createMemory(plan, shared);
  const core = new Core(module, memory, plan, { sampleRate, target, hrtf, monitor: 'off', beside });
  const writer = new RingWriter(memory, plan);
  fillRings(writer, voices);
  for (const [index, control] of (load.controls ?? []).entries()) core.setControl(index, control);
  for (const [slot, space] of (load.spaces ?? []).entries()) core.spaces.set(slot, space);
  for (const one of load.convolutions ?? []) core.spaces.set(one.slot, convolution(module, shared, one));
  for (const [slot, strip] of strips.entries()) core.setStrip(slot, strip);
  core.play(0);
  let chunk = 0;
  const step = (): void => {
    core.render(QUANTUM);
    const now = Math.floor(core.position / SLOT_FRAMES);
    if (now === chunk) return;
    for (let voice = 0; voice < voices; voice += 1)
      writer.publish(voice, chunk % RING_SLOTS, 1, chunk + RING_SLOTS);
    chunk = now;
  };
  for (let index = 0; index < WARM_QUANTA; index += 1) step();
  const means: number[] = [];
  let processorUs: number | null = null;
  let best = new Float64Array(0);
  for (let pass = 0; pass < passes; pass += 1) {
    const times = new Float64Array(quantaPerPass);
    const before = load.processorUs?.() ?? 0;
    for (let index = 0; index < quantaPerPass; index += 1) {
      const started = performance.now();
      step();
      times[index] = (performance.now() - started) * 1000;
    }
    if (load.processorUs) {
      const used = (load.processorUs() - before) / quantaPerPass;
      processorUs = Math.min(processorUs ?? used, used);
    }
    const mean = times.reduce((sum, time) => sum + time, 0) / quantaPerPass;
    if (means.every((other) => mean < other)) best = times;
    means.push(mean);
  }
  best.sort();
  means.sort((one, other) => one - other);
  return {
    target,
    meanUs: means[0] ?? Number.NaN,
    p99Us: best[Math.min(best.length - 1, Math.floor(best.length * 0.99))] ?? Number.NaN,
    medianMeanUs: means[means.length >> 1] ?? Number.NaN,
    processorUs,
    missedSlots: core.missedSlots,
  };
}
