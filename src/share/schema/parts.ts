/** Pieces that the schemas of mix links share. Every text is bounded and free of control characters. */
import * as v from 'valibot';

/** Bounds of what a share server takes, in the units named. */
export const SHARE_LIMITS = {
  /** Characters of a title, a recipient's or a guest's name. */
  name: 120,
  /** Characters of one comment or note. */
  text: 4_000,
  /** Bytes of a manifest as JSON. */
  manifestBytes: 2 * 2 ** 20,
  /** Bytes of the JSON of any other request. */
  requestBytes: 256 * 1024,
  /** Hashes asked about at once. */
  hashes: 2_048,
  /** Stems of a version. */
  stems: 512,
  /** Parts (coded files) of one stem: ten channels as pairs, rounded up with room for one file a channel. */
  parts: 16,
  /** Named spans (cues) and markers of a version. */
  spans: 2_000,
  /** Points of a drawing on the picture or stage. */
  drawingPoints: 2_000,
  /** Strokes of a drawing. */
  strokes: 64,
  /** Samples of a timeline: 24 hours at 96 kHz. */
  samples: 24 * 3_600 * 96_000,
  /** Versions a link may name. */
  versions: 1_000,
  /** Characters of a password. */
  password: 200,
} as const;

/** A SHA-256, 64 characters of lower-case hex. */
export const sha256 = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/, 'must be a SHA-256 in lower-case hex'));

/** An identifier: 128 random bits as 22 characters of base64url. */
export const shareId = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{22}$/, 'must be 22 characters of base64url'),
);

/** A capability: 256 random bits as 43 characters of base64url. */
export const capability = v.pipe(
  v.string(),
  v.regex(/^[A-Za-z0-9_-]{43}$/, 'must be 43 characters of base64url'),
);

/**
 * Controls (C0, C1 without tab and line feed) and marks that turn the direction of what follows: neither belongs
 * to a text that is shown beside others' names.
 */
const HOSTILE = /(?![\t\n])[\p{Cc}\u202a-\u202e\u2066-\u2069]/u;

const bounded = (limit: number) =>
  v.pipe(
    v.string(),
    v.check((text) => !HOSTILE.test(text), 'must not hold control characters'),
    v.transform((text) => text.normalize('NFC').trim()),
    v.minLength(1, 'must not be empty'),
    v.maxLength(limit, `must be at most ${limit} characters long`),
  );

/** A name on one line. */
export const shareName = v.pipe(
  bounded(SHARE_LIMITS.name),
  v.check((text) => !/[\t\n]/.test(text), 'must be on one line'),
);

/** The body of a comment or note; may have lines. */
export const shareText = bounded(SHARE_LIMITS.text);

/** A whole number within bounds. */
export const whole = (min: number, max: number) =>
  v.pipe(
    v.number(),
    v.safeInteger('must be a whole number'),
    v.minValue(min, `must be at least ${min}`),
    v.maxValue(max, `must be at most ${max}`),
  );

/** A finite number within bounds. */
export const within = (min: number, max: number) =>
  v.pipe(
    v.number(),
    v.finite('must be finite'),
    v.minValue(min, `must be at least ${min}`),
    v.maxValue(max, `must be at most ${max}`),
  );

/** A position on the timeline or a length: samples at the version's rate. */
export const timelineSamples = whole(0, SHARE_LIMITS.samples);

/** Milliseconds since 1970 in UTC. */
export const instant = whole(0, 8_640_000_000_000_000);

/** A list with a bound. */
export const listOf = <Item extends v.GenericSchema>(item: Item, limit: number) =>
  v.pipe(v.array(item), v.maxLength(limit, `must have at most ${limit} entries`), v.readonly());
