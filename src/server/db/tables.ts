/**
 * The tables of the share server. A common subset of SQLite and Postgres: ids and hashes are text, instants are
 * milliseconds since 1970, flags are 0 and 1, lists are JSON as text; nothing is computed by the database.
 */

/** A mix and its owner's capability. */
export interface MixTable {
  id: string;
  title: string;
  /** SHA-256 of the owner's capability. */
  owner_hash: string;
  /** Number of the newest event; counting it up also puts the writers of one mix in line. */
  event_seq: number;
  created_at: number;
}

/** A published version; never changed once it is there. */
export interface VersionTable {
  id: string;
  mix_id: string;
  n: number;
  manifest: string;
  manifest_sha256: string;
  note: string | null;
  created_at: number;
}

/** A blob that is wholly stored. */
export interface BlobTable {
  sha256: string;
  /** Where the blob store has it; differs between two that came at once, so that the collection never takes the other. */
  place: string;
  bytes: number;
  created_at: number;
  /** When it was last asked for by a publisher; the grace of the collection counts from it. */
  touched_at: number;
}

/** A mix whose owner has sent this blob: "is it there?" is answered within a mix only. */
export interface MixBlobTable {
  mix_id: string;
  sha256: string;
  bytes: number;
  type: string;
}

/** What a version refers to. */
export interface VersionBlobTable {
  version_id: string;
  sha256: string;
  type: string;
  use: string;
}

/** An upload that has begun. Its bytes lie with the blob store until they are whole. */
export interface UploadTable {
  id: string;
  mix_id: string;
  sha256: string;
  bytes: number;
  type: string;
  /** What the blob store needs to go on with it, e.g. the upload id of an S3 multipart upload. */
  state: string | null;
  created_at: number;
  touched_at: number;
}

/** A link to a mix. */
export interface LinkTable {
  id: string;
  mix_id: string;
  /** SHA-256 of the link's capability. */
  token_hash: string;
  recipient: string;
  role: string;
  /** JSON list of version numbers; null: all. */
  versions: string | null;
  password_hash: string | null;
  downloads: number;
  stems: number;
  expires_at: number | null;
  revoked_at: number | null;
  created_at: number;
}

/** An opened link in one browser. */
export interface SessionTable {
  /** SHA-256 of the cookie. */
  id_hash: string;
  link_id: string;
  created_at: number;
  expires_at: number;
  seen_at: number;
  /** What the guest calls himself, and where his playhead is; null until he says so. */
  name: string | null;
  at: number | null;
  playing: number;
}

/** A comment. */
export interface CommentTable {
  id: string;
  mix_id: string;
  version: number;
  /** null: by the composer. */
  link_id: string | null;
  author: string;
  body: string;
  at: number;
  end_at: number | null;
  /** JSON of target, place and drawing. */
  pin: string;
  parent_id: string | null;
  created_at: number;
  edited_at: number | null;
  resolved_at: number | null;
  removed_at: number | null;
}

/** A judgement. */
export interface ApprovalTable {
  id: string;
  mix_id: string;
  version: number;
  link_id: string;
  manifest_sha256: string;
  author: string;
  verdict: string;
  note: string | null;
  /** JSON of the named range; null: all of it. */
  range: string | null;
  created_at: number;
}

/** What is told live, in order within a mix. */
export interface EventTable {
  mix_id: string;
  seq: number;
  /** The version it concerns; a link that doesn't show it is not told. */
  version: number;
  body: string;
  created_at: number;
}

/** Who did what: openings, refusals, publishing, revoking. Without capabilities. */
export interface AuditTable {
  id: string;
  mix_id: string;
  link_id: string | null;
  action: string;
  created_at: number;
}

/** All tables. */
export interface Tables {
  mix: MixTable;
  version: VersionTable;
  blob: BlobTable;
  mix_blob: MixBlobTable;
  version_blob: VersionBlobTable;
  upload: UploadTable;
  link: LinkTable;
  session: SessionTable;
  comment: CommentTable;
  approval: ApprovalTable;
  event: EventTable;
  audit: AuditTable;
}
