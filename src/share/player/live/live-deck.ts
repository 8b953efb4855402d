import { type LiveEngine, startEngine } from '../../../engine/browser.ts';
import type { Telemetry } from '../../../engine/index.ts';
import type { Session } from '../../../session/index.ts';
import { type Failure, fail, type RenderTarget, type Result } from '../../../units/index.ts';
import type { LiveScene } from '../air.ts';
import type { Deck } from '../proxy/deck.ts';
import { runFrom } from '../proxy/feeder.ts';
import type { Stretch } from '../types.ts';

/** The engine's output that goes down and up around jumps. */
const MONITOR_OUTPUT = 0;
/** Frames that a start is rounded to: a multiple of every quantum and of the core's block. */
const GRID = 2048;
/** Frames of a block of the core; blocks lie on multiples of it of the timeline. */
const BLOCK_FRAMES = 128;
/** Looks for a first report of the engine. */
const MOST_LOOKS = 60;
/** Seconds ahead at which the engine starts: its audio must be read by then. */
const LEAD_SECONDS = [0.4, 0.8, 1.6, 3];
/** Seconds the engine plays unheard, so that what has a memory stands as if it had played all along. */
const LEAST_SETTLE_SECONDS = 0.4;
const MOST_SETTLE_SECONDS = 8;
/** Seconds ahead at which the exchange is fixed. */
const EXCHANGE_SECONDS = 0.1;
/** Longest wait for what the engine prepares, seconds: responses of convolutions, the engine itself. */
const PREPARE_SECONDS = 60;

const pause = (seconds: number, signal: AbortSignal): Promise<void> =>
  new Promise((done) => {
    const timer = setTimeout(done, seconds * 1000);
    signal.addEventListener('abort', () => {
      clearTimeout(timer);
      done();
    });
  });

/**
 * This device's own engine beside the deck's tapes: plays unheard until it is at the tapes' place to the sample, then is heard in
 * their place. Main thread. Owner calls `dispose`.
 */
export class LiveDeck {
  readonly #deck: Deck;
  readonly #engine: LiveEngine;
  #stems: LiveScene['stems'];
  /** A frame of the context's clock at which a block of the core began: stopped, its blocks go on in that rhythm. */
  #blockBegan = 0;
  #attempt = new AbortController();
  #loop: Stretch | null = null;

