import { responseSpan, type Session, type Space, type SpaceId } from '../../session/index.ts';
import { type PoolKey, poolKey } from '../../stems/index.ts';
import type { Failure } from '../../units/index.ts';
import { poolKeyId } from '../stream/stream-program.ts';
import { checkResponse, responseCost } from './response-limits.ts';

/** A response to be read and prepared. Plain data. */
export interface ResponseRequest {
  /** Names the prepared response: all it depends on. */
  readonly key: string;
  readonly stem: PoolKey;
  readonly fileName: string;
  /** Channels of the stem, in the order of the layout their number stands for. */
  readonly channels: readonly number[];
  /** First sample of the stem that is taken, and how many; how many of those fade out. Samples at the session rate. */
  readonly start: number;
  readonly frames: number;
  readonly fade: number;
}

/** What a space convolves with, or why it can't. */
export type ResponseChoice = { readonly ok: true; readonly request: ResponseRequest } | Failure;

/**
 * What each convolution of a session that has a response convolves with. Spaces take their memory in the order of their ids; what finds none
 * left is refused, everywhere alike.
 */
export function responsesOf(session: Session): ReadonlyMap<SpaceId, ResponseChoice> {
  const choices = new Map<SpaceId, ResponseChoice>();
  let taken = 0;
  for (const space of Object.values<Space>(session.spaces).sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const request = requestOf(session, space);
    if (!request) continue;
    const shape = {
      channels: request.channels.length,
      frames: request.frames,
      sampleRate: session.sampleRate,
    };
    const refused = checkResponse(shape, taken);
    if (!refused) taken += responseCost(shape);
    choices.set(space.id, refused ?? { ok: true, request });
  }
  return choices;
}

/** The response a space asks for; null if it convolves with none. */
export function requestOf(session: Session, { kind, response }: Space): ResponseRequest | null {
  const stem = kind === 'convolution' && response ? session.stems[response.stemId] : undefined;
  if (!stem || !response) return null;
  const key = poolKey(stem.sha256, session.sampleRate);
  const { channels } = response;
  const { start, frames, fade } = responseSpan(response, stem, session.sampleRate);
  return {
    key: [poolKeyId(key), channels.join('-'), start, frames, fade].join('/'),
    stem: key,
    fileName: stem.fileName,
    channels,
    start,
    frames,
    fade,
  };
}
