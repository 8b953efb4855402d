/** The mix player's AudioWorkletProcessor. Loaded as a worklet module of its own. */
import { Mixer } from './mixer.ts';
import { MIX_PROCESSOR, type MixCommand } from './protocol.ts';

/** Reports a second. */
const REPORT_RATE = 50;

class MixProcessor extends AudioWorkletProcessor {
  readonly #mixer = new Mixer(sampleRate);
  #since = 0;

  constructor() {
    super();
    this.port.onmessage = ({ data }: MessageEvent<MixCommand>) => this.#mixer.apply(data);
  }

  process(
    inputs: readonly (readonly Float32Array[])[],
    outputs: readonly (readonly Float32Array[])[],
  ): boolean {
    const left = outputs[0]?.[0];
    const right = outputs[0]?.[1];
    if (!left || !right) return true;
    const live = inputs[0];
    this.#mixer.process(left, right, live?.[0] ?? null, live?.[1] ?? live?.[0] ?? null, currentFrame);
    this.#since += left.length;
    if (this.#since >= sampleRate / REPORT_RATE) {
      this.#since = 0;
      this.port.postMessage(this.#mixer.report);
      this.#mixer.told();
    }
    return true;
  }
}

registerProcessor(MIX_PROCESSOR, MixProcessor);
