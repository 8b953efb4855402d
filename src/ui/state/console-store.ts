import { createStore, type StoreApi } from 'zustand/vanilla';
import type { FamilyName, FolderId, SessionId, TrackId, VcaId } from '../../session/index.ts';
import { isRecord, persistSlice, type SettingsStorage } from './persist.ts';

/** How wide a strip is drawn: the fader and little else, all of it, or with a scale and room for names. */
export const STRIP_WIDTHS = ['narrow', 'normal', 'wide'] as const;
export type StripWidth = (typeof STRIP_WIDTHS)[number];

/** What a console shows of a session, and how wide. */
export interface ConsoleLook {
  /** Width of strips that have none of their own. */
  readonly width: StripWidth;
  readonly widths: Readonly<Record<TrackId, StripWidth>>;
  readonly hidden: readonly TrackId[];
  /** Folders shown as one narrow strip. */
  readonly closed: readonly FolderId[];
}

/** A look kept under a name. */
export interface ViewPreset {
  readonly name: string;
  readonly look: ConsoleLook;
}

/** What alone is shown for now: the tracks of a VCA or of a family. */
export type Spill =
  | { readonly kind: 'vca'; readonly id: VcaId }
  | { readonly kind: 'family'; readonly name: FamilyName };

/** The console of one session on this device: never in the document. */
export interface ConsoleState extends ConsoleLook {
  readonly presets: readonly ViewPreset[];
  readonly spill: Spill | null;
  /** The find field stands open. */
  readonly finding: boolean;
  /** Where a range of selected strips begins. */
  readonly anchor: TrackId | null;
}

export type ConsoleStore = StoreApi<ConsoleState>;

/** All strips, none of them special. */
export const PLAIN_LOOK: ConsoleLook = { width: 'normal', widths: {}, hidden: [], closed: [] };

/** Most presets a session keeps. */
export const MAX_PRESETS = 24;
/** Most strips of one kind that are remembered: a session's limit of tracks. */
const MAX_IDS = 4096;
const MAX_NAME = 60;

const isWidth = (value: unknown): value is StripWidth => STRIP_WIDTHS.some((width) => width === value);
const isText = (value: unknown): value is string => typeof value === 'string';
const texts = (value: unknown): readonly string[] =>
  Array.isArray(value) ? value.filter(isText).slice(0, MAX_IDS) : [];

function restoreLook(saved: unknown): ConsoleLook {
  if (!isRecord(saved)) return PLAIN_LOOK;
  const widths: Record<TrackId, StripWidth> = {};
  if (isRecord(saved['widths'])) {
    for (const [id, width] of Object.entries(saved['widths']).slice(0, MAX_IDS))
      if (isWidth(width)) widths[id as TrackId] = width;
  }
  return {
    width: isWidth(saved['width']) ? saved['width'] : PLAIN_LOOK.width,
    widths,
    hidden: texts(saved['hidden']) as readonly TrackId[],
    closed: texts(saved['closed']) as readonly FolderId[],
  };
}

function restoreConsole(saved: unknown): Partial<ConsoleState> {
  if (!isRecord(saved)) return {};
  const presets = Array.isArray(saved['presets']) ? saved['presets'] : [];
  return {
    ...restoreLook(saved),
    presets: presets
      .flatMap((preset: unknown) =>
        isRecord(preset) && isText(preset['name'])
          ? [{ name: preset['name'].slice(0, MAX_NAME), look: restoreLook(preset['look']) }]
          : [],
      )
      .slice(0, MAX_PRESETS),
  };
}

const lookOf = ({ width, widths, hidden, closed }: ConsoleLook): ConsoleLook => ({
  width,
  widths,
  hidden,
  closed,
});

/** Makes the console's store of a session; its look and presets are remembered in `storage` under the session's id. */
export function createConsoleStore(storage: SettingsStorage, session: SessionId): ConsoleStore {
  const store = createStore<ConsoleState>(() => ({
    ...PLAIN_LOOK,
    presets: [],
    spill: null,
    finding: false,
    anchor: null,
  }));
  persistSlice(
    store,
    storage,
    `scorestage.console.${session}`,
    (state) => ({ ...lookOf(state), presets: state.presets }),
    restoreConsole,
  );
  return store;
}

/** Hides tracks in the console, or shows them again. They sound as before. */
export function setHidden(store: ConsoleStore, ids: readonly TrackId[], hide: boolean): void {
  store.setState(({ hidden }) => {
    const rest = hidden.filter((id) => !ids.includes(id));
    return { hidden: hide ? [...rest, ...ids] : rest };
  });
}

/** Gives strips a width of their own; all of them when no ids are given. */
export function setStripWidth(store: ConsoleStore, width: StripWidth, ids?: readonly TrackId[]): void {
  store.setState(({ widths }) =>
    ids === undefined
      ? { width, widths: {} }
      : { widths: { ...widths, ...Object.fromEntries(ids.map((id) => [id, width])) } },
  );
}

/** Closes a folder to one narrow strip, or opens it. */
export function toggleFolder(store: ConsoleStore, id: FolderId): void {
  store.setState(({ closed }) => ({
    closed: closed.includes(id) ? closed.filter((other) => other !== id) : [...closed, id],
  }));
}

const sameSpill = (one: Spill | null, other: Spill): boolean =>
  one !== null &&
  (one.kind === 'vca'
    ? other.kind === 'vca' && one.id === other.id
    : other.kind === 'family' && one.name === other.name);

/** Shows only the tracks of a VCA or family; the same again, or null, shows all. */
export function toggleSpill(store: ConsoleStore, spill: Spill | null): void {
  store.setState((state) => ({ spill: spill === null || sameSpill(state.spill, spill) ? null : spill }));
}

/** Keeps the look under a name; a preset of that name is replaced, the oldest falls off beyond the limit. */
export function savePreset(store: ConsoleStore, name: string): void {
  const plain = name.trim().slice(0, MAX_NAME);
  if (plain === '') return;
  store.setState((state) => ({
    presets: [
      ...state.presets.filter((preset) => preset.name !== plain),
      { name: plain, look: lookOf(state) },
    ].slice(-MAX_PRESETS),
  }));
}

/** Takes the look of a preset; what has gone from the session since is passed over when it is shown. */
export function applyPreset(store: ConsoleStore, name: string): void {
  const preset = store.getState().presets.find((other) => other.name === name);
  if (preset) store.setState({ ...preset.look, spill: null });
}

/** Forgets a preset. */
export function deletePreset(store: ConsoleStore, name: string): void {
  store.setState(({ presets }) => ({ presets: presets.filter((preset) => preset.name !== name) }));
}
