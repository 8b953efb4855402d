import { createStore } from 'zustand/vanilla';
import { startEngine } from '../../engine/browser.ts';
import { createDocument, heldSession, type Session, type Stem } from '../../session/index.ts';
import { poolKey } from '../../stems/index.ts';
import { acquireSession, type SessionLock } from '../../store/index.ts';
import { ok } from '../../units/index.ts';
import { Automation } from '../automation/automation.ts';
import { timeSelection } from '../automation/time-selection.ts';
import { withAutomation } from '../automation/with-automation.ts';
import { paintLoop } from '../kit/paint-loop.ts';
import { auditioned, createAuditionStore } from '../learn/audition-state.ts';
import { linkListener } from '../listener/listener-link.ts';
import { createSceneCompare, sceneHeard } from '../scenes/compare-state.ts';
import { createSceneMatcher } from '../scenes/scene-matcher.ts';
import { createConsoleStore } from '../state/console-store.ts';
import { bindDocument } from '../state/document-binding.ts';
import { createUiStore } from '../state/ui-store.ts';
import type { Workspace, WorkspaceStatus } from '../state/workspace.ts';
import { createBouncer } from './bouncer.ts';
import { createCodingPreview } from './coding-preview.ts';
import { linkHrtf } from './hrtf-link.ts';
import { createImporter } from './importer.ts';
import { type JournalLink, linkJournal } from './journal-link.ts';
import { createLoudnessMatcher } from './loudness-matcher.ts';
import { createMetronome } from './metronome.ts';
import { linkMonitor } from './monitor-link.ts';
import { buildPackage, type UnpackedSession } from './packages.ts';
import { createPeakSource } from './peak-source.ts';
import { playableSession } from './playable.ts';
import { collectStems } from './pool-care.ts';
import { renewableStems } from './renewable.ts';
import type { Services } from './services.ts';

/** A session that was opened and what holds it. */
export interface OpenedSession {
  readonly session: Session;
  readonly lock: SessionLock;
  /** Set while audio of the session has still to be fetched into the pool. */
  readonly unpacked: UnpackedSession | null;
  /** Saves and closes the journal; the lock calls it before another tab takes over. */
  setBeforeRelease(save: () => Promise<void>): void;
}

/** What a workspace asks of the page around it: to open another session in its place. */
export interface Navigation {
  openStored(id: string, takeOver?: boolean): Promise<void>;
  openPackageFile(file: File): Promise<void>;
  createSession: Workspace['createSession'];
  openDemo(): Promise<void>;
}

/** A workspace and its end. */
export interface LiveWorkspace {
  readonly workspace: Workspace;
  /** Saves, stops the sound, gives the session's lock back. */
  close(): Promise<void>;
}

