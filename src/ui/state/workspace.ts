import { createContext, useCallback, useContext, useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import type { StoreApi } from 'zustand/vanilla';
import type { Engine, EngineState } from '../../engine/index.ts';
import type { ClipId, Recipe, Session, Stem } from '../../session/index.ts';
import type { StemEnergy } from '../../stems/index.ts';
import type { Failure, RenderTarget, Result } from '../../units/index.ts';
import type { Automation } from '../automation/automation.ts';
import type { AutomationState } from '../automation/automation-store.ts';
import type { AuditionState, AuditionStore } from '../learn/audition-state.ts';
import type { SceneCompareStore } from '../scenes/compare-state.ts';
import type { ConsoleState, ConsoleStore } from './console-store.ts';
import type { MonitorState, MonitorStore } from './monitor-store.ts';
import type { NoticeStore } from './notice-store.ts';
import type { SettingsStorage } from './persist.ts';
import type { PrefsState, PrefsStore } from './prefs-store.ts';
import type { UiState, UiStore } from './ui-store.ts';

/** The document as components see it; replaced as a whole on each edit. */
export interface DocumentState {
  readonly session: Session;
  /** Label of the step undo takes back, null when there is none. */
  readonly undoLabel: string | null;
  readonly redoLabel: string | null;
}

/** Whether the work is safe. `saved` means the journal has acknowledged the last edit. */
export type SaveState =
  | { readonly kind: 'saved' }
  | { readonly kind: 'saving' }
  | { readonly kind: 'memory-only' }
  | { readonly kind: 'read-only' }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** A file on its way into the pool. */
export interface ImportJob {
  readonly id: number;
  readonly fileName: string;
  readonly bytesDone: number;
  readonly bytesTotal: number;
  readonly state: 'waiting' | 'running' | 'done' | 'failed' | 'cancelled';
  readonly failure: Failure | null;
}

/** What a bounce is asked for. Times are session samples. */
export interface BounceRequest {
  readonly target: RenderTarget;
  readonly from: number;
  readonly to: number;
  readonly bits: '16' | '24' | '32f';
  readonly limiter: boolean;
  /** Leaves ducking out; default not. */
  readonly undipped?: boolean;
  /** A download, or a file the user chooses where the browser can ask. */
  readonly destination: 'download' | 'file';
}

/** What a finished bounce reports. */
export interface BounceReport {
  readonly fileName: string;
  readonly bytes: number;
  readonly seconds: number;
  readonly channels: number;
  readonly truePeakDb: number;
  readonly clippedSamples: number;
  /** SHA-256 of the engine's float output. */
  readonly hash: string;
}

/** The bounce that runs or ran last. */
export type BounceState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'running'; readonly done: number }
  | { readonly kind: 'done'; readonly report: BounceReport }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** A session of the store, for the open dialog. */
export interface SessionListing {
  readonly id: string;
  readonly name: string;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

/** Slow facts of the workspace that are neither document nor window. */
export interface WorkspaceStatus {
  readonly save: SaveState;
  readonly imports: readonly ImportJob[];
  readonly bounce: BounceState;
  readonly sessions: readonly SessionListing[];
}

/** Peaks of a stretch of one stem channel for drawing: `min` and `max` interleaved, −1…+1. */
export interface PeakStrip {
  /** Stem samples per min/max pair. */
  readonly samplesPerBin: number;
  readonly firstBin: number;
  readonly values: Float32Array;
}

/**
 * One open session with everything that works on it. Components reach it by `useWorkspace`; it outlives no session:
 * opening another disposes it. Main thread.
 */
export interface Workspace {
  readonly document: StoreApi<DocumentState>;
  readonly engine: Engine;
  readonly metronome: Metronome;
  readonly ui: UiStore;
  /** What the console shows of this session on this device. */
  readonly console: ConsoleStore;
  readonly prefs: PrefsStore;
  readonly monitor: MonitorStore;
  /** Placements being compared; the engine hears them, the document never does. */
  readonly audition: AuditionStore;
  /** Scenes being compared; the engine hears them, the document does not change. */
  readonly scenes: SceneCompareStore;
  /** Recording of automation: hands of controls in, lanes out. */
  readonly automation: Automation;
  readonly notices: NoticeStore;
  /** Small settings of this browser, among them the keys of published mixes. */
  readonly settings: SettingsStorage;
  readonly status: StoreApi<WorkspaceStatus>;

  /** One undoable step. Does nothing while the session is read-only. */
  edit(label: string, recipe: Recipe): void;
  /** Part of a gesture (drag, wheel, held arrow); all parts until `commit` are one undo step. */
  gesture(label: string, recipe: Recipe): void;
  /** Ends the open gesture and keeps it. */
  commit(): void;
  /** Ends the open gesture and takes it back (Escape). */
  cancel(): void;
  undo(): void;
  redo(): void;

