/** What one published version consists of: the list of its blobs and what they are. */
import * as v from 'valibot';
import { listOf, SHARE_LIMITS, sha256, shareName, timelineSamples, whole, within } from './parts.ts';

/** Version of the manifest this build writes. */
export const MANIFEST_VERSION = 1;

/** Bytes of the largest blob: a stem of ten channels, three hours, 96 kHz, 32-bit. */
export const MAX_BLOB_BYTES = 48 * 2 ** 30;

/**
 * How the audio of a stem travels: `source` (the imported file itself, read by the pinned decoders, so nothing is lost beyond
 * what the composer hears), `flac` (integer PCM, lossless), `f32` (WAVE or RF64 of 32-bit floats, lossless) or `opus` (Ogg Opus,
 * lossy).
 */
export const STEM_CODINGS = ['source', 'flac', 'f32', 'opus'] as const;
export type StemCoding = (typeof STEM_CODINGS)[number];

/** What a proxy is a render of: the whole mix, or one family of it. */
export const PROXY_NAMES = ['mix', 'music', 'dialogue', 'effects', 'ambience'] as const;
export type ProxyName = (typeof PROXY_NAMES)[number];

/** What a proxy is rendered for. */
export const PROXY_TARGETS = ['binaural', '2.0'] as const;
export type ProxyTarget = (typeof PROXY_TARGETS)[number];

/** Media types a blob is served with; nothing else ever leaves the server. */
export const BLOB_TYPES = [
  'application/json',
  'application/octet-stream',
  'audio/flac',
  'audio/ogg',
  'video/mp4',
  'video/webm',
] as const;
export type BlobType = (typeof BLOB_TYPES)[number];

const blob = v.strictObject({
  sha256,
  bytes: whole(1, MAX_BLOB_BYTES),
  type: v.picklist(BLOB_TYPES, `must be one of ${BLOB_TYPES.join(', ')}`),
});

const lkfs = within(-120, 24);

/** A stem as a version holds it. */
export const manifestStem = v.strictObject({
  /** SHA-256 of the source file, as the session names the stem. */
  source: sha256,
  coding: v.picklist(STEM_CODINGS),
  channels: whole(1, 16),
  /** Frames at the session rate. */
  length: timelineSamples,
  /**
   * SHA-256 of the decoded PCM at the session rate, what both sides must hear: interleaved little-endian 32-bit floats, all
   * channels of all parts.
   */
  pcm: sha256,
  /** One file for some of the channels each; the browser's Opus encoder takes two at most. */
  parts: listOf(v.strictObject({ ...blob.entries, channels: listOf(whole(0, 15), 16) }), SHARE_LIMITS.parts),
});

const proxy = v.strictObject({
  ...blob.entries,
  name: v.picklist(PROXY_NAMES),
  target: v.picklist(PROXY_TARGETS),
  /** Frames at 48 kHz; its first is the first of the version's range. */
  length: timelineSamples,
  integratedLkfs: v.nullable(lkfs),
});
export type Proxy = v.InferOutput<typeof proxy>;

const span = v.strictObject({ name: shareName, start: timelineSamples, end: timelineSamples });

/**
 * One published version. `session` and `stems` are absent where only the proxy was published, and for readers whose
 * link doesn't include the stems.
 */
export const manifestSchema = v.strictObject({
  format: v.literal('scorestage-mix'),
  version: v.literal(MANIFEST_VERSION),
  title: shareName,
  /** SHA-256 of the core that rendered the proxies, so that both sides know whether they hear the same bits. */
  core: sha256,
  /** The HRTF set of the proxies: its id and the SHA-256 of its file. */
  hrtf: v.strictObject({ id: shareName, sha256 }),
  sampleRate: v.picklist([48_000, 96_000]),
  /** Frames a second as numerator and denominator, whether frames are dropped in its timecode, and frame 0's number. */
  frames: v.strictObject({
    numerator: whole(1, 240_000),
    denominator: whole(1, 1_001),
    drop: v.boolean(),
    origin: whole(0, 24 * 3_600 * 240),
  }),
  /** Length of the timeline at `sampleRate`. */
  length: timelineSamples,
  /** What of it was published, in timeline samples: all of it, or a cue. Positions count from the timeline's start either way. */
  range: v.pipe(
    v.strictObject({ start: timelineSamples, end: timelineSamples }),
    v.check(({ start, end }) => end > start, 'must end after it begins'),
  ),
  /** SHA-256 of the core's unclamped binaural render of the range, interleaved f32, no limiter; null where it was not made. */
  render: v.nullable(sha256),
  integratedLkfs: v.nullable(lkfs),
  truePeakDb: v.nullable(within(-200, 60)),
  cues: listOf(span, SHARE_LIMITS.spans),
  markers: listOf(v.strictObject({ name: shareName, at: timelineSamples }), SHARE_LIMITS.spans),
  proxies: v.pipe(
    listOf(proxy, PROXY_NAMES.length * PROXY_TARGETS.length),
    v.check(
      (proxies) => proxies.some(({ name, target }) => name === 'mix' && target === 'binaural'),
      'must have the mix for headphones',
    ),
    v.check(
      (proxies) => new Set(proxies.map(({ name, target }) => `${name} ${target}`)).size === proxies.length,
      'must have each proxy once',
    ),
  ),
  /** The film; `start` is the timeline sample of its first frame (absent: 0). */
  picture: v.nullable(v.strictObject({ ...blob.entries, start: v.optional(timelineSamples) })),
  session: v.nullable(blob),
  stems: listOf(manifestStem, SHARE_LIMITS.stems),
});
export type Manifest = v.InferOutput<typeof manifestSchema>;

/** What a blob of a version is for: stems and the session travel only to links that include them. */
export type BlobUse = 'proxy' | 'picture' | 'session' | 'stem';

/** A blob that a version refers to. */
export interface ManifestBlob {
  readonly sha256: string;
  readonly bytes: number;
  readonly type: BlobType;
  readonly use: BlobUse;
}

/** Every blob of a version, each hash once for each use. */
export function manifestBlobs(manifest: Manifest): readonly ManifestBlob[] {
  const all: ManifestBlob[] = [];
  const add = (use: BlobUse, { sha256: hash, bytes, type }: v.InferOutput<typeof blob>) => {
    if (!all.some((known) => known.sha256 === hash && known.use === use))
      all.push({ sha256: hash, bytes, type, use });
  };
  for (const each of manifest.proxies) add('proxy', each);
  if (manifest.picture) add('picture', manifest.picture);
  if (manifest.session) add('session', manifest.session);
  for (const { parts } of manifest.stems) for (const part of parts) add('stem', part);
  return all;
}

/** The manifest as a link without stems gets it: neither stems nor session. */
export const withoutStems = (manifest: Manifest): Manifest => ({ ...manifest, session: null, stems: [] });
