import type { BlobStore } from '../blobs/blob-store.ts';
import type { Database } from '../db/open-database.ts';
import type { Uploads } from '../uploads/uploads.ts';
import { thinAudit } from './audit.ts';
import { forgetUnused, notedPlaces, unusedBlobs } from './blobs.ts';
import { dropEndedSessions } from './sessions.ts';

/** How long what no version refers to is kept: time to publish what was sent, or to send it again, ms. */
export const GRACE_MS = 7 * 24 * 3_600_000;

/** What the collection looks through. */
export interface Collected {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly uploads: Uploads;
}

/** What a collection took away, and what it left for later. */
export interface Collection {
  readonly blobs: number;
  readonly bytes: number;
  readonly uploads: number;
  /** Sessions that had ended, and lines of the log beyond those that are kept. */
  readonly rows: number;
  /** What no version refers to, but somebody touched of late. */
  readonly pending: { readonly blobs: number; readonly bytes: number };
}

/**
 * Takes away what nobody needs: blobs without a version, bytes without a row (a process ended between the two), uploads
 * left lying. All of it untouched since `before`. Also sessions that have ended by `now`, and all but the newest lines of each
 * mix's log. May run beside everything else.
 */
export async function collect(
  { database, blobs, uploads }: Collected,
  before: number,
  now: number,
): Promise<Collection> {
  let [removed, bytes] = [0, 0];
  const take = async (place: string, length: number) => {
    await blobs.remove(place);
    removed++;
    bytes += length;
  };
  for (;;) {
    const unused = await forgetUnused(database, before);
    if (unused.length === 0) break;
    for (const each of unused) await take(each.place, each.bytes);
  }
  for await (const places of blobs.placesBefore(before)) {
    const noted = await notedPlaces(database, places);
    for (const place of places) if (!noted.has(place)) await take(place, (await blobs.length(place)) ?? 0);
  }
  const rows = (await dropEndedSessions(database, now)) + (await thinAudit(database));
  const swept = await uploads.sweep(before);
  return { blobs: removed, bytes, uploads: swept, rows, pending: await unusedBlobs(database) };
}
