import { lkfsOf, MAX_SPEAKERS, MAX_STRIPS } from '../../core/index.ts';
import { FAMILIES, type FamilyName, type TrackId } from '../../session/index.ts';
import type { TimelineClock } from '../audition/metronome.ts';
import type { Telemetry } from '../types.ts';
import { ProbeReader } from './probe-reader.ts';
import { DUCK_READINGS, FACT, telemetryBytes } from './telemetry-layout.ts';
import { TelemetryReader } from './telemetry-reader.ts';

/** What the readings depend on beside the telemetry block. */
export interface TelemetrySources {
  /** Slot of a track on the audio thread now; undefined if it has none. */
  readonly slotOf: (track: TrackId) => number | undefined;
  /** The context, while there is one that runs. */
  readonly context: () => AudioContext | null;
  readonly resetClips: () => void;
  readonly resetPeaks: () => void;
  readonly resetLoudness: () => void;
  /** True from the moment play was asked for until stop. */
  readonly wantsPlay: () => boolean;
  /** Playhead while nothing plays: where it was put last, whether or not the processor has heard of it. */
  readonly restingPosition: () => number;
}

/** Bytes of the live engine's telemetry block. */
export const LIVE_TELEMETRY_BYTES = telemetryBytes(MAX_STRIPS, MAX_SPEAKERS);

/** Readings for the paint loop. Main thread; `poll` and the getters do not allocate. */
export class LiveTelemetry implements Telemetry {
  readonly #sources: TelemetrySources;
  readonly #reader: TelemetryReader;
  readonly probe: ProbeReader;
  #attached = false;
  #position = 0;

  constructor(sources: TelemetrySources) {
    this.#sources = sources;
    this.probe = new ProbeReader(sources.slotOf);
    this.#reader = new TelemetryReader(new ArrayBuffer(LIVE_TELEMETRY_BYTES), MAX_STRIPS, MAX_SPEAKERS);
  }

  /** Reads from this block from now on: shared memory, or the latest message. null: nothing reports any more. */
  attach(buffer: ArrayBuffer | SharedArrayBuffer | null): void {
    this.#attached = buffer !== null;
    this.#reader.attach(buffer ?? new ArrayBuffer(LIVE_TELEMETRY_BYTES));
    if (!buffer) this.poll();
  }

  poll(): void {
    this.#reader.poll();
    const context = this.#sources.context();
    // A stopped playhead is where it was put: steps that come faster than reports must add up.
    const reported = this.#attached && this.#reader.fact(FACT.contextFrame) !== 0;
    if (!context || !reported || !this.#sources.wantsPlay()) {
      this.#position = this.#sources.restingPosition();
      return;
    }
    // The monitor path's limiter holds what is heard back a little behind the playhead.
    this.#position = this.#reader.positionAt(heardFrame(context) - this.#reader.fact(FACT.monitorLatency));
  }

  get position(): number {
    return this.#position;
  }

  get playing(): boolean {
    return this.#reader.fact(FACT.playing) !== 0;
  }

  stripPeak(track: TrackId): number {
    return this.#reader.views.stripPeaks[this.#sources.slotOf(track) ?? -1] ?? 0;
  }

  stripRms(track: TrackId): number {
    return this.#reader.views.stripRms[this.#sources.slotOf(track) ?? -1] ?? 0;
  }

  stripLoudness(track: TrackId): number {
    return lkfsOf(this.#reader.views.stripPowers[this.#sources.slotOf(track) ?? -1] ?? 0);
  }

  stripTop(track: TrackId): number {
    return this.#reader.views.stripTops[this.#sources.slotOf(track) ?? -1] ?? 0;
  }

  get loudness(): ArrayLike<number> {
    return this.#reader.views.loudness;
  }

  stripReduction(track: TrackId): number {
    return this.probe.reductionOf(this.#sources.slotOf(track) ?? -1);
  }

  duckReduction(family: FamilyName, band = 0): number {
    return this.#reader.views.ducks[FAMILIES.indexOf(family) * DUCK_READINGS + band] ?? 0;
  }

  outputPeak(channel: number): number {
    return this.#reader.views.outputPeaks[channel] ?? 0;
  }

  bedPeak(channel: number): number {
    return this.#reader.views.bedPeaks[channel] ?? 0;
  }

  bedRms(channel: number): number {
    return this.#reader.views.bedRms[channel] ?? 0;
  }

  get outputChannels(): number {
    return this.#reader.fact(FACT.outputChannels);
  }

  get clipCount(): number {
    return this.#reader.fact(FACT.clipCount);
  }

  get limiterDb(): number {
    const gain = this.#reader.fact(FACT.limiterGain);
    return gain > 0 && gain < 1 ? 20 * Math.log10(gain) : 0;
  }

  get missedSlots(): number {
    return this.#reader.fact(FACT.missedSlots);
  }

  get speed(): number {
    return this.#reader.fact(FACT.speed);
  }

  get shuttleMisses(): number {
    return this.#reader.fact(FACT.shuttleMisses);
  }

  /** Frames the monitor path holds everything back. */
  get monitorLatencyFrames(): number {
    return this.#reader.fact(FACT.monitorLatency);
  }

  /** Fills in where the timeline stands against the context's clock. */
  readClock(clock: TimelineClock, sampleRate: number): void {
    this.#reader.poll();
    clock.contextTime = this.#reader.fact(FACT.contextFrame) / sampleRate;
    clock.position = this.#reader.fact(FACT.position);
    // What is timed by the clock (a click) can't follow a shuttle.
    clock.playing = this.playing && this.speed === 1;
  }

  resetClips(): void {
    this.#sources.resetClips();
  }

  resetPeaks(): void {
    this.#sources.resetPeaks();
  }

  resetLoudness(): void {
    this.#sources.resetLoudness();
  }
}

/** Context frame leaving the loudspeaker now, as well as this browser can tell. */
function heardFrame(context: AudioContext): number {
  const latest = context.currentTime;
  const stamp = context.getOutputTimestamp();
  let time = latest - (context.outputLatency || context.baseLatency || 0);
  if (stamp.contextTime && stamp.performanceTime) {
    time = stamp.contextTime + (performance.now() - stamp.performanceTime) / 1000;
  }
  return Math.min(time, latest) * context.sampleRate;
}
