/** The impulse responses of convolution spaces: which kind a space is, what it answers with, and how much of that. */
import { type Failure, fail } from '../../units/index.ts';
import type { SessionDraft } from '../document.ts';
import { clampTo, RANGES } from '../limits.ts';
import { RESPONSE_LAYOUTS, type SpaceId, type SpaceKind, type SpaceResponse, type Stem } from '../types.ts';
import { type Refusal, spaceOf, stemOf } from './draft.ts';
import { addStem } from './tracks.ts';

/** Makes a space a reverb or a convolution. The settings and the lanes of the other kind stay in the document, and rest. */
export function setSpaceKind(draft: SessionDraft, id: SpaceId, kind: SpaceKind): Refusal {
  const space = spaceOf(draft, id);
  if (space) space.kind = kind;
  return null;
}

/** Why a stem can't be a response, in words; null if its channels are a layout that is taken. */
export function responseFault({ fileName, channels }: Pick<Stem, 'fileName' | 'channels'>): Failure | null {
  if (Object.hasOwn(RESPONSE_LAYOUTS, channels)) return null;
  return fail(
    'response-channels',
    `“${fileName}” has ${channels} channels; no response has that many.`,
    `Taken are ${Object.entries(RESPONSE_LAYOUTS)
      .map(([count, name]) => `${name} (${count})`)
      .join(', ')}. Convert it to one of these.`,
  );
}

/**
 * Lets a space answer with a stem, all of its channels from start to end, and makes it a convolution. The stem comes into the document
 * if it is not there. @returns a refusal where its channels are no layout of a response
 */
export function setResponse(draft: SessionDraft, id: SpaceId, stem: Stem): Refusal {
  const space = spaceOf(draft, id);
  if (!space) return null;
  const refused = responseFault(stem) ?? (stemOf(draft, stem.id) ? null : addStem(draft, stem));
  if (refused) return refused;
  space.kind = 'convolution';
  if (space.response?.stemId === stem.id) return null;
  const channels = Array.from({ length: stem.channels }, (_, channel) => channel);
  space.response = { stemId: stem.id, channels, startMs: 0, lengthMs: null, fadeMs: 0 };
  return null;
}

/** Milliseconds a response has at least, whatever is left out of its stem. */
const LEAST_MS = RANGES.responseLengthMs[0];

/** Sets where a response begins, how much is taken and how it fades out; held inside its stem. */
export function trimResponse(
  draft: SessionDraft,
  id: SpaceId,
  fields: Partial<Pick<SpaceResponse, 'startMs' | 'lengthMs' | 'fadeMs'>>,
): Refusal {
  const response = spaceOf(draft, id)?.response;
  const stem = response && stemOf(draft, response.stemId);
  if (!response || !stem) return null;
  const wholeMs = (stem.length / draft.sampleRate) * 1000;
  const { startMs = response.startMs, lengthMs = response.lengthMs, fadeMs = response.fadeMs } = fields;
  const start = clampTo(RANGES.responseStartMs, startMs);
  response.startMs = Math.min(start, Math.max(0, wholeMs - LEAST_MS));
  const left = Math.max(LEAST_MS, wholeMs - response.startMs);
  response.lengthMs =
    lengthMs === null || lengthMs >= left ? null : clampTo(RANGES.responseLengthMs, lengthMs);
  response.fadeMs = Math.min(clampTo(RANGES.responseFadeMs, fadeMs), response.lengthMs ?? left);
  return null;
}
