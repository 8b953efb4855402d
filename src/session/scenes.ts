/** Scenes: stored mixes, of everything or of a part, that can be recalled or morphed to. */
import type { Family, FamilyName, Vca } from './families.ts';
import type { SceneId, SpaceId, TrackId, VcaId } from './ids.ts';
import type { Sends } from './processors.ts';
import type { Space } from './spaces.ts';
import type { Output, Strip } from './types.ts';

/** What a scene keeps of a track. */
export interface SceneTrack {
  readonly strip: Strip;
  readonly output: Output;
  readonly sends: Sends;
}

/** A stored mix. What it names and the session no longer has is passed over when it is recalled. */
export interface Scene {
  readonly id: SceneId;
  readonly name: string;
  /** The scene this one follows: what it has in common with that one changes with it. Null for none; no circles. */
  readonly followsId: SceneId | null;
  readonly tracks: Readonly<Record<TrackId, SceneTrack>>;
  readonly families: Readonly<Partial<Record<FamilyName, Pick<Family, 'trimDb' | 'faderDb' | 'muted'>>>>;
  readonly vcas: Readonly<Record<VcaId, Pick<Vca, 'faderDb' | 'muted'>>>;
  readonly spaces: Readonly<Record<SpaceId, Pick<Space, 'returnDb' | 'muted'>>>;
}
