import { encodeHrtf, type InterauralRow, interauralRows, prepareMeasured } from '../../engine/index.ts';
import { readSofa, type SofaAbout } from '../../formats/index.ts';
import { type FileStore, keepHrtf, listHrtfs } from '../../store/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';

/** A set on this device, as lists show it. Everything in it may come from a hostile file: text only. */
export interface HrtfListing {
  /** Of the file's content: the same file imported twice is the same set. */
  readonly id: string;
  readonly name: string;
  readonly directions: number;
  /** Rate of the measurement, Hz. */
  readonly measuredRate: number;
  readonly about: SofaAbout;
  readonly checks: readonly InterauralRow[];
}

/** Rates a session may have; a set is prepared for both. */
const SESSION_RATES = [48_000, 96_000];
/** Longest text kept of a field, characters. */
const MOST_TEXT = 4000;

/** Text of a file without control characters and direction overrides, cut to a length. */
const plain = (text: string, most: number): string =>
  text
    .replace(/[\p{Cc}\p{Cf}]+/gu, ' ')
    .trim()
    .slice(0, most);

/** The name lists show: who measured, whom; or the file's name. */
function nameOf(about: SofaAbout, fileName: string): string {
  const said = [about.database, about.listener].filter((part) => part !== '').join(' · ');
  return plain(said === '' ? fileName.replace(/\.sofa$/i, '') : said, 80);
}

async function idOf(bytes: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  return [...digest.subarray(0, 16)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Imports a SOFA file: reads and checks it, prepares it for every session rate, keeps it on this device. Worker or Node;
 * seconds of work, told through `onProgress` (0…1).
 */
export async function importSofa(
  store: FileStore,
  bytes: Uint8Array<ArrayBuffer>,
  fileName: string,
  onProgress: (share: number) => void,
): Promise<Result<HrtfListing>> {
  const read = await readSofa(bytes, fileName);
  if (!read.ok) return read;
  const { sets } = prepareMeasured(read.value, { sampleRates: SESSION_RATES, mirrored: false, onProgress });
  const [first] = sets;
  if (!first?.responses.every((value) => Math.abs(value) <= 16)) {
    return fail(
      'sofa-values',
      `“${plain(fileName, 80)}” does not hold usable responses: some are silent or broken.`,
      'Choose another set.',
    );
  }
  const about: SofaAbout = {
    title: plain(read.value.about.title, MOST_TEXT),
    database: plain(read.value.about.database, MOST_TEXT),
    listener: plain(read.value.about.listener, MOST_TEXT),
    organisation: plain(read.value.about.organisation, MOST_TEXT),
    licence: plain(read.value.about.licence, MOST_TEXT),
    references: plain(read.value.about.references, MOST_TEXT),
  };
  const listing: HrtfListing = {
    id: await idOf(bytes),
    name: nameOf(about, fileName),
    directions: first.directions.length,
    measuredRate: read.value.sampleRate,
    about,
    checks: interauralRows(first),
  };
  const files = new Map(sets.map((set) => [set.sampleRate, encodeHrtf(set)]));
  const kept = await keepHrtf(store, listing.id, JSON.stringify(listing), files);
  return kept.ok ? ok(listing) : kept;
}

/** A listing as it was kept; null if it is torn: the set can be imported again. */
function parseListing(text: string): HrtfListing | null {
  try {
    return JSON.parse(text) as HrtfListing;
  } catch {
    return null;
  }
}

/** The sets on this device, by name; torn ones are left out. */
export async function listSets(store: FileStore): Promise<Result<readonly HrtfListing[]>> {
  const found = await listHrtfs(store);
  if (!found.ok) return found;
  const listings = [...found.value.values()].map(parseListing).filter((listing) => listing !== null);
  return ok(listings.sort((one, other) => one.name.localeCompare(other.name)));
}
