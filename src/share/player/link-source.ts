import { fail, ok, type Result } from '../../units/index.ts';
import { type Fetch, refusalOf } from '../client/ask.ts';
import type { LinkClient } from '../client/link-client.ts';
import type { Manifest, VersionFacts } from '../schema/index.ts';
import type { MixSource } from './types.ts';

/** A source over the share server. */
export interface LinkSource extends MixSource {
  /** The versions the link shows now, newest first; tell the player by `refresh`. */
  setVersions(versions: readonly VersionFacts[]): void;
}

const offline = (cause: unknown): Result<never> =>
  fail('offline', 'The server cannot be reached.', 'It goes on once the connection is back.', cause);

/**
 * Reads the versions of a link from the share server, blobs from any byte on. @param send the page's own `fetch`
 * @public for the page of reviewers
 */
export function createLinkSource(
  client: LinkClient,
  versions: readonly VersionFacts[],
  send: Fetch,
): LinkSource {
  let known = versions;
  const manifests = new Map<number, Manifest>();
  return {
    kind: 'link',
    versions: () => known,
    setVersions(now) {
      known = now;
    },
    async manifest(n) {
      const held = manifests.get(n);
      if (held) return ok(held);
      const answer = await client.version(n);
      if (!answer.ok) return answer;
      manifests.set(n, answer.value.manifest);
      return ok(answer.value.manifest);
    },
    async open(sha256, from, signal, behind = false) {
      let answer: Response;
      try {
        const headers: Record<string, string> = from > 0 ? { range: `bytes=${from}-` } : {};
        answer = await send(client.blobUrl(sha256), {
          headers,
          signal,
          priority: behind ? 'low' : 'high',
        });
      } catch (cause) {
        if (signal.aborted) throw cause;
        return offline(cause);
      }
      if (answer.ok && answer.body && (from === 0 || answer.status === 206)) return ok(answer.body);
      if (answer.ok) {
        await answer.body?.cancel();
        return fail(
          'server-answer',
          'The server sends no parts of files.',
          'Its version differs from this page.',
        );
      }
      return refusalOf(answer);
    },
  };
}
