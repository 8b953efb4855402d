import { createStore, type StoreApi } from 'zustand/vanilla';
import { ARM_GROUPS, type ArmGroup, type Parameter } from '../../session/index.ts';
import { isRecord, persistSlice, type SettingsStorage, savedNumber } from '../state/persist.ts';

/** A parameter with a value in its lane's unit. */
export interface ParameterValue extends Parameter {
  readonly value: number;
}

/** Ranges of the times of automation, milliseconds. */
export const AUTOMATION_TIMES = {
  /** On which a released value goes back to its lane. */
  autoMatchMs: { min: 0, max: 5000, default: 250 },
  /** On which a glide reaches its value. */
  glideMs: { min: 10, max: 60_000, default: 1000 },
} as const;

/** How hands record; preferences of this device but for what is under way. */
export interface AutomationState {
  /** Groups of parameters that may be written. */
  readonly armed: Readonly<Record<ArmGroup, boolean>>;
  readonly autoMatchMs: number;
  readonly glideMs: number;
  /** A latch that was stopped goes on where it ended when playing passes there (AutoJoin). */
  readonly join: boolean;
  /** Only the time selection (or the loop range) is written. */
  readonly punchRange: boolean;
  /** Hands are heard and write nothing. */
  readonly preview: boolean;
  readonly previewed: readonly ParameterValue[];
  readonly captured: readonly ParameterValue[];
  /** Keys of owners of which something is being written now. */
  readonly writing: readonly string[];
}

export type AutomationStore = StoreApi<AutomationState>;

const allArmed = Object.fromEntries(ARM_GROUPS.map((group) => [group, true])) as Record<ArmGroup, boolean>;

function restore(saved: unknown): Partial<AutomationState> {
  if (!isRecord(saved)) return {};
  const armed = isRecord(saved['armed']) ? saved['armed'] : {};
  const time = (name: keyof typeof AUTOMATION_TIMES) => {
    const { min, max, default: fallback } = AUTOMATION_TIMES[name];
    return savedNumber(saved[name], min, max, fallback);
  };
  return {
    armed: Object.fromEntries(ARM_GROUPS.map((group) => [group, armed[group] !== false])) as Record<
      ArmGroup,
      boolean
    >,
    autoMatchMs: time('autoMatchMs'),
    glideMs: time('glideMs'),
    join: saved['join'] === true,
  };
}

/** Makes the store of how automation is recorded; arms and times are remembered in `storage`. */
export function createAutomationStore(storage: SettingsStorage): AutomationStore {
  const store = createStore<AutomationState>(() => ({
    armed: allArmed,
    autoMatchMs: AUTOMATION_TIMES.autoMatchMs.default,
    glideMs: AUTOMATION_TIMES.glideMs.default,
    join: false,
    punchRange: false,
    preview: false,
    previewed: [],
    captured: [],
    writing: [],
  }));
  persistSlice(
    store,
    storage,
    'scorestage.automation',
    ({ armed, autoMatchMs, glideMs, join }) => ({ armed, autoMatchMs, glideMs, join }),
    restore,
  );
  return store;
}
