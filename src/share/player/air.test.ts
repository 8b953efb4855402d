import { describe, expect, it } from 'vitest';
import type { Session } from '../../session/index.ts';
import { type Failure, fail, ok, type Result } from '../../units/index.ts';
import { Air, type Scene } from './air.ts';
import type { LiveDeck } from './live/live-deck.ts';
import type { Deck, Programme } from './proxy/deck.ts';

const programme: Programme = { voices: new Map(), gains: new Map(), loop: null, end: 480_000 };
const live = { session: {} as Session, stems: [], target: 'binaural' as const, levelDb: 0 };
const withLive: Scene = { programme, end: 480_000, live };
const proxyOnly: Scene = { programme, end: 480_000, live: null };

/** A promise and the way to settle it. */
function pending<T>() {
  let resolve: (value: T) => void = () => undefined;
  const promise = new Promise<T>((done) => {
    resolve = done;
  });
  return { promise, resolve };
}

/** All the microtasks there are. */
const settle = async (): Promise<void> => {
  for (let n = 0; n < 50; n++) await Promise.resolve();
};

/** An air over a deck and an engine that only note what they are told. */
function bench(ready: Promise<Result<null>> = Promise.resolve(ok(null))) {
  const said: string[] = [];
  const told: string[] = [];
  let livePlace: number | null = null;
  let broken: Failure | null = null;
  let taking = pending<Result<null>>();
  const deck = {
    context: { currentTime: 1, sampleRate: 48_000 },
    position: () => 1000,
    positionAt: () => 1000,
    cue: (at: number) => said.push(`cue ${at}`),
    change: () => said.push('change'),
    join: (at: number, frame: number) => said.push(`join ${at} @${frame}`),
    run: () => said.push('run'),
    pause: () => said.push('pause'),
    clear: () => said.push('clear'),
    live: (on: boolean, _frame: number, wait = false) =>
      said.push(`live ${on ? 'on' : 'off'}${wait ? ' once it moves' : ''}`),
  };
  const engine = {
    cancel: () => undefined,
    failure: () => broken,
    ready: () => ready,
    takeOver: () => taking.promise,
    update: () => said.push('update'),
    setTarget: () => undefined,
    position: () => 5000,
    positionAt: () => livePlace,
    play: (at: number) => said.push(`engine plays ${at}`),
    stop: () => said.push('engine stops'),
    locate: (at: number) => said.push(`engine at ${at}`),
    dispose: async () => undefined,
  };
  const air = new Air(deck as unknown as Deck, proxyOnly, async () => engine as unknown as LiveDeck, {
    onLive: (on) => told.push(on ? 'live' : 'proxy'),
    onLiveFailed: ({ code }) => told.push(code),
    onEnded: () => told.push('ended'),
  });
  return {
    air,
    said,
    told,
    place: (at: number | null) => {
      livePlace = at;
    },
    breaks() {
      broken = fail('audio-lost', '', '');
    },
    /** The engine comes into step, or says why not. */
    async taken(result: Result<null>) {
      taking.resolve(result);
      await settle();
      taking = pending();
    },
  };
}

describe('what is heard', () => {
  it('is the proxy until the engine is in step, then the engine', async () => {
    const { air, said, told, taken } = bench();
    air.play();
    air.apply(withLive);
    await settle();
    expect(air.live).toBe(false);
    await taken(ok(null));
    expect(air.live).toBe(true);
    expect(told).toEqual(['live']);
    expect(said.slice(-2)).toEqual(['live on', 'clear']);
    expect(air.position()).toBe(5000);
  });

  it('stays the proxy where the engine fails, and does not try the same again', async () => {
    const { air, said, told, taken } = bench();
    air.play();
    air.apply(withLive);
    await settle();
    await taken(fail('not-in-step', '', ''));
    expect(told).toEqual(['not-in-step']);
    air.apply({ ...withLive });
    await settle();
    expect(air.live).toBe(false);
    expect(said).not.toContain('clear');
  });

  it('turns to the engine while nothing plays, and plays from it', async () => {
    const { air, said } = bench();
    air.locate(7000);
    air.apply(withLive);
    await settle();
    expect(air.live).toBe(true);
    air.play();
    expect(said.at(-1)).toBe('engine plays 7000');
  });

  it('forgets a coming in when it is stopped or sent elsewhere meanwhile', async () => {
    const { air, said, taken } = bench();
    air.play();
    air.apply(withLive);
    await settle();
    air.locate(9000);
    expect(said.slice(-3)).toEqual(['engine stops', 'live off', 'cue 9000']);
    await settle();
    await taken(ok(null));
    expect(air.live).toBe(true);
  });

  it('is the proxy again, in step, for a version whose stems are not here', async () => {
    const { air, said, told, taken, place } = bench();
    air.play();
    air.apply(withLive);
    await settle();
    await taken(ok(null));
    place(123_456);
    air.apply(proxyOnly);
    expect(told).toEqual(['live', 'proxy']);
    expect(said.slice(-3)).toEqual([
      'run',
      `join 123456 @${Math.ceil(1.3 * 48_000)}`,
      'live off once it moves',
    ]);
  });

  it('goes on as the proxy where the engine breaks', async () => {
    const { air, said, told, taken, breaks } = bench();
    air.play();
    air.apply(withLive);
    await settle();
    await taken(ok(null));
    breaks();
    air.tick();
    expect(told).toEqual(['live', 'proxy', 'audio-lost']);
    expect(said.slice(-2)).toEqual(['cue 5000', 'run']);
  });

  it('ends where what was published ends', async () => {
    const { air, said, told, taken, place } = bench();
    air.play();
    air.apply(withLive);
    await settle();
    await taken(ok(null));
    place(480_000 - 4800);
    air.tick();
    expect(said.at(-1)).toBe('live off');
    place(480_100);
    air.tick();
    expect(told).toEqual(['live', 'ended']);
    expect(air.position()).toBe(480_000);
  });
});