  /** Imports audio (and .scorestage packages); a video becomes the picture. `at` places clips at a session sample. */
  importFiles(files: readonly File[], at?: number): Promise<void>;
  /** Brings one file into the pool without placing it; the document has it once it names the stem. Null after telling why not. */
  takeStem(file: File): Promise<Stem | null>;
  cancelImports(): void;
  /** How the energy of a stem goes over time; measured in a worker, anew each time. */
  energyOf(stem: Pick<Stem, 'sha256'>): Promise<Result<StemEnergy>>;
  /** Peaks of a clip's channel near a zoom level; null while they are being read (repaint follows `onPeaks`). */
  peaks(clip: ClipId, channel: number, samplesPerPixel: number): PeakStrip | null;
  /** Calls back when peaks arrived. Returns the way to stop. */
  onPeaks(listener: () => void): () => void;
  /** The picture's file, null when the session has none or it is not stored here. */
  pictureFile(): Promise<Blob | null>;

  /** The whole session as a .scorestage file. Works even when the engine has failed. */
  exportPackage(): Promise<Result<Blob>>;
  /** Measures the monitor's two compared layouts and matches their levels. */
  matchLoudness(): Promise<void>;
  /** Measures the mix and the scenes held beside it and matches their levels. */
  matchScenes(): Promise<void>;
  bounce(request: BounceRequest): Promise<void>;
  cancelBounce(): void;
  /** Becomes the writer of a session that another tab holds. */
  takeOver(): Promise<void>;
  openSession(id: string): Promise<void>;
  createSession(settings: NewSessionSettings): Promise<void>;
  openDemo(): Promise<void>;
  deleteSession(id: string): Promise<void>;
  refreshSessions(): Promise<void>;
}

/** What the new-session dialog asks. */
export interface NewSessionSettings {
  readonly name: string;
  readonly sampleRate: Session['sampleRate'];
  readonly frameRate: Session['frameRate'];
  /** SMPTE text, e.g. "01:00:00:00". */
  readonly startTimecode: string;
}

/** Whether the metronome clicks; `loading` while its instruments are fetched. */
export interface MetronomeState {
  readonly on: boolean;
  readonly loading: boolean;
}

/** The click on the tempo map: heard with the monitor, never bounced. */
export interface Metronome {
  readonly state: StoreApi<MetronomeState>;
  /** Switches it; the first time its instruments are loaded. */
  toggle(): Promise<void>;
}

/** Carries the open workspace to the components. */
export const WorkspaceContext = createContext<Workspace | null>(null);

/** The open workspace. @throws TypeError outside a WorkspaceContext. */
export function useWorkspace(): Workspace {
  const workspace = useContext(WorkspaceContext);
  if (workspace === null) throw new TypeError('useWorkspace needs a WorkspaceContext around the component');
  return workspace;
}

/** Smallest slice of the session; select primitives or document objects, never freshly made ones. */
export function useSession<T>(select: (session: Session) => T): T {
  return useStore(useWorkspace().document, (state) => select(state.session));
}

/** Slice of the document's undo state. */
export function useDocument<T>(select: (state: DocumentState) => T): T {
  return useStore(useWorkspace().document, select);
}

/** Slice of the window's state. */
export function useUi<T>(select: (state: UiState) => T): T {
  return useStore(useWorkspace().ui, select);
}

/** Slice of what the console shows. */
export function useConsole<T>(select: (state: ConsoleState) => T): T {
  return useStore(useWorkspace().console, select);
}

/** Slice of the preferences. */
export function usePrefs<T>(select: (state: PrefsState) => T): T {
  return useStore(useWorkspace().prefs, select);
}

/** Slice of how this page listens. */
export function useMonitor<T>(select: (state: MonitorState) => T): T {
  return useStore(useWorkspace().monitor, select);
}

/** Slice of the workspace's slow facts. */
export function useStatus<T>(select: (state: WorkspaceStatus) => T): T {
  return useStore(useWorkspace().status, select);
}

/** Slice of the engine's slow state; select primitives or objects of the state itself. */
export function useEngine<T>(select: (state: EngineState) => T): T {
  const { engine } = useWorkspace();
  const subscribe = useCallback((listener: () => void) => engine.subscribe(listener), [engine]);
  return useSyncExternalStore(subscribe, () => select(engine.getState()));
}

/** Slice of the audition. */
export function useAudition<T>(select: (state: AuditionState) => T): T {
  return useStore(useWorkspace().audition, select);
}

/** Slice of how automation is recorded. */
export function useAutomation<T>(select: (state: AutomationState) => T): T {
  return useStore(useWorkspace().automation.store, select);
}
