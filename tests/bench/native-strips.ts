import type { Page } from 'playwright';

/** Seconds of audio one native run renders. */
const SECONDS = 4;

/**
 * The processors of the console on native nodes: as many chains of six BiquadFilterNodes and a DynamicsCompressorNode, fed with
 * noise, rendered offline by the browser; with `moving` frequencies, gains and Qs of the filters and the threshold follow ramps.
 * @returns times real time
 */
export function nativeStrips(page: Page, moving: boolean, strips = 128): Promise<number> {
  return page.evaluate(
    async ([moves, count, seconds]) => {
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
        let last: AudioNode = source;
        for (let band = 0; band < 6; band += 1) {
          const type = band === 0 ? 'lowshelf' : band === 5 ? 'highshelf' : 'peaking';
          const filter = new BiquadFilterNode(context, { type, frequency: 100 * 2.5 ** band, gain: 3, Q: 1 });
          if (moves) {
            for (let time = 1; time <= seconds; time += 1) {
              filter.frequency.linearRampToValueAtTime(100 * 2.5 ** band * (1 + (time % 2)), time);
              filter.gain.linearRampToValueAtTime(6 * (time % 2) - 3, time);
              filter.Q.linearRampToValueAtTime(1 + (time % 2), time);
            }
          }
          last = last.connect(filter);
        }
        const compressor = new DynamicsCompressorNode(context, {
          threshold: -24,
          ratio: 2,
          attack: 0.01,
          release: 0.15,
        });
        if (moves)
          for (let time = 1; time <= seconds; time += 1)
            compressor.threshold.linearRampToValueAtTime(-24 - 6 * (time % 2), time);
        last.connect(compressor).connect(context.destination);
        source.start(0, (index % 50) / 50);
      }
      const started = performance.now();
      await context.startRendering();
      return (seconds * 1000) / (performance.now() - started);
    },
    [moving, strips, SECONDS] as const,
  );
}
