import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  type CommentRequest,
  LISTENING,
  type Listening,
  SHARE_LIMITS,
  type ThreadFilter,
} from '../../../share/index.ts';
import { isRecord, persistSlice, type SettingsStorage } from '../../state/persist.ts';

/** Parts of the page; on a narrow one each is a tab. */
export const PANELS = ['comments', 'mix', 'stage', 'versions'] as const;
export type PanelName = (typeof PANELS)[number];

/** How the room is looked at. */
export const STAGE_VIEWS = ['persp', 'plan', 'rear', 'side', 'list'] as const;
export type StageView = (typeof STAGE_VIEWS)[number];

/** Marks set by I and O. Samples of the version shown. */
export interface Marks {
  readonly start: number | null;
  readonly end: number | null;
}

/** A comment being written. */
export type Draft = Pick<CommentRequest, 'at' | 'end' | 'target' | 'place' | 'drawing'> & {
  readonly body: string;
};

export type Stroke = readonly { readonly x: number; readonly y: number }[];

/** A blind comparison: which of the two is X is not shown until one was chosen. */
export interface Blind {
  /** What X and Y are. */
  readonly order: readonly ['shown' | 'other', 'shown' | 'other'];
  readonly heard: 'X' | 'Y';
  readonly chosen: 'X' | 'Y' | null;
}

/** What this page shows of the mix at the moment; nothing of it is said to others. */
export interface ViewState {
  readonly panel: PanelName;
  /** What the rail of a wide page shows. */
  readonly rail: 'comments' | 'versions';
  readonly filter: ThreadFilter;
  /** The comment that is open: its drawing and its place are shown. */
  readonly opened: string | null;
  readonly marks: Marks;
  readonly draft: Draft | null;
  /** What the pen draws on; null: it draws nothing. */
  readonly pen: 'picture' | 'stage' | null;
  readonly stageView: StageView;
  /** A version that was published while this page was open and has not been looked at; null: none. */
  readonly fresh: number | null;
  readonly sheet: 'keys' | 'facts' | null;
  readonly blind: Blind | null;
  /** Told to screen readers. */
  readonly said: string;
  /** This reader's name; null: not asked yet. */
  readonly name: string | null;
  /** Shortcuts of one key (WCAG 2.1.4: may be turned off). */
  readonly singleKeys: boolean;
  /** What it was listened to on last. */
  readonly listening: Listening;
}

export type ViewStore = StoreApi<ViewState>;

export const NO_MARKS: Marks = { start: null, end: null };

function restore(saved: unknown): Partial<ViewState> {
  if (!isRecord(saved)) return {};
  const { name } = saved;
  return {
    name: typeof name === 'string' && name.trim() !== '' ? name.slice(0, SHARE_LIMITS.name) : null,
    singleKeys: saved['singleKeys'] !== false,
    listening: LISTENING.find((one) => one === saved['listening']) ?? 'headphones',
  };
}

/** Makes the state of a page; the reader's name and habits are remembered in `storage`. */
export function createView(storage: SettingsStorage): ViewStore {
  const store = createStore<ViewState>(() => ({
    panel: 'comments',
    rail: 'comments',
    filter: 'open',
    opened: null,
    marks: NO_MARKS,
    draft: null,
    pen: null,
    stageView: 'persp',
    fresh: null,
    sheet: null,
    blind: null,
    said: '',
    name: null,
    singleKeys: true,
    listening: 'headphones',
  }));
  persistSlice(
    store,
    storage,
    'scorestage.review',
    ({ name, singleKeys, listening }) => ({ name, singleKeys, listening }),
    restore,
  );
  return store;
}
