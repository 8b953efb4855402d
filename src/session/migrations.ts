/** Steps that bring older documents up to this build's version, one version at a time. */
import { fail, ok, type Result } from '../units/index.ts';
import { plainRouting } from './create.ts';
import { FAMILIES, FORMAT_VERSION, plainDynamics, plainEqualiser, plainFamily } from './types.ts';

/** A document as JSON tells it, before its shape is checked. */
export type RawDocument = Readonly<Record<string, unknown>>;

/** Brings a document from version n to n + 1. It reads unchecked input: what it does not understand, it leaves alone. */
type Migration = (raw: RawDocument) => RawDocument;

/** Version 0 was the draft before the first release: no families, no loop. */
const fromVersion0: Migration = (raw) => ({
  families: Object.fromEntries(FAMILIES.map((name) => [name, { faderDb: 0, muted: false, soloed: false }])),
  loop: { start: 0, end: 0, enabled: false },
  ...raw,
  formatVersion: 1,
});

const isRecord = (value: unknown): value is RawDocument =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/** What versions 2 and 4 added to an output, at what leaves an older one as it sounded. */
function completeOutput(output: unknown): unknown {
  if (!isRecord(output)) return output;
  if (output['kind'] === 'bed') return { rotationDeg: 0, divergence: 0, binaural: 'mid', ...output };
  if (output['kind'] !== 'object') return output;
  return {
    snap: { on: false, maxDistance: null },
    zones: [],
    divergence: 0,
    divergenceRange: 1,
    diffuse: 0,
    pairTurnDeg: 0,
    elevation: 'on',
    elevationMode: 'free',
    binaural: 'mid',
    ...output,
  };
}

/** What version 5 added to a strip: everything off. */
const completeStrip = (strip: unknown): unknown =>
  isRecord(strip) ? { eq: plainEqualiser(), dynamics: plainDynamics(), order: 'eq-first', ...strip } : strip;

const completeTrack = (track: unknown): unknown =>
  isRecord(track)
    ? {
        ...plainRouting(),
        ...track,
        ...(Object.hasOwn(track, 'output') && { output: completeOutput(track['output']) }),
        ...(Object.hasOwn(track, 'strip') && { strip: completeStrip(track['strip']) }),
      }
    : track;

/** What version 5 added to a family. */
const completeFamily = (family: unknown): unknown =>
  isRecord(family) ? { ...plainFamily(), ...family } : family;

const completeFamilies = (families: unknown): unknown =>
  isRecord(families)
    ? Object.fromEntries(
        Object.entries(families).map(([name, family]) => [name, completeFamily(family)] as const),
      )
    : families;

const completeTracks = (raw: RawDocument): RawDocument => ({
  ...raw,
  ...(isRecord(raw['tracks']) && {
    tracks: Object.fromEntries(
      Object.entries(raw['tracks']).map(([id, track]) => [id, completeTrack(track)] as const),
    ),
  }),
});

/** Version 2 gave outputs snap, zones, divergence, elevation, rotation and a binaural distance. */
const fromVersion1: Migration = (raw) => ({ ...completeTracks(raw), formatVersion: 2 });

const noTrims = { surroundDb: 0, heightDb: 0, listenerBalanceDb: 0, overheadBalanceDb: 0 };

/** Version 3 gave the document its delivery; older ones keep sounding as they did: plain downmixes, no trims. */
const fromVersion2: Migration = (raw) => ({
  delivery: {
    downmix51: 'direct',
    downmix20: 'lo-ro',
    trimMode: 'manual',
    trims: Object.fromEntries(
      ['2.0', '5.1', '5.1.2', '5.1.4', '7.1'].map((layout) => [layout, { ...noTrims }] as const),
    ),
  },
  ...raw,
  formatVersion: 3,
});

/** Version 4 gave objects a diffuse share. */
const fromVersion3: Migration = (raw) => ({ ...completeTracks(raw), formatVersion: 4 });

/** Version 5 gave strips processors and sends, families ducking and lanes, and the session VCAs, groups, folders, spaces, scenes, review notes. */
const fromVersion4: Migration = (raw) => ({
  vcas: {},
  groups: {},
  folders: {},
  spaces: {},
  scenes: {},
  reviewNotes: {},
  ...completeTracks(raw),
  ...(Object.hasOwn(raw, 'families') && { families: completeFamilies(raw['families']) }),
  formatVersion: 5,
});

/**
 * A value a journal puts at a path, with the fields added since it was written: an older build's journal still
 * plays on its migrated snapshot.
 */
export function completeValue(path: readonly (string | number)[], value: unknown): unknown {
  if (path[0] === 'families') {
    if (path.length === 1) return completeFamilies(value);
    return path.length === 2 ? completeFamily(value) : value;
  }
  if (path[0] !== 'tracks') return value;
  if (path.length === 2) return completeTrack(value);
  if (path.length === 3 && path[2] === 'strip') return completeStrip(value);
  return path.length === 3 && path[2] === 'output' ? completeOutput(value) : value;
}

/** `MIGRATIONS[n]` leads from version n to n + 1; there is one for every version before `FORMAT_VERSION`. */
export const MIGRATIONS: readonly Migration[] = [
  fromVersion0,
  fromVersion1,
  fromVersion2,
  fromVersion3,
  fromVersion4,
];

/** Codes of the failures of `migrate`. */
export type MigrationFault = 'session-invalid' | 'session-newer';

/** Brings a document of any known version to the present one; refuses newer ones. @param name what to call it in messages */
export function migrate(raw: RawDocument, name: string): Result<RawDocument, MigrationFault> {
  const version = raw['formatVersion'];
  if (typeof version !== 'number' || !Number.isInteger(version) || version < 0) {
    return fail(
      'session-invalid',
      `${name}: formatVersion must be a whole number.`,
      'Open a session saved by Scorestage.',
    );
  }
  if (version > FORMAT_VERSION) {
    return fail(
      'session-newer',
      `${name} was saved by a newer Scorestage (document version ${version}; this one reads up to ${FORMAT_VERSION}).`,
      'Reload the page or install the newest Scorestage, then open it again.',
    );
  }
  let document = raw;
  for (const step of MIGRATIONS.slice(version)) document = step(document);
  return ok(document);
}
