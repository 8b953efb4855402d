import type { Page } from 'playwright/test';
import type { DeskPage } from './desk.ts';

/** Lays a tap on every channel of the engine's raw output, for `heard`. */
export const listen = (page: Page): Promise<void> =>
  page.evaluate(async () => {
    const { engine } = (globalThis as unknown as DeskPage).scorestage;
    await engine.resume();
    const context: AudioContext = engine.audioContext();
    const node = engine.engineNode();
    if (!node) throw new Error('the engine has no node');
    const splitter = new ChannelSplitterNode(context, { numberOfOutputs: 32 });
    node.connect(splitter, 1);
    const taps = Array.from({ length: 32 }, (_, channel) => {
      const analyser = new AnalyserNode(context, { fftSize: 2048 });
      splitter.connect(analyser, channel);
      return analyser;
    });
    Reflect.set(globalThis, 'deskTaps', taps);
  });

/** Loudest of the last 2048 samples of any channel of the output, linear: the samples themselves, no meter that falls. */
export const heard = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const taps: AnalyserNode[] = Reflect.get(globalThis, 'deskTaps');
    const samples = new Float32Array(2048);
    return Math.max(
      ...taps.map((analyser) => {
        analyser.getFloatTimeDomainData(samples);
        return samples.reduce((peak, value) => Math.max(peak, Math.abs(value)), 0);
      }),
    );
  });
