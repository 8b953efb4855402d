import { beforeAll, describe, expect, it } from 'vitest';
import { LAYOUT_SPEAKERS, SPEAKER_LAYOUTS, type Speaker } from '../../units/index.ts';
import { loadPanLaws } from '../node.ts';
import { type ObjectBlock, SpatialCompiler } from './spatial-blocks.ts';

let laws: Awaited<ReturnType<typeof loadPanLaws>>;
beforeAll(async () => {
  laws = await loadPanLaws();
});

function compilerFor(speakers: readonly Speaker[]): SpatialCompiler {
  laws.setLayout(speakers);
  return new SpatialCompiler(speakers, (x, y, z) => laws.gains(x, y, z));
}

/** Channels that sound at a sample, with their gains. */
function heard(speakers: readonly Speaker[], planes: readonly Float32Array[], n: number): string {
  return speakers
    .flatMap(({ label }, index) => {
      const gain = planes[index]?.[n] ?? Number.NaN;
      return Math.abs(gain) > 1e-6 ? [`${label} ${gain.toFixed(3)}`] : [];
    })
    .join(', ');
}

const still = (start: number, length: number, azimuth: number, elevation = 0): ObjectBlock => ({
  start,
  length,
  ramp: 0,
  object: { azimuth, elevation },
});

describe('polar objects through the core', () => {
  const speakers = LAYOUT_SPEAKERS['7.1.4'];

  it('stand, run in a line to the next block, and are silent outside', () => {
    const { direct, diffuse } = compilerFor(speakers).objects([
      still(100, 100, 30),
      { start: 200, length: 400, ramp: null, object: { azimuth: 90, elevation: 0, gain: 0.5 } },
      { start: 600, length: 100, ramp: 50, object: { azimuth: 135, elevation: 30 } },
      still(900, 100, 0),
    ]);
    expect(diffuse).toBeNull();
    const planes = laws.rendered(direct, 1100);
    const at = (n: number): string => heard(speakers, planes, n);
    expect([at(99), at(100), at(200)]).toEqual(['', 'L 1.000', 'L 1.000']);
    expect([at(400), at(600), at(625), at(650)]).toEqual([
      'L 0.500, Lss 0.250',
      'Lss 0.500',
      'Lss 0.250, Ltr 0.500',
      'Ltr 1.000',
    ]);
    expect([at(699), at(700), at(900), at(999), at(1000)]).toEqual([
      'Ltr 1.000',
      '',
      'C 1.000',
      'C 1.000',
      '',
    ]);
  });

  it('keep their diffuse share apart', () => {
    const { direct, diffuse } = compilerFor(speakers).objects([
      { ...still(0, 64, 0), object: { azimuth: 0, elevation: 0, diffuse: 0.25 } },
      still(64, 64, 0),
    ]);
    if (!diffuse) throw new Error('the diffuse share is missing');
    const dry = laws.rendered(direct, 128);
    const wet = laws.rendered(diffuse, 128);
    expect([heard(speakers, dry, 10), heard(speakers, wet, 10)]).toEqual(['C 0.866', 'C 0.500']);
    expect([heard(speakers, dry, 100), heard(speakers, wet, 100)]).toEqual(['C 1.000', '']);
  });

  it.each(SPEAKER_LAYOUTS)('never reach an LFE of %s', (name) => {
    const layout = LAYOUT_SPEAKERS[name];
    const blocks = Array.from({ length: 50 }, (_, n) => still(n, 1, n * 37 - 180, ((n * 23) % 180) - 90));
    const planes = laws.rendered(compilerFor(layout).objects(blocks).direct, 50);
    layout.forEach(({ room }, index) => {
      if (room === null) expect(planes[index]?.every((value) => value === 0)).toBe(true);
    });
  });
});

describe('channels made for a speaker through the core', () => {
  const front = { kind: 'polar', azimuth: 30, elevation: 0 } as const;

  it('go to that speaker, to the ones the rules name, or to the LFE', () => {
    const speakers = LAYOUT_SPEAKERS['5.1'];
    const compiler = compilerFor(speakers);
    const sound = (channel: Parameters<typeof compiler.speakers>[0][number]['channel']): string =>
      heard(speakers, laws.rendered(compiler.speakers([{ start: 0, length: 9, ramp: 0, channel }]), 9), 5);
    expect(sound({ position: front, labels: ['M-110'] })).toBe('Rs 1.000');
    expect(sound({ position: front, labels: ['M+090'], pack: 'AP_0001000f', gain: 0.5 })).toBe(
      'L 0.354, Ls 0.354',
    );
    expect(sound({ position: front, labels: ['LFE'], lowPass: 120 })).toBe('LFE 1.000');
    expect(sound({ position: { kind: 'cube', at: [1, 0, 1] }, labels: [] })).toBe('R 0.707, Rs 0.707');
  });
});
