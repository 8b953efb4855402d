import { preloadEngine } from '../../engine/browser.ts';
import { newSession, randomIds, type Session, serialiseSession } from '../../session/index.ts';
import { acquireSession, recoverSession } from '../../store/index.ts';
import { type Failure, ok, parseTimecode, type Result } from '../../units/index.ts';
import type { Workspace } from '../state/workspace.ts';
import { fetchDemo } from './demo.ts';
import { missingFeature } from './features.ts';
import { startHrtf } from './hrtf-link.ts';
import { type UnpackedSession, unpackSession } from './packages.ts';
import { openServices, type Services } from './services.ts';
import { createWorkspace, type LiveWorkspace, type Navigation, type OpenedSession } from './workspace.ts';

/** What the page shows: on its way, ready, or why not. */
export type BootState =
  | { readonly kind: 'loading'; readonly what: string }
  | { readonly kind: 'ready'; readonly workspace: Workspace }
  | { readonly kind: 'unsupported'; readonly title: string; readonly detail: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Brings the page up and swaps workspaces when another session is opened. */
export interface Boot {
  getState(): BootState;
  subscribe(listener: () => void): () => void;
  start(): Promise<void>;
}

/** Settings that remember the session open last, and which session is the demo. */
const LAST_KEY = 'scorestage.last';
const DEMO_KEY = 'scorestage.demo';

/** Makes the boot of this page; nothing happens before `start`. Main thread. */
export function createBoot(): Boot {
  let state: BootState = { kind: 'loading', what: 'Starting Scorestage' };
  let started = false;
  let services: Services | null = null;
  let live: LiveWorkspace | null = null;
  const listeners = new Set<() => void>();
  const set = (next: BootState) => {
    state = next;
    for (const listener of listeners) listener();
  };

  /** Takes the session's lock and, as its writer, starts a new generation of its files. */
  const hold = async (
    page: Services,
    id: string,
    read: () => Promise<Result<Session>>,
    takeOver: boolean,
    unpacked: UnpackedSession | null,
  ): Promise<Result<OpenedSession>> => {
    let save: () => Promise<void> = async () => undefined;
    const lock = await acquireSession(id, { beforeRelease: () => save() });
    if (takeOver) await lock.takeOver();
    const session = await read();
    if (!session.ok) {
      await lock.release();
      return session;
    }
    if (lock.mode === 'writer') {
      const begun = await page.store.start(id, serialiseSession(session.value), session.value.name);
      if (!begun.ok) {
        await lock.release();
        return begun;
      }
    }
    return ok({
      session: session.value,
      lock,
      unpacked,
      setBeforeRelease: (next) => {
        save = next;
      },
    });
  };

  const show = async (
    page: Services,
    opening: () => Promise<Result<OpenedSession>>,
    what: string,
  ): Promise<void> => {
    const before = live;
    live = null;
    set({ kind: 'loading', what });
    await before?.close();
    const opened = await opening();
    if (!opened.ok) {
      set({ kind: 'failed', failure: opened });
      return;
    }
    live = createWorkspace(opened.value, page, navigation(page));
    page.settings.write(LAST_KEY, opened.value.session.id);
    set({ kind: 'ready', workspace: live.workspace });
  };

  const readStored = async (page: Services, id: string): Promise<Result<Session>> => {
    const stored = await page.store.read(id);
    if (!stored.ok) return stored;
    const recovered = recoverSession(stored.value);
    if (!recovered.ok) return recovered;
    for (const loss of recovered.value.dropped) {
      page.notices.show({
        tone: 'fault',
        title: 'The session was recovered to its last good edit',
        detail: loss,
      });
    }
    return ok(recovered.value.session);
  };
  const showStored = (page: Services, id: string, takeOver = false) =>
    show(page, () => hold(page, id, () => readStored(page, id), takeOver, null), 'Opening the session');
  const showNew = (page: Services, session: Session, unpacked: UnpackedSession | null, what: string) =>
    show(page, () => hold(page, session.id, async () => ok(session), false, unpacked), what);

  /** The demo: as it was left if it was opened before, with whatever of its audio is not here yet. */
  const showDemo = async (page: Services): Promise<void> => {
    const demo = await fetchDemo();
    const listed = await page.store.list();
    const isStored = (id: string | null) => listed.ok && listed.value.some((listing) => listing.id === id);
    if (!demo.ok) {
      const known = page.settings.read(DEMO_KEY);
      if (known !== null && isStored(known)) await showStored(page, known);
      else if (!live) {
        const blank = newSession({ name: 'Untitled', sampleRate: 48_000, frameRate: '24' });
        await showNew(page, blank, null, 'Making a session');
        page.notices.fail(demo);
      } else page.notices.fail(demo);
      return;
    }
    const { session } = demo.value;
    const stored = isStored(session.id);
    page.settings.write(DEMO_KEY, session.id);
    await show(
      page,
      () =>
        hold(
          page,
          session.id,
          () => (stored ? readStored(page, session.id) : Promise.resolve(ok(session))),
          false,
          demo.value,
        ),
      'Opening the demo',
    );
  };

  const navigation = (page: Services): Navigation => ({
    openStored: (id, takeOver) => showStored(page, id, takeOver),
    async openPackageFile(file) {
      const listed = await page.store.list();
      const taken = new Set(listed.ok ? listed.value.map(({ id }) => id) : []);
      const unpacked = await unpackSession(file, taken);
      if (!unpacked.ok) page.notices.fail(unpacked);
      else await showNew(page, unpacked.value.session, unpacked.value, `Opening ${file.name}`);
    },
    async createSession({ name, sampleRate, frameRate, startTimecode }) {
      const startFrames = parseTimecode(startTimecode, frameRate);
      const session = newSession({
        name,
        sampleRate,
        frameRate,
        ids: randomIds(),
        ...(startFrames.ok ? { startFrames: startFrames.value } : {}),
      });
      await showNew(page, session, null, 'Making the session');
    },
    openDemo: () => showDemo(page),
  });

  const openFirst = async (page: Services): Promise<void> => {
    const listed = await page.store.list();
    const last = page.settings.read(LAST_KEY);
    const found = listed.ok ? (listed.value.find(({ id }) => id === last) ?? listed.value[0]) : undefined;
    // The demo goes through its own way, which also fetches audio that an interrupted first visit left out.
    if (!found || found.id === page.settings.read(DEMO_KEY)) await showDemo(page);
    else await showStored(page, found.id);
  };

  return {
    getState: () => state,
    subscribe(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async start() {
      // StrictMode mounts twice in development; two workspaces on one session would fight over its lock.
      if (started && state.kind !== 'failed') return;
      started = true;
      const missing = missingFeature();
      if (missing) {
        set({ kind: 'unsupported', ...missing });
        return;
      }
      const fixture = import.meta.env.DEV ? new URLSearchParams(location.search).get('fixture') : null;
      if (fixture !== null) {
        const { createFixtureWorkspace } = await import('../dev/fixture-workspace.ts');
        set({ kind: 'ready', workspace: createFixtureWorkspace(Number(fixture) || 15) });
        return;
      }
      // Most sessions run at this rate; another one fetches its own.
      if (!services) {
        services = openServices();
        startHrtf(services.prefs, services.notices);
      }
      preloadEngine(48_000);
      await openFirst(services);
    },
  };
}
