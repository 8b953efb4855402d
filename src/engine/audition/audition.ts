import type { PolySynth, Synth, Volume } from 'tone';
import { beatsBetween, type Session } from '../../session/index.ts';

/** Where audition sources stand against the timeline; read often, so it fills what it is given. */
export interface TimelineClock {
  /** Context time, seconds, at which the timeline sample `position` is due. */
  contextTime: number;
  position: number;
  playing: boolean;
}

/** What audition sources need of the live engine. */
export interface AuditionHost {
  audioContext(): AudioContext;
  /** The engine's stereo live input. */
  liveInput(): AudioNode;
  readClock(clock: TimelineClock): void;
  /** Seconds by which a sound at the live input joins the mix late. */
  liveInputLatency(): number;
  /** Seconds the monitor path holds everything back. */
  monitorLatency(): number;
}

/** Sounds a note can be auditioned with. */
export const AUDITION_SOUNDS = ['keys', 'strings', 'mallet'] as const;
export type AuditionSound = (typeof AUDITION_SOUNDS)[number];

/** How far ahead clicks are scheduled, and how often it is looked for more. */
const SCHEDULE_AHEAD_SECONDS = 0.2;
const SCHEDULE_EVERY_MS = 40;

type ToneModule = typeof import('tone');

/**
 * Metronome and audition instruments, made with Tone and played into the engine's live input. Tone is loaded when first
 * made. Stereo only; nothing of it reaches a bounce. Main thread; owner calls `dispose`.
 */
export class Audition {
  readonly #host: AuditionHost;
  readonly #tone: ToneModule;
  readonly #out: Volume;
  readonly #click: Synth;
  #instrument: { sound: AuditionSound; synth: PolySynth<Synth> } | null = null;
  #timer: ReturnType<typeof setInterval> | null = null;
  #session: Session;
  readonly #clock: TimelineClock = { contextTime: 0, position: 0, playing: false };
  #scheduledTo = 0;
  #lastPosition = 0;

  private constructor(host: AuditionHost, tone: ToneModule, session: Session) {
    this.#host = host;
    this.#tone = tone;
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
  static async load(host: AuditionHost, session: Session): Promise<Audition> {
    const tone = await import('tone');
    tone.setContext(host.audioContext());
    return new Audition(host, tone, session);
  }

  /** Follows the tempo map of this version of the session. */
  update(session: Session): void {
    this.#session = session;
  }

  /** Seconds between starting a note and its leaving the engine; the device's own latency comes on top. */
  latency(): number {
    return this.#host.liveInputLatency() + this.#host.monitorLatency();
  }

  /** Turns the metronome on or off. It clicks while the transport plays, higher on the first beat of a bar. */
  setMetronome(on: boolean): void {
    if (on === (this.#timer !== null)) return;
    if (this.#timer !== null) {
      clearInterval(this.#timer);
      this.#timer = null;
      return;
    }
    this.#scheduledTo = 0;
    this.#timer = setInterval(() => this.#schedule(), SCHEDULE_EVERY_MS);
  }

  /** Level of everything auditioned, dB. */
  setLevel(levelDb: number): void {
    this.#out.volume.value = levelDb;
  }

  /** Chooses the instrument for `startNote`. */
  setSound(sound: AuditionSound): void {
    if (this.#instrument?.sound === sound) return;
    this.#instrument?.synth.dispose();
    const synth = new this.#tone.PolySynth(this.#tone.Synth, VOICES[sound]).connect(this.#out);
    synth.maxPolyphony = 16;
    this.#instrument = { sound, synth };
  }

  /** Starts a note. `midi` 0…127, `velocity` 0…1. */
  startNote(midi: number, velocity: number): void {
    if (!this.#instrument) this.setSound('keys');
    this.#instrument?.synth.triggerAttack(frequencyOf(midi), this.#tone.immediate(), velocity);
  }

  /** Ends a note. */
  endNote(midi: number): void {
    this.#instrument?.synth.triggerRelease(frequencyOf(midi), this.#tone.immediate());
  }

  /** Stops everything and lets go of Tone's nodes; the context stays. */
  dispose(): void {
    this.setMetronome(false);
    this.#instrument?.synth.dispose();
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

/** Equal temperament at A4 = 440 Hz. */
const frequencyOf = (midi: number): number => 440 * 2 ** ((midi - 69) / 12);

const VOICES = {
  keys: {
    oscillator: { type: 'fattriangle' },
    envelope: { attack: 0.005, decay: 0.6, sustain: 0.15, release: 0.6 },
  },
  strings: {
    oscillator: { type: 'fatsawtooth' },
    envelope: { attack: 0.25, decay: 0.2, sustain: 0.8, release: 0.9 },
  },
  mallet: { oscillator: { type: 'sine' }, envelope: { attack: 0.001, decay: 0.9, sustain: 0, release: 0.9 } },
} as const;
