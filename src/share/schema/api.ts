/** Requests and answers of the share server, `/api/share/v1`. */
import * as v from 'valibot';
import { BLOB_TYPES, MAX_BLOB_BYTES, manifestSchema } from './manifest.ts';
import {
  capability,
  instant,
  listOf,
  SHARE_LIMITS,
  sha256,
  shareId,
  shareName,
  shareText,
  timelineSamples,
  whole,
  within,
} from './parts.ts';

/** Where the API lives. */
export const SHARE_API = '/api/share/v1';
/** Where uploads are resumed (tus 1.0.0). */
export const SHARE_UPLOADS = `${SHARE_API}/uploads`;

/** What the holder of a link may do; each includes the ones before it. */
export const LINK_ROLES = ['view', 'comment', 'approve'] as const;
export type LinkRole = (typeof LINK_ROLES)[number];

/** Judgements of a version or of a named range of it. */
export const VERDICTS = ['approved', 'approved-with-notes', 'changes-needed'] as const;
export type Verdict = (typeof VERDICTS)[number];

/** Body of `POST /mixes`. */
export const createMixRequest = v.strictObject({ title: shareName });

/** Answer to `POST /mixes`: the owner's capability is told this once. */
export const createdMix = v.object({ mixId: shareId, secret: capability });
export type CreatedMix = v.InferOutput<typeof createdMix>;

/** Body of `POST /mixes/:mix/have`: which of these blobs must still be sent? */
export const haveRequest = v.strictObject({ hashes: listOf(sha256, SHARE_LIMITS.hashes) });

/** Answer to `POST /mixes/:mix/have`. */
export const haveAnswer = v.object({ missing: listOf(sha256, SHARE_LIMITS.hashes) });

/** What an upload announces of itself (tus `Upload-Metadata`). */
export const uploadMetadata = v.object({
  sha256,
  type: v.picklist(BLOB_TYPES),
});
/** Bytes of an upload. */
export const uploadBytes = whole(1, MAX_BLOB_BYTES);

/** Body of `POST /mixes/:mix/versions`; the manifest is checked by its own schema. */
export const publishRequest = v.strictObject({
  manifest: v.unknown(),
  note: v.optional(shareText),
});

const password = v.pipe(
  v.string(),
  v.minLength(8, 'must have at least 8 characters'),
  v.maxLength(SHARE_LIMITS.password, `must be at most ${SHARE_LIMITS.password} characters long`),
);

/** Body of `POST /mixes/:mix/links`. */
export const createLinkRequest = v.strictObject({
  /** For whom it is; burnt into nothing, shown to the composer beside what was said through it. */
  recipient: shareName,
  role: v.picklist(LINK_ROLES),
  /** Numbers of the versions it shows; null: every version, also those still to come. */
  versions: v.nullable(listOf(whole(1, 1_000_000), SHARE_LIMITS.versions)),
  /** When it ends; null: not by itself. */
  expiresAt: v.nullable(instant),
  password: v.nullable(password),
  /** Whether the page offers files to keep. */
  downloads: v.boolean(),
  /** Whether stems and session travel, or the proxies alone. */
  stems: v.boolean(),
});

/** Answer to `POST /mixes/:mix/links`: the link's capability is told this once and goes into the URL's fragment. */
export const createdLink = v.object({ linkId: shareId, token: capability });
export type CreatedLink = v.InferOutput<typeof createdLink>;

/** Body of `POST /links/open`: exchanges the capability for a session of the link, kept in a cookie. */
export const openLinkRequest = v.strictObject({
  token: capability,
  password: v.optional(v.pipe(v.string(), v.maxLength(SHARE_LIMITS.password))),
});

/** A version in lists. */
export const versionFacts = v.object({
  n: whole(1, 1_000_000),
  /** SHA-256 of the manifest as it is stored: what an approval approves. */
  manifestSha256: sha256,
  note: v.nullable(shareText),
  createdAt: instant,
});
export type VersionFacts = v.InferOutput<typeof versionFacts>;

/** Answer to `POST /links/open` and `GET /r/:link`. */
export const openedLink = v.object({
  linkId: shareId,
  role: v.picklist(LINK_ROLES),
  title: shareName,
  recipient: shareName,
  downloads: v.boolean(),
  stems: v.boolean(),
  expiresAt: v.nullable(instant),
  /** Newest first. */
  versions: v.pipe(v.array(versionFacts), v.readonly()),
});
export type OpenedLink = v.InferOutput<typeof openedLink>;

/** Answer to `GET /r/:link/versions/:n`. */
export const versionAnswer = v.object({ ...versionFacts.entries, manifest: manifestSchema });
export type VersionAnswer = v.InferOutput<typeof versionAnswer>;

