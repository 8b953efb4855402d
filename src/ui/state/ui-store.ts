import { createStore, type StoreApi } from 'zustand/vanilla';
import type { TestSignal } from '../../engine/index.ts';
import {
  type AnyLaneTarget,
  type ClipId,
  FAMILIES,
  type FamilyName,
  type LaneOwner,
  laneRangeOfOwner,
  type MarkerId,
  type NoteId,
  type Processors,
  type SpaceId,
  type TrackId,
  type VcaId,
} from '../../session/index.ts';
import type { FoundHelp } from '../help/find-help.ts';
import { FACING_FRONT, type HeadDegrees } from '../listener/head.ts';
import { isRecord, persistSlice, type SettingsStorage, savedNumber } from './persist.ts';

/** What the inspector and the keys act on. Of several tracks or clips the last is the primary one. */
export type Selection =
  | { readonly kind: 'none' }
  | { readonly kind: 'tracks'; readonly ids: readonly TrackId[] }
  | { readonly kind: 'clips'; readonly ids: readonly ClipId[] }
  | { readonly kind: 'marker'; readonly id: MarkerId }
  | { readonly kind: 'space'; readonly id: SpaceId }
  | { readonly kind: 'family'; readonly name: FamilyName }
  | { readonly kind: 'vca'; readonly id: VcaId }
  /** Points of one lane by their place in it, ascending; none selects the lane alone. */
  | { readonly kind: 'points'; readonly lane: LaneRef; readonly indexes: readonly number[] };

/** A lane by its owner and what it moves. */
export interface LaneRef {
  readonly owner: LaneOwner;
  readonly target: AnyLaneTarget;
}

/** What a drag on a lane's free room does: a rectangle around points, or a line drawn by hand. */
export type LaneTool = 'point' | 'pencil';

/** Panes of the window; also the tabs of the narrow layout. */
export const PANES = ['picture', 'stage', 'timeline', 'console', 'inspector'] as const;
export type PaneName = (typeof PANES)[number];

/** Strokes over the picture: points 0…1 across and down. */
export interface Sketch {
  readonly at: number;
  readonly strokes: readonly (readonly { readonly x: number; readonly y: number }[])[];
}

/** What objects are turned, scaled and mirrored about: the listener, or the middle of the selected objects. */
export type TurnCentre = 'room' | 'selection';

/** Dialogs that may stand over the window; one at a time. */
export type DialogName =
  | 'bounce'
  | 'headphones'
  | 'keys'
  | 'open'
  | 'new'
  | 'preferences'
  | 'palette'
  | 'share';

/** Sizes the splitters move, CSS pixels. */
export interface PaneSizes {
  /** Height of the band with stage, picture and inspector. */
  readonly upper: number;
  readonly console: number;
  readonly stage: number;
  readonly inspector: number;
  /** Width of the track heads left of the timeline. */
  readonly heads: number;
  /** Height of the dock with equaliser and dynamics. */
  readonly processors: number;
}

/** Two settings of a strip's processors that are compared. `held` has what each was when it was left last. */
export interface ProcessorSides {
  readonly shown: 'A' | 'B';
  readonly held: { readonly A: Processors; readonly B: Processors };
}

/** Range of each size; the shell also clamps to the window. */
export const PANE_LIMITS: Readonly<
  Record<keyof PaneSizes, { readonly min: number; readonly max: number; readonly default: number }>
> = {
  upper: { min: 140, max: 900, default: 316 },
  console: { min: 150, max: 700, default: 288 },
  stage: { min: 200, max: 1400, default: 548 },
  inspector: { min: 220, max: 560, default: 300 },
  heads: { min: 120, max: 360, default: 226 },
  processors: { min: 260, max: 640, default: 340 },
};

/** The part of the timeline in view. */
export interface TimelineView {
  /** Session samples under one CSS pixel; > 0. */
  readonly samplesPerPixel: number;
  /** Session sample at the left edge; may be fractional while scrolling. */
  readonly start: number;
  /** Vertical scroll of the tracks, CSS pixels. */
  readonly top: number;
}

/** State of the window itself: never in the document, never per frame. */
export interface UiState {
  readonly selection: Selection;
  readonly view: TimelineView;
  readonly sizes: PaneSizes;
  readonly folded: readonly PaneName[];
  /** Lanes that have a row on the timeline, in order. */
  readonly lanes: readonly LaneRef[];
  readonly laneTool: LaneTool;
  readonly maximised: PaneName | null;
  /** Pane shown in the narrow layout. */
  readonly tab: PaneName;
  readonly dialog: DialogName | null;
  /** What stands beside the mix: comparing and learning by ear, scenes, gestures, notes of reviewers. */
  readonly learning: 'audition' | 'where' | 'scenes' | 'gestures' | 'notes' | null;
  /** The note of the review lane that was gone to last; it is marked there and in the list. */
  readonly note: NoteId | null;
  /** What a reviewer drew on the picture, and the timeline sample it belongs to; shown while the playhead is there. */
  readonly sketch: Sketch | null;
  /** Which processor of the selected strip stands in the dock, where there is room for one; null while it is closed. */
  readonly processors: 'eq' | 'dynamics' | null;
  /** Processors copied from a strip, to be given to others. */
  readonly copiedProcessors: Processors | null;
  /** Settings A and B of strips whose processors were compared. */
  readonly processorSides: Readonly<Partial<Record<TrackId, ProcessorSides>>>;
  /** Control whose help is shown. */
  readonly help: FoundHelp | null;
  readonly turnAbout: TurnCentre;
  /** How the listener's head is turned on headphones; a new window faces the screen. */
  readonly head: HeadDegrees;
  /** Signal that replaces the mix at the monitor; never remembered. */
  readonly testSignal: TestSignal;
  /** Session sample where playing last began; stopping goes back there. */
  readonly playStart: number;
}

