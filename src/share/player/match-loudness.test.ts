import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ok } from '../../units/index.ts';
import type { Manifest } from '../schema/index.ts';
import { heardLoudness, matchedBy } from './match-loudness.ts';
import type { Switched } from './types.ts';

const proxy = (name: string, integratedLkfs: number | null = null) => ({
  name,
  target: 'binaural',
  sha256: name.padEnd(64, '0'),
  length: 10 * 48_000,
  integratedLkfs,
});

const manifest = (proxies: readonly unknown[]): Manifest =>
  ({
    sampleRate: 96_000,
    range: { start: 96_000, end: 96_000 + 20 * 48_000 },
    proxies,
  }) as unknown as Manifest;

/** A sine of 997 Hz in both channels, louder in the second half. */
function tone(amplitude: number) {
  let at = 0;
  const asked: number[] = [];
  return {
    asked,
    open: () => ({
      async seek(frame: number) {
        at = frame;
        asked.push(frame);
        return ok(null);
      },
      async pull(frames: number) {
        const plane = Float32Array.from({ length: frames }, (_, n) => {
          const level = at + n < 5 * 48_000 ? amplitude : 2 * amplitude;
          return level * Math.sin((2 * Math.PI * 997 * (at + n)) / 48_000);
        });
        at += frames;
        return ok([plane, plane.slice()] as const);
      },
      close: () => undefined,
    }),
  };
}

const measure = (
  of: Manifest,
  { open }: ReturnType<typeof tone>,
  stretch: { start: number; end: number } | null,
  soloed: readonly Switched[] = [],
) =>
  heardLoudness({
    manifest: of,
    state: { listening: 'headphones', soloed, muted: [] },
    stretch,
    open,
    signal: new AbortController().signal,
  });

describe('loudness of what is compared', () => {
  it('is that of BS.1770: a full-scale sine of 997 Hz in two channels reads 0 LKFS, in the stretch alone', async () => {
    const source = tone(1);
    // The second to third second of ten: at 96 kHz, from where the version begins.
    const first = await measure(manifest([proxy('mix')]), source, { start: 192_000, end: 384_000 });
    expect(first.ok && first.value).toBeCloseTo(0, 1);
    expect(source.asked).toEqual([48_000]);
    const second = await measure(manifest([proxy('mix')]), tone(1), { start: 672_000, end: 960_000 });
    expect(second.ok && second.value).toBeCloseTo(6.02, 1);
  });

  it('is what was measured at publishing where all of the mix is compared', async () => {
    const source = tone(1);
    const known = await measure(manifest([proxy('mix', -19.5)]), source, null);
    expect(known.ok && known.value).toBe(-19.5);
    expect(source.asked).toEqual([]);
  });

  it('is that of the families that are heard', async () => {
    const of = manifest([proxy('mix', -3), proxy('music'), proxy('effects')]);
    const soloed = await measure(of, tone(0.5), { start: 96_000, end: 192_000 }, [
      { kind: 'family', id: 'music' },
    ]);
    expect(soloed.ok && soloed.value).toBeCloseTo(-6.02, 1);
  });

  it('turns the louder one down to the other, and none up', () => {
    const level = fc.double({ min: -60, max: 0, noNaN: true });
    fc.assert(
      fc.property(level, level, (shown, other) => {
        const by = matchedBy(shown, other);
        if (!by) throw new Error('both sound');
        expect(Math.max(by.shown, by.other)).toBe(0);
        if (Math.abs(shown - other) <= 40) expect(shown + by.shown).toBeCloseTo(other + by.other, 9);
      }),
    );
    expect(matchedBy(Number.NEGATIVE_INFINITY, -20)).toBeNull();
  });
});
