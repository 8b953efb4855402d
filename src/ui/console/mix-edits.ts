import { type FamilyName, setFamily, setStrip, type TrackId } from '../../session/index.ts';
import { decibels } from '../../units/index.ts';
import type { ValueRange } from '../kit/value-range.ts';
import type { Workspace } from '../state/workspace.ts';

/** Travel and steps of faders: ½ dB, fine 0.1 dB, page 3 dB; at −90 dB and below it is off. */
export const FADER_RANGE: ValueRange = {
  min: -90,
  max: 12,
  step: 0.5,
  fine: 0.1,
  page: 3,
  default: 0,
  silent: true,
};

/** The selected tracks if `id` is one of several, else `id` alone: a control of a group moves the group. */
export function groupOf(workspace: Workspace, id: TrackId): readonly TrackId[] {
  const { selection } = workspace.ui.getState();
  return selection.kind === 'tracks' && selection.ids.length > 1 && selection.ids.includes(id)
    ? selection.ids
    : [id];
}

/** Level of a grouped fader that moves with another by `delta` dB. Off stays off unless the leader leaves off. */
export function groupLevel(own: number, delta: number): number {
  if (!Number.isFinite(own) || !Number.isFinite(delta)) return own;
  // Rounded before it is compared: a level that shows as −90.0 is off like every other −90.0.
  const next = Math.round(Math.min(FADER_RANGE.max, own + delta) * 10) / 10;
  return next <= FADER_RANGE.min ? Number.NEGATIVE_INFINITY : next;
}

/** Moves a fader to a level; other selected strips keep their distance. Part of a gesture. */
export function moveFaders(workspace: Workspace, id: TrackId, faderDb: number): void {
  const { tracks } = workspace.document.getState().session;
  const before = tracks[id]?.strip.faderDb ?? 0;
  const group = groupOf(workspace, id);
  const delta = faderDb - before;
  workspace.gesture(
    group.length > 1 ? `Level of ${group.length} strips` : `Level of ${tracks[id]?.name ?? 'strip'}`,
    (draft) => {
      for (const other of group) {
        const own = draft.tracks[other]?.strip.faderDb;
        if (own === undefined) continue;
        setStrip(draft, [other], { faderDb: decibels(other === id ? faderDb : groupLevel(own, delta)) });
      }
    },
  );
}

function toggle(
  workspace: Workspace,
  id: TrackId,
  field: 'muted' | 'soloed' | 'soloSafe',
  words: readonly [string, string],
): void {
  const track = workspace.document.getState().session.tracks[id];
  if (!track) return;
  const next = !track.strip[field];
  const group = groupOf(workspace, id);
  const what = group.length > 1 ? `${group.length} strips` : track.name;
  workspace.edit(`${next ? words[0] : words[1]} ${what}`, (draft) =>
    setStrip(draft, group, { [field]: next }),
  );
}

/** Mutes or unmutes a strip, or the group it is selected with. */
export const toggleMute = (workspace: Workspace, id: TrackId): void =>
  toggle(workspace, id, 'muted', ['Mute', 'Unmute']);
/** Solos or unsolos a strip, or its group. */
export const toggleSolo = (workspace: Workspace, id: TrackId): void =>
  toggle(workspace, id, 'soloed', ['Solo', 'Unsolo']);
/** Makes a strip solo-safe or not, or its group. */
export const toggleSafe = (workspace: Workspace, id: TrackId): void =>
  toggle(workspace, id, 'soloSafe', ['Solo-safe', 'Solo-safe off']);

/** Moves a family's VCA. Part of a gesture. */
export function setFamilyLevel(workspace: Workspace, name: FamilyName, faderDb: number): void {
  workspace.gesture(`Level of ${name}`, (draft) => setFamily(draft, name, { faderDb: decibels(faderDb) }));
}

/** Mutes or unmutes a family. */
export function toggleFamilyMute(workspace: Workspace, name: FamilyName): void {
  const muted = !workspace.document.getState().session.families[name].muted;
  workspace.edit(`${muted ? 'Mute' : 'Unmute'} ${name}`, (draft) => setFamily(draft, name, { muted }));
}

/** Solos or unsolos a family. */
export function toggleFamilySolo(workspace: Workspace, name: FamilyName): void {
  const soloed = !workspace.document.getState().session.families[name].soloed;
  workspace.edit(`${soloed ? 'Solo' : 'Unsolo'} ${name}`, (draft) => setFamily(draft, name, { soloed }));
}
