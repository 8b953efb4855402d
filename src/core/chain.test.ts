import { describe, expect, it } from 'vitest';
import * as prototypes from '../../tests/conformance/filters.ts';
import { encodeStrip } from './encode-strip.ts';
import type { BandProgram, ChainProgram, DynamicsProgram, StripProgram } from './program.ts';
import {
  bitsOf,
  clipOf,
  makeRig,
  noise,
  type RigOptions,
  renderAll,
  renderLeft,
  stripOf,
} from './test-rig.ts';

const RATE = 48_000;
const decibels = (gain: number): number => 20 * Math.log10(gain);

const BANDS: readonly BandProgram[] = [
  { kind: 'high-pass', frequency: 70, order: 5 },
  { kind: 'low-pass', frequency: 14_000, order: 4 },
  { kind: 'low-shelf', frequency: 180, gainDb: 5, q: Math.SQRT1_2 },
  { kind: 'bell', frequency: 900, gainDb: -6, q: 1.4 },
  { kind: 'bell', frequency: 7500, gainDb: 8, q: 0.7 },
  { kind: 'notch', frequency: 3000, q: 8 },
  { kind: 'tilt', frequency: 1000, gainDb: -2 },
  { kind: 'high-shelf', frequency: 11_000, gainDb: 4, q: Math.SQRT1_2 },
];

const COMPRESSOR: DynamicsProgram = {
  kind: 'compressor',
  thresholdDb: -20,
  ratio: 4,
  kneeDb: 6,
  attack: 0.005,
  hold: 0.01,
  release: 0.08,
  makeUpDb: 3,
  mix: 1,
  rangeDb: 60,
  rmsWindow: 0.01,
  lookAhead: 96,
};

const FULL: ChainProgram = { bands: BANDS, dynamics: COMPRESSOR };

async function play(strip: StripProgram, frames: number, quantum = 128, options: RigOptions = {}) {
  const { core } = await makeRig(options);
  core.setStrip(0, strip);
  core.play(0);
  return renderAll(core, frames, quantum);
}

const impulse = (_voice: number, frame: number): number => (frame === 0 ? 1 : 0);

/** The prototype of a band. */
function prototypeOf(band: BandProgram): prototypes.Prototype {
  switch (band.kind) {
    case 'high-pass':
      return prototypes.highPass(band.frequency, band.order);
    case 'low-pass':
      return prototypes.lowPass(band.frequency, band.order);
    case 'bell':
      return prototypes.bell(band.frequency, band.gainDb, band.q);
    case 'low-shelf':
      return prototypes.lowShelf(band.frequency, band.gainDb, band.q);
    case 'high-shelf':
      return prototypes.highShelf(band.frequency, band.gainDb, band.q);
    case 'notch':
      return prototypes.notch(band.frequency, band.q);
    case 'tilt':
      return prototypes.tilt(band.frequency, band.gainDb);
  }
}

/** Product of the prototypes of the bands at a frequency. */
const prototype = (frequency: number): number =>
  BANDS.reduce((gain, band) => gain * prototypeOf(band)(frequency), 1);

