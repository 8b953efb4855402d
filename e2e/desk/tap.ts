import type { Page } from 'playwright/test';

/**
 * Keeps an ear at every context's destination, whatever page it is: call before the page opens. It hears what a device would.
 */
export async function tapDestination(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const taps: AnalyserNode[] = [];
    Reflect.set(globalThis, 'destinationTaps', taps);
    const connect = AudioNode.prototype.connect;
    AudioNode.prototype.connect = function (this: AudioNode, ...args: unknown[]) {
      const [to] = args;
      if (to instanceof AudioDestinationNode) {
        const tap = new AnalyserNode(this.context, { fftSize: 2048 });
        taps.push(tap);
        Reflect.apply(connect, this, [tap, ...args.slice(1)]);
      }
      return Reflect.apply(connect, this, args);
    } as typeof connect;
  });
}

/** The loudest sample at any destination just now, linear. */
export const tapPeak = (page: Page): Promise<number> =>
  page.evaluate(() => {
    const taps: AnalyserNode[] = Reflect.get(globalThis, 'destinationTaps');
    const samples = new Float32Array(2048);
    let peak = 0;
    for (const tap of taps) {
      tap.getFloatTimeDomainData(samples);
      for (const sample of samples) peak = Math.max(peak, Math.abs(sample));
    }
    return peak;
  });
