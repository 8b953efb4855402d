/** Composers and reviewers who reach a share server over the wire, for proofs. */
import { createHash } from 'node:crypto';
import type { CommentRequest } from '../../../src/share/index.ts';
import {
  createMix,
  createOwnerClient,
  type Fetch,
  type OwnerClient,
  openLink,
} from '../../../src/share/index.ts';
import type { Result } from '../../../src/units/index.ts';
import { seededWords } from '../../fixtures/large/seeded-words.ts';

export const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What must succeed. @throws Error with the server's words */
export function value<Value>(result: Result<Value>): Value {
  if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  return result.value;
}

/** Bytes that differ for every seed. */
export function seededBytes(seed: number, length: number): Uint8Array<ArrayBuffer> {
  const next = seededWords(seed * 7_919 + 1);
  const words = new Uint32Array(Math.ceil(length / 4));
  for (let n = 0; n < words.length; n++) words[n] = next();
  return new Uint8Array(words.buffer, 0, length);
}

/** An id as clients make them, the same for the same words. */
export const seededId = (words: string): string =>
  createHash('sha256').update(words).digest('base64url').slice(0, 22);

/** Something said. */
export const said = (words: string, wish: Partial<CommentRequest> = {}): CommentRequest => ({
  id: seededId(words),
  version: 1,
  author: 'Ada',
  body: words,
  at: 48_000,
  end: null,
  target: { kind: 'track', id: 'cello', name: 'Solo Cello' },
  place: { x: -0.14, y: 0.95, z: 0.1 },
  drawing: null,
  parent: null,
  ...wish,
});

type Wish = Parameters<OwnerClient['link']>[0];

/** A link of the widest kind. */
const WISH: Wish = {
  recipient: 'Director',
  role: 'approve',
  versions: null,
  expiresAt: null,
  password: null,
  downloads: false,
  stems: true,
};

/** Sends to a server whose address may change. */
export const sendTo =
  (url: () => string): Fetch =>
  (path, init) =>
    fetch(`${url()}${path}`, init);

/** A composer with a mix of his own. */
export async function composerOf(send: Fetch): Promise<OwnerClient & { readonly mixId: string }> {
  const key = value(await createMix(send, 'The Lighthouse', null));
  return { ...createOwnerClient(send, key), mixId: key.mixId };
}

/** A browser that has opened a link: its cookie goes with every request. */
export interface Browser {
  readonly linkId: string;
  readonly cookie: string;
  /** Sends to a server with the cookie. */
  through(send: Fetch): Fetch;
}

/** Opens a link of a mix. */
export async function browserOf(ada: OwnerClient, send: Fetch, wish: Partial<Wish> = {}): Promise<Browser> {
  const { linkId, token } = value(await ada.link({ ...WISH, ...wish }));
  let cookie = '';
  const opening: Fetch = async (path, init) => {
    const answer = await send(path, init);
    cookie = answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    return answer;
  };
  value(await openLink(opening, token, null));
  return {
    linkId,
    cookie,
    through: (to) => (path, init) => {
      const headers = new Headers(init?.headers);
      headers.set('cookie', cookie);
      return to(path, { ...init, headers });
    },
  };
}
