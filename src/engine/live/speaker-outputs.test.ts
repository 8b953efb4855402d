import { describe, expect, it } from 'vitest';
import { SpeakerOutputs } from './speaker-outputs.ts';

const QUANTUM = 128;

/** Feeds speakers with `source` and collects the device's channels. */
function run(
  outputs: SpeakerOutputs,
  speakers: number,
  channels: number,
  frames: number,
  source: (speaker: number, n: number) => number,
  start = 0,
): Float32Array[] {
  const heard = Array.from({ length: channels }, () => new Float32Array(frames));
  for (let done = 0; done < frames; done += QUANTUM) {
    const count = Math.min(QUANTUM, frames - done);
    const planes = Array.from({ length: speakers }, (_, speaker) =>
      Float32Array.from({ length: 2048 }, (_unused, n) => source(speaker, start + done + n)),
    );
    outputs.process(
      planes,
      heard.map((plane) => plane.subarray(done, done + count)),
      count,
    );
  }
  return heard;
}

describe('SpeakerOutputs', () => {
  const numbered = (speaker: number, n: number): number => Math.fround((speaker + 1) * 0.1 + n * 1e-5);

  it('sends speaker for channel until told otherwise, with the same bits', () => {
    const heard = run(new SpeakerOutputs(48_000, 16), 6, 16, 1024, numbered);
    for (let speaker = 0; speaker < 6; speaker++)
      expect(heard[speaker]).toEqual(Float32Array.from({ length: 1024 }, (_, n) => numbered(speaker, n)));
    for (let channel = 6; channel < 16; channel++)
      expect(heard[channel]?.every((value) => value === 0)).toBe(true);
  });

  it('routes and delays by samples, up to 50 ms', () => {
    const outputs = new SpeakerOutputs(48_000, 16);
    outputs.set({ channels: [2, 0, -1], delays: [0, 2400, 0] });
    const heard = run(outputs, 3, 4, 6400, numbered);
    for (const n of [4000, 5555]) {
      expect(heard[2]?.[n]).toBe(numbered(0, n));
      expect(heard[0]?.[n]).toBe(numbered(1, n - 2400));
      expect(heard[1]?.[n]).toBe(0);
      expect(heard[3]?.[n]).toBe(0);
    }
  });

  it('changes without a click', () => {
    const outputs = new SpeakerOutputs(48_000, 16);
    run(outputs, 2, 2, 1280, () => 0.5);
    outputs.set({ channels: [1, 0], delays: [100, 0] });
    const [left = [], right = []] = run(outputs, 2, 2, 2560, (speaker) => (speaker === 0 ? 0.5 : -0.5), 1280);
    for (const plane of [left, right])
      for (let n = 1; n < plane.length; n++)
        expect(Math.abs((plane[n] ?? 0) - (plane[n - 1] ?? 0))).toBeLessThan(0.5 / 400 + (n < 2 ? 1 : 0));
    expect(left[2559]).toBe(-0.5);
    expect(right[2559]).toBe(0.5);
  });
});
