/**
 * A mix in a link: session and addresses of its stems in the URL's fragment, which no server gets to see.
 *
 * A version byte, the CRC-32 of the JSON (big-endian) and the JSON deflated, as base64url.
 */
import * as v from 'valibot';
import { parseSession, type Session, type Stem, serialiseSession } from '../../session/index.ts';
import { crc32, type Failure, fail, ok, type Result } from '../../units/index.ts';
import { listOf, sha256 } from '../schema/index.ts';
import { addressFault } from './address.ts';
import { pruneSession } from './prune.ts';
import { deflate, fromBase64Url, inflate, toBase64Url } from './squeeze.ts';

/** Version of the fragments this build writes. */
const FRAGMENT_VERSION = 1;
const HEAD_BYTES = 5;

/** Characters of the longest fragment: browsers take more, chat programs often less. */
export const MAX_FRAGMENT_CHARACTERS = 32 * 1024;
/** Characters that any chat program leaves whole. */
export const CHAT_CHARACTERS = 8 * 1024;
/** Bytes of the JSON of the longest fragment: mixes are deflated to about a tenth. */
export const MAX_FRAGMENT_JSON_BYTES = 2 ** 20;
/** Stems of a mix in a link. */
const MAX_STEMS = 256;
/** Bytes of all its stems together: what a page may keep in memory of what it was sent to. */
export const MAX_FRAGMENT_AUDIO_BYTES = 4 * 2 ** 30;

/** A mix that came in a link, and where its stems are, by their SHA-256. */
export interface FragmentMix {
  readonly session: Session;
  readonly addresses: ReadonlyMap<string, string>;
}

/** Why a mix doesn't go into a link, or a link holds none. */
export type FragmentFailureCode =
  | 'fragment-too-long'
  | 'fragment-no-address'
  | 'fragment-damaged'
  | 'fragment-newer'
  | 'fragment-too-large'
  | 'fragment-refused';

const address = v.pipe(
  v.string('must be text'),
  v.rawCheck(({ dataset, addIssue }) => {
    const fault = dataset.typed ? addressFault(dataset.value) : null;
    if (fault !== null) addIssue({ message: fault });
  }),
);

const payload = v.strictObject({
  session: v.unknown(),
  stems: listOf(v.strictTuple([sha256, address]), MAX_STEMS),
});

/**
 * Writes a mix as a fragment, without the "#". Fails where a stem has no address (`addresses` by SHA-256), where one is refused,
 * and above 32 KiB.
 */
export async function writeFragment(
  whole: Session,
  addresses: ReadonlyMap<string, string>,
): Promise<Result<string, FragmentFailureCode>> {
  const session = pruneSession(whole);
  const stems: [string, string][] = [];
  for (const stem of Object.values<Stem>(session.stems)) {
    const at = addresses.get(stem.sha256);
    if (at === undefined) {
      return fail(
        'fragment-no-address',
        `“${stem.fileName}” has no address that others could fetch it from.`,
        'Publish the mix, or save it as one file.',
      );
    }
    const fault = addressFault(at);
    if (fault !== null) return refused(stem, at, fault);
    stems.push([stem.sha256, at]);
  }
  const json = new TextEncoder().encode(
    JSON.stringify({ session: JSON.parse(serialiseSession(session)), stems }),
  );
  const packed = await deflate(json);
  const bytes = new Uint8Array(HEAD_BYTES + packed.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, FRAGMENT_VERSION);
  view.setUint32(1, crc32(json));
  bytes.set(packed, HEAD_BYTES);
  const text = toBase64Url(bytes);
  if (text.length > MAX_FRAGMENT_CHARACTERS || json.length > MAX_FRAGMENT_JSON_BYTES) {
    return fail(
      'fragment-too-long',
      `This mix makes a link of ${Math.ceil(text.length / 1024)} kB; 32 kB is the most that works everywhere.`,
      'Publish the mix, or save it as one file.',
    );
  }
  return ok(text);
}

const refused = (stem: Stem, at: string, fault: string): Failure<FragmentFailureCode> =>
  fail(
    'fragment-refused',
    `The address of “${stem.fileName}” ${fault} (${at.slice(0, 120)}).`,
    'Stems are fetched by https from public addresses only.',
  );

const damaged = (fault: string): Failure<FragmentFailureCode> =>
  fail('fragment-damaged', `This link ${fault}.`, 'Copy all of it again: chat programs cut long links.');

/** Reads a fragment, without the "#": from a stranger, so every length is bounded and every field checked. Fetches nothing. */
export async function readFragment(text: string): Promise<Result<FragmentMix, string>> {
  if (text === '') return damaged('holds no mix');
  if (text.length > MAX_FRAGMENT_CHARACTERS)
    return fail('fragment-too-long', 'This link is longer than 32 kB.', 'Ask for a published link.');
  const bytes = fromBase64Url(text);
  if (!bytes || bytes.length <= HEAD_BYTES) return damaged('is damaged');
  const view = new DataView(bytes.buffer);
  if (view.getUint8(0) !== FRAGMENT_VERSION) {
    return fail(
      'fragment-newer',
      'This link was made by another version of Scorestage.',
      'Open it with the version it was made by, or ask for a new one.',
    );
  }
  const json = await inflate(bytes.slice(HEAD_BYTES), MAX_FRAGMENT_JSON_BYTES);
  if (json === 'too-large')
    return fail('fragment-too-large', 'This link unpacks to more than a mix can be.', 'Do not trust it.');
  if (json === 'damaged' || crc32(json) !== view.getUint32(1)) return damaged('is damaged');
  return parsePayload(json);
}

function parsePayload(json: Uint8Array<ArrayBuffer>): Result<FragmentMix, string> {
  let raw: unknown;
  try {
    raw = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(json));
  } catch {
    return damaged('is damaged');
  }
  const parsed = v.safeParse(payload, raw, { abortEarly: true });
  if (!parsed.success)
    return fail(
      'fragment-refused',
      `This link is refused: one of its parts ${parsed.issues[0].message}.`,
      'Stems are fetched by https from public addresses only. Ask for a published link.',
    );
  const session = parseSession(parsed.output.session, 'The mix in this link');
  if (!session.ok) return session;
  const addresses = new Map(parsed.output.stems);
  const stems = Object.values<Stem>(session.value.stems);
  const missing = stems.find((stem) => !addresses.has(stem.sha256));
  if (missing) return damaged(`has no address for “${missing.fileName.slice(0, 80)}”`);
  if (stems.reduce((sum, { bytes }) => sum + bytes, 0) > MAX_FRAGMENT_AUDIO_BYTES)
    return fail(
      'fragment-too-large',
      'The stems of this link are larger than 4 GB.',
      'Ask for a published link.',
    );
  return ok({ session: session.value, addresses });
}
