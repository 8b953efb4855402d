import { createStore } from 'zustand/vanilla';
import type { Engine, Telemetry } from '../../../engine/index.ts';
import { createDocument, type Session } from '../../../session/index.ts';
import type { MixPlayer } from '../../../share/index.ts';
import { fail } from '../../../units/index.ts';
import { Automation } from '../../automation/automation.ts';
import { withAutomation } from '../../automation/with-automation.ts';
import { createAuditionStore } from '../../learn/audition-state.ts';
import { createSceneCompare } from '../../scenes/compare-state.ts';
import { createConsoleStore } from '../../state/console-store.ts';
import { bindDocument } from '../../state/document-binding.ts';
import { createMonitorStore } from '../../state/monitor-store.ts';
import { createNoticeStore } from '../../state/notice-store.ts';
import { memorySettings } from '../../state/persist.ts';
import { createPrefsStore } from '../../state/prefs-store.ts';
import { createUiStore } from '../../state/ui-store.ts';
import type { Workspace, WorkspaceStatus } from '../../state/workspace.ts';

const nothing = () => undefined;

/** Readings of what the player plays; still where a coded render is heard, which has no strips. */
function playerTelemetry(player: MixPlayer): Telemetry {
  const live = () => player.telemetry();
  return {
    poll: () => live()?.poll(),
    get position() {
      return player.position();
    },
    get playing() {
      return player.getState().playing;
    },
    stripPeak: (track) => live()?.stripPeak(track) ?? 0,
    stripRms: (track) => live()?.stripRms(track) ?? 0,
    stripTop: (track) => live()?.stripTop(track) ?? 0,
    stripLoudness: (track) => live()?.stripLoudness(track) ?? Number.NEGATIVE_INFINITY,
    stripReduction: (track) => live()?.stripReduction(track) ?? 0,
    duckReduction: (family) => live()?.duckReduction(family) ?? 0,
    outputPeak: (channel) => live()?.outputPeak(channel) ?? 0,
    bedPeak: (channel) => live()?.bedPeak(channel) ?? 0,
    bedRms: (channel) => live()?.bedRms(channel) ?? 0,
    get loudness() {
      return live()?.loudness ?? [];
    },
    probe: { frames: 0, blocks: 0, readSamples: (_place, into) => void into.fill(0), readBlocks: () => 0 },
    outputChannels: 2,
    clipCount: 0,
    limiterDb: 0,
    missedSlots: 0,
    shuttleMisses: 0,
    resetClips: nothing,
    resetPeaks: nothing,
    resetLoudness: nothing,
  };
}

/** The engine as views see it: what the player plays can be read, and is driven by the player alone. */
const watchedEngine = (player: MixPlayer): Engine => ({
  getState: () => ({
    status: { kind: 'running' },
    playing: player.getState().playing,
    speed: 1,
    target: 'binaural',
    deviceChannels: 2,
    deviceNotice: null,
    isolated: true,
    outputLatency: 0,
    faults: [],
    responses: {},
  }),
  subscribe: (listener) => player.subscribe(listener),
  telemetry: playerTelemetry(player),
  prepared: Promise.resolve(),
  resume: async () => undefined,
  update: nothing,
  play: () => player.play(),
  retryResponses: nothing,
  shuttle: async () => undefined,
  stop: () => player.stop(),
  locate: (to) => player.locate(to),
  setTarget: nothing,
  setTestSignal: nothing,
  setMonitorLevel: nothing,
  setListener: nothing,
  setBinauralLfe: nothing,
  setMonitorMatrix: nothing,
  setOutputs: nothing,
  setBedPlaces: nothing,
  setProbe: nothing,
  holdSound: nothing,
  holdStems: nothing,
  liveInput() {
    throw new TypeError('a mix that is looked at has no inputs');
  },
  audioContext() {
    throw new TypeError('the player keeps its own context');
  },
  dispose: async () => undefined,
});

/**
 * The published session as the app's own views want it, to look at and not to touch: nothing is stored, nothing can be edited.
 * Main thread; the caller closes it.
 */
export function createReadOnlyWorkspace(
  session: Session,
  player: MixPlayer,
): Workspace & { readonly close: () => void } {
  const document = createDocument(session);
  const notices = createNoticeStore();
  const settings = memorySettings();
  const ui = createUiStore(settings);
  const prefs = createPrefsStore(settings);
  // The room with its loudspeakers, whatever it is listened to on.
  prefs.setState({ target: '7.1.4' });
  const engine = watchedEngine(player);
  const isReadOnly = () => true;
  const automation = new Automation({
    document,
    engine,
    settings,
    isReadOnly,
    selection: () => null,
    playStart: () => 0,
    onHeard: nothing,
    now: () => performance.now(),
  });
  const binding = bindDocument(document, notices, isReadOnly);
  const refuse = fail('read-only', 'A published mix is not edited here.', 'Say it in a comment.');
  return {
    ...withAutomation(binding, automation),
    automation,
    engine,
    metronome: { state: createStore(() => ({ on: false, loading: false })), toggle: async () => undefined },
    ui,
    settings,
    console: createConsoleStore(settings, session.id),
    prefs,
    monitor: createMonitorStore(settings),
    audition: createAuditionStore(),
    scenes: createSceneCompare(),
    notices,
    status: createStore<WorkspaceStatus>(() => ({
      save: { kind: 'read-only' },
      imports: [],
      bounce: { kind: 'idle' },
      sessions: [],
    })),
    importFiles: async () => undefined,
    takeStem: async () => null,
    energyOf: async () => refuse,
    cancelImports: nothing,
    peaks: () => null,
    onPeaks: () => nothing,
    pictureFile: async () => null,
    exportPackage: async () => refuse,
    matchLoudness: async () => undefined,
    matchScenes: async () => undefined,
    bounce: async () => undefined,
    cancelBounce: nothing,
    takeOver: async () => undefined,
    openSession: async () => undefined,
    createSession: async () => undefined,
    openDemo: async () => undefined,
    deleteSession: async () => undefined,
    refreshSessions: async () => undefined,
    close: () => binding.dispose(),
  };
}
