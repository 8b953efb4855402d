import {
  type FamilyName,
  setFamily,
  setStrip,
  setVca,
  type TrackId,
  type VcaId,
} from '../../session/index.ts';
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

/** Mutes or unmutes a strip with what is selected or grouped with it; `alone` by itself. */
export const toggleMute = (workspace: Workspace, id: TrackId, alone = false): void =>
  toggle(workspace, id, 'muted', ['Mute', 'Unmute'], gangOf(workspace, id, 'mute', alone));
/** Solos or unsolos a strip with what is selected or grouped with it; `alone` by itself. */
export const toggleSolo = (workspace: Workspace, id: TrackId, alone = false): void =>
  toggle(workspace, id, 'soloed', ['Solo', 'Unsolo'], gangOf(workspace, id, 'solo', alone));
/** Makes a strip solo-safe or not, or what it is selected with. */
export const toggleSafe = (workspace: Workspace, id: TrackId): void =>
  toggle(workspace, id, 'soloSafe', ['Solo-safe', 'Solo-safe off'], groupOf(workspace, id));

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

/** Mutes or unmutes a VCA: nothing under it sounds, however nested. */
export function toggleVcaMute(workspace: Workspace, id: VcaId): void {
  const vca = workspace.document.getState().session.vcas[id];
  if (!vca) return;
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
