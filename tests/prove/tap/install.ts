import { FACT } from '../../../src/engine/live/telemetry-layout.ts';

/** What the page-side half is told. */
export interface TapSettings {
  /** Quantum every context is asked for; undefined leaves the browser's own. */
  readonly renderSizeHint?: number;
  /** The worklet half, as text. */
  readonly source: string;
  readonly factOffset: number;
  readonly facts: Readonly<Record<string, number>>;
}

/** What a quantum looked like behind the engine. */
export interface Quantum {
  readonly contextFrame: number;
  /** Milliseconds since 1970, whole. */
  readonly wallMs: number;
  /** Timeline sample of its first frame. */
  readonly position: number;
  readonly playing: boolean;
  readonly monitorPeak: number;
  readonly rawPeak: number;
  readonly missedSlots: number;
  readonly frames: number;
}

/** What to record of the engine's unclamped render. */
export interface Recording {
  readonly channels: number;
  /** Timeline samples. */
  readonly from: number;
  readonly to: number;
  /** Counts frames from the call instead of following the timeline: for test signals, which sound without play. */
  readonly stopped?: boolean;
}

/** The page-side half of the tap, on `globalThis.scorestageTap`. */
export interface TapPage {
  /** Resolves when the tap hangs behind a running engine. */
  ready(): Promise<void>;
  /** May be called before the engine is there. */
  log(on: boolean): void;
  /** Everything logged since the last call. */
  drain(): Quantum[];
  /** Begins to record; `recorded` gives it when complete. */
  record(recording: Recording): void;
  recorded(): Promise<Float32Array<ArrayBuffer>>;
  /** SHA-256 of a recording as interleaved little-endian floats: what a bounce reports. */
  recordedHash(): Promise<string>;
  /** Bytes of every WebAssembly memory made on the main thread. */
  wasmBytes(): number;
  /** Size of the quantum in use. */
  quantum(): number;
  /** When the last key went down, and maps a context frame to the same clock; milliseconds since 1970. */
  lastKeyMs(): number;
  heardMs(contextFrame: number): number;
}

/** Settings as {@link installTap} takes them. */
export const tapSettings = (source: string, renderSizeHint?: number): TapSettings => ({
  source,
  factOffset: 8,
  facts: { position: FACT.position, playing: FACT.playing, missedSlots: FACT.missedSlots },
  ...(renderSizeHint === undefined ? {} : { renderSizeHint }),
});

/**
 * Runs in the page before anything else: hangs a tap behind every engine node and everything that is connected to the
 * destination. Self-contained, since it is sent to the page as text.
 */
