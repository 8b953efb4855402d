import type { BlobStore } from '../blobs/blob-store.ts';
import type { Database } from '../db/open-database.ts';
import type { Link } from '../store/links.ts';
import type { Uploads } from '../uploads/uploads.ts';
import type { Bell } from './bell.ts';
import type { NewsDesk } from './news.ts';
import type { PresenceBook } from './presence.ts';
import type { RateLimit } from './rate-limit.ts';

/** Bounds the operator sets. */
export interface ShareLimits {
  /** Bytes one mix may hold. */
  readonly mixBytes: number;
  /** Live streams of one link, and of this process. */
  readonly streamsPerLink: number;
  readonly streams: number;
}

/** Everything the routes of the share server work with. */
export interface Share {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly uploads: Uploads;
  readonly bell: Bell;
  readonly news: NewsDesk;
  readonly presence: PresenceBook;
  readonly limits: ShareLimits;
  /** Tries of passwords by link, of links by sender, new mixes by sender, openings by link: each is a line of its log. */
  readonly tries: {
    readonly enter: RateLimit;
    readonly password: RateLimit;
    readonly open: RateLimit;
    readonly create: RateLimit;
  };
  /** Key that publishing needs; null: everyone who reaches the server may publish. */
  readonly publishKey: string | null;
  /** Origin of the page, e.g. `https://mix.example`; null: whatever host a request names. */
  readonly origin: string | null;
  /** Whether all requests come through a proxy that says where they came from. */
  readonly proxied: boolean;
  /** Ends live streams when the server stops. */
  readonly closing: AbortSignal;
  now(): number;
}

/** Who asks: the owner of a mix, or someone with a link to it. */
export interface Visitor {
  readonly mixId: string;
  readonly title: string;
  /** null: the owner. */
  readonly link: Link | null;
  /** Secret of the session's cookie; null: the owner. */
  readonly session: string | null;
}

/** What the routes hand on to one another. */
export interface ShareEnv {
  readonly Variables: { visitor: Visitor };
}