/** Answer to `GET /mixes/:mix`: what the composer sees of it. */
export const ownedMixAnswer = v.object({
  mixId: shareId,
  title: shareName,
  bytes: whole(0, Number.MAX_SAFE_INTEGER),
  quotaBytes: whole(0, Number.MAX_SAFE_INTEGER),
  versions: v.pipe(v.array(versionFacts), v.readonly()),
  links: v.pipe(
    v.array(
      v.object({
        id: shareId,
        recipient: shareName,
        role: v.picklist(LINK_ROLES),
        versions: v.nullable(listOf(whole(1, 1_000_000), SHARE_LIMITS.versions)),
        hasPassword: v.boolean(),
        downloads: v.boolean(),
        stems: v.boolean(),
        expiresAt: v.nullable(instant),
        revokedAt: v.nullable(instant),
        createdAt: instant,
      }),
    ),
    v.readonly(),
  ),
  log: v.pipe(
    v.array(v.object({ linkId: v.nullable(shareId), action: v.string(), at: instant })),
    v.readonly(),
  ),
});
export type OwnedMix = v.InferOutput<typeof ownedMixAnswer>;

/** A drawing over picture or stage: strokes of points, 0…1 across and down. */
export const drawing = v.strictObject({
  over: v.picklist(['picture', 'stage']),
  strokes: v.pipe(
    listOf(
      listOf(v.strictObject({ x: within(0, 1), y: within(0, 1) }), SHARE_LIMITS.drawingPoints),
      SHARE_LIMITS.strokes,
    ),
    v.check(
      (strokes) => strokes.reduce((sum, stroke) => sum + stroke.length, 0) <= SHARE_LIMITS.drawingPoints,
      `must have at most ${SHARE_LIMITS.drawingPoints} points in all`,
    ),
  ),
});

/** What a comment is pinned to, besides its time. */
export const commentTarget = v.strictObject({
  kind: v.picklist(['track', 'family']),
  /** The track's or family's id in the session. */
  id: v.pipe(v.string(), v.minLength(1), v.maxLength(64)),
  name: shareName,
});

/**
 * Body of `POST …/comments`. The writer chooses the id, so that what was written offline and is sent twice is there
 * once. Positions are samples at the version's rate.
 */
const commentEntries = {
  id: shareId,
  version: whole(1, 1_000_000),
  author: shareName,
  body: shareText,
  at: timelineSamples,
  /** End of the range; null: the comment belongs to one frame. */
  end: v.nullable(timelineSamples),
  target: v.nullable(commentTarget),
  /** A place in the room: x −1 left … 1 right, y −1 back … 1 front, z 0 … 1 up. */
  place: v.nullable(v.strictObject({ x: within(-1, 1), y: within(-1, 1), z: within(0, 1) })),
  drawing: v.nullable(drawing),
  /** The comment it answers. */
  parent: v.nullable(shareId),
};
export const commentRequest = v.pipe(
  v.strictObject(commentEntries),
  v.check(({ at, end }) => end === null || end > at, 'must end after it begins'),
);
export type CommentRequest = v.InferOutput<typeof commentRequest>;

/** Body of `PATCH …/comments/:id`. */
export const commentChange = v.strictObject({
  body: v.optional(shareText),
  resolved: v.optional(v.boolean()),
});

/** A comment as everyone who may see its version reads it. */
export const commentAnswer = v.object({
  ...commentEntries,
  /** The recipient of the link it came through; null: the composer. */
  recipient: v.nullable(shareName),
  /** Whether the reader may change its words or take it back. */
  own: v.boolean(),
  createdAt: instant,
  editedAt: v.nullable(instant),
  resolvedAt: v.nullable(instant),
});
export type Comment = v.InferOutput<typeof commentAnswer>;

/** Body of `POST …/approvals`. */
export const approvalRequest = v.strictObject({
  id: shareId,
  version: whole(1, 1_000_000),
  /** What was heard: must be the version's, so that nobody approves what has been exchanged. */
  manifestSha256: sha256,
  author: shareName,
  verdict: v.picklist(VERDICTS),
  note: v.nullable(shareText),
  /** A named range of the version; null: all of it. */
  range: v.nullable(v.strictObject({ name: shareName, start: timelineSamples, end: timelineSamples })),
});
export type ApprovalRequest = v.InferOutput<typeof approvalRequest>;

/** A judgement as it is read. */
export const approvalAnswer = v.object({
  ...approvalRequest.entries,
  recipient: shareName,
  createdAt: instant,
});
export type Approval = v.InferOutput<typeof approvalAnswer>;

/** Body of `POST …/presence`: who looks, and where the playhead is. */
export const presenceRequest = v.strictObject({
  name: shareName,
  /** Samples at the version's rate. */
  at: timelineSamples,
  playing: v.boolean(),
});
export type Present = v.InferOutput<typeof presenceRequest>;

/** A failure as it is sent. */
export const failureAnswer = v.object({ code: v.string(), message: v.string(), remedy: v.string() });
