import { beforeAll, describe, expect, it } from 'vitest';
import { PanLaws } from '../laws.ts';
import { loadCoreModule } from '../node.ts';
import { type DirectChannel, type DirectPosition, DirectSpeakersPanner } from './direct-speakers.ts';
import { gainError, layoutOf, readVectors, type VectorCase } from './vector-rig.ts';

interface Input {
  readonly pack?: string;
  readonly label?: string;
  readonly lfe?: 0 | 1;
  readonly lowPass?: number;
  readonly gain?: number;
  readonly az?: number;
  readonly el?: number;
  readonly azMin?: number;
  readonly azMax?: number;
  readonly elMin?: number;
  readonly elMax?: number;
  readonly X?: number;
  readonly Y?: number;
  readonly Z?: number;
}

let laws: PanLaws;
beforeAll(async () => {
  laws = new PanLaws(await loadCoreModule('debug'));
});

function pannerOf(layout: string): DirectSpeakersPanner {
  const speakers = layoutOf(layout);
  laws.setLayout(
    speakers.map(({ label, room }) => ({ label, room: room && { x: room[0], y: room[1], z: room[2] } })),
  );
  return new DirectSpeakersPanner(speakers, (x, y, z) => laws.gains(x, y, z));
}

function positionOf({ az = 0, el = 0, azMin, azMax, elMin, elMax, X, Y, Z }: Input): DirectPosition {
  if (X !== undefined) return { kind: 'cube', at: [X, Y ?? 0, Z ?? 0] };
  return {
    kind: 'polar',
    azimuth: az,
    elevation: el,
    ...(azMin === undefined
      ? {}
      : {
          bounds: {
            minAzimuth: azMin,
            maxAzimuth: azMax ?? azMin,
            minElevation: elMin ?? el,
            maxElevation: elMax ?? el,
          },
        }),
  };
}

const channelOf = (input: Input): DirectChannel => ({
  ...input,
  position: positionOf(input),
  labels: input.label === undefined ? [] : [input.label],
  lfe: input.lfe === 1,
});

describe('ear-direct-speakers', () => {
  const file = readVectors<VectorCase<Input>>('ear-direct-speakers');
  it.each([...file.keys()])('%s agrees to 1e-9', (layout) => {
    const panner = pannerOf(layout);
    const cases = file.get(layout) ?? [];
    const largest = cases.reduce(
      (most, { in: input, g }) => Math.max(most, gainError(panner.gains(channelOf(input)), g)),
      0,
    );
    expect(cases.length).toBeGreaterThan(50);
    expect(largest).toBeLessThan(1e-9);
  });
});

describe('channels made for a speaker', () => {
  const front: DirectPosition = { kind: 'polar', azimuth: 0, elevation: 0 };
  const sounding = (layout: string, channel: DirectChannel): string => {
    const gains = pannerOf(layout).gains(channel);
    return layoutOf(layout)
      .flatMap(({ label }, n) => (gains[n] ? [`${label} ${(gains[n] ?? 0).toFixed(3)}`] : []))
      .join(', ');
  };

  it('follow the mapping rules only as part of a common definition', () => {
    const side: DirectChannel = { position: front, labels: ['M+090'] };
    expect(sounding('0+5+0', { ...side, pack: 'AP_0001000f' })).toBe('M+030 0.707, M+110 0.707');
    expect(sounding('0+5+0', { ...side, pack: 'AP_00031001' })).toBe('M+000 1.000');
    expect(sounding('0+5+0', side)).toBe('M+000 1.000');
  });

  it('reach an LFE only with a low-pass, and nothing else with one', () => {
    expect(sounding('0+5+0', { position: front, labels: ['LFE'], lowPass: 120 })).toBe('LFE1 1.000');
    expect(sounding('0+5+0', { position: front, labels: ['LFE'] })).toBe('M+000 1.000');
    expect(sounding('0+2+0', { position: front, labels: ['M+030'], lowPass: 120 })).toBe('');
    expect(sounding('9+10+3', { position: front, labels: ['LFER'], lowPass: 120 })).toBe('LFE2 1.000');
    expect(sounding('0+5+0', { position: front, labels: ['M+030'], lowPass: 8000 })).toBe('M+030 1.000');
  });

  it('take the nearest speaker within the bounds, and none of two that are equally near', () => {
    const bounded = (azimuth: number, minAzimuth: number, maxAzimuth: number): DirectChannel => ({
      labels: [],
      position: {
        kind: 'polar',
        azimuth,
        elevation: 0,
        bounds: { minAzimuth, maxAzimuth, minElevation: -5, maxElevation: 5 },
      },
    });
    expect(sounding('0+5+0', bounded(100, 20, 120))).toBe('M+110 1.000');
    expect(sounding('0+5+0', bounded(180, 100, -100))).toBe('M+110 0.707, M-110 0.707');
    expect(sounding('0+5+0', bounded(-170, 100, -100))).toBe('M-110 1.000');
  });

  it('take the speaker that stands at their place in the cube', () => {
    expect(sounding('4+7+0', { labels: [], position: { kind: 'cube', at: [-1, -1, 1] } })).toBe(
      'U+135 1.000',
    );
    expect(sounding('4+7+0', { labels: [], position: { kind: 'cube', at: [-1, -0.5, 0] }, gain: 2 })).toBe(
      'M+090 1.414, M+135 1.414',
    );
  });
});
