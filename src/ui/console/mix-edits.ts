import {
  type FamilyName,
  setFamily,
  setStrip,
  setVca,
  type TrackId,
  trackOwner,
  type VcaId,
} from '../../session/index.ts';
import { heardMuted, recordMute } from '../automation/switches.ts';
import type { Workspace } from '../state/workspace.ts';
import { gangOf, groupOf } from './gang.ts';

function toggle(
  workspace: Workspace,
  id: TrackId,
  field: 'muted' | 'soloed' | 'soloSafe',
  words: readonly [string, string],
  gang: readonly TrackId[],
): void {
  const track = workspace.document.getState().session.tracks[id];
  if (!track) return;
  const next = !track.strip[field];
  const what = gang.length > 1 ? `${gang.length} strips` : track.name;
  workspace.edit(`${next ? words[0] : words[1]} ${what}`, (draft) =>
    setStrip(draft, gang, { [field]: next }),
  );
}

/** Mutes or unmutes a strip with what is selected or grouped with it; `alone` by itself. Recorded while a pass says so. */
export function toggleMute(workspace: Workspace, id: TrackId, alone = false): void {
  const gang = gangOf(workspace, id, 'mute', alone);
  const pressed = workspace.document.getState().session.tracks[id]?.strip.muted ?? false;
  if (recordMute(workspace, gang.map(trackOwner), !heardMuted(workspace, trackOwner(id), pressed))) return;
  toggle(workspace, id, 'muted', ['Mute', 'Unmute'], gang);
}
/** Solos or unsolos a strip with what is selected or grouped with it; `alone` by itself. */
export const toggleSolo = (workspace: Workspace, id: TrackId, alone = false): void =>
  toggle(workspace, id, 'soloed', ['Solo', 'Unsolo'], gangOf(workspace, id, 'solo', alone));
/** Makes a strip solo-safe or not, or what it is selected with. */
export const toggleSafe = (workspace: Workspace, id: TrackId): void =>
  toggle(workspace, id, 'soloSafe', ['Solo-safe', 'Solo-safe off'], groupOf(workspace, id));

/** Mutes or unmutes a family. Recorded while a pass says so. */
export function toggleFamilyMute(workspace: Workspace, name: FamilyName): void {
  const pressed = workspace.document.getState().session.families[name].muted;
  const owner = { kind: 'family', name } as const;
  if (recordMute(workspace, [owner], !heardMuted(workspace, owner, pressed))) return;
  const muted = !pressed;
  workspace.edit(`${muted ? 'Mute' : 'Unmute'} ${name}`, (draft) => setFamily(draft, name, { muted }));
}

/** Solos or unsolos a family. */
export function toggleFamilySolo(workspace: Workspace, name: FamilyName): void {
  const soloed = !workspace.document.getState().session.families[name].soloed;
  workspace.edit(`${soloed ? 'Solo' : 'Unsolo'} ${name}`, (draft) => setFamily(draft, name, { soloed }));
}

/** Mutes or unmutes a VCA: nothing under it sounds, however nested. */
export function toggleVcaMute(workspace: Workspace, id: VcaId): void {
  const vca = workspace.document.getState().session.vcas[id];
  if (!vca) return;
  const owner = { kind: 'vca', id } as const;
  if (recordMute(workspace, [owner], !heardMuted(workspace, owner, vca.muted))) return;
  const muted = !vca.muted;
  workspace.edit(`${muted ? 'Mute' : 'Unmute'} ${vca.name}`, (draft) => setVca(draft, id, { muted }));
}

/** Solos or unsolos a VCA: what is under it sounds, with everything else that is soloed. */
export function toggleVcaSolo(workspace: Workspace, id: VcaId): void {
  const vca = workspace.document.getState().session.vcas[id];
  if (!vca) return;
  const soloed = !vca.soloed;
  workspace.edit(`${soloed ? 'Solo' : 'Unsolo'} ${vca.name}`, (draft) => setVca(draft, id, { soloed }));
}
