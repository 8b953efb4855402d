import { createStore, type StoreApi } from 'zustand/vanilla';
import {
  CHANNEL_ORDERS,
  type ChannelOrder,
  type ElementCount,
  type LevelStep,
  type LoudnessMatch,
  MAX_DEVICE_CHANNELS,
  type OutputSetup,
  PLAIN_OUTPUTS,
  SPEAKER_DELAY_RANGE,
  SPEAKER_LABELS,
  SPEAKER_TRIM_RANGE,
  type SpeakerState,
} from '../../monitor/index.ts';
import type { RenderTarget } from '../../units/index.ts';
import { isRecord, persistSlice, type SettingsStorage } from './persist.ts';

/** Two layouts to go to and fro between. */
export interface Comparison {
  readonly a: RenderTarget;
  readonly b: RenderTarget;
  /** Their loudness over one stretch; null while they are not matched. */
  readonly match: LoudnessMatch | null;
  readonly measuring: boolean;
}

/** How this page listens; never part of a session, never in a bounce. */
export interface MonitorState extends SpeakerState {
  readonly step: LevelStep;
  readonly outputs: OutputSetup;
  /** Elements the mix is merged into while it is listened to; null is none. */
  readonly coding: ElementCount | null;
  readonly compare: Comparison;
}

export type MonitorStore = StoreApi<MonitorState>;

/** Nothing pressed. */
const initialMonitor: MonitorState = {
  switches: {},
  mono: false,
  step: 0,
  outputs: PLAIN_OUTPUTS,
  coding: null,
  compare: { a: 'binaural', b: '2.0', match: null, measuring: false },
};

/** Numbers by speaker label, of those that are one and within a range. */
function savedByLabel(value: unknown, [low, high]: readonly [number, number]): Record<string, number> {
  if (!isRecord(value)) return {};
  return Object.fromEntries(
    SPEAKER_LABELS.flatMap((label) => {
      const number = value[label];
      const fits = typeof number === 'number' && number >= low && number <= high;
      return fits ? [[label, number] as const] : [];
    }),
  );
}

function restoreMonitor(saved: unknown): Partial<MonitorState> {
  if (!isRecord(saved) || !isRecord(saved['outputs'])) return {};
  const { order, channels, trimDb, delayMs } = saved['outputs'];
  const known = (Object.keys(CHANNEL_ORDERS) as ChannelOrder[]).find((name) => name === order);
  return {
    outputs: {
      order: known ?? PLAIN_OUTPUTS.order,
      channels: savedByLabel(channels, [-1, MAX_DEVICE_CHANNELS - 1]),
      trimDb: savedByLabel(trimDb, SPEAKER_TRIM_RANGE),
      delayMs: savedByLabel(delayMs, SPEAKER_DELAY_RANGE),
    },
  };
}

/** Makes the monitor's store; how the room is wired is remembered in `storage`, what was pressed is not. */
export function createMonitorStore(storage: SettingsStorage): MonitorStore {
  const store = createStore<MonitorState>(() => initialMonitor);
  persistSlice(store, storage, 'scorestage.monitor', ({ outputs }) => ({ outputs }), restoreMonitor);
  return store;
}
