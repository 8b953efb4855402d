import type { Manifest } from '../../src/share/schema/index.ts';

interface Blob {
  readonly sha256: string;
  readonly bytes: number;
}

/** The manifest of a mix of ten seconds: a proxy, and mono stems. */
export const manifestOf = (proxy: Blob, stems: readonly Blob[] = []): Manifest => ({
  format: 'scorestage-mix',
  version: 1,
  title: 'The Lighthouse',
  core: '1'.repeat(64),
  hrtf: { id: 'ring', sha256: '2'.repeat(64) },
  sampleRate: 48_000,
  frames: { numerator: 24, denominator: 1, drop: false, origin: 86_400 },
  length: 480_000,
  range: { start: 0, end: 480_000 },
  render: null,
  integratedLkfs: -23,
  truePeakDb: -2,
  cues: [],
  markers: [],
  proxies: [
    {
      ...proxy,
      type: 'audio/ogg',
      name: 'mix',
      target: 'binaural',
      length: 480_000,
      integratedLkfs: -23,
    },
  ],
  picture: null,
  session: null,
  stems: stems.map((stem) => ({
    source: stem.sha256,
    coding: 'flac',
    channels: 1,
    length: 480_000,
    pcm: '4'.repeat(64),
    parts: [{ ...stem, type: 'audio/flac', channels: [0] }],
  })),
});
