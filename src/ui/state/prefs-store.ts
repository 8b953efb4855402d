import { createStore, type StoreApi } from 'zustand/vanilla';
import { NUDGE_UNITS, type NudgeUnit } from '../../session/index.ts';
import { RENDER_TARGETS, type RenderTarget } from '../../units/index.ts';
import { LOUDNESS_TARGET_IDS, type LoudnessTargetId } from '../meters/loudness-words.ts';
import { isRecord, persistSlice, type SettingsStorage, savedNumber } from './persist.ts';

/** What dragging on the timeline catches on. */
export const SNAP_UNITS = ['off', 'frame', 'beat'] as const;
export type SnapUnit = (typeof SNAP_UNITS)[number];

/** Habits of this user on this machine; never part of a session. */
export interface PrefsState {
  readonly target: RenderTarget;
  /** Monitor level, −60…+12 dB; does not touch bounces. */
  readonly monitorDb: number;
  readonly dimmed: boolean;
  readonly nudge: NudgeUnit;
  readonly snap: SnapUnit;
  /** Timeline follows the playhead by pages. */
  readonly follow: boolean;
  /** Lanes go with the clips above them when those are moved, copied or deleted. */
  readonly lanesFollow: boolean;
  /** The loudness of the 5.1 re-render is shown in the console. */
  readonly meterBridge: boolean;
  /** The stage shows where the energy comes from. */
  readonly stageEnergy: boolean;
  /** What that loudness is held against. */
  readonly loudnessTarget: LoudnessTargetId;
  /** Seconds a meter holds a peak; 0 is no hold. */
  readonly meterHold: number;
  /** Shortcuts of one key without modifiers (WCAG 2.1.4: may be turned off). */
  readonly singleKeys: boolean;
  /** Remapped keys by command id; an empty list removes the keys. */
  readonly keys: Readonly<Record<string, readonly string[]>>;
  /** Ids of the commands last chosen in the palette, newest first. */
  readonly recentCommands: readonly string[];
  /** Id of the imported set of head-related responses that headphones use; null is the built-in one. */
  readonly hrtf: string | null;
  /** Headphones are given the LFE; loudspeakers always are. */
  readonly binauralLfe: boolean;
}

export type PrefsStore = StoreApi<PrefsState>;

/** Preferences of a first visit. */
export const initialPrefs: PrefsState = {
  target: 'binaural',
  monitorDb: 0,
  dimmed: false,
  nudge: 'frame',
  snap: 'frame',
  follow: true,
  lanesFollow: false,
  meterBridge: true,
  stageEnergy: false,
  loudnessTarget: 'none',
  meterHold: 1.5,
  singleKeys: true,
  keys: {},
  recentCommands: [],
  hrtf: null,
  binauralLfe: false,
};

/** Most commands remembered as used last. */
export const RECENT_COMMANDS = 8;

const oneOf = <T extends string>(options: readonly T[], value: unknown, fallback: T): T =>
  options.find((option) => option === value) ?? fallback;

function restorePrefs(saved: unknown): Partial<PrefsState> {
  if (!isRecord(saved)) return {};
  const keys: Record<string, readonly string[]> = {};
  if (isRecord(saved['keys'])) {
    for (const [id, list] of Object.entries(saved['keys'])) {
      if (Array.isArray(list) && list.every((key) => typeof key === 'string')) keys[id] = list;
    }
  }
  return {
    target: oneOf(RENDER_TARGETS, saved['target'], initialPrefs.target),
    monitorDb: savedNumber(saved['monitorDb'], -60, 12, initialPrefs.monitorDb),
    nudge: oneOf(NUDGE_UNITS, saved['nudge'], initialPrefs.nudge),
    snap: oneOf(SNAP_UNITS, saved['snap'], initialPrefs.snap),
    follow: saved['follow'] !== false,
    lanesFollow: saved['lanesFollow'] === true,
    stageEnergy: saved['stageEnergy'] === true,
    meterBridge: saved['meterBridge'] !== false,
    loudnessTarget: oneOf(LOUDNESS_TARGET_IDS, saved['loudnessTarget'], initialPrefs.loudnessTarget),
    meterHold: savedNumber(saved['meterHold'], 0, 30, initialPrefs.meterHold),
    singleKeys: saved['singleKeys'] !== false,
    keys,
    recentCommands: Array.isArray(saved['recentCommands'])
      ? saved['recentCommands'].filter((id) => typeof id === 'string').slice(0, RECENT_COMMANDS)
      : [],
    hrtf: typeof saved['hrtf'] === 'string' && /^[0-9a-f]{32}$/.test(saved['hrtf']) ? saved['hrtf'] : null,
    binauralLfe: saved['binauralLfe'] === true,
  };
}

/** Makes the preferences store, remembered in `storage`. Dim is not remembered: a day never starts dimmed. */
export function createPrefsStore(storage: SettingsStorage): PrefsStore {
  const store = createStore<PrefsState>(() => initialPrefs);
  persistSlice(
    store,
    storage,
    'scorestage.preferences',
    ({ dimmed: _dimmed, ...kept }) => kept,
    restorePrefs,
  );
  return store;
}