export function installTap({ renderSizeHint, source, factOffset, facts }: TapSettings): void {
  const NativeContext = globalThis.AudioContext;
  const NativeWorkletNode = globalThis.AudioWorkletNode;
  const NativeMemory = WebAssembly.Memory;
  const connect = AudioNode.prototype.connect as (...args: unknown[]) => unknown;
  const memories: WebAssembly.Memory[] = [];
  const loaded = new WeakMap<BaseAudioContext, Promise<void>>();
  let current: AudioWorkletNode | null = null;
  const wake: (() => void)[] = [];
  let quanta: Quantum[] = [];
  let pieces: Float32Array<ArrayBuffer>[] = [];
  let finished: { resolve: () => void; reject: (error: Error) => void } | null = null;
  let recording: Promise<void> = Promise.resolve();
  let keyMs = 0;
  let logging = false;
  const now = (): number => performance.timeOrigin + performance.now();

  class TappedContext extends NativeContext {
    constructor(options: AudioContextOptions = {}) {
      super(renderSizeHint === undefined ? options : ({ ...options, renderSizeHint } as AudioContextOptions));
      const url = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
      loaded.set(this, this.audioWorklet.addModule(url));
    }
  }

  const take = ({ data }: MessageEvent): void => {
    if (data.kind === 'log') {
      const values = data.values as Float64Array;
      for (let at = 0; at < values.length; at += 8) {
        const [contextFrame = 0, wallMs = 0, position = 0, playing, monitorPeak = 0, rawPeak = 0] =
          values.subarray(at, at + 6);
        const missedSlots = values[at + 6] ?? 0;
        const frames = values[at + 7] ?? 0;
        quanta.push({
          contextFrame,
          wallMs,
          position,
          playing: playing === 1,
          monitorPeak,
          rawPeak,
          missedSlots,
          frames,
        });
      }
    }
    if (data.kind === 'piece') pieces.push(data.samples);
    if (data.kind === 'recorded') finished?.resolve();
    if (data.kind === 'broken')
      finished?.reject(new Error(`the timeline jumped from ${data.expected} to ${data.got} while recording`));
  };

  class TappedWorkletNode extends NativeWorkletNode {
    constructor(context: BaseAudioContext, name: string, options?: AudioWorkletNodeOptions) {
      super(context, name, options);
      if (name !== 'scorestage-engine') return;
      const telemetry = options?.processorOptions?.telemetry ?? null;
      void (loaded.get(context) ?? Promise.resolve()).then(() => {
        const tap = new NativeWorkletNode(context, 'scorestage-tap', {
          numberOfInputs: 2,
          numberOfOutputs: 1,
          outputChannelCount: [1],
          channelCount: 16,
          channelCountMode: 'explicit',
          channelInterpretation: 'discrete',
          processorOptions: { telemetry, factOffset, facts },
        });
        tap.port.onmessage = take;
        connect.call(this, tap, 0, 0);
        connect.call(this, tap, 1, 1);
        // A node that leads nowhere is not pulled; this one adds silence.
        connect.call(tap, context.destination);
        current = tap;
        tap.port.postMessage({ kind: 'log', on: logging });
        for (const call of wake.splice(0)) call();
      });
    }
  }

  globalThis.AudioContext = TappedContext;
  globalThis.AudioWorkletNode = TappedWorkletNode;
  WebAssembly.Memory = new Proxy(NativeMemory, {
    construct(target, args: [WebAssembly.MemoryDescriptor]) {
      const memory = new target(...args);
      memories.push(memory);
      return memory;
    },
  });
  addEventListener(
    'keydown',
    () => {
      keyMs = now();
    },
    { capture: true },
  );

  const tap: TapPage = {
    ready: () => (current ? Promise.resolve() : new Promise((resolve) => wake.push(resolve))),
    log(on) {
      logging = on;
      current?.port.postMessage({ kind: 'log', on });
    },
    drain() {
      const drained = quanta;
      quanta = [];
      return drained;
    },
    record(wanted) {
      pieces = [];
      recording = new Promise((resolve, reject) => {
        finished = { resolve, reject };
      });
      // Waited for by `recorded`; an early failure must not count as unhandled.
      recording.catch(() => undefined);
      current?.port.postMessage({ kind: 'record', ...wanted });
    },
    async recorded() {
      await recording;
      const all = new Float32Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
      let at = 0;
      for (const piece of pieces) {
        all.set(piece, at);
        at += piece.length;
      }
      return all;
    },
    async recordedHash() {
      const digest = await crypto.subtle.digest('SHA-256', await tap.recorded());
      return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
    },
    wasmBytes: () => memories.reduce((sum, memory) => sum + memory.buffer.byteLength, 0),
    quantum: () => Number(Reflect.get(current?.context ?? {}, 'renderQuantumSize') ?? 128),
    lastKeyMs: () => keyMs,
    heardMs(contextFrame) {
      const context = current?.context as AudioContext | undefined;
      if (!context) return Number.NaN;
      const { contextTime = 0, performanceTime = 0 } = context.getOutputTimestamp();
      return (
        performance.timeOrigin + performanceTime + (contextFrame / context.sampleRate - contextTime) * 1000
      );
    },
  };
  Object.assign(globalThis, { scorestageTap: tap });
}
