/** Drives the live engine from a bare page, with taps on its outputs. Page side. */
import { type LiveEngine, startEngine } from '../../src/engine/browser.ts';
import type { Session } from '../../src/session/index.ts';
import type { RenderTarget } from '../../src/units/index.ts';

const TAP = `registerProcessor('tap', class extends AudioWorkletProcessor {
  constructor() {
    super();
    this.peaks = new Float32Array(32);
    this.windows = [];
    this.window = new Float32Array(32);
    this.frames = 0;
    this.first = -1;
    this.port.onmessage = ({ data }) => {
      if (data === 'read') this.port.postMessage({ peaks: this.peaks.slice(), first: this.first, windows: this.windows });
      else { this.peaks.fill(0); this.first = -1; this.windows = []; }
    };
  }
  process([input]) {
    this.frames += input[0] ? input[0].length : 0;
    if (this.frames >= 2400) { this.frames = 0; this.windows.push(this.window); this.window = new Float32Array(32); }
    for (let c = 0; c < input.length; c++) {
      for (let n = 0; n < input[c].length; n++) {
        const v = Math.abs(input[c][n]);
        if (v > this.peaks[c]) this.peaks[c] = v;
        if (v > this.window[c]) this.window[c] = v;
        if (this.first < 0 && v > 1e-4) { this.first = Date.now(); }
      }
    }
    return true;
  }
});`;

/** What a tap has seen since it was reset. */
export interface TapReading {
  readonly peaks: readonly number[];
  /** Wall-clock milliseconds of the first sound, −1 if none yet. */
  readonly first: number;
  /** Peaks of every twentieth of a second, by the context's own time. */
  readonly windows: readonly (readonly number[])[];
}

/** A live engine with a tap on what the destination gets and one on the raw render. */
export interface LiveProbe {
  readonly engine: LiveEngine;
  reset(): void;
  heard(): Promise<TapReading>;
  raw(): Promise<TapReading>;
}

/** Waits without holding the page up. */
export const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

/** Waits until a condition holds; false if it has not after `ms`. */
export async function until(condition: () => boolean, ms = 5000): Promise<boolean> {
  const end = performance.now() + ms;
  while (!condition()) {
    if (performance.now() > end) return false;
    await pause(2);
  }
  return true;
}

/** Starts an engine and taps it. */
export async function startProbe(session: Session, target: RenderTarget): Promise<LiveProbe> {
  const engine = startEngine({ session, target });
  const context = engine.audioContext();
  await context.audioWorklet.addModule(URL.createObjectURL(new Blob([TAP], { type: 'text/javascript' })));
  if (!(await until(() => engine.engineNode() !== null))) throw new Error('the engine has no node');
  const taps = [0, 1].map((output) => {
    const tap = new AudioWorkletNode(context, 'tap', {
      numberOfOutputs: 0,
      channelCount: 16,
      channelCountMode: 'explicit',
      channelInterpretation: 'discrete',
    });
    engine.engineNode()?.connect(tap, output);
    return tap;
  });
  const read = (index: number): Promise<TapReading> =>
    new Promise((resolve) => {
      const port = taps[index]?.port;
      if (!port) throw new Error('no tap');
      port.onmessage = ({ data }) => {
        const windows = (data.windows as Float32Array[]).map((window) => [...window]);
        resolve({ peaks: [...data.peaks], first: data.first, windows });
      };
      port.postMessage('read');
    });
  return {
    engine,
    reset: () => {
      for (const tap of taps) tap.port.postMessage('reset');
    },
    heard: () => read(0),
    raw: () => read(1),
  };
}

/** Peaks of the raw render, a row every twentieth of a second, while the walk goes once round the speakers. */
export async function walkRows(probe: LiveProbe, channels: number): Promise<number[][]> {
  await probe.engine.resume();
  const context = probe.engine.audioContext();
  probe.engine.setTestSignal('walk');
  probe.reset();
  const end = context.currentTime + channels + 0.5;
  await until(() => context.currentTime > end, 60_000);
  probe.engine.setTestSignal('off');
  return (await probe.raw()).windows.map((window) => window.slice(0, channels));
}

/** Times in milliseconds from a seek's request to audio of the new place leaving the core. */
export async function timeSeeks(probe: LiveProbe, places: readonly number[]): Promise<number[]> {
  const clock = { contextTime: 0, position: 0, playing: false };
  const times: number[] = [];
  for (const place of places) {
    const start = performance.now();
    probe.engine.locate(place);
    await until(() => {
      probe.engine.readClock(clock);
      return clock.position >= place && clock.position < place + 24_000;
    }, 1000);
    times.push(performance.now() - start);
    await pause(150);
  }
  return times;
}
