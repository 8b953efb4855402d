import {
  type CoreHrtf,
  createMemory,
  growRings,
  type MemoryPlan,
  planMemory,
  SMALL_HEAP_BYTES,
} from '../../core/index.ts';
import { fail, type RenderTarget, type Result } from '../../units/index.ts';
import { CONTROL_BYTES } from '../stream/protocol.ts';
import type { ProcessorOptions } from '../worklet/processor-options.ts';
import type { WorkletBatch } from '../worklet/protocol.ts';
import { buildGraph, type ContextGraph, closeGraph, type EngineStage } from './context-graph.ts';
import { LIVE_TELEMETRY_BYTES } from './live-telemetry.ts';
import { PROBE_BYTES } from './probe-block.ts';
import { StreamLink } from './stream-link.ts';

/** Compiled core and impulse responses, loaded once. */
export interface EngineAssets {
  readonly module: WebAssembly.Module;
  /** True if `module` is the build for shared memory. */
  readonly shared: boolean;
  readonly hrtf: CoreHrtf | null;
}

/** What a rig is built from. */
export interface RigOptions {
  readonly context: AudioContext;
  readonly input: GainNode;
  readonly workletUrl: string;
  readonly createStreamWorker: () => Worker;
  readonly loadAssets: (sampleRate: number) => Promise<Result<EngineAssets>>;
  /** True where memory can be shared between threads. */
  readonly isolated: boolean;
  readonly target: RenderTarget;
  readonly deviceChannels: number;
  /** Asked once the rest has loaded: the session may have changed meanwhile. */
  readonly ringsWanted: () => number;
  /** True once the rig is no longer wanted. */
  readonly obsolete: () => boolean;
  readonly stage?: EngineStage;
  /** A fault to tell the user of. */
  readonly onFault: (message: string) => void;
}

/** One context with everything that hangs on it. Owner calls `closeRig`. */
export interface Rig {
  readonly graph: ContextGraph;
  readonly link: StreamLink;
  readonly memory: WebAssembly.Memory | null;
  /** Shared telemetry block; null where telemetry comes by message. */
  readonly telemetry: SharedArrayBuffer | null;
  /** Shared block of the probe; null where it comes by message. */
  readonly probe: SharedArrayBuffer | null;
  /** Ends every listener of the rig. */
  readonly scope: AbortController;
  plan: MemoryPlan;
}

/** Rings beyond what the session needs now, so that small edits do not grow the memory. */
const SPARE_RINGS = 16;
const MIN_RINGS = 48;
/** Where memory is not shared it cannot grow with the session: more to begin with. */
const MIN_UNSHARED_RINGS = 160;

/** Builds a rig; null if it became obsolete meanwhile. */
export async function buildRig(options: RigOptions): Promise<Result<Rig | null>> {
  const { isolated, onFault } = options;
  const control = isolated ? new SharedArrayBuffer(CONTROL_BYTES) : null;
  // Started first: its modules load while the core is fetched and compiled.
  const link = new StreamLink({
    worker: options.createStreamWorker(),
    control: control ? new Int32Array(control) : null,
    onMissing: onFault,
    onFailed: (message) => onFault(`Reading audio from storage failed: ${message}. Reload the page.`),
  });
  const built = await assemble(options, control);
  if (!built.ok || built.value === null) {
    link.dispose();
    return built.ok ? { ok: true, value: null } : built;
  }
  if (options.obsolete()) {
    link.dispose();
    await closeGraph(built.value.graph);
    return { ok: true, value: null };
  }
  const rig: Rig = { ...built.value, link, scope: new AbortController() };
  const { memory, plan } = rig;
  const channel = isolated ? null : new MessageChannel();
  link.start(memory ? { memory, plan } : null, plan.rings, channel?.port1 ?? null);
  if (channel) {
    const commands = [{ kind: 'stream-port', port: channel.port2 }] as const;
    rig.graph.node.port.postMessage({ ticket: 0, commands } satisfies WorkletBatch, [channel.port2]);
  }
  return { ok: true, value: rig };
}

type Assembled = Pick<Rig, 'graph' | 'memory' | 'telemetry' | 'probe' | 'plan'>;

async function assemble(
  options: RigOptions,
  control: SharedArrayBuffer | null,
): Promise<Result<Assembled | null>> {
  const { context, isolated } = options;
  const assets = await options.loadAssets(context.sampleRate);
  if (!assets.ok) return assets;
  if (options.obsolete()) return { ok: true, value: null };
  const fewest = isolated ? MIN_RINGS : MIN_UNSHARED_RINGS;
  const rings = Math.max(fewest, options.ringsWanted() + SPARE_RINGS);
  let plan = planMemory({ rings });
  let memory = isolated ? grantedMemory(plan) : null;
  if (memory && !memory.ok) {
    // Without long convolutions it may still do.
    plan = planMemory({ rings, heapBytes: SMALL_HEAP_BYTES });
    memory = grantedMemory(plan);
  }
  if (memory && !memory.ok) return memory;
  const telemetry = isolated ? new SharedArrayBuffer(LIVE_TELEMETRY_BYTES) : null;
  const probe = isolated ? new SharedArrayBuffer(PROBE_BYTES) : null;
  const processorOptions: ProcessorOptions = {
    module: assets.value.module,
    memory: memory?.value ?? null,
    plan,
    target: options.target,
    hrtf: assets.value.hrtf,
    telemetry,
    probe,
    control,
    deviceChannels: options.deviceChannels,
  };
  const { input, workletUrl, stage } = options;
  const graph = await buildGraph(context, input, workletUrl, { ...processorOptions }, stage ?? null);
  if (!graph.ok) return graph;
  return { ok: true, value: { graph: graph.value, memory: memory?.value ?? null, telemetry, probe, plan } };
}

function grantedMemory(plan: MemoryPlan): Result<WebAssembly.Memory> {
  try {
    return { ok: true, value: createMemory(plan, true) };
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    return fail(
      'no-memory',
      'This device has not enough memory left to play the session.',
      'Close other tabs and programs, then press play again.',
      cause,
    );
  }
}

/**
 * Adds rings until there are `wanted`. False if that can't be done as things stand: the memory is not shared, or the device
 * refused.
 */
export function growRig(rig: Rig, wanted: number): boolean {
  if (wanted <= rig.plan.rings) return true;
  if (!rig.memory) return false;
  rig.plan = growRings(rig.memory, rig.plan, wanted + SPARE_RINGS);
  rig.link.grow(rig.plan.rings);
  return rig.plan.rings >= wanted;
}

/** Ends a rig and its context. */
export async function closeRig(rig: Rig): Promise<void> {
  rig.scope.abort();
  rig.graph.node.port.postMessage({ ticket: -1, commands: [{ kind: 'dispose' }] } satisfies WorkletBatch);
  rig.link.dispose();
  await closeGraph(rig.graph);
}
