import type { Telemetry } from '../../engine/index.ts';
import type { Session } from '../../session/index.ts';
import type { HeldStem } from '../../stems/index.ts';
import type { Failure, RenderTarget } from '../../units/index.ts';
import type { LiveDeck } from './live/live-deck.ts';
import type { Deck, Programme } from './proxy/deck.ts';

/** What is to be heard: coded renders, and the live mix of the same where it is here. Positions at the context's rate. */
export interface Scene {
  readonly programme: Programme;
  readonly live: LiveScene | null;
  /** Where play ends. */
  readonly end: number;
}

/** A live mix. */
export interface LiveScene {
  readonly session: Session;
  readonly stems: readonly HeldStem[];
  readonly target: RenderTarget;
  /** Level it is heard at, dB ≤ 0. */
  readonly levelDb: number;
}

/** What the air tells. */
export interface AirEvents {
  /** The live mix is heard now, or no more. */
  onLive(live: boolean): void;
  /** The live mix can't be heard; proxies go on. */
  onLiveFailed(failure: Failure): void;
  /** Play came to the end. */
  onEnded(): void;
}

/** Seconds ahead at which proxies take over again. */
const BACK_SECONDS = 0.3;
/** Seconds ahead of the end at which it is fixed. */
const END_SECONDS = 0.2;
/** Looks for moving tapes before the live mix comes in, every tenth of a second. */
const MOST_LOOKS = 100;

/** Where proxies and the live mix follow each other without a gap. Main thread. Owner calls `dispose`. */
export class Air {
  readonly #deck: Deck;
  readonly #open: (scene: LiveScene) => Promise<LiveDeck>;
  readonly #events: AirEvents;
  #scene: Scene;
  #live: LiveDeck | null = null;
  #opening: Promise<LiveDeck> | null = null;
  #onAir = false;
  #running = false;
  #rest = 0;
  /** Raised by whatever makes a coming in obsolete. */
  #turn = 0;
  #ending = false;
  #failed = false;
  #target: RenderTarget | null = null;

  constructor(deck: Deck, scene: Scene, open: (scene: LiveScene) => Promise<LiveDeck>, events: AirEvents) {
    this.#deck = deck;
    this.#scene = scene;
    this.#open = open;
    this.#events = events;
  }

  /** Whether the live mix is heard. */
  get live(): boolean {
    return this.#onAir;
  }

  get telemetry(): Telemetry | null {
    return this.#onAir ? (this.#live?.telemetry ?? null) : null;
  }

