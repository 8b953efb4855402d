import {
  BAND_BELL,
  BAND_BYTES,
  BAND_HIGH_PASS,
  BAND_HIGH_SHELF,
  BAND_LOW_PASS,
  BAND_LOW_SHELF,
  BAND_NOTCH,
  BAND_TILT,
  BLOCK_FRAMES,
  CHAIN_AHEAD,
  CHAIN_BANDS_AT,
  CHAIN_BYTES,
  CHAIN_DYNAMICS,
  CHAIN_DYNAMICS_AT,
  CHAIN_SECTIONS,
  CHAIN_SECTIONS_AT,
  CHAIN_SETTINGS_AT,
  CHAIN_STATES_AT,
  DYNAMICS_COMPRESSOR,
  DYNAMICS_EXPANDER,
  DYNAMICS_NONE,
  DYNAMICS_SETTINGS_BYTES,
  DYNAMICS_STATE_BYTES,
  SECTION_BYTES,
  SECTION_STATE_BYTES,
  SECTIONS_TOGETHER,
} from './contract.ts';
import type { BandProgram, ChainProgram, DynamicsProgram } from './program.ts';

const BANDS: Readonly<Record<BandProgram['kind'], number>> = {
  'low-pass': BAND_LOW_PASS,
  'high-pass': BAND_HIGH_PASS,
  bell: BAND_BELL,
  'low-shelf': BAND_LOW_SHELF,
  'high-shelf': BAND_HIGH_SHELF,
  notch: BAND_NOTCH,
  tilt: BAND_TILT,
};

/** Most a filter may be steep: 48 dB an octave. */
const STEEPEST = 8;
/** Longest look-ahead in frames: a tenth of a second at 96 kHz. */
const FARTHEST = 9600;

const sectionsOf = (band: BandProgram): number => ('order' in band ? Math.ceil(band.order / 2) : 1);
const sixteens = (bytes: number): number => Math.ceil(bytes / 16) * 16;
const within = (value: number, least: number, most: number): boolean => value >= least && value <= most;

function bandFault(band: BandProgram): string | null {
  if (!within(band.frequency, 10, 20_000)) return `a frequency of 10 to 20,000 Hz, not ${band.frequency}`;
  if ('order' in band && !(Number.isInteger(band.order) && within(band.order, 1, STEEPEST)))
    return `an order of 1 to ${STEEPEST}, not ${band.order}`;
  if ('gainDb' in band && !within(band.gainDb, -24, 24)) return `a gain of −24 to 24 dB, not ${band.gainDb}`;
  return 'q' in band && !within(band.q, 0.1, 30) ? `a Q of 0.1 to 30, not ${band.q}` : null;
}

function dynamicsFault(dynamics: DynamicsProgram): string | null {
  const { ratio, kneeDb, attack, hold, release, mix, rangeDb, rmsWindow, lookAhead } = dynamics;
  if (!(ratio >= 1)) return `a ratio of 1 or more, not ${ratio}`;
  if (!within(mix, 0, 1)) return `a mix of 0 to 1, not ${mix}`;
  if (![kneeDb, attack, hold, release, rangeDb, rmsWindow].every((value) => within(value, 0, 1000)))
    return 'a knee, a range and times of 0 or more';
  if (![dynamics.thresholdDb, dynamics.makeUpDb].every((value) => within(value, -150, 60)))
    return 'a threshold and a make-up of −150 to 60 dB';
  return Number.isInteger(lookAhead) && within(lookAhead, 0, FARTHEST)
    ? null
    : `a look-ahead of 0 to ${FARTHEST} whole samples, not ${lookAhead}`;
}

/**
 * @throws RangeError if a band or the dynamics are outside their ranges (program.ts)
 */
export function checkChain(id: string, { bands, dynamics }: ChainProgram): void {
  for (const band of bands) {
    const fault = bandFault(band);
    if (fault) throw new RangeError(`strip ${id}: a ${band.kind} needs ${fault}`);
  }
  const fault = dynamics ? dynamicsFault(dynamics) : null;
  if (fault) throw new RangeError(`strip ${id}: the ${dynamics?.kind} needs ${fault}`);
}

/** Where the parts of a chain lie from its start. */
function layoutOf({ bands, dynamics }: ChainProgram, channels: number) {
  const count = bands.reduce((sum, band) => sum + sectionsOf(band), 0);
  const sections = Math.ceil(count / SECTIONS_TOGETHER) * SECTIONS_TOGETHER;
  const bandsAt = CHAIN_BYTES;
  const sectionsAt = bandsAt + bands.length * BAND_BYTES;
  const statesAt = sixteens(sectionsAt + sections * SECTION_BYTES);
  const settingsAt = statesAt + sections * channels * SECTION_STATE_BYTES;
  const dynamicsAt = settingsAt + (dynamics ? DYNAMICS_SETTINGS_BYTES : 0);
  const line = dynamics ? sixteens(4 * (dynamics.lookAhead + BLOCK_FRAMES)) : 0;
  const end = dynamicsAt + (dynamics ? DYNAMICS_STATE_BYTES + channels * line : 0);
  return { sections, bandsAt, sectionsAt, statesAt, settingsAt, dynamicsAt, end };
}

/** Bytes a chain takes in a record, a multiple of 16. */
export const chainBytes = (chain: ChainProgram, channels: number): number => layoutOf(chain, channels).end;

function writeDynamics(view: DataView, at: number, dynamics: DynamicsProgram): void {
  const { thresholdDb, ratio, kneeDb, attack, hold, release, makeUpDb, mix, rangeDb, rmsWindow } = dynamics;
  const settings = [thresholdDb, ratio, kneeDb, attack, hold, release, makeUpDb, mix, rangeDb, rmsWindow];
  for (const [index, value] of settings.entries()) view.setFloat64(at + 8 * index, value, true);
}

/** Writes a chain at a byte offset of a record. */
export function writeChain(view: DataView, at: number, chain: ChainProgram, channels: number): void {
  const { bands, dynamics } = chain;
  const { sections, bandsAt, sectionsAt, statesAt, settingsAt, dynamicsAt } = layoutOf(chain, channels);
  const kinds = { compressor: DYNAMICS_COMPRESSOR, expander: DYNAMICS_EXPANDER };
  view.setInt32(at, bands.length, true);
  view.setInt32(at + CHAIN_SECTIONS, sections, true);
  view.setInt32(at + CHAIN_DYNAMICS, dynamics ? kinds[dynamics.kind] : DYNAMICS_NONE, true);
  view.setInt32(at + CHAIN_AHEAD, dynamics?.lookAhead ?? 0, true);
  view.setInt32(at + CHAIN_BANDS_AT, bandsAt, true);
  view.setInt32(at + CHAIN_SECTIONS_AT, sectionsAt, true);
  view.setInt32(at + CHAIN_STATES_AT, statesAt, true);
  view.setInt32(at + CHAIN_SETTINGS_AT, settingsAt, true);
  view.setInt32(at + CHAIN_DYNAMICS_AT, dynamicsAt, true);
  for (const [index, band] of bands.entries()) {
    const to = at + bandsAt + index * BAND_BYTES;
    view.setInt32(to, BANDS[band.kind], true);
    view.setInt32(to + 4, 'order' in band ? band.order : 0, true);
    view.setFloat64(to + 8, band.frequency, true);
    view.setFloat64(to + 16, 'gainDb' in band ? band.gainDb : 0, true);
    view.setFloat64(to + 24, 'q' in band ? band.q : 1, true);
  }
  if (dynamics) writeDynamics(view, at + settingsAt, dynamics);
}
