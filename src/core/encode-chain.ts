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
  CHAIN_ENDS_AT,
  CHAIN_KEY,
  CHAIN_KEY_DELAY,
  CHAIN_MOVERS,
  CHAIN_MOVERS_AT,
  CHAIN_NEXT,
  CHAIN_ORDER,
  CHAIN_PHASES_AT,
  CHAIN_SECTIONS,
  CHAIN_SECTIONS_AT,
  CHAIN_SETTINGS_AT,
  CHAIN_STARTS_AT,
  CHAIN_STATES_AT,
  DYNAMICS_COMPRESSOR,
  DYNAMICS_EXPANDER,
  DYNAMICS_NONE,
  DYNAMICS_SETTINGS_BYTES,
  DYNAMICS_STATE_BYTES,
  MAX_KEYS,
  MOVER_BYTES,
  MOVER_CELL,
  MOVER_LANES,
  MOVER_LANES_AT,
  MOVER_PHASE,
  MOVER_SECTION,
  MOVER_SECTIONS,
  SECTION_BYTES,
  SECTION_STATE_BYTES,
  SECTIONS_TOGETHER,
} from './contract.ts';
import { clampedLane, continuousLane, type EncodedPoint, laneBytes, writeLane } from './encode-lane.ts';
import type { BandProgram, ChainParameter, ChainProgram, DynamicsProgram } from './program.ts';

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
  const { bus, delay } = dynamics.key ?? { bus: 0, delay: 0 };
  if (!(Number.isInteger(bus) && within(bus, 0, MAX_KEYS - 1) && Number.isInteger(delay) && delay >= 0))
    return `a key bus of 0 to ${MAX_KEYS - 1} and a delay of whole samples, not ${bus} and ${delay}`;
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

/** Offsets of what a lane moves: in a band, and in the settings of the dynamics; with the range its values are kept in. */
const BAND_FIELDS = {
  frequency: [8, 10, 20_000],
  gainDb: [16, -24, 24],
  q: [24, 0.1, 30],
} as const;
const DYNAMICS_FIELDS = {
  thresholdDb: [0, -150, 60],
  ratio: [8, 1, 1000],
  kneeDb: [16, 0, 1000],
  attack: [24, 0, 1000],
  hold: [32, 0, 1000],
  release: [40, 0, 1000],
  makeUpDb: [48, -150, 60],
  mix: [56, 0, 1],
  rangeDb: [64, 0, 1000],
} as const;
/** Blocks over which the cells of bands are spread, so that not all are designed at once: as many as a cell of 8 ms has at 48 kHz. */
const CELL_BLOCKS = 3;
const LANE_ENTRY_BYTES = 8;

interface Mover {
  /** Index of the band, −1 for the dynamics. */
  readonly band: number;
  readonly section: number;
  readonly sections: number;
  /** Offsets from the start of the band or of the settings, with the lanes that move what lies there. */
  readonly lanes: readonly (readonly [field: number, points: readonly EncodedPoint[]])[];
}

type Field = readonly [offset: number, least: number, most: number];

function movesOf<Name extends string>(
  chain: ChainProgram,
  prefix: string,
  fields: Readonly<Record<Name, Field>>,
  has: (name: Name) => boolean,
): Mover['lanes'] {
  return (Object.keys(fields) as Name[]).flatMap((name) => {
    const lane = has(name) ? chain.lanes?.[`${prefix}.${name}` as ChainParameter] : undefined;
    if (!lane) return [];
    const [offset, least, most] = fields[name];
    const points = continuousLane(clampedLane(lane, least, most));
    return points.length > 0 ? [[offset, points] as const] : [];
  });
}

/** What lanes move, bands first. */
function moversOf(chain: ChainProgram): Mover[] {
  if (!chain.lanes) return [];
  const movers: Mover[] = [];
  let section = 0;
  for (const [index, band] of chain.bands.entries()) {
    const sections = sectionsOf(band);
    const lanes = movesOf(chain, `band.${index}`, BAND_FIELDS, (name) => name in band);
    if (lanes.length > 0) movers.push({ band: index, section, sections, lanes });
    section += sections;
  }
  const lanes = chain.dynamics ? movesOf(chain, 'dynamics', DYNAMICS_FIELDS, () => true) : [];
  if (lanes.length > 0) movers.push({ band: -1, section: 0, sections: 0, lanes });
  return movers;
}