describe('the chain of a strip', () => {
  it('filters as the prototypes of its bands together, within 0.2 dB below 10 kHz', async () => {
    const { core } = await makeRig({ source: impulse });
    core.setStrip(0, stripOf({ chain: { bands: BANDS } }));
    core.play(0);
    const response = renderLeft(core, 16_384);
    for (const frequency of [30, 70, 180, 500, 900, 2000, 2700, 5000, 7500, 9900]) {
      const w = (2 * Math.PI * frequency) / RATE;
      let [re, im] = [0, 0];
      for (const [frame, value] of response.entries()) {
        re += value * Math.cos(w * frame);
        im -= value * Math.sin(w * frame);
      }
      expect(Math.abs(decibels(Math.hypot(re, im) / prototype(frequency)))).toBeLessThan(0.2);
    }
  });

  it('is the strip without it while it does nothing, whatever its look-ahead, from the first sample on', async () => {
    const idle: ChainProgram = { bands: [], dynamics: { ...COMPRESSOR, ratio: 1, makeUpDb: 0 } };
    const plain = await play(stripOf({ gain: 0.7 }), 4096);
    const late = await play(stripOf({ gain: 0.7, chain: idle, latencySamples: 96 }), 4096);
    expect(late).toEqual(plain);
  });

  it('gives the same bits at every quantum', async () => {
    const strip = stripOf({ chain: FULL, trim: -1.5, gain: 0.6 });
    const bits = await Promise.all(
      [64, 128, 256, 1024].map(async (quantum) => bitsOf(await play(strip, 8192, quantum))),
    );
    expect(new Set(bits).size).toBe(1);
  });

  it('rings out after a clip, then is silent', async () => {
    const strip = stripOf({
      chain: { bands: [{ kind: 'bell', frequency: 100, gainDb: 18, q: 2 }], dynamics: COMPRESSOR },
      clips: [clipOf([0], { length: 4096 })],
    });
    const [left = new Float32Array()] = await play(strip, 60_000);
    const loudest = (from: number, to: number) =>
      left.slice(from, to).reduce((most, value) => Math.max(most, Math.abs(value)), 0);
    expect(loudest(4096 + 96, 6000)).toBeGreaterThan(1e-3);
    expect(loudest(59_000, 60_000)).toBe(0);
  });

  it('goes on through a change of its settings without a click, and starts afresh after a jump', async () => {
    const strip = (gainDb: number) =>
      stripOf({
        chain: {
          bands: [
            { kind: 'high-pass', frequency: 30, order: 4 },
            { kind: 'bell', frequency: 400, gainDb, q: 1 },
          ],
        },
      });
    const sine = (_voice: number, frame: number) => 0.5 * Math.sin((2 * Math.PI * 60 * frame) / RATE);
    const { core } = await makeRig({ source: sine });
    core.setStrip(0, strip(-3));
    core.play(0);
    const before = renderLeft(core, 4800);
    core.setStrip(0, strip(3));
    const after = renderLeft(core, 2400);
    const step = (samples: Float32Array) =>
      samples.reduce(
        (most, value, n) => (n === 0 ? 0 : Math.max(most, Math.abs(value - (samples[n - 1] ?? value)))),
        0,
      );
    expect(step(after)).toBeLessThan(1.1 * step(before.slice(2400)));
    core.stop();
    renderLeft(core, 1024);
    core.play(0);
    const again = renderLeft(core, 4096);
    const fresh = await makeRig({ source: sine });
    fresh.core.setStrip(0, strip(3));
    fresh.core.play(0);
    expect(again.slice(1024)).toEqual(renderLeft(fresh.core, 4096).slice(1024));
  });

  it('lets nothing that is no number go round for ever', async () => {
    const broken = (voice: number, frame: number) => (frame === 500 ? Number.NaN : noise(voice, frame));
    const [left = new Float32Array()] = await play(stripOf({ chain: FULL }), 8192, 128, { source: broken });
    expect(left.every(Number.isFinite)).toBe(true);
    expect(left.slice(4096).some((value) => value !== 0)).toBe(true);
  });

  it('refuses what it can not be, by the strip and the remedy', () => {
    const refused = (chain: ChainProgram) => () => encodeStrip(stripOf({ id: 'strings', chain }));
    expect(refused({ bands: [{ kind: 'bell', frequency: 5, gainDb: 0, q: 1 }] })).toThrow(
      'strip strings: a bell needs a frequency of 10 to 20,000 Hz, not 5',
    );
    expect(refused({ bands: [{ kind: 'low-pass', frequency: 500, order: 9 }] })).toThrow(
      'an order of 1 to 8, not 9',
    );
    expect(refused({ bands: [{ kind: 'notch', frequency: 500, q: 0 }] })).toThrow('a Q of 0.1 to 30, not 0');
    expect(refused({ bands: [], dynamics: { ...COMPRESSOR, ratio: 0.5 } })).toThrow('a ratio of 1 or more');
    expect(refused({ bands: [], dynamics: { ...COMPRESSOR, lookAhead: 1.5 } })).toThrow(
      'a look-ahead of 0 to 9600',
    );
  });
});
