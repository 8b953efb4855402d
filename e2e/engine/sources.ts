/** In the bench's page: every source besides the stems, made twice. */
import { INSTRUMENTS } from '../../src/engine/audition/instruments.ts';
import { loopLoudness } from '../../src/engine/audition/loop.ts';
import { makeSource } from '../../src/engine/audition/make-source.ts';

/** What is known of one instrument's loop. */
export interface InstrumentFacts {
  readonly name: string;
  readonly seconds: number;
  readonly lufs: number;
  readonly peak: number;
  /** Largest step within, and the one over its end. */
  readonly step: number;
  readonly seam: number;
  /** Longest stretch below −80 dBFS, seconds. */
  readonly silence: number;
  readonly same: boolean;
}

/** Makes each instrument twice at a rate. */
export async function instrumentFacts(sampleRate: number): Promise<readonly InstrumentFacts[]> {
  const facts: InstrumentFacts[] = [];
  for (const name of INSTRUMENTS) {
    const { sha256, samples } = await makeSource(name, sampleRate);
    const again = await makeSource(name, sampleRate);
    let [peak, step, quiet, silence] = [0, 0, 0, 0];
    samples.forEach((value, frame) => {
      peak = Math.max(peak, Math.abs(value));
      step = Math.max(step, Math.abs(value - (samples[frame - 1] ?? value)));
      quiet = Math.abs(value) < 1e-4 ? quiet + 1 : 0;
      silence = Math.max(silence, quiet);
    });
    facts.push({
      name,
      seconds: samples.length / sampleRate,
      lufs: loopLoudness(samples, sampleRate),
      peak,
      step,
      seam: Math.abs((samples[0] ?? 0) - (samples.at(-1) ?? 0)),
      silence: silence / sampleRate,
      same: again.sha256 === sha256,
    });
  }
  return facts;
}