  /** Position heard now, or where play goes on. */
  position(): number {
    if (!this.#running) return this.#rest;
    return this.#onAir && this.#live ? this.#live.position() : this.#deck.position();
  }

  play(): void {
    this.#running = true;
    this.#ending = false;
    // What failed may do better this time.
    this.#failed = false;
    if (this.#onAir && this.#live) {
      this.#deck.live(true, 0);
      void this.#live.play(this.#rest);
      return;
    }
    this.#deck.run();
    this.#comeIn();
  }

  stop(): void {
    this.#rest = this.position();
    this.#running = false;
    this.#ending = false;
    if (this.#onAir) {
      this.#live?.stop();
      return;
    }
    this.#abandon();
    this.#deck.pause();
    this.#comeIn();
  }

  locate(at: number): void {
    this.#rest = at;
    this.#ending = false;
    if (this.#onAir && this.#live) {
      this.#deck.live(true, 0);
      this.#live.locate(at);
      return;
    }
    this.#abandon();
    this.#deck.cue(at, this.#scene.programme);
    this.#comeIn();
  }

  /** Brings what is heard to a scene, at the same place. */
  apply(scene: Scene): void {
    const before = this.#scene.live;
    this.#scene = scene;
    const { live } = scene;
    if (!live) {
      this.#failed = false;
      if (this.#onAir) this.#goBack();
      else {
        this.#abandon();
        this.#deck.change(scene.programme);
      }
      return;
    }
    if (before?.stems !== live.stems) this.#failed = false;
    this.#bring(live);
    // It was about to end, and may go on now.
    if (this.#onAir && this.#ending) this.#deck.live(true, 0);
    this.#ending = false;
    if (this.#onAir) return;
    this.#deck.change(scene.programme);
    this.#comeIn();
  }

  /** Looks whether play has come to the end of what was published. */
  tick(): void {
    if (!this.#onAir || !this.#live) return;
    const failure = this.#live.failure();
    if (failure) {
      this.#lose(failure);
      return;
    }
    if (!this.#running) return;
    const { context } = this.#deck;
    const now = context.currentTime * context.sampleRate;
    const place = this.#live.positionAt(now);
    if (place === null) return;
    const left = this.#scene.end - place;
    const looping = this.#scene.programme.loop !== null && place < this.#scene.programme.loop.end;
    if (looping || left > END_SECONDS * context.sampleRate) return;
    if (!this.#ending) this.#deck.live(false, Math.round(now + Math.max(0, left)));
    this.#ending = true;
    if (left > 0) return;
    this.stop();
    this.#rest = this.#scene.end;
    this.#events.onEnded();
  }

  async dispose(): Promise<void> {
    this.#turn++;
    const live = this.#live;
    this.#live = null;
    await live?.dispose();
  }

  #bring({ session, stems, target, levelDb }: LiveScene): void {
    this.#live?.update(session, stems, levelDb);
    if (target === this.#target) return;
    this.#target = target;
    this.#live?.setTarget(target);
  }

  /** Has the live mix come in as soon as it can. */
  #comeIn(): void {
    const turn = ++this.#turn;
    if (!this.#scene.live || this.#onAir || this.#failed) return;
    void this.#comingIn(turn, this.#scene.live);
  }

  async #comingIn(turn: number, scene: LiveScene): Promise<void> {
    const current = (): boolean => turn === this.#turn && !this.#onAir;
    this.#live?.cancel();
    this.#opening ??= this.#open(scene);
    const live = await this.#opening;
    this.#live = live;
    if (this.#scene.live) this.#bring(this.#scene.live);
    const ready = await live.ready();
    if (!current()) return;
    if (!ready.ok) {
      this.#fail(ready);
      return;
    }
    if (!this.#running) {
      this.#on();
      return;
    }
    for (let look = 0; look < MOST_LOOKS && this.#deck.positionAt(0) === null; look++) {
      await new Promise((done) => setTimeout(done, 100));
      if (!current()) return;
    }
    const taken = await live.takeOver();
    if (!current()) return;
    if (taken.ok) this.#on();
    else this.#fail(taken);
  }

  #fail(failure: Failure): void {
    this.#failed = true;
    this.#live?.stop();
    this.#events.onLiveFailed(failure);
  }

  /** The engine broke: the proxy goes on from there. */
  #lose(failure: Failure): void {
    this.#rest = this.position();
    this.#onAir = false;
    this.#failed = true;
    this.#abandon();
    this.#deck.cue(this.#rest, this.#scene.programme);
    if (this.#running) this.#deck.run();
    this.#events.onLive(false);
    this.#events.onLiveFailed(failure);
  }

  #on(): void {
    this.#onAir = true;
    this.#deck.live(true, 0);
    this.#deck.clear();
    this.#events.onLive(true);
  }

  /** Takes back what was begun of a coming in. */
  #abandon(): void {
    this.#turn++;
    this.#live?.stop();
    this.#deck.live(false, 0);
  }

  /** Proxies are heard again. */
  #goBack(): void {
    const { context } = this.#deck;
    const live = this.#live;
    this.#onAir = false;
    this.#turn++;
    const frame = Math.ceil((context.currentTime + BACK_SECONDS) * context.sampleRate);
    const place = this.#running ? live?.positionAt(frame) : null;
    if (place === null || place === undefined) {
      live?.stop();
      this.#deck.live(false, 0);
      this.#deck.cue(this.#rest, this.#scene.programme);
    } else {
      this.#deck.run();
      this.#deck.join(place, frame, this.#scene.programme);
      this.#deck.live(false, frame, true);
      const turn = this.#turn;
      // It is heard until the tape moves.
      setTimeout(() => {
        if (turn === this.#turn) live?.stop();
      }, 2000);
    }
    this.#events.onLive(false);
  }
}