/** Where the parts of a chain lie from its start. */
function layoutOf(chain: ChainProgram, channels: number) {
  const { bands, dynamics } = chain;
  const count = bands.reduce((sum, band) => sum + sectionsOf(band), 0);
  const sections = Math.ceil(count / SECTIONS_TOGETHER) * SECTIONS_TOGETHER;
  const bandsAt = CHAIN_BYTES;
  const sectionsAt = bandsAt + bands.length * BAND_BYTES;
  const statesAt = sixteens(sectionsAt + sections * SECTION_BYTES);
  const settingsAt = statesAt + sections * channels * SECTION_STATE_BYTES;
  const dynamicsAt = settingsAt + (dynamics ? DYNAMICS_SETTINGS_BYTES : 0);
  const line = dynamics ? sixteens(4 * (dynamics.lookAhead + BLOCK_FRAMES)) : 0;
  const moversAt = dynamicsAt + (dynamics ? DYNAMICS_STATE_BYTES + channels * line : 0);
  const movers = moversOf(chain);
  const parts = { sections, bandsAt, sectionsAt, statesAt, settingsAt, dynamicsAt, movers, moversAt };
  if (movers.length === 0)
    return { ...parts, startsAt: 0, endsAt: 0, phasesAt: 0, tablesAt: 0, end: moversAt };
  const startsAt = sixteens(moversAt + movers.length * MOVER_BYTES);
  const phasesAt = startsAt + (dynamics ? DYNAMICS_SETTINGS_BYTES : 0);
  const endsAt = phasesAt + 4 * sections;
  const tablesAt = endsAt + sections * SECTION_BYTES;
  const end = movers.reduce(
    (sum, { lanes }) => lanes.reduce((all, [, points]) => all + LANE_ENTRY_BYTES + laneBytes(points), sum),
    tablesAt,
  );
  return { ...parts, startsAt, endsAt, phasesAt, tablesAt, end: sixteens(end) };
}

/** Bytes a chain takes in a record, a multiple of 16. */
export const chainBytes = (chain: ChainProgram, channels: number): number => layoutOf(chain, channels).end;

function writeDynamics(view: DataView, at: number, dynamics: DynamicsProgram): void {
  const { thresholdDb, ratio, kneeDb, attack, hold, release, makeUpDb, mix, rangeDb, rmsWindow } = dynamics;
  const settings = [thresholdDb, ratio, kneeDb, attack, hold, release, makeUpDb, mix, rangeDb, rmsWindow];
  for (const [index, value] of settings.entries()) view.setFloat64(at + 8 * index, value, true);
}

/** Writes the movers of the chain at `at`, with the tables of their lanes. */
function writeMovers(view: DataView, at: number, parts: ReturnType<typeof layoutOf>): void {
  const { movers, moversAt, tablesAt, bandsAt, settingsAt } = parts;
  let table = tablesAt;
  for (const [index, { band, section, sections, lanes }] of movers.entries()) {
    const to = at + moversAt + index * MOVER_BYTES;
    view.setInt32(to, band, true);
    view.setInt32(to + MOVER_SECTION, section, true);
    view.setInt32(to + MOVER_SECTIONS, sections, true);
    view.setInt32(to + MOVER_LANES, lanes.length, true);
    view.setInt32(to + MOVER_LANES_AT, table, true);
    view.setInt32(to + MOVER_PHASE, index % CELL_BLOCKS, true);
    view.setFloat64(to + MOVER_CELL, Number.NaN, true);
    const moved = band < 0 ? settingsAt : bandsAt + band * BAND_BYTES;
    let entry = table;
    table += lanes.length * LANE_ENTRY_BYTES;
    for (const [field, points] of lanes) {
      view.setInt32(at + entry, moved + field, true);
      view.setInt32(at + entry + 4, table, true);
      writeLane(view, at + table, points);
      entry += LANE_ENTRY_BYTES;
      table += laneBytes(points);
    }
  }
}

/** Writes a chain at a byte offset of a record. */
export function writeChain(view: DataView, at: number, chain: ChainProgram, channels: number): void {
  const { bands, dynamics } = chain;
  const parts = layoutOf(chain, channels);
  const kinds = { compressor: DYNAMICS_COMPRESSOR, expander: DYNAMICS_EXPANDER };
  const fields = [
    [0, bands.length],
    [CHAIN_SECTIONS, parts.sections],
    [CHAIN_DYNAMICS, dynamics ? kinds[dynamics.kind] : DYNAMICS_NONE],
    [CHAIN_AHEAD, dynamics?.lookAhead ?? 0],
    [CHAIN_BANDS_AT, parts.bandsAt],
    [CHAIN_SECTIONS_AT, parts.sectionsAt],
    [CHAIN_STATES_AT, parts.statesAt],
    [CHAIN_SETTINGS_AT, parts.settingsAt],
    [CHAIN_DYNAMICS_AT, parts.dynamicsAt],
    [CHAIN_ORDER, chain.order === 'dynamics-first' ? 1 : 0],
    [CHAIN_KEY, dynamics?.key ? dynamics.key.bus + 1 : 0],
    [CHAIN_KEY_DELAY, dynamics?.key?.delay ?? 0],
    [CHAIN_MOVERS, parts.movers.length],
    [CHAIN_MOVERS_AT, parts.moversAt],
    [CHAIN_ENDS_AT, parts.endsAt],
    [CHAIN_PHASES_AT, parts.phasesAt],
    [CHAIN_STARTS_AT, parts.startsAt],
  ] as const;
  for (const [field, value] of fields) view.setInt32(at + field, value, true);
  view.setFloat64(at + CHAIN_NEXT, Number.NaN, true);
  for (const [index, band] of bands.entries()) {
    const to = at + parts.bandsAt + index * BAND_BYTES;
    view.setInt32(to, BANDS[band.kind], true);
    view.setInt32(to + 4, 'order' in band ? band.order : 0, true);
    view.setFloat64(to + 8, band.frequency, true);
    view.setFloat64(to + 16, 'gainDb' in band ? band.gainDb : 0, true);
    view.setFloat64(to + 24, 'q' in band ? band.q : 1, true);
  }
  if (dynamics) writeDynamics(view, at + parts.settingsAt, dynamics);
  writeMovers(view, at, parts);
}
