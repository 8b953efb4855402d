import type { ControlProgram, CoreHrtf, SpaceProgram, StripProgram } from '../../../src/core/index.ts';
import type { RenderTarget } from '../../../src/units/index.ts';
import type { ConvolutionLoad, CoreCost } from '../measure-core.ts';

/** What Node asks of the page; the page hands it to its worker with the compiled core. */
export interface PageRequest {
  readonly target: RenderTarget;
  readonly sampleRate: number;
  readonly voices: number;
  readonly quantaPerPass: number;
  readonly passes: number;
  /** Size of every object; null as the session has them. */
  readonly objectSize: number | null;
  /** Which of the loads is measured. */
  readonly load: string;
  /** The 5.1 render by family is made beside the target. */
  readonly beside: boolean;
}

/** Page to worker. The load is fetched by the worker itself. */
export interface WorkerRequest extends PageRequest {
  readonly module: WebAssembly.Module;
  readonly shared: boolean;
}

/** What a core plays. */
export interface PlayedLoad {
  readonly strips: readonly StripProgram[];
  readonly controls?: readonly (ControlProgram | null)[];
  readonly spaces?: readonly (SpaceProgram | null)[];
  readonly convolutions?: readonly ConvolutionLoad[];
}

/** The loads as the loopback server gives them out. */
export interface LoadJson {
  readonly loads: Readonly<Record<string, PlayedLoad>>;
  readonly hrtf: Omit<CoreHrtf, 'responses' | 'delays'> & {
    readonly responses: readonly number[];
    readonly delays: readonly number[];
  };
}

/** What the page puts on `globalThis` for Node to call. */
export interface BenchPage {
  measure(request: PageRequest): Promise<CoreCost>;
}