  constructor(deck: Deck, { session, stems, target }: LiveScene) {
    this.#deck = deck;
    this.#stems = stems;
    this.#engine = startEngine({
      session,
      target,
      stage: {
        context: deck.context,
        join: (node) => node.connect(deck.node, MONITOR_OUTPUT, 0),
      },
    });
    this.#engine.holdStems(stems);
  }

  get telemetry(): Telemetry {
    return this.#engine.telemetry;
  }

  /** Brings the engine to another session or other stems, at a level of its own (dB ≤ 0): heard at once, faded over. */
  update(session: Session, stems: LiveScene['stems'], levelDb: number): void {
    this.#loop = session.loop.enabled ? { start: session.loop.start, end: session.loop.end } : null;
    if (stems !== this.#stems) this.#engine.holdStems(stems);
    this.#stems = stems;
    this.#engine.updateAt(session, levelDb);
  }

  setTarget(target: RenderTarget): void {
    this.#engine.setTarget(target);
  }

  /** Why it sounds no more; null while it can. */
  failure(): Failure | null {
    const { status } = this.#engine.getState();
    return status.kind === 'failed' ? status.failure : null;
  }

  /** Timeline sample heard now. */
  position(): number {
    this.#engine.telemetry.poll();
    return Math.max(0, this.#engine.telemetry.position);
  }

  /** Position of the frame that the context renders at `frame`, if play goes on like this; null while nothing moves. */
  positionAt(frame: number): number | null {
    const clock = this.#clock();
    if (!clock) return null;
    let left = Math.round(frame - clock.frame) - this.#latency();
    let { position } = clock;
    while (this.#loop && left > 0) {
      const run = runFrom(position, this.#loop, Number.POSITIVE_INFINITY);
      if (run.next === null || left < run.frames) break;
      left -= run.frames;
      position = run.next;
    }
    return position + left;
  }

  play(at: number): Promise<void> {
    this.#engine.locate(at);
    return this.#engine.play();
  }

  stop(): void {
    this.cancel();
    this.#halt();
  }

  locate(at: number): void {
    this.#engine.locate(at);
  }

  /** Gives up coming in. */
  cancel(): void {
    this.#attempt.abort();
    this.#attempt = new AbortController();
  }

  /** Resolves once everything the session takes is there, so that the engine can be heard; fails with what it says. */
  async ready(): Promise<Result<null>> {
    const { signal } = this.#attempt;
    await this.#engine.prepared;
    for (let waited = 0; waited < PREPARE_SECONDS && !signal.aborted; waited += 0.1) {
      const { status, responses, faults } = this.#engine.getState();
      if (status.kind === 'failed') return status.failure;
      const [fault] = faults;
      if (fault) return fail('engine-fault', fault, 'The mix goes on as it was published.');
      const states = Object.values(responses);
      const missing = states.find(({ kind }) => kind === 'missing' || kind === 'refused');
      if (missing && 'message' in missing) return fail('response-missing', missing.message, missing.remedy);
      if (states.every(({ kind }) => kind === 'ready')) return { ok: true, value: null };
      await pause(0.1, signal);
    }
    return fail('not-ready', 'The live mix could not be prepared.', 'The mix goes on as it was published.');
  }

  /**
   * Comes in where the tapes are: starts in step, settles, and is heard in their place, all without a gap. Resolves once it is
   * heard; fails if it does not come into step, or play stops meanwhile.
   */
  async takeOver(): Promise<Result<null>> {
    this.cancel();
    const { signal } = this.#attempt;
    const rate = this.#deck.context.sampleRate;
    await this.#reported(signal);
    for (const lead of LEAD_SECONDS) {
      const started = await this.#startInStep(lead, signal);
      if (started === null) return stopped();
      if (started === 0) {
        const settle = this.#engine.settleFrames / rate;
        await pause(Math.min(MOST_SETTLE_SECONDS, Math.max(LEAST_SETTLE_SECONDS, settle)), signal);
        const apart = this.#apart();
        if (apart === null || signal.aborted) return stopped();
        if (apart === 0) {
          const frame = Math.ceil((this.#deck.context.currentTime + EXCHANGE_SECONDS) * rate);
          this.#deck.live(true, frame);
          await pause(EXCHANGE_SECONDS + 0.1, signal);
          if (signal.aborted) return stopped();
          return { ok: true, value: null };
        }
      }
      this.#halt();
      await pause(0.1, signal);
    }
    return fail(
      'not-in-step',
      'The live mix did not come into step.',
      'The mix goes on as it was published.',
    );
  }

  async dispose(): Promise<void> {
    this.cancel();
    await this.#engine.dispose();
  }

  /** Starts unheard; resolves to the samples it is behind the tapes, null if nothing plays. */
  async #startInStep(lead: number, signal: AbortSignal): Promise<number | null> {
    const { context } = this.#deck;
    const frame = Math.ceil(((context.currentTime + lead) * context.sampleRate) / GRID) * GRID;
    const place = this.#deck.positionAt(frame);
    if (place === null) return null;
    // A silent block that is under way is played out first.
    const left = (((this.#blockBegan - frame) % BLOCK_FRAMES) + BLOCK_FRAMES) % BLOCK_FRAMES;
    this.#engine.locate(place + left + this.#latency());
    await this.#engine.playAt(frame);
    await pause(frame / context.sampleRate - context.currentTime + 0.2, signal);
    if (signal.aborted) return null;
    return this.#apart();
  }

  /** Waits until the engine has told of itself: how late its output is. */
  async #reported(signal: AbortSignal): Promise<void> {
    const clock = { contextTime: 0, position: 0, playing: false };
    for (let looks = 0; looks < MOST_LOOKS && clock.contextTime === 0 && !signal.aborted; looks++) {
      this.#engine.readClock(clock);
      if (clock.contextTime === 0) await pause(0.05, signal);
    }
  }

  /** Stops, and keeps in what rhythm. */
  #halt(): void {
    const clock = this.#clock();
    if (clock) this.#blockBegan = clock.frame - (clock.position % BLOCK_FRAMES);
    this.#engine.stop();
  }

  /** Samples the engine is behind the tapes; null if one of them does not move. */
  #apart(): number | null {
    const clock = this.#clock();
    if (!clock) return Number.POSITIVE_INFINITY;
    const due = this.#deck.positionAt(clock.frame);
    if (due === null) return null;
    return due - (clock.position - this.#latency());
  }

  /** Frames by which the engine's output is late. */
  #latency(): number {
    return Math.round(this.#engine.monitorLatency() * this.#deck.context.sampleRate);
  }

  #clock(): { readonly frame: number; readonly position: number } | null {
    const clock = { contextTime: 0, position: 0, playing: false };
    this.#engine.readClock(clock);
    if (!clock.playing) return null;
    return { frame: Math.round(clock.contextTime * this.#deck.context.sampleRate), position: clock.position };
  }
}

const stopped = () => fail('stopped', 'Play was stopped.', 'It comes in when play goes on.');
