/** Warms the core up off every other thread, then ends. */
import type { CoreHrtf } from '../../core/index.ts';
import type { RenderTarget } from '../../units/index.ts';
import { warmUp } from './warm-up.ts';

/** What the worker is asked to warm up. */
export interface WarmRequest {
  readonly module: WebAssembly.Module;
  readonly shared: boolean;
  readonly sampleRate: number;
  readonly target: RenderTarget;
  readonly hrtf: CoreHrtf | null;
}

addEventListener('message', ({ data }: MessageEvent<WarmRequest>) => {
  warmUp(data.module, data.shared, data.sampleRate, data.target, data.hrtf);
  postMessage('warm');
  close();
});
