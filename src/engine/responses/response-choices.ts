import type { Session, Space, SpaceId } from '../../session/index.ts';
import type { Failure } from '../../units/index.ts';
import { checkResponse, responseCost } from './response-limits.ts';
import { type ResponseRequest, requestOf } from './response-request.ts';

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