/** Ties document, engine, stems and journal of one session together. Main thread; the caller closes it. */
export function createWorkspace(
  opened: OpenedSession,
  services: Services,
  navigation: Navigation,
): LiveWorkspace {
  const { notices, prefs, monitor, library, store } = services;
  const { lock } = opened;
  const scope: (() => void)[] = [];
  const document = createDocument(opened.session);
  const ui = createUiStore(services.settings);
  const view = createConsoleStore(services.settings, opened.session.id);
  const status = createStore<WorkspaceStatus>(() => ({
    save: { kind: lock.mode === 'reader' ? 'read-only' : store.persistent ? 'saved' : 'memory-only' },
    imports: [],
    bounce: { kind: 'idle' },
    sessions: [],
  }));
  const binding = bindDocument(document, notices, () => lock.mode === 'reader');
  scope.push(binding.dispose);

  let pictureArrives: Promise<void> = Promise.resolve();
  // A stored demo may be older than the one the page carries: only what this session names is fetched.
  const named = new Set(Object.values<Stem>(opened.session.stems).map(({ sha256 }) => sha256));
  const wanted = opened.unpacked?.stems.filter(({ stem }) => named.has(stem.sha256)) ?? [];
  const pending = new Set(wanted.map(({ stem }) => stem.sha256));
  const engine = startEngine({
    session: playableSession(document.get(), pending),
    target: prefs.getState().target,
  });
  const audition = createAuditionStore();
  const scenes = createSceneCompare();
  const heardSession = () =>
    auditioned(
      playableSession(
        heldSession(sceneHeard(document.get(), scenes.getState()), automation.heard()),
        pending,
      ),
      audition.getState(),
      prefs.getState().target,
    );
  const automation = new Automation({
    document,
    engine,
    settings: services.settings,
    isReadOnly: () => lock.mode === 'reader',
    selection: () => timeSelection(document.get(), ui.getState().selection),
    playStart: () => ui.getState().playStart,
    onHeard: () => feedEngine(),
    now: () => performance.now(),
  });
  const feedEngine = () => engine.update(coding.apply(heardSession()));
  const coding = createCodingPreview({ engine, monitor, feed: () => feedEngine() });
  scope.push(coding.dispose);
  scope.push(document.subscribe(feedEngine));
  scope.push(audition.subscribe(feedEngine));
  scope.push(scenes.subscribe(feedEngine));
  scope.push(
    prefs.subscribe((state, old) => {
      if (state.target !== old.target) feedEngine();
    }),
  );
  scope.push(linkHrtf(engine, prefs));
  scope.push(linkMonitor({ engine, prefs, monitor, scenes, document }));
  scope.push(linkListener(engine, ui));
  scope.push(paintLoop.add(() => automation.tick(), 'poll'));
  // A stop ends the pass before the playhead has gone back.
  scope.push(engine.subscribe(() => automation.tick()));
  let toldFaults = 0;
  scope.push(
    engine.subscribe(() => {
      const { faults } = engine.getState();
      for (const fault of faults.slice(toldFaults))
        notices.show({ tone: 'fault', title: 'Audio engine', detail: fault });
      toldFaults = faults.length;
    }),
  );

  const metronome = createMetronome({ engine, notices, session: () => document.get() });
  scope.push(metronome.dispose);
  scope.push(document.subscribe((session) => metronome.update(session)));
  scope.push(
    ui.subscribe((state, old) => {
      if (state.testSignal === old.testSignal) return;
      engine.setTestSignal(state.testSignal);
      if (state.testSignal !== 'off') void engine.resume();
    }),
  );

  const peaks = createPeakSource(library, () => document.get());
  const bouncer = createBouncer(status, () => document.get());
  const importer = createImporter({
    services,
    status,
    edit: binding.edit,
    getSession: () => document.get(),
    onArrived(sha256) {
      if (pending.delete(sha256)) feedEngine();
      engine.retryResponses();
      peaks.refresh();
    },
    openPackageFile: (file) => navigation.openPackageFile(file),
  });

  let journal: JournalLink | null = lock.mode === 'writer' ? linkJournal(document, store, status) : null;
  const closeJournal = async () => {
    const link = journal;
    journal = null;
    await link?.close();
  };
  opened.setBeforeRelease(closeJournal);
  scope.push(
    lock.onLost(() => {
      void closeJournal();
      status.setState({ save: { kind: 'read-only' } });
      notices.show({
        tone: 'info',
        title: 'Another tab took over this session',
        detail: 'Everything up to here was saved.',
      });
    }),
  );

  const workspace: Workspace = {
    ...withAutomation(binding, automation),
    automation,
    engine,
    metronome,
    ui,
    console: view,
    prefs,
    monitor,
    audition,
    scenes,
    notices,
    settings: services.settings,
    status,
    importFiles: (files, at) => importer.importFiles(files, at),
    takeStem: (file) => importer.takeStem(file),
    cancelImports: () => importer.cancel(),
    energyOf: ({ sha256 }) => library.energy(poolKey(sha256, document.get().sampleRate)),
    peaks: peaks.peaks,
    onPeaks: peaks.onPeaks,
    async pictureFile() {
      await pictureArrives;
      const { picture } = document.get();
      if (!picture) return null;
      const found = await services.pictures.find(picture.sha256);
      return found.ok && found.value ? new Blob([found.value], { type: picture.mediaType }) : null;
    },
    async exportPackage() {
      const built = await buildPackage(document.get(), services);
      if (!built.ok) return built;
      const { blob, missing } = built.value;
      if (missing.length > 0) {
        notices.show({
          tone: 'fault',
          title: `${missing.length} file${missing.length === 1 ? '' : 's'} could not be put into the export`,
          detail: `Not on this device: ${missing.slice(0, 5).join(', ')}${missing.length > 5 ? ' …' : ''}. Add them again, then export.`,
        });
      }
      return ok(blob);
    },
    matchLoudness: createLoudnessMatcher({ engine, monitor, notices, session: () => document.get() }),
    matchScenes: createSceneMatcher({
      engine,
      scenes,
      notices,
      session: () => document.get(),
      target: () => prefs.getState().target,
    }),
    bounce: (request) => bouncer.bounce(request),
    cancelBounce: () => bouncer.cancel(),
    takeOver: () => navigation.openStored(document.get().id, true),
    openSession: (id) => navigation.openStored(id),
    createSession: (settings) => navigation.createSession(settings),
    openDemo: () => navigation.openDemo(),
    async deleteSession(id) {
      const held = await acquireSession(id, { beforeRelease: () => Promise.resolve() });
      if (held.mode === 'reader') {
        await held.release();
        notices.show({
          tone: 'info',
          title: 'That session is open in another tab',
          detail: 'Close it there, then delete it here.',
        });
        return;
      }
      const deleted = await store.delete(id);
      await held.release();
      const collected = deleted.ok ? await collectStems(services, document.get()) : deleted;
      if (!collected.ok) notices.fail(collected);
      await workspace.refreshSessions();
    },
    async refreshSessions() {
      const listed = await store.list();
      if (listed.ok) status.setState({ sessions: listed.value });
      else notices.fail(listed);
    },
  };

  const keepPicture = async (read: () => Promise<File>): Promise<void> => {
    const known = await services.pictures.find(document.get().picture?.sha256 ?? '');
    if (known.ok && known.value) return;
    try {
      const kept = await services.pictures.keep(await read(), new AbortController().signal, () => undefined);
      if (!kept.ok) notices.fail(kept);
    } catch (cause) {
      notices.show({
        tone: 'fault',
        title: 'The picture could not be fetched',
        detail: `The sound is not touched by it. Choose a picture from the session menu. (${cause instanceof Error ? cause.message : String(cause)})`,
      });
    }
  };
  const fetchAudio = async (stems: typeof wanted, onLead: () => void): Promise<void> => {
    const rate = document.get().sampleRate;
    const here = await Promise.all(stems.map(({ stem }) => library.has(poolKey(stem.sha256, rate))));
    stems.forEach(({ stem }, index) => {
      if (here[index]) pending.delete(stem.sha256);
    });
    feedEngine();
    await importer.fetchStems(
      stems.filter((_, index) => !here[index]),
      onLead,
    );
  };
  const renew = async (): Promise<void> => {
    const stems = await renewableStems(document.get(), library);
    if (stems.length === 0) return;
    for (const { stem } of stems) pending.add(stem.sha256);
    feedEngine();
    await importer.fetchStems(stems);
  };
  if (opened.unpacked) {
    const { picture } = opened.unpacked;
    const lead = new Promise<void>((begun) => void fetchAudio(wanted, begun).finally(begun));
    // The picture is large; it waits until the first sound can be played.
    if (picture) pictureArrives = lead.then(() => keepPicture(picture));
  } else void renew();

  return {
    workspace,
    async close() {
      importer.cancel();
      bouncer.cancel();
      await closeJournal();
      for (const dispose of scope.toReversed()) dispose();
      await engine.dispose();
      await lock.release();
    },
  };
}
