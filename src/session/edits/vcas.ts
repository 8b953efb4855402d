/** VCAs: faders over tracks and over one another. */
import { decibels } from '../../units/index.ts';
import type { SessionDraft } from '../document.ts';
import { own } from '../invariants.ts';
import { clampLevel, cleanName, RANGES } from '../limits.ts';
import type { TrackId, Vca, VcaId } from '../types.ts';
import { colourOr, type Refusal, roomFor, tracksOf } from './draft.ts';

type VcaDraft = SessionDraft['vcas'][VcaId];

/** A VCA of the draft, undefined if it is gone. */
const vcaOf = (draft: SessionDraft, id: VcaId) => own<VcaDraft>(draft.vcas, id);

/** A VCA to be made. */
export interface NewVca {
  readonly id: VcaId;
  readonly name: string;
  /** #rrggbb; default the house's own. */
  readonly colour?: string | null;
  /** The VCA above; default none. */
  readonly parentId?: VcaId | null;
  /** Tracks it takes; each leaves the VCA it had. */
  readonly trackIds?: readonly TrackId[];
}

/** Adds a VCA at unity over the given tracks. */
export function addVca(draft: SessionDraft, vca: NewVca): Refusal {
  const full = roomFor(draft, 'vcas', 1);
  if (full) return full;
  if (vcaOf(draft, vca.id)) return null;
  draft.vcas[vca.id] = {
    id: vca.id,
    name: cleanName(vca.name) || 'VCA',
    colour: colourOr(vca.colour ?? null, null),
    faderDb: decibels(0),
    muted: false,
    soloed: false,
    parentId: null,
    automation: 'read',
    lanes: {},
  };
  nestVca(draft, vca.id, vca.parentId ?? null);
  return assignVca(draft, vca.trackIds ?? [], vca.id);
}

/** Deletes VCAs. What stood under one comes under the one above it; spaces it owned belong to no VCA. */
export function deleteVcas(draft: SessionDraft, ids: readonly VcaId[]): Refusal {
  for (const id of ids) {
    const gone = vcaOf(draft, id);
    if (!gone) continue;
    const { parentId } = gone;
    for (const track of Object.values(draft.tracks)) if (track.vcaId === id) track.vcaId = parentId;
    for (const vca of Object.values(draft.vcas)) if (vca.parentId === id) vca.parentId = parentId;
    for (const space of Object.values(draft.spaces)) if (space.ownerVcaId === id) space.ownerVcaId = null;
    delete draft.vcas[id];
  }
  return null;
}

/** Renames a VCA; an empty name is passed over. */
export function renameVca(draft: SessionDraft, id: VcaId, name: string): Refusal {
  const vca = vcaOf(draft, id);
  if (vca) vca.name = cleanName(name) || vca.name;
  return null;
}

/** Colours a VCA; null gives back the house's own, anything but #rrggbb is passed over. */
export function setVcaColour(draft: SessionDraft, id: VcaId, colour: string | null): Refusal {
  const vca = vcaOf(draft, id);
  if (vca) vca.colour = colour === null ? null : colourOr(colour, vca.colour);
  return null;
}

/** Puts tracks under a VCA, or under none. A track has one VCA at a time. */
export function assignVca(draft: SessionDraft, trackIds: readonly TrackId[], id: VcaId | null): Refusal {
  if (id !== null && !vcaOf(draft, id)) return null;
  for (const track of tracksOf(draft, trackIds)) track.vcaId = id;
  return null;
}

/** Puts a VCA under another, or at the top. What would close a circle is passed over. */
export function nestVca(draft: SessionDraft, id: VcaId, parentId: VcaId | null): Refusal {
  const vca = vcaOf(draft, id);
  if (!vca || !mayNest(draft.vcas, id, parentId)) return null;
  vca.parentId = parentId;
  return null;
}

/** True if a VCA can stand under another (null: the top) without closing a circle. */
export function mayNest(
  vcas: Readonly<Record<VcaId, { readonly parentId: VcaId | null }>>,
  id: VcaId,
  parentId: VcaId | null,
): boolean {
  for (let at: VcaId | null = parentId; at !== null; ) {
    if (at === id) return false;
    const above: { readonly parentId: VcaId | null } | undefined = own(vcas, at);
    if (!above) return false;
    at = above.parentId;
  }
  return true;
}

/** Sets the fader (clamped to its range), mute or solo of a VCA. */
export function setVca(
  draft: SessionDraft,
  id: VcaId,
  fields: Partial<Pick<Vca, 'faderDb' | 'muted' | 'soloed'>>,
): Refusal {
  const vca = vcaOf(draft, id);
  if (!vca) return null;
  if (fields.faderDb !== undefined) vca.faderDb = decibels(clampLevel(RANGES.faderDb, fields.faderDb));
  if (fields.muted !== undefined) vca.muted = fields.muted;
  if (fields.soloed !== undefined) vca.soloed = fields.soloed;
  return null;
}