export type UiStore = StoreApi<UiState>;

/** What a new window shows before anything was moved. */
export const initialUi: UiState = {
  selection: { kind: 'none' },
  view: { samplesPerPixel: 2048, start: 0, top: 0 },
  sizes: {
    upper: PANE_LIMITS.upper.default,
    console: PANE_LIMITS.console.default,
    stage: PANE_LIMITS.stage.default,
    inspector: PANE_LIMITS.inspector.default,
    heads: PANE_LIMITS.heads.default,
    processors: PANE_LIMITS.processors.default,
  },
  folded: [],
  lanes: [],
  laneTool: 'point',
  maximised: null,
  tab: 'timeline',
  dialog: null,
  learning: null,
  note: null,
  sketch: null,
  processors: null,
  copiedProcessors: null,
  processorSides: {},
  help: null,
  turnAbout: 'room',
  head: FACING_FRONT,
  testSignal: 'off',
  playStart: 0,
};

const isPane = (value: unknown): value is PaneName => PANES.some((pane) => pane === value);

/** Most lanes remembered as shown. */
const MOST_LANES = 500;

function restoreOwner(saved: unknown): LaneOwner | null {
  if (!isRecord(saved)) return null;
  const { kind, id, name } = saved;
  const family = FAMILIES.find((known) => known === name);
  if (kind === 'family') return family ? { kind, name: family } : null;
  if (typeof id !== 'string') return null;
  if (kind === 'track') return { kind, id: id as TrackId };
  if (kind === 'vca') return { kind, id: id as VcaId };
  return kind === 'space' ? { kind, id: id as SpaceId } : null;
}

/** Lanes whose owners have such a lane; owners of other sessions wait for theirs to be opened. */
function restoreLanes(saved: unknown): readonly LaneRef[] {
  if (!Array.isArray(saved)) return [];
  return saved.slice(0, MOST_LANES).flatMap((lane: unknown): LaneRef[] => {
    const owner = isRecord(lane) ? restoreOwner(lane['owner']) : null;
    const target: unknown = isRecord(lane) ? lane['target'] : null;
    if (!owner || typeof target !== 'string' || !laneRangeOfOwner(owner, target)) return [];
    return [{ owner, target: target as AnyLaneTarget }];
  });
}

function restoreUi(saved: unknown): Partial<UiState> {
  if (!isRecord(saved)) return {};
  const sizes = isRecord(saved['sizes']) ? saved['sizes'] : {};
  const size = (name: keyof PaneSizes) => {
    const limit = PANE_LIMITS[name];
    return savedNumber(sizes[name], limit.min, limit.max, limit.default);
  };
  return {
    sizes: {
      upper: size('upper'),
      console: size('console'),
      stage: size('stage'),
      inspector: size('inspector'),
      heads: size('heads'),
      processors: size('processors'),
    },
    folded: Array.isArray(saved['folded']) ? saved['folded'].filter(isPane) : [],
    lanes: restoreLanes(saved['lanes']),
    tab: isPane(saved['tab']) ? saved['tab'] : initialUi.tab,
  };
}

/** Makes the window's store; pane sizes, folds and the narrow tab are remembered in `storage`. */
export function createUiStore(storage: SettingsStorage): UiStore {
  const store = createStore<UiState>(() => initialUi);
  persistSlice(
    store,
    storage,
    'scorestage.window',
    ({ sizes, folded, lanes, tab }) => ({ sizes, folded, lanes: lanes.slice(-MOST_LANES), tab }),
    restoreUi,
  );
  return store;
}

/** Sets one pane size, clamped to its range. */
export function resizePane(store: UiStore, name: keyof PaneSizes, size: number): void {
  const { min, max } = PANE_LIMITS[name];
  const next = Math.round(Math.min(max, Math.max(min, size)));
  store.setState(({ sizes }) => (sizes[name] === next ? {} : { sizes: { ...sizes, [name]: next } }));
}

/** Folds a pane to its title, or opens it again. */
export function toggleFold(store: UiStore, pane: PaneName): void {
  store.setState(({ folded }) => ({
    folded: folded.includes(pane) ? folded.filter((name) => name !== pane) : [...folded, pane],
  }));
}

/** Lets a pane take the window, or gives the window back. */
export function toggleMaximised(store: UiStore, pane: PaneName): void {
  store.setState(({ maximised }) => ({ maximised: maximised === pane ? null : pane }));
}

/** Selects one track, or adds/removes it when `extend` is set. */
export function selectTrack(store: UiStore, id: TrackId, extend = false): void {
  store.setState(({ selection }) => {
    if (!extend || selection.kind !== 'tracks') {
      const same = selection.kind === 'tracks' && selection.ids.length === 1 && selection.ids[0] === id;
      return same ? {} : { selection: { kind: 'tracks', ids: [id] } };
    }
    const without = selection.ids.filter((other) => other !== id);
    const ids = without.length === selection.ids.length ? [...without, id] : without;
    return { selection: ids.length === 0 ? { kind: 'none' } : { kind: 'tracks', ids } };
  });
}

/** Selects one clip, or adds/removes it when `extend` is set. */
export function selectClip(store: UiStore, id: ClipId, extend = false): void {
  store.setState(({ selection }) => {
    if (!extend || selection.kind !== 'clips') return { selection: { kind: 'clips', ids: [id] } };
    const without = selection.ids.filter((other) => other !== id);
    const ids = without.length === selection.ids.length ? [...without, id] : without;
    return { selection: ids.length === 0 ? { kind: 'none' } : { kind: 'clips', ids } };
  });
}
