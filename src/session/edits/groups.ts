/** Groups: tracks whose controls move together by agreement; nothing in the sound. */
import type { SessionDraft } from '../document.ts';
import { own } from '../invariants.ts';
import { cleanName } from '../limits.ts';
import type { Group, GroupId, TrackId } from '../types.ts';
import { colourOr, type Refusal, roomFor, tracksOf } from './draft.ts';

/** What of a group's tracks moves together. */
export type GroupLink = keyof Group['links'];

/** A group of the draft, undefined if it is gone. */
const groupOf = (draft: SessionDraft, id: GroupId) => own<SessionDraft['groups'][GroupId]>(draft.groups, id);

/** A group to be made. */
export interface NewGroup {
  readonly id: GroupId;
  readonly name: string;
  /** #rrggbb; default the house's own. */
  readonly colour?: string | null;
  readonly trackIds: readonly TrackId[];
}

/** Adds a group, switched on, that links faders, mutes and solos of its tracks. */
export function addGroup(draft: SessionDraft, group: NewGroup): Refusal {
  const full = roomFor(draft, 'groups', 1);
  if (full) return full;
  if (groupOf(draft, group.id)) return null;
  draft.groups[group.id] = {
    id: group.id,
    name: cleanName(group.name) || 'Group',
    colour: colourOr(group.colour ?? null, null),
    on: true,
    trackIds: [...new Set(tracksOf(draft, group.trackIds).map(({ id }) => id))],
    links: { fader: true, mute: true, solo: true, automation: true },
  };
  return null;
}

/** Deletes groups; their tracks stay. */
export function deleteGroups(draft: SessionDraft, ids: readonly GroupId[]): Refusal {
  for (const id of ids) delete draft.groups[id];
  return null;
}

/** Renames a group; an empty name is passed over. */
export function renameGroup(draft: SessionDraft, id: GroupId, name: string): Refusal {
  const group = groupOf(draft, id);
  if (group) group.name = cleanName(name) || group.name;
  return null;
}

/** Colours a group; null gives back the house's own, anything but #rrggbb is passed over. */
export function setGroupColour(draft: SessionDraft, id: GroupId, colour: string | null): Refusal {
  const group = groupOf(draft, id);
  if (group) group.colour = colour === null ? null : colourOr(colour, group.colour);
  return null;
}

/** Adds tracks to a group, or takes them out. A track may be in several groups. */
export function setGroupMembers(
  draft: SessionDraft,
  id: GroupId,
  trackIds: readonly TrackId[],
  member: boolean,
): Refusal {
  const group = groupOf(draft, id);
  if (!group) return null;
  const named = new Set(tracksOf(draft, trackIds).map((track) => track.id));
  if (member) for (const trackId of group.trackIds) named.delete(trackId);
  if (named.size === 0) return null;
  group.trackIds = member
    ? [...group.trackIds, ...named]
    : group.trackIds.filter((trackId) => !named.has(trackId));
  return null;
}

/** Switches a group on or off. */
export function setGroupOn(draft: SessionDraft, id: GroupId, on: boolean): Refusal {
  const group = groupOf(draft, id);
  if (group) group.on = on;
  return null;
}

/** Sets which controls of a group move together. */
export function setGroupLinks(draft: SessionDraft, id: GroupId, links: Partial<Group['links']>): Refusal {
  const group = groupOf(draft, id);
  if (!group) return null;
  for (const link of ['fader', 'mute', 'solo', 'automation'] as const) {
    const on = links[link];
    if (on !== undefined) group.links[link] = on;
  }
  return null;
}
