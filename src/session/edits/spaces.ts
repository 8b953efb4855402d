/** Spaces and what strips send to them. Numbers are clamped; what is gone is passed over. */
import { decibels } from '../../units/index.ts';
import type { SessionDraft } from '../document.ts';
import { clampLevel, clampTo, cleanName, RANGES } from '../limits.ts';
import { SPACE_PRESETS } from '../space-presets.ts';
import {
  FAMILIES,
  type FamilyName,
  plainSpace,
  type Send,
  type Space,
  type SpaceId,
  type TrackId,
  type VcaId,
} from '../types.ts';
import { type Refusal, roomFor, spaceOf, tracksOf, vcaOf } from './draft.ts';

/** A space to be made. */
export interface NewSpace {
  readonly id: SpaceId;
  /** Name of a preset (`SPACE_PRESETS`), which is the space's name too; an unknown one makes a plain space. */
  readonly preset: string;
  /** Default: the preset's. */
  readonly name?: string;
  /** Family its return belongs to; default music. */
  readonly family?: FamilyName;
}

/** Adds a space from a preset. */
export function addSpace(draft: SessionDraft, space: NewSpace): Refusal {
  const full = roomFor(draft, 'spaces', 1);
  if (full) return full;
  if (spaceOf(draft, space.id)) return null;
  const preset = SPACE_PRESETS.find(({ name }) => name === space.preset);
  const name = cleanName(space.name ?? preset?.name ?? '') || 'Space';
  draft.spaces[space.id] = {
    ...plainSpace(space.id, name),
    ...preset?.settings,
    family: space.family ?? 'music',
    response: null,
    lanes: {},
  };
  return null;
}

/** Deletes spaces, with everything that is sent to them. */
export function deleteSpaces(draft: SessionDraft, ids: readonly SpaceId[]): Refusal {
  for (const id of ids) {
    if (!spaceOf(draft, id)) continue;
    for (const track of Object.values(draft.tracks)) {
      delete track.sends[id];
      delete track.lanes[`send.${id}`];
    }
    delete draft.spaces[id];
  }
  return null;
}

/** Renames a space; an empty name is passed over. */
export function renameSpace(draft: SessionDraft, id: SpaceId, name: string): Refusal {
  const space = spaceOf(draft, id);
  if (space) space.name = cleanName(name) || space.name;
  return null;
}

/** Numbers of a space by their range. */
export const SPACE_RANGES = {
  preDelayMs: RANGES.preDelayMs,
  sizeM: RANGES.sizeM,
  lowDecay: RANGES.decay,
  midDecay: RANGES.decay,
  highDecay: RANGES.decay,
  lowCrossover: RANGES.lowCrossover,
  highCrossover: RANGES.highCrossover,
  modulation: RANGES.unit,
  modulationHz: RANGES.modulationHz,
  distance: RANGES.unit,
  lowCut: RANGES.frequency,
  highCut: RANGES.frequency,
} as const;

const NUMBERS = Object.keys(SPACE_RANGES) as readonly (keyof typeof SPACE_RANGES)[];

/** Sets fields of a space. */
export function setSpace(
  draft: SessionDraft,
  id: SpaceId,
  fields: Partial<Omit<Space, 'id' | 'name' | 'kind' | 'response' | 'lanes' | 'automation'>>,
): Refusal {
  const space = spaceOf(draft, id);
  if (!space) return null;
  for (const name of NUMBERS) {
    const value = fields[name];
    if (value !== undefined) space[name] = clampTo(SPACE_RANGES[name], value);
  }
  const { returnDb, earlyDb, lateDb, muted, soloed, family, ownerVcaId } = fields;
  if (returnDb !== undefined) space.returnDb = decibels(clampLevel(RANGES.faderDb, returnDb));
  if (earlyDb !== undefined) space.earlyDb = decibels(clampTo(RANGES.spaceLevelDb, earlyDb));
  if (lateDb !== undefined) space.lateDb = decibels(clampTo(RANGES.spaceLevelDb, lateDb));
  if (muted !== undefined) space.muted = muted;
  if (soloed !== undefined) space.soloed = soloed;
  if (family !== undefined && FAMILIES.includes(family)) space.family = family;
  if (ownerVcaId !== undefined && (ownerVcaId === null || vcaOf(draft, ownerVcaId)))
    space.ownerVcaId = ownerVcaId;
  return null;
}

/** Sets a space to a preset; name, return and what it belongs to stay. */
export function applySpacePreset(draft: SessionDraft, id: SpaceId, preset: string): Refusal {
  const space = spaceOf(draft, id);
  const found = SPACE_PRESETS.find(({ name }) => name === preset);
  if (space && found) Object.assign(space, found.settings);
  return null;
}

const NO_SEND: Send = { on: true, levelDb: decibels(-12), preFader: false };

/** Sets fields of what tracks send to a space; a send that is not there yet begins on, at −12 dB, behind the fader. */
export function setSend(
  draft: SessionDraft,
  ids: TrackId | readonly TrackId[],
  spaceId: SpaceId,
  fields: Partial<Send>,
): Refusal {
  if (!spaceOf(draft, spaceId)) return null;
  for (const track of tracksOf(draft, typeof ids === 'string' ? [ids] : ids)) {
    const send = { ...(track.sends[spaceId] ?? NO_SEND) };
    if (fields.on !== undefined) send.on = fields.on;
    if (fields.preFader !== undefined) send.preFader = fields.preFader;
    if (fields.levelDb !== undefined) send.levelDb = decibels(clampLevel(RANGES.sendDb, fields.levelDb));
    track.sends[spaceId] = send;
  }
  return null;
}

/** Takes a send away, with its lane. */
export function removeSend(
  draft: SessionDraft,
  ids: TrackId | readonly TrackId[],
  spaceId: SpaceId,
): Refusal {
  for (const track of tracksOf(draft, typeof ids === 'string' ? [ids] : ids)) {
    delete track.sends[spaceId];
    delete track.lanes[`send.${spaceId}`];
  }
  return null;
}

/**
 * A return of its own for a VCA: copies a space, gives the copy to the VCA, and leads what its tracks send to the first to the
 * copy instead. The return then follows the mute and solo of that VCA, so a stem can be muted with its reverb.
 */
export function splitSpace(draft: SessionDraft, id: SpaceId, copy: SpaceId, vcaId: VcaId): Refusal {
  const space = spaceOf(draft, id);
  const vca = vcaOf(draft, vcaId);
  const full = roomFor(draft, 'spaces', 1);
  if (full) return full;
  if (!space || !vca || spaceOf(draft, copy)) return null;
  draft.spaces[copy] = {
    ...space,
    lanes: { ...space.lanes },
    id: copy,
    name: cleanName(`${space.name} ${vca.name}`),
    ownerVcaId: vcaId,
  };
  for (const track of Object.values(draft.tracks)) {
    const send = track.sends[id];
    if (!send || track.vcaId !== vcaId) continue;
    track.sends[copy] = { ...send };
    delete track.sends[id];
    const lane = track.lanes[`send.${id}`];
    if (!lane) continue;
    track.lanes[`send.${copy}`] = lane;
    delete track.lanes[`send.${id}`];
  }
  return null;
}
