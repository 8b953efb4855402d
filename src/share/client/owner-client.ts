import type * as v from 'valibot';
import { null as nothing } from 'valibot';
import type { Result } from '../../units/index.ts';
import {
  type CreatedLink,
  type CreatedMix,
  createdLink,
  createdMix,
  type createLinkRequest,
  haveAnswer,
  type Manifest,
  type OwnedMix,
  ownedMixAnswer,
  SHARE_API,
  type VersionFacts,
  versionFacts,
} from '../schema/index.ts';
import { ask, type Fetch, jsonBody } from './ask.ts';
import { createTalk, type Talk } from './talk.ts';
import { type UploadOptions, uploadBlob } from './upload.ts';

/** A mix and the capability of its owner. */
export type MixKey = CreatedMix;

/** What a composer does with a mix of his. */
export interface OwnerClient extends Talk {
  facts(): Promise<Result<OwnedMix>>;
  /** Which of these blobs must still be sent. */
  missing(hashes: readonly string[]): Promise<Result<readonly string[]>>;
  /** Sends a blob, from where it stopped if it was begun before. */
  upload(blob: Blob, sha256: string, type: string, options?: UploadOptions): Promise<Result<null>>;
  publish(manifest: Manifest, note: string | null): Promise<Result<VersionFacts>>;
  link(wish: v.InferInput<typeof createLinkRequest>): Promise<Result<CreatedLink>>;
  revoke(linkId: string): Promise<Result<null>>;
  /** Takes the mix away with everything said about it. */
  removeMix(): Promise<Result<null>>;
}

/** Begins a mix. @param publishKey what the server asks of publishers; null: nothing */
export const createMix = (send: Fetch, title: string, publishKey: string | null): Promise<Result<MixKey>> => {
  const { headers, ...body } = jsonBody('POST', { title });
  const key = publishKey === null ? {} : { 'x-publish-key': publishKey };
  return ask(send, `${SHARE_API}/mixes`, createdMix, { ...body, headers: { ...headers, ...key } });
};

/** A mix of one's own. */
export function createOwnerClient(send: Fetch, { mixId, secret }: MixKey): OwnerClient {
  const base = `${SHARE_API}/mixes/${encodeURIComponent(mixId)}`;
  const authorised: Fetch = (path, init = {}) => {
    const headers = new Headers(init.headers);
    headers.set('authorization', `Bearer ${secret}`);
    return send(path, { ...init, headers });
  };
  return {
    ...createTalk(authorised, base),
    facts: () => ask(authorised, base, ownedMixAnswer),
    missing: async (hashes) => {
      const answer = await ask(authorised, `${base}/have`, haveAnswer, jsonBody('POST', { hashes }));
      return answer.ok ? { ok: true, value: answer.value.missing } : answer;
    },
    upload: (blob, sha256, type, options) => uploadBlob(authorised, { mixId, blob, sha256, type }, options),
    publish: (manifest, note) =>
      ask(
        authorised,
        `${base}/versions`,
        versionFacts,
        jsonBody('POST', { manifest, ...(note === null ? {} : { note }) }),
      ),
    link: (wish) => ask(authorised, `${base}/links`, createdLink, jsonBody('POST', wish)),
    revoke: (linkId) =>
      ask(authorised, `${base}/links/${encodeURIComponent(linkId)}`, nothing(), { method: 'DELETE' }),
    removeMix: () => ask(authorised, base, nothing(), { method: 'DELETE' }),
  };
}
