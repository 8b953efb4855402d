/** Changes of a chain while it plays: bypass, order, kinds, look-ahead. None of them clicks. */
import { describe, expect, it } from 'vitest';
import type { BandProgram, ChainProgram, DynamicsProgram } from './program.ts';
import { makeRig, renderLeft, type Source, stripOf } from './test-rig.ts';

const RATE = 48_000;
/** Frames of the cross-fade between versions at 48 kHz. */
const FADE = 384;

const tones: Source = (_voice, frame) =>
  0.4 * Math.sin((2 * Math.PI * 55 * frame) / RATE) + 0.1 * Math.sin((2 * Math.PI * 440 * frame) / RATE);

const HIGH_PASS: BandProgram = { kind: 'high-pass', frequency: 40, order: 4 };
const BELL: BandProgram = { kind: 'bell', frequency: 120, gainDb: 9, q: 2 };
const SHELF: BandProgram = { kind: 'low-shelf', frequency: 200, gainDb: -8, q: 0.7 };
const LOW_PASS: BandProgram = { kind: 'low-pass', frequency: 3000, order: 8 };
const COMPRESSOR: DynamicsProgram = {
  kind: 'compressor',
  thresholdDb: -24,
  ratio: 4,
  kneeDb: 6,
  attack: 0.005,
  hold: 0,
  release: 0.1,
  makeUpDb: 4,
  mix: 1,
  rangeDb: 60,
  rmsWindow: 0.01,
  lookAhead: 0,
};

const full: ChainProgram = { bands: [HIGH_PASS, BELL, SHELF], dynamics: COMPRESSOR };

const CHANGES: Readonly<Record<string, readonly [ChainProgram | null, ChainProgram | null]>> = {
  'the equaliser is bypassed': [full, { bands: [], dynamics: COMPRESSOR }],
  'the equaliser comes back': [{ bands: [], dynamics: COMPRESSOR }, full],
  'the dynamics are bypassed': [full, { bands: full.bands }],
  'the dynamics come back': [{ bands: full.bands }, full],
  'all of it is bypassed': [full, null],
  'all of it comes back': [null, full],
  'dynamics go first': [full, { ...full, order: 'dynamics-first' }],
  'the equaliser goes first': [{ ...full, order: 'dynamics-first' }, full],
  'a band comes between': [full, { ...full, bands: [HIGH_PASS, { ...BELL, frequency: 500 }, BELL, SHELF] }],
  'a band goes': [full, { ...full, bands: [HIGH_PASS, SHELF] }],
  'a band becomes another': [
    full,
    { ...full, bands: [HIGH_PASS, { kind: 'notch', frequency: 120, q: 2 }, SHELF] },
  ],
  'a filter becomes steeper': [full, { ...full, bands: [{ ...HIGH_PASS, order: 8 }, BELL, SHELF] }],
  'another filter comes': [full, { ...full, bands: [...full.bands, LOW_PASS] }],
  'a bell is turned from +9 to −18 dB': [
    full,
    { ...full, bands: [HIGH_PASS, { ...BELL, gainDb: -18 }, SHELF] },
  ],
  'a compressor becomes an expander': [
    full,
    { ...full, dynamics: { ...COMPRESSOR, kind: 'expander', makeUpDb: 0 } },
  ],
  'a look-ahead comes': [full, { ...full, dynamics: { ...COMPRESSOR, lookAhead: 480 } }],
  'a look-ahead goes': [{ ...full, dynamics: { ...COMPRESSOR, lookAhead: 480 } }, full],
  'a threshold falls by 20 dB': [full, { ...full, dynamics: { ...COMPRESSOR, thresholdDb: -44 } }],
  'make-up and mix are turned': [full, { ...full, dynamics: { ...COMPRESSOR, makeUpDb: -6, mix: 0.3 } }],
};

const strip = (chain: ChainProgram | null) =>
  stripOf({ ...(chain && { chain }), latencySamples: chain?.dynamics?.lookAhead ?? 0 });

const largest = (samples: Float32Array): number =>
  samples.reduce((most, value) => Math.max(most, Math.abs(value)), 0);

/** Largest difference between two samples in a row. */
const step = (samples: Float32Array): number =>
  samples.reduce(
    (most, value, n) => (n === 0 ? 0 : Math.max(most, Math.abs(value - (samples[n - 1] ?? value)))),
    0,
  );

describe('a change of a chain while it plays is no click', () => {
  it.each(Object.entries(CHANGES))('%s', async (_, [from, to]) => {
    const { core } = await makeRig({ source: tones });
    core.setStrip(0, strip(from));
    core.play(0);
    renderLeft(core, 9600);
    const before = renderLeft(core, 4823);
    core.setStrip(0, strip(to));
    const during = renderLeft(core, 4800);
    renderLeft(core, 24_000);
    const after = renderLeft(core, 4800);
    // What a cross-fade may add to the steps of the tones themselves: the way between the two in its length.
    const fade = (largest(before) + largest(after)) / FADE;
    const join = Math.abs((during[0] ?? 0) - (before.at(-1) ?? 0));
    expect(Math.max(step(during), join)).toBeLessThan(1.1 * Math.max(step(before), step(after)) + fade);
  });
});
