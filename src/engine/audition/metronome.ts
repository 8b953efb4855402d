import type { Synth, Volume } from 'tone';
import { beatsBetween, type Session } from '../../session/index.ts';

/** Where the click stands against the timeline; read often, so it fills what it is given. */
export interface TimelineClock {
  /** Context time, seconds, at which the timeline sample `position` is due. */
  contextTime: number;
  position: number;
  playing: boolean;
}

/** What the click needs of the live engine. */
export interface ClickHost {
  audioContext(): AudioContext;
  /** The engine's stereo live input. */
  liveInput(): AudioNode;
  readClock(clock: TimelineClock): void;
  /** Seconds by which a sound at the live input joins the mix late. */
  liveInputLatency(): number;
  /** Seconds the monitor path holds everything back. */
  monitorLatency(): number;
}

/** How far ahead clicks are scheduled, and how often it is looked for more. */
const SCHEDULE_AHEAD_SECONDS = 0.2;
const SCHEDULE_EVERY_MS = 40;

type ToneModule = typeof import('tone');

/**
 * The click, made with Tone and played into the engine's live input. Tone is loaded when first made. Nothing of it reaches a
 * bounce. Main thread; owner calls `dispose`.
 */
export class MetronomeClick {
  readonly #host: ClickHost;
  readonly #out: Volume;
  readonly #click: Synth;
  #timer: ReturnType<typeof setInterval> | null = null;
  #session: Session;
  readonly #clock: TimelineClock = { contextTime: 0, position: 0, playing: false };
  #scheduledTo = 0;
  #lastPosition = 0;

  private constructor(host: ClickHost, tone: ToneModule, session: Session) {
    this.#host = host;
    this.#session = session;
    this.#out = new tone.Volume(-12);
    // Tone's own nodes are stereo; the engine's input is native, so the join is made on the native side.
    tone.connect(this.#out, host.liveInput());
    this.#click = new tone.Synth({
      oscillator: { type: 'triangle' },
      envelope: { attack: 0.001, decay: 0.04, sustain: 0, release: 0.01 },
    }).connect(this.#out);
  }

  /** Loads Tone and joins it to the engine's context. */
  static async load(host: ClickHost, session: Session): Promise<MetronomeClick> {
    const tone = await import('tone');
    tone.setContext(host.audioContext());
    return new MetronomeClick(host, tone, session);
  }

  /** Follows the tempo map of this version of the session. */
  update(session: Session): void {
    this.#session = session;
  }

  /** Seconds between a click's start and its leaving the engine; the device's own latency comes on top. */
  latency(): number {
    return this.#host.liveInputLatency() + this.#host.monitorLatency();
  }

  /** Turns it on or off. It clicks while the transport plays, higher on the first beat of a bar. */
  turn(on: boolean): void {
    if (on === (this.#timer !== null)) return;
    if (this.#timer !== null) {
      clearInterval(this.#timer);
      this.#timer = null;
      return;
    }
    this.#scheduledTo = 0;
    this.#timer = setInterval(() => this.#schedule(), SCHEDULE_EVERY_MS);
  }

  /** Level, dB. */
  setLevel(levelDb: number): void {
    this.#out.volume.value = levelDb;
  }

  /** Stops everything and lets go of Tone's nodes; the context stays. */
  dispose(): void {
    this.turn(false);
    this.#click.dispose();
    this.#out.dispose();
  }

  /** Schedules the clicks of the next moment, each once, in the timeline's own time. */
  #schedule(): void {
    const clock = this.#clock;
    this.#host.readClock(clock);
    if (!clock.playing) {
      this.#scheduledTo = 0;
      return;
    }
    const { sampleRate, tempo } = this.#session;
    const latency = this.#host.liveInputLatency();
    const jumped = clock.position < this.#lastPosition || clock.position > this.#scheduledTo;
    this.#lastPosition = clock.position;
    const from = jumped ? clock.position : this.#scheduledTo;
    const to = clock.position + Math.round(SCHEDULE_AHEAD_SECONDS * sampleRate);
    if (to <= from) return;
    for (const { sample, beat } of beatsBetween(tempo, sampleRate, from, to)) {
      const at = clock.contextTime + (sample - clock.position) / sampleRate - latency;
      if (at < this.#host.audioContext().currentTime) continue;
      this.#click.triggerAttackRelease(beat === 0 ? 1760 : 1175, 0.03, at, beat === 0 ? 1 : 0.6);
    }
    this.#scheduledTo = to;
  }
}
