import type { Page } from 'playwright';

/** Seconds of audio one native run renders. */
const SECONDS = 4;

/**
 * The same load on native nodes: 118 moving PannerNodes fed with noise, rendered offline by the browser.
 * Positions move by automation every quarter of a second, as the session's lanes do.
 * @returns times real time
 */
export function nativePanners(page: Page, model: PanningModelType, objects = 118): Promise<number> {
  return page.evaluate(
    async ([panningModel, count, seconds]) => {
      const rate = 48_000;
      const context = new OfflineAudioContext(2, seconds * rate, rate);
      const noise = context.createBuffer(1, rate, rate);
      const data = noise.getChannelData(0);
      let state = 128;
      for (let index = 0; index < data.length; index += 1) {
        state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
        data[index] = state / 2 ** 32 / 5 - 0.1;
      }
      for (let index = 0; index < count; index += 1) {
        const source = new AudioBufferSourceNode(context, { buffer: noise, loop: true });
        const panner = new PannerNode(context, { panningModel, distanceModel: 'linear', rolloffFactor: 0 });
        for (let time = 0; time <= seconds; time += 0.25) {
          const angle = index + time * 2;
          panner.positionX.linearRampToValueAtTime(Math.sin(angle), time);
          panner.positionZ.linearRampToValueAtTime(-Math.cos(angle), time);
          panner.positionY.linearRampToValueAtTime(0.3, time);
        }
        source.connect(panner).connect(context.destination);
        source.start(0, (index % 50) / 50);
      }
      const started = performance.now();
      await context.startRendering();
      return (seconds * 1000) / (performance.now() - started);
    },
    [model, objects, SECONDS] as const,
  );
}
