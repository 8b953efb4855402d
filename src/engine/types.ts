import type { FamilyName, Session, SpaceId, TrackId } from '../session/index.ts';
import type { HeldStem } from '../stems/index.ts';
import type { Failure, RenderTarget, RoomPosition } from '../units/index.ts';

/** Where the live engine stands. `suspended` and `failed` resume on one click (`resume`). */
export type EngineStatus =
  | { readonly kind: 'idle' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'running' }
  | { readonly kind: 'suspended'; readonly reason: string }
  | { readonly kind: 'failed'; readonly failure: Failure };

/** Where the response of a convolution stands. */
export type ResponseState =
  /** Being read, prepared or brought to the audio thread; a space that had another is heard with that meanwhile. */
  | { readonly kind: 'preparing' }
  | { readonly kind: 'ready'; readonly channels: number; readonly seconds: number }
  /** Its audio is not on this device, or still being imported. */
  | { readonly kind: 'missing'; readonly message: string; readonly remedy: string }
  | { readonly kind: 'refused'; readonly message: string; readonly remedy: string };

/** Slowly changing facts of the live engine; never per-frame values. */
export interface EngineState {
  readonly status: EngineStatus;
  readonly playing: boolean;
  /** Timeline samples a frame while playing, as asked for: 1, or that of the shuttle, below 0 backwards. 1 while stopped. */
  readonly speed: number;
  readonly target: RenderTarget;
  /** Channels the output device takes; a wider target is folded to what `deviceNotice` says. */
  readonly deviceChannels: number;
  /** Set when the target is wider than the device: names both and what is offered. */
  readonly deviceNotice: string | null;
  /** False when fed by messages because the page is not cross-origin isolated. */
  readonly isolated: boolean;
  /** Latency from the engine's clock to the loudspeaker, seconds. */
  readonly outputLatency: number;
  /** Faults of the audio thread, each reported once. */
  readonly faults: readonly string[];
  /** Of every convolution for which a response was chosen. Unless it is ready, the space is silent. */
  readonly responses: Readonly<Record<SpaceId, ResponseState>>;
}

/** How the listener's head is turned, in radians: yaw positive to the left, pitch up, roll to the right ear. */
export interface ListenerTurn {
  readonly yaw: number;
  readonly pitch: number;
  readonly roll: number;
}

/** Gains from speakers of the output to speakers that are listened to, row by row: `gains[to · channels + from]`. */
export interface MonitorMatrix {
  /** Channels of the target it is for. */
  readonly channels: number;
  /** channels² finite gains. */
  readonly gains: readonly number[];
}

/** Where the speakers of what is listened to go. */
export interface OutputRouting {
  /** Device channel of each speaker, from 0; −1 leaves it unheard. */
  readonly channels: readonly number[];
  /** Samples each speaker waits, up to 50 ms. */
  readonly delays: readonly number[];
}

/** A sound that lies in no pool: mono, heard round and round by clips whose stem has its hash. */
export interface HeldSound {
  /** SHA-256 of the samples' bytes, lower-case hex: what a stem names it by. */
  readonly sha256: string;
  /** Rate it is made for, hertz; the session's. */
  readonly sampleRate: number;
  /** One round, f32. */
  readonly samples: Float32Array;
}

/** Test signals made by the core. `walk` sends pink noise to one speaker after another. */
export type TestSignal = 'off' | 'pink' | 'sweep' | 'walk';

/**
 * What goes through the filters, equaliser and dynamics of the one strip that is probed, without its fader. Samples are the mean of
 * its channels. Main thread; allocates nothing.
 */
export interface StripProbe {
  /** Samples gathered since the probe was put there; 0 while nothing is probed. */
  readonly frames: number;
  /** Blocks of 128 samples gathered since. */
  readonly blocks: number;
  /**
   * Fills `into` with the newest samples, ahead of the processors or behind them; zeros before the first.
   * @throws RangeError for more than 16,384
   */
  readSamples(place: 'ahead' | 'behind', into: Float32Array): void;
  /**
   * Fills `into` with three numbers for each block from `first` on: dB its dynamics turned down (≥ 0, before their mix), the
   * peak ahead and the peak behind, linear. Blocks older than about 4000 are gone.
   * @returns how many blocks were read; fewer than asked for begin later, never end earlier than there are
   */
  readBlocks(first: number, count: number, into: Float32Array): number;
}

/**
 * Per-frame readings, polled from the paint loop on the main thread; allocates nothing.
 * Levels are linear peaks with the meter's own fall already applied.
 */
