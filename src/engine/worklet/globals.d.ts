/** What an AudioWorkletGlobalScope has and TypeScript's DOM library leaves out (Web Audio API 1.1 §1.32). */
declare abstract class AudioWorkletProcessor {
  readonly port: MessagePort;
  abstract process(
    inputs: readonly (readonly Float32Array[])[],
    outputs: readonly (readonly Float32Array[])[],
    parameters: Readonly<Record<string, Float32Array>>,
  ): boolean;
}

declare function registerProcessor(
  name: string,
  processor: new (options: { readonly processorOptions: unknown }) => AudioWorkletProcessor,
): void;

/** Frame of the block being processed, on the context's clock. */
declare const currentFrame: number;
declare const sampleRate: number;
