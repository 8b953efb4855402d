/** Requests and answers of the share server, `/api/share/v1`. */
import * as v from 'valibot';
import { BLOB_TYPES, MAX_BLOB_BYTES, type Manifest } from './manifest.ts';
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
export interface CreatedMix {
  readonly mixId: string;
  readonly secret: string;
}

/** Body of `POST /mixes/:mix/have`: which of these blobs must still be sent? */
export const haveRequest = v.strictObject({ hashes: listOf(sha256, SHARE_LIMITS.hashes) });

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
export interface CreatedLink {
  readonly linkId: string;
  readonly token: string;
}

/** Body of `POST /links/open`: exchanges the capability for a session of the link, kept in a cookie. */
export const openLinkRequest = v.strictObject({
  token: capability,
  password: v.optional(v.pipe(v.string(), v.maxLength(SHARE_LIMITS.password))),
});

/** Answer to `POST /links/open` and `GET /r/:link`. */
export interface OpenedLink {
  readonly linkId: string;
  readonly role: LinkRole;
  readonly title: string;
  readonly recipient: string;
  readonly downloads: boolean;
  readonly stems: boolean;
  readonly expiresAt: number | null;
  /** Newest first. */
  readonly versions: readonly VersionFacts[];
}

/** A version in lists. */
export interface VersionFacts {
  readonly n: number;
  /** SHA-256 of the manifest's canonical JSON: what an approval approves. */
  readonly manifestSha256: string;
  readonly note: string | null;
  readonly createdAt: number;
}

/** Answer to `GET /r/:link/versions/:n`. */
export interface VersionAnswer extends VersionFacts {
  readonly manifest: Manifest;
}

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
export const commentRequest = v.pipe(
  v.strictObject({
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
  }),
  v.check(({ at, end }) => end === null || end > at, 'must end after it begins'),
);
export type CommentRequest = v.InferOutput<typeof commentRequest>;

/** Body of `PATCH …/comments/:id`. */
export const commentChange = v.strictObject({
  body: v.optional(shareText),
  resolved: v.optional(v.boolean()),
});

/** A comment as everyone who may see its version reads it. */
export interface Comment extends Omit<CommentRequest, 'version'> {
  readonly version: number;
  /** The recipient of the link it came through; null: the composer. */
  readonly recipient: string | null;
  /** Whether the reader may change its words or take it back. */
  readonly own: boolean;
  readonly createdAt: number;
  readonly editedAt: number | null;
  readonly resolvedAt: number | null;
}

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
export interface Approval extends ApprovalRequest {
  readonly recipient: string;
  readonly createdAt: number;
}

/** Body of `POST …/presence`: who looks, and where the playhead is. */
export const presenceRequest = v.strictObject({
  name: shareName,
  at: timelineSamples,
  playing: v.boolean(),
});