export interface Telemetry {
  /** Refreshes the readings below; call once a paint. */
  poll(): void;
  /** Timeline sample heard now (engine clock less output latency); integer. */
  readonly position: number;
  readonly playing: boolean;
  stripPeak(track: TrackId): number;
  /** Mean square over ~300 ms, as a linear RMS. */
  stripRms(track: TrackId): number;
  /** K-weighted momentary loudness (400 ms) behind the fader, LKFS; −∞ for silence. */
  stripLoudness(track: TrackId): number;
  /** Largest sample behind the fader since `resetPeaks`, linear. */
  stripTop(track: TrackId): number;
  /** Readings of the session's 5.1, which always runs beside the monitored render, for `loudnessIn`. */
  readonly loudness: ArrayLike<number>;
  /** How many dB a strip's dynamics turn it down now, ≥ 0, before their mix. */
  stripReduction(track: TrackId): number;
  /** How many dB a family's ducker turns it down now, ≥ 0: the level (band 0, default), or one of the six speech bands (1 … 6). */
  duckReduction(family: FamilyName, band?: number): number;
  /** The strip chosen by `Engine.setProbe`. */
  readonly probe: StripProbe;
  /** Peak of an output channel of the current target, before the limiter. */
  outputPeak(channel: number): number;
  /** Peak of a channel of the 7.1.2 bed (`LAYOUT_SPEAKERS['7.1.2']` order) before it joins the layout. */
  bedPeak(channel: number): number;
  /** RMS of such a channel over ~300 ms, linear. */
  bedRms(channel: number): number;
  readonly outputChannels: number;
  /** Output samples above full scale before the limiter, since the last `resetClips`. */
  readonly clipCount: number;
  /** Gain reduction of the monitor limiter now, dB ≤ 0. */
  readonly limiterDb: number;
  /** Reads that found no audio in time, since the engine started. */
  readonly missedSlots: number;
  /** The same while a shuttle ran, which may be faster than storage: no fault of the desk's. */
  readonly shuttleMisses: number;
  resetClips(): void;
  /** Starts the strips' largest samples anew. */
  resetPeaks(): void;
  /** Starts the integrated loudness and the largest readings anew. */
  resetLoudness(): void;
}

/** The live engine as the interface sees it. Main thread. */
export interface Engine {
  getState(): EngineState;
  /** Calls back on every change of state; returns the way to stop. */
  subscribe(listener: () => void): () => void;
  readonly telemetry: Telemetry;
  /** Resolves once everything that could be made ready before a gesture is, or has failed; never rejects. */
  readonly prepared: Promise<void>;
  /** Starts the context on a user gesture if need be; resolves when sound can flow. */
  resume(): Promise<void>;
  /** Brings the engine to this session: prefetches, then applies at a block edge with a cross-fade of ≤ 10 ms. */
  update(session: Session): void;
  play(): Promise<void>;
  /**
   * Follows the timeline at a speed, backwards below 0 (|speed| ≤ 16, not 0; 1 is `play`), from where the playhead stands. Above 4
   * stretches are heard at twice the speed; audio that can't be read in time is silent. Passes by the loop; comes to a stop at
   * the beginning.
   */
  shuttle(speed: number): Promise<void>;
  stop(): void;
  /** Moves the playhead; while playing, sound goes on from there. */
  locate(position: number): void;
  setTarget(target: RenderTarget): void;
  setTestSignal(signal: TestSignal): void;
  /** Monitor level in dB, −∞…+12; does not touch bounces. */
  setMonitorLevel(levelDb: number): void;
  /**
   * Solo, mute, polarity, mono and trims of speakers as one matrix, reached in 20 ms; one for another number of channels
   * than the target has waits for the target it fits. null is none. Touches neither bounces nor the raw output.
   */
  setMonitorMatrix(matrix: MonitorMatrix | null): void;
  /** Turns the listener's head on headphones; heard about 18 ms later, smoothly. Bounces are heard straight ahead. */
  setListener(head: ListenerTurn): void;
  /** Lets headphones have the LFE, low-passed and at +5.5 dB to both ears, or not, as begins. Bounces leave it out. */
  setBinauralLfe(heard: boolean): void;
  /** Device channels and delays of the speakers, changed through a short silence; null is channel for channel. */
  setOutputs(routing: OutputRouting | null): void;
  /**
   * Hears the bed's ten channels from other places of the room than their speakers'; null puts them back. For previews of
   * what is listened to: bounces never know of it.
   */
  setBedPlaces(places: readonly RoomPosition[] | null): void;
  /** Looks into a strip's processors (`Telemetry.probe`); null into none. One strip at a time. */
  setProbe(track: TrackId | null): void;
  /**
   * Holds a sound in the stream worker's memory, in place of the one before, for the sessions of the next `update`s; null lets
   * it go. Neither storage nor a bounce knows of it.
   */
  holdSound(sound: HeldSound | null): void;
  /**
   * Reads these stems, and no more those given before, from where they are held in place of the pool, for the sessions of the
   * next `update`s. Bounces are told of them by their job.
   */
  holdStems(stems: readonly HeldStem[]): void;
  /** Tries again to read responses that were missing or refused: after a file was added. `play` does so too. */
  retryResponses(): void;
  /** Native stereo input of the engine for metronome and audition sources; connect nodes to it. */
  liveInput(): AudioNode;
  audioContext(): AudioContext;
  dispose(): Promise<void>;
}
