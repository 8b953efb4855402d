import type { BlobStore } from '../blobs/blob-store.ts';
import type { Database } from '../db/open-database.ts';
import type { Uploads } from '../uploads/uploads.ts';
import { forgetUnused, notedPlaces } from './blobs.ts';

/** How long what no version refers to is kept: time to publish what was sent, or to send it again, ms. */
export const GRACE_MS = 7 * 24 * 3_600_000;

/** What the collection looks through. */
export interface Collected {
  readonly database: Database;
  readonly blobs: BlobStore;
  readonly uploads: Uploads;
}

/**
 * Takes away what nobody needs: blobs without a version, bytes without a row (a process ended between the two), uploads
 * left lying. All of it untouched since `before`. May run beside everything else.
 * @returns how many of each
 */
export async function collect(
  { database, blobs, uploads }: Collected,
  before: number,
): Promise<{ readonly blobs: number; readonly uploads: number }> {
  let removed = 0;
  const take = async (places: Iterable<string>) => {
    for (const place of places) {
      await blobs.remove(place);
      removed++;
    }
  };
  for (;;) {
    const places = await forgetUnused(database, before);
    if (places.length === 0) break;
    await take(places);
  }
  for await (const places of blobs.placesBefore(before)) {
    const noted = await notedPlaces(database, places);
    await take(places.filter((place) => !noted.has(place)));
  }
  return { blobs: removed, uploads: await uploads.sweep(before) };
}
