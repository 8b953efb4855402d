import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { LAYOUT_SPEAKERS } from '../units/index.ts';
import { type GainBlock, sequenceOfBlocks } from './gain-blocks.ts';
import { PanLaws } from './laws.ts';
import { loadCoreModule } from './node.ts';
import type { GainSequence } from './program.ts';
import { bitsOf, clipOf, largestError, makeRig, ones, renderAll, stripOf } from './test-rig.ts';

const QUANTA = [64, 128, 256, 1024];

/** ear-timing.json: see tests/conformance/README.md. */
interface TimingFile {
  readonly layouts: Readonly<
    Record<
      string,
      {
        readonly channels: readonly string[];
        readonly vectors: readonly {
          readonly in: {
            readonly fs: number;
            readonly blocks: readonly {
              readonly X: number;
              readonly Y: number;
              readonly Z: number;
              readonly rtime: string;
              readonly duration: string;
              readonly jump?: string | null;
            }[];
          };
          readonly segments: readonly {
            readonly block: number;
            readonly seg: readonly [number, number, number, number, number];
          }[];
        }[];
      }
    >
  >;
}

const file = JSON.parse(
  readFileSync(new URL('../../tests/conformance/ear-timing.json', import.meta.url), 'utf8'),
) as TimingFile;

/** A fraction of a second in samples. */
function inSamples(fraction: string, rate: number): number {
  const [above = Number.NaN, below = 1] = fraction.split('/').map(Number);
  return (above * rate) / below;
}

let laws: PanLaws;
beforeAll(async () => {
  laws = new PanLaws(await loadCoreModule('unshared'));
});

describe('ear-timing', () => {
  const vectors = file.layouts['4+7+0']?.vectors ?? [];
  const speakers = LAYOUT_SPEAKERS['7.1.4'];

  it.each(vectors.map((vector, index) => ({ index, ...vector })))(
    'sequence $index rendered by the core is the expected curve to 1e-6 at every quantum',
    ({ in: source, segments }) => {
      laws.setLayout(speakers);
      const gains = source.blocks.map(({ X, Y, Z }) => [...laws.gains(X, Y, Z)]);
      const blocks = source.blocks.map(({ rtime, duration, jump }, index): GainBlock => {
        const start = inSamples(rtime, source.fs);
        const length = inSamples(duration, source.fs);
        const ramp = jump === undefined ? length : jump === null ? 0 : inSamples(jump, source.fs);
        return { start, end: start + length, ramp, gains: gains[index] ?? [] };
      });
      const frames = (segments.at(-1)?.seg[1] ?? 0) + 500;
      const expected = speakers.map(() => new Float64Array(frames));
      for (const { block, seg } of segments) {
        const [first, last, start, end, ramp] = seg;
        expected.forEach((plane, speaker) => {
          const to = gains[block]?.[speaker] ?? 0;
          const from = ramp ? (gains[block - 1]?.[speaker] ?? 0) : to;
          for (let n = first; n < last; n++) plane[n] = from + ((to - from) * (n - start)) / (end - start);
        });
      }
      const bits = new Set<string>();
      for (const quantum of QUANTA) {
        const planes = laws.rendered(sequenceOfBlocks(blocks), frames, quantum);
        planes.forEach((plane, speaker) => {
          expect(largestError(plane, (n) => expected[speaker]?.[n] ?? Number.NaN)).toBeLessThan(1e-6);
        });
        bits.add(bitsOf(planes));
      }
      expect(bits.size).toBe(1);
    },
  );

  it('has every vector of the file', () => {
    expect(vectors).toHaveLength(24);
  });
});

describe('a gain sequence', () => {
  const steps: GainSequence = {
    times: [50, 200.25, 200.25, 333, 333, 334, 1000],
    ramps: [true, true, false, true, true, false, false],
    gains: [
      [0, 1],
      [1, 0.5],
      [0.25, 0],
      [0.25, 0],
      [1, 1],
      [0, 0.5],
      [0.5, 0],
    ],
  };
  const program = stripOf({
    channels: ['L', 'R'],
    clips: [clipOf([0, 1])],
    output: { kind: 'gains', sequences: [steps, { times: [0], ramps: [false], gains: [[0, 0, 0.125]] }] },
  });

  it('is silent before its first point, steps on the sample, and keeps the last gains', async () => {
    const { core } = await makeRig({ source: ones, voices: 2 });
    core.setStrip(0, program);
    core.play(0);
    const [left, right, centre] = renderAll(core, 1200);
    const at = (plane: Float32Array | undefined, n: number): number => plane?.[n] ?? Number.NaN;
    expect([at(left, 0), at(left, 49), at(right, 49), at(right, 50)]).toEqual([0, 0, 0, 1]);
    expect(at(left, 200)).toBeCloseTo(150 / 150.25, 6);
    expect([at(left, 201), at(right, 201), at(left, 332)]).toEqual([0.25, 0, 0.25]);
    expect([at(left, 333), at(right, 333), at(left, 334), at(right, 334)]).toEqual([1, 1, 0, 0.5]);
    expect([at(left, 1000), at(left, 1199), at(right, 1199)]).toEqual([0.5, 0.5, 0]);
    expect(centre?.every((value) => value === 0.125)).toBe(true);
  });

  it('has the same bits from wherever it is played', async () => {
    const { core } = await makeRig({ source: ones, voices: 2 });
    core.setStrip(0, program);
    core.play(0);
    const whole = renderAll(core, 1200);
    for (const from of [1, 99, 127, 201, 255, 333, 500]) {
      core.stop();
      core.play(from);
      renderAll(core, 900).forEach((plane, index) => {
        const same = whole[index]?.slice(from, from + 900) ?? plane;
        expect(bitsOf([plane.slice(0, same.length)])).toBe(bitsOf([same]));
      });
    }
  });

  it('that the core could not play is refused by name', async () => {
    const { core } = await makeRig();
    const refused = (sequences: readonly GainSequence[]) => () =>
      core.setStrip(0, stripOf({ output: { kind: 'gains', sequences } }));
    const point = (changes: Partial<GainSequence>): GainSequence => ({
      times: [0, 1],
      ramps: [false, false],
      gains: [[1], [0]],
      ...changes,
    });
    expect(refused([])).toThrow(/sequence per channel/);
    expect(refused([point({ times: [1, 0] })])).toThrow(/times that do not fall/);
    expect(refused([point({ gains: [[1], [Number.NaN]] })])).toThrow(/finite gains/);
    expect(refused([point({ gains: [[1], [1, 1]] })])).toThrow(/as many at every point/);
    expect(refused([point({ ramps: [true] })])).toThrow(/one ramp/);
    expect(refused([point({ gains: [Array(25).fill(0), Array(25).fill(0)] })])).toThrow(/up to 24 gains/);
  });
});
