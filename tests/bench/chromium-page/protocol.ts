import type { CoreHrtf, StripProgram } from '../../../src/core/index.ts';
import type { RenderTarget } from '../../../src/units/index.ts';
import type { CoreCost } from '../measure-core.ts';

/** What Node asks of the page; the page hands it to its worker with the compiled core. */
export interface PageRequest {
  readonly target: RenderTarget;
  readonly sampleRate: number;
  readonly voices: number;
  readonly quantaPerPass: number;
  readonly passes: number;
  /** Size of every object; null as the session has them. */
  readonly objectSize: number | null;
}

/** Page to worker. The load is fetched by the worker itself. */
export interface WorkerRequest extends PageRequest {
  readonly module: WebAssembly.Module;
  readonly shared: boolean;
}

/** The load as the loopback server gives it out. */
export interface LoadJson {
  readonly strips: readonly StripProgram[];
  readonly hrtf: Omit<CoreHrtf, 'responses' | 'delays'> & {
    readonly responses: readonly number[];
    readonly delays: readonly number[];
  };
}

/** What the page puts on `globalThis` for Node to call. */
export interface BenchPage {
  measure(request: PageRequest): Promise<CoreCost>;
}
