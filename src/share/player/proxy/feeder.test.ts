import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ok } from '../../../units/index.ts';
import type { MixCommand } from '../worklet/protocol.ts';
import { doubleRate, HALF_TAPS } from './double-rate.ts';
import { Feeder, positionAfter, type VoiceSource } from './feeder.ts';
import { placeProxy } from './proxy-voice.ts';

const RATE = 48_000;

/** A voice whose samples say where they are. */
function told(): VoiceSource & { readonly seeks: number[] } {
  let at = 0;
  const seeks: number[] = [];
  return {
    seeks,
    async seek(position) {
      seeks.push(position);
      at = position;
      return ok(null);
    },
    async pull(frames) {
      const plane = Float32Array.from({ length: frames }, (_, n) => at + n);
      at += frames;
      return ok([plane, plane.slice()]);
    },
  };
}

/** All the microtasks there are. */
const settle = async (): Promise<void> => {
  for (let n = 0; n < 600; n++) await Promise.resolve();
};

describe('the feeder', () => {
  it('follows the loop sample for sample, with every voice at the same place', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 0, max: 50_000 }),
        fc.integer({ min: 0, max: 20_000 }),
        fc.integer({ min: 500, max: 30_000 }),
        async (position, start, length) => {
          const loop = { start, end: start + length };
          const path: number[] = [];
          const feeder = new Feeder({
            sampleRate: RATE,
            post(command: MixCommand) {
              if (command.kind !== 'block') return;
              const [one, , two] = command.planes;
              expect(one?.at(-1)).toBe(two?.at(-1));
              path.push(...(one ?? []));
            },
            onFailure: () => undefined,
          });
          const tape = feeder.begin({
            position,
            voices: [told(), told()],
            gains: [1, 1],
            start: { kind: 'ready' },
            loop,
            end: 120_000,
          });
          for (let round = 0; round < 3; round++) {
            await settle();
            feeder.used(tape, path.length);
          }
          feeder.stop();
          expect(path.length).toBeGreaterThan(RATE);
          for (let n = 0; n < path.length; n += 61)
            if (path[n] !== positionAfter(position, n, loop)) throw new Error(`place ${n}`);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('keeps no more than a little ahead of what is heard, and ends at the end', async () => {
    let posted = 0;
    let ended = false;
    const feeder = new Feeder({
      sampleRate: RATE,
      post(command) {
        if (command.kind !== 'block') return;
        posted += command.frames;
        ended ||= command.last;
      },
      onFailure: () => undefined,
    });
    const tape = feeder.begin({
      position: 0,
      voices: [told()],
      gains: [1],
      start: { kind: 'ready' },
      loop: null,
      end: 5 * RATE,
    });
    await settle();
    expect(posted).toBeLessThan(2 * RATE);
    for (let used = 0; used < 5 * RATE; used += RATE / 2) {
      feeder.used(tape, used);
      await settle();
    }
    expect(ended).toBe(true);
    expect(posted).toBe(5 * RATE);
  });
});

describe('at twice the rate', () => {
  it('keeps what was and puts a sine between to 86 dB', () => {
    for (const hertz of [100, 1000, 10_000, 18_000]) {
      const at = (n: number): number => Math.sin((2 * Math.PI * hertz * n) / 48_000);
      const known = Float32Array.from({ length: 1000 + 2 * HALF_TAPS }, (_, n) => at(n - HALF_TAPS));
      const doubled = doubleRate(known);
      for (let n = 0; n < 2000; n++) expect(Math.abs((doubled[n] ?? 0) - at(n / 2))).toBeLessThan(5e-5);
    }
  });

  it('lies at its place whatever is pulled, odd places too', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 200, max: 9000 }),
        fc.array(fc.integer({ min: 1, max: 500 }), { maxLength: 8 }),
        async (position, pulls) => {
          const voice = placeProxy(told(), 96_000, 100);
          await voice.seek(position);
          let at = position;
          for (const frames of pulls) {
            const pulled = await voice.pull(frames);
            if (!pulled.ok) throw new Error(pulled.message);
            for (const [n, value] of pulled.value[0].entries())
              expect(Math.abs(value - (at + n - 100) / 2)).toBeLessThan(0.01);
            at += frames;
          }
        },
      ),
      { numRuns: 30 },
    );
  });
});
