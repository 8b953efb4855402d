import type { CoreHrtf, MemoryPlan } from '../../core/index.ts';
import type { RenderTarget } from '../../units/index.ts';

/** What the processor is built with; everything in it survives structured clone. */
export interface ProcessorOptions {
  readonly module: WebAssembly.Module;
  /** Shared memory, or null: the processor then makes its own and is fed by messages. */
  readonly memory: WebAssembly.Memory | null;
  readonly plan: MemoryPlan;
  readonly target: RenderTarget;
  readonly hrtf: CoreHrtf | null;
  /** Shared telemetry block, or null: telemetry goes by message. */
  readonly telemetry: SharedArrayBuffer | null;
  /** Shared block of the probe (live/probe-block.ts), or null: it goes by message. */
  readonly probe: SharedArrayBuffer | null;
  /** Shared control cells of the stream worker, or null. */
  readonly control: SharedArrayBuffer | null;
  readonly deviceChannels: number;
}
