import { type RenderTarget, targetChannels } from '../../units/index.ts';
import type { MonitorMatrix } from '../types.ts';
import type { WorkletCommand } from '../worklet/protocol.ts';

/** Commands that say how the output is listened to; the latest of each kind counts. */
export type OutputCommand = Extract<
  WorkletCommand,
  { kind: 'signal' | 'monitor' | 'listener' | 'binaural-lfe' | 'matrix' | 'outputs' | 'bed-places' }
>;

/** Keeps how the output is listened to, for processors that are made anew. */
export class OutputSettings {
  readonly #latest = new Map<OutputCommand['kind'], OutputCommand>();

  /** Takes a setting in place of the one before. */
  keep(command: OutputCommand): void {
    this.#latest.set(command.kind, command);
  }

  /** What a new processor is told; what was never set stays as it begins. */
  commands(): readonly OutputCommand[] {
    return [...this.#latest.values()];
  }
}

/** Every speaker gives what it gets. */
export function plainMatrix(target: RenderTarget): MonitorMatrix {
  const channels = targetChannels(target);
  const gains = Array.from({ length: channels ** 2 }, (_, cell) => (cell % (channels + 1) === 0 ? 1 : 0));
  return { channels, gains };
}
