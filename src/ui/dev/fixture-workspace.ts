import { createStore } from 'zustand/vanilla';
import { fail } from '../../units/index.ts';
import { Automation } from '../automation/automation.ts';
import { timeSelection } from '../automation/time-selection.ts';
import { withAutomation } from '../automation/with-automation.ts';
import { paintLoop } from '../kit/paint-loop.ts';
import { createAuditionStore } from '../learn/audition-state.ts';
import { createSceneCompare } from '../scenes/compare-state.ts';
import { createConsoleStore } from '../state/console-store.ts';
import { bindDocument } from '../state/document-binding.ts';
import { createMonitorStore } from '../state/monitor-store.ts';
import { createNoticeStore } from '../state/notice-store.ts';
import { browserSettings } from '../state/persist.ts';
import { createPrefsStore } from '../state/prefs-store.ts';
import { createUiStore } from '../state/ui-store.ts';
import type { Workspace, WorkspaceStatus } from '../state/workspace.ts';
import { createFixtureEngine } from './fixture-engine.ts';
import { fixtureDocument } from './fixture-session.ts';

/** A workspace without storage or sound, for looking at the interface in development. */
export function createFixtureWorkspace(strips: number): Workspace {
  const document = fixtureDocument(strips);
  const notices = createNoticeStore();
  const settings = browserSettings();
  const ui = createUiStore(settings);
  const prefs = createPrefsStore(settings);
  const status = createStore<WorkspaceStatus>(() => ({
    save: { kind: 'saved' },
    imports: [],
    bounce: { kind: 'idle' },
    sessions: [],
  }));
  const engine = createFixtureEngine(document.get().sampleRate);
  engine.update(document.get());
  document.subscribe((session) => engine.update(session));
  engine.setTarget(prefs.getState().target);
  prefs.subscribe((state) => {
    if (engine.getState().target !== state.target) engine.setTarget(state.target);
  });
  const automation = new Automation({
    document,
    engine,
    settings,
    isReadOnly: () => status.getState().save.kind === 'read-only',
    selection: () => timeSelection(document.get(), ui.getState().selection),
    playStart: () => ui.getState().playStart,
    onHeard: () => undefined,
    now: () => performance.now(),
  });
  paintLoop.add(() => automation.tick(), 'poll');
  const binding = bindDocument(document, notices, () => status.getState().save.kind === 'read-only');
  const refuse = fail('fixture', 'The fixture has no storage.', 'Open the page without ?fixture.');
  return {
    ...withAutomation(binding, automation),
    automation,
    engine,
    metronome: {
      state: createStore(() => ({ on: false, loading: false })),
      toggle: () => Promise.resolve(),
    },
    ui,
    console: createConsoleStore(settings, document.get().id),
    prefs,
    monitor: createMonitorStore(settings),
    audition: createAuditionStore(),
    scenes: createSceneCompare(),
    notices,
    settings,
    status,
    importFiles: async () => void notices.fail(refuse),
    takeStem: async () => {
      notices.fail(refuse);
      return null;
    },
    energyOf: async () => refuse,
    cancelImports: () => undefined,
    peaks: () => null,
    onPeaks: () => () => undefined,
    pictureFile: async () => null,
    exportPackage: async () => refuse,
    matchLoudness: async () => void notices.fail(refuse),
    matchScenes: async () => void notices.fail(refuse),
    bounce: async () => status.setState({ bounce: { kind: 'failed', failure: refuse } }),
    cancelBounce: () => status.setState({ bounce: { kind: 'idle' } }),
    takeOver: async () => status.setState({ save: { kind: 'saved' } }),
    openSession: async () => undefined,
    createSession: async () => undefined,
    openDemo: async () => undefined,
    deleteSession: async () => undefined,
    refreshSessions: async () => undefined,
  };
}
