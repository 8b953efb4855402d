import { describe, expect, it } from 'vitest';
import { channelWeight, LoudnessMeter } from '../../../tests/fixtures/loudness/meter.ts';
import { LAYOUT_SPEAKERS, RENDER_TARGETS, SPEAKER_LAYOUTS } from '../../units/index.ts';
import { nodeEngine, RATE, richSession, testSession, toneStems } from '../test-engine.ts';
import { measureStretch } from './measure-stretch.ts';
import { loudnessWeights, StretchMeter } from './stretch-meter.ts';

const engine = nodeEngine();

describe('StretchMeter', () => {
  it('gives a full-scale sine of 997 Hz in one front channel −3.01 LKFS', () => {
    const meter = new StretchMeter(RATE, '5.1');
    const plane = Float32Array.from({ length: RATE }, (_, n) => Math.sin((2 * Math.PI * 997 * n) / RATE));
    const silence = new Float32Array(RATE);
    meter.push([plane, silence, silence, silence, silence, silence], RATE);
    expect(meter.level()).toBeCloseTo(-3.01, 2);
    expect(new StretchMeter(RATE, '2.0').level()).toBe(Number.NEGATIVE_INFINITY);
  });

  it('weighs every speaker as the recommendation does, and agrees with the gated meter on steady sound', () => {
    for (const layout of SPEAKER_LAYOUTS)
      expect(loudnessWeights(layout)).toEqual(
        LAYOUT_SPEAKERS[layout].map(({ label }) => channelWeight(label)),
      );
    const weights = loudnessWeights('7.1.4');
    const gated = new LoudnessMeter(RATE, weights);
    const plain = new StretchMeter(RATE, '7.1.4');
    let seed = 1;
    const planes = weights.map(() =>
      Float32Array.from({ length: 2 * RATE }, () => {
        seed = (Math.imul(seed, 1664525) + 1013904223) | 0;
        return seed / 2 ** 33;
      }),
    );
    gated.push(planes, 2 * RATE);
    plain.push(planes, 2 * RATE);
    expect(plain.level()).toBeCloseTo(gated.integrated(), 1);
  });
});

describe('measureStretch', () => {
  const measured = async (session = richSession(), targets = RENDER_TARGETS) => {
    const hrtf = await engine().hrtf(RATE);
    if (!hrtf.ok) throw new Error(hrtf.message);
    const host = { module: engine().module, shared: true, hrtf: hrtf.value, openStem: toneStems(session) };
    const result = await measureStretch({ session, targets, from: RATE, to: 2 * RATE }, host);
    if (!result.ok) throw new Error(result.message);
    return result.value;
  };

  it('measures the same stretch in every target', async () => {
    const levels = await measured();
    expect(levels.length).toBe(RENDER_TARGETS.length);
    for (const level of levels) expect(Math.abs(level - (levels[0] ?? 0))).toBeLessThan(6);
  });

  it('finds a front pair as loud on every layout, and silence silent', async () => {
    const front = testSession([{ name: 'front', format: 'stereo', clips: [[0, 3 * RATE, 0]] }]);
    const [first = 0, ...others] = await measured(front, ['2.0', '5.1', '7.1.4'] as never);
    for (const level of others) expect(level).toBeCloseTo(first, 6);
    const silent = testSession([{ name: 'later', format: 'mono', clips: [[5 * RATE, RATE, 0]] }]);
    expect(await measured(silent, ['2.0'] as never)).toEqual([Number.NEGATIVE_INFINITY]);
  });
});
