import type { Listening } from '../types.ts';
import { DEVICES, type DeviceFilter, type DeviceModel } from './devices.ts';
import { minimumPhase } from './minimum-phase.ts';

/** Seconds in which devices are exchanged. */
const EXCHANGE_SECONDS = 0.02;
/** Seconds of a response: 23 Hz is still told apart. */
const RESPONSE_SECONDS = 0.0427;

/** A chain between two gains. */
interface Chain {
  readonly input: AudioNode;
  readonly output: GainNode;
}

/** Decibels as a gain. */
const gainOf = (db: number): number => 10 ** (db / 20);

function filterNode(context: AudioContext, filter: DeviceFilter): BiquadFilterNode {
  const { kind: type, hertz: frequency } = filter;
  // Web Audio takes the resonance of a high-pass in dB, that of a peak as it is.
  if (filter.kind === 'highpass')
    return new BiquadFilterNode(context, { type, frequency, Q: 20 * Math.log10(filter.q) });
  if (filter.kind === 'peaking')
    return new BiquadFilterNode(context, { type, frequency, Q: filter.q, gain: filter.db });
  return new BiquadFilterNode(context, { type, frequency, gain: filter.db });
}

function curveNode(context: AudioContext, { curve }: DeviceModel): ConvolverNode {
  const taps = 2 ** Math.round(Math.log2(RESPONSE_SECONDS * context.sampleRate));
  const buffer = context.createBuffer(1, taps, context.sampleRate);
  buffer.copyToChannel(minimumPhase(curve, context.sampleRate, taps), 0);
  return new ConvolverNode(context, { buffer, disableNormalization: true });
}

/** A native compressor that holds peaks; it makes up for what it takes (Web Audio 1.1 §1.19), which is taken back. */
function limiterNodes(context: AudioContext, limitDb: number): AudioNode[] {
  const ratio = 20;
  const limiter = new DynamicsCompressorNode(context, {
    threshold: limitDb,
    knee: 0,
    ratio,
    attack: 0.001,
    release: 0.1,
  });
  const atFullScale = limitDb - limitDb / ratio;
  return [limiter, new GainNode(context, { gain: gainOf(0.6 * atFullScale) })];
}

function buildChain(context: AudioContext, model: DeviceModel): Chain {
  const input = model.mono
    ? new GainNode(context, {
        channelCount: 1,
        channelCountMode: 'explicit',
        channelInterpretation: 'speakers',
      })
    : new GainNode(context);
  const output = new GainNode(context, { gain: 0 });
  const nodes: AudioNode[] = [
    input,
    ...model.filters.map((filter) => filterNode(context, filter)),
    ...(model.curve.length > 0 ? [curveNode(context, model)] : []),
    ...(model.limitDb === null ? [] : limiterNodes(context, model.limitDb)),
    output,
  ];
  nodes.reduce((from, to) => from.connect(to));
  return { input, output };
}

/** Puts a listening device between a player and the loudspeakers. Main thread. */
export class DeviceChain {
  readonly #context: AudioContext;
  readonly #source: AudioNode;
  readonly #destination: AudioNode;
  readonly #chains = new Map<DeviceModel, Chain>();
  #heard: Chain | null = null;

  constructor(context: AudioContext, source: AudioNode, destination: AudioNode) {
    this.#context = context;
    this.#source = source;
    this.#destination = destination;
  }

  /** Listens through a device from now on; what was heard fades over. */
  set(listening: Listening): void {
    const chain = this.#chain(DEVICES[listening]);
    if (chain === this.#heard) return;
    const now = this.#context.currentTime;
    if (!this.#heard) chain.output.gain.value = 1;
    else {
      fade(this.#heard.output.gain, 0, now);
      fade(chain.output.gain, 1, now);
    }
    this.#heard = chain;
  }

  #chain(model: DeviceModel): Chain {
    // Headphones and loudspeakers take the same way.
    const key = model.standing === 'none' ? DEVICES.speakers : model;
    const known = this.#chains.get(key);
    if (known) return known;
    const chain = buildChain(this.#context, key);
    this.#source.connect(chain.input);
    chain.output.connect(this.#destination);
    this.#chains.set(key, chain);
    return chain;
  }
}

function fade(gain: AudioParam, to: number, now: number): void {
  const { value } = gain;
  gain.cancelScheduledValues(now);
  gain.setValueAtTime(value, now);
  gain.linearRampToValueAtTime(to, now + EXCHANGE_SECONDS);
}
