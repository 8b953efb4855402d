import type { Telemetry } from '../../engine/index.ts';
import type { FamilyName, Session, TrackId } from '../../session/index.ts';
import type { Failure, Result } from '../../units/index.ts';
import type { Manifest, VersionFacts } from '../schema/index.ts';

/**
 * Where the versions of a mix are read from: the share server, a file that carries everything, or addresses of stems. Hashes are
 * not believed: who reads a blob compares.
 */
export interface MixSource {
  readonly kind: 'link' | 'package' | 'fragment';
  /** Newest first. */
  versions(): readonly VersionFacts[];
  manifest(n: number): Promise<Result<Manifest>>;
  /**
   * A blob as a stream from byte `from`; `Response.body` is one. `behind`: it may wait for whatever else is fetched. Rejects only
   * on abort.
   */
  open(
    sha256: string,
    from: number,
    signal: AbortSignal,
    behind?: boolean,
  ): Promise<Result<ReadableStream<Uint8Array>>>;
}

/** What is heard now: the coded render of the composer's core, or this device's core over lossy or lossless stems. */
export type Heard = 'proxy' | 'live' | 'lossless';

/** What it is listened to on. `headphones` hears binaural, the others the stereo fold through what the device does to it. */
export const LISTENING = ['headphones', 'speakers', 'phone', 'laptop', 'tv'] as const;
export type Listening = (typeof LISTENING)[number];

/** A stretch of the timeline, in samples at the version's rate. */
export interface Stretch {
  readonly start: number;
  readonly end: number;
}

/** What can be soloed or muted: families always, tracks once the live mix is heard (before, their switches wait for it). */
export type Switched =
  | { readonly kind: 'family'; readonly id: FamilyName }
  | { readonly kind: 'track'; readonly id: TrackId };

/** How two versions are compared. */
export interface CompareState {
  readonly other: number;
  /** Which of the two is heard. */
  readonly heard: 'shown' | 'other';
  /** dB each is turned by so that both are equally loud over the compared stretch; never above 0. Null: not measured yet. */
  readonly appliedDb: { readonly shown: number; readonly other: number } | null;
  readonly matched: boolean;
}

/** Slowly changing facts of the player; never per-frame values. */
export interface PlayerState {
  readonly status:
    | { readonly kind: 'opening' }
    | { readonly kind: 'ready' }
    | { readonly kind: 'failed'; readonly failure: Failure };
  readonly playing: boolean;
  /** The version shown, and its manifest once it is here. */
  readonly version: number;
  readonly manifest: Manifest | null;
  /** The session of the version shown, for stage and tracks; null for links without stems or until it is here. */
  readonly session: Session | null;
  readonly heard: Heard;
  /** How far the stems of the live mix are: bytes done and all; null where there are none. */
  readonly live: {
    readonly done: number;
    readonly total: number;
    readonly failure: Failure | null;
  } | null;
  readonly listening: Listening;
  readonly loop: Stretch | null;
  readonly soloed: readonly Switched[];
  readonly muted: readonly Switched[];
  readonly compare: CompareState | null;
  /** Why what is heard may differ from what the composer heard (another core or HRTF set); null: it is the same. */
  readonly differs: string | null;
  /** Seconds from the press of play to the first sample that was handed to the device; null before. */
  readonly firstSoundSeconds: number | null;
}

/** Plays the versions of a mix: coded renders at once, this device's own engine as soon as it can. Main thread. */
export interface MixPlayer {
  getState(): PlayerState;
  /** Calls back on every change of state; returns the way to stop. */
  subscribe(listener: () => void): () => void;
  /** Timeline sample heard now, at the rate of the version shown. Poll from the paint loop. */
  position(): number;
  /** Peaks of what is heard, left and right, linear, since the last call. Poll from the paint loop. */
  readPeaks(into: { left: number; right: number }): void;
  /** Readings of the live engine; null while a proxy is heard. */
  telemetry(): Telemetry | null;
  /** Call within a gesture: starts the context. */
  play(): Promise<void>;
  stop(): void;
  locate(at: number): void;
  setLoop(stretch: Stretch | null): void;
  setListening(to: Listening): void;
  setSoloed(these: readonly Switched[]): void;
  setMuted(these: readonly Switched[]): void;
  /** Shows another version, without a gap and at the same place. */
  show(version: number): void;
  /** Lays another version beside the one shown, in step with it; null ends comparing. */
  compare(other: number | null): void;
  hear(which: 'shown' | 'other'): void;
  /** Equal loudness or as they are. */
  setMatched(matched: boolean): void;
  /** The versions this source has now have changed. */
  refresh(): void;
  /** Renders the range on this device and compares its hash with the composer's (`Manifest.render`). */
  verify(signal: AbortSignal): Promise<Result<'same' | 'different'>>;
  dispose(): Promise<void>;
}
