import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadKernels, noise } from '../../tests/fixtures/math/kernels.ts';

const FRAMES = 384;

interface Line {
  readonly base: number;
  readonly slope: number;
}

const sourceOf = () => Float32Array.from({ length: FRAMES }, noise(5));

/** Mixes noise to one plane a line, in pieces that end at the cuts. */
function mixed(lines: readonly Line[], cuts: readonly number[]): Float32Array[] {
  const kernels = loadKernels();
  const source = kernels.allocate(FRAMES * 4);
  kernels.floats(source, FRAMES).set(sourceOf());
  const planes = lines.map(() => kernels.allocate(FRAMES * 4));
  for (const plane of planes) kernels.floats(plane, FRAMES).fill(0.25);
  const ends = [...new Set([...cuts, FRAMES])].sort((one, other) => one - other);
  let from = 0;
  for (const end of ends) {
    kernels.call('clearLines');
    for (const [index, { base, slope }] of lines.entries())
      kernels.call('addLine', (planes[index] ?? 0) + 4 * from, base, slope);
    kernels.call('mixLines', source + 4 * from, end - from, from);
    from = end;
  }
  return planes.map((plane) => kernels.floats(plane, FRAMES).slice());
}

const gain = fc.double({ min: 0, max: 1, noNaN: true });
const line = fc
  .record({ from: gain, to: gain })
  .map(({ from, to }) => ({ base: from, slope: (to - from) / FRAMES }));

describe('mixing along lines of gain', () => {
  it('gives the same bits wherever it is cut, for any number of planes', () => {
    fc.assert(
      fc.property(
        fc.array(line, { minLength: 1, maxLength: 24 }),
        fc.array(fc.integer({ min: 1, max: FRAMES - 1 }), { maxLength: 6 }),
        (lines, cuts) => {
          expect(mixed(lines, cuts)).toEqual(mixed(lines, []));
        },
      ),
      { seed: 11, numRuns: 150 },
    );
  });

  it('follows each line to 3e-7', () => {
    fc.assert(
      fc.property(fc.array(line, { minLength: 1, maxLength: 9 }), (lines) => {
        const source = sourceOf();
        let worst = 0;
        for (const [index, plane] of mixed(lines, []).entries()) {
          const { base, slope } = lines[index] ?? { base: 0, slope: 0 };
          for (const [frame, value] of plane.entries()) {
            const wanted = 0.25 + (source[frame] ?? 0) * (base + slope * frame);
            worst = Math.max(worst, Math.abs(value - wanted));
          }
        }
        expect(worst).toBeLessThan(3e-7);
      }),
      { seed: 12, numRuns: 100 },
    );
  });
});
