import { beforeAll, describe, expect, it } from 'vitest';
import {
  Core,
  createMemory,
  type HeldResponse,
  type PreparedResponse,
  planMemory,
  prepareResponse,
} from '../../core/index.ts';
import { loadCoreModule } from '../../core/node.ts';
import {
  addSpace,
  createDocument,
  type Session,
  type SessionDraft,
  type SpaceId,
  type Stem,
  type StemId,
  setResponse,
  setSend,
  setSpace,
  type TrackId,
  trimResponse,
} from '../../session/index.ts';
import { decibels, fail, type Result, samples } from '../../units/index.ts';
import { createCompiler } from '../compile/session-compiler.ts';
import { RATE, testSession } from '../test-engine.ts';
import { applyCommand, type CommandHost } from '../worklet/apply-command.ts';
import { changeCommands } from '../worklet/change-commands.ts';
import type { PieceAnswer, WorkletCommand } from '../worklet/protocol.ts';
import { LiveResponses } from './live-responses.ts';
import { longestResponse, RESPONSE_BYTES, responseCost } from './response-limits.ts';
import type { ResponseRequest } from './response-request.ts';

const ROOM = 'room' as SpaceId;
const CELLO = 'track0' as TrackId;
let module: WebAssembly.Module;
beforeAll(async () => {
  module = await loadCoreModule('unshared');
});

const stemOf = (name: string, channels: number, seconds: number): Stem => ({
  id: name as StemId,
  sha256: name.charCodeAt(0).toString(16).padStart(64, '0'),
  fileName: `${name}.wav`,
  coding: 'WAV 24-bit',
  bytes: 1,
  channels,
  length: samples(seconds * RATE),
  sourceRate: RATE,
  timeReference: null,
});

/** A document whose cello sends to a convolution. */
function documentWith(stem: Stem) {
  const document = createDocument(testSession([{ name: 'cello', format: 'mono', clips: [[0, RATE, 0]] }]));
  const edit = (recipe: (draft: SessionDraft) => unknown): Session => {
    document.transact('edit', 'undoable', (draft) => {
      recipe(draft);
      return null;
    });
    return document.get();
  };
  edit((draft) => {
    addSpace(draft, { id: ROOM, preset: 'Hall' });
    setResponse(draft, ROOM, stem);
    setSend(draft, CELLO, ROOM, { levelDb: decibels(0) });
  });
  return { edit, get: () => document.get() };
}

/** A desk of fakes: what is asked, posted and waited for, each let go by hand. */
function desk() {
  const asked: { request: ResponseRequest; answer: (result: Result<PreparedResponse>) => Promise<void> }[] =
    [];
  const posted: WorkletCommand[] = [];
  const timers: { callback: () => void; live: boolean }[] = [];
  let compiles = 0;
  const responses = new LiveResponses({
    prepare: (request) =>
      new Promise((resolve) => {
        asked.push({
          request,
          answer: async (result) => {
            resolve(result);
            await Promise.resolve();
            await Promise.resolve();
          },
        });
      }),
    post: (commands) => posted.push(...commands),
    changed: (heard) => {
      if (heard) compiles++;
    },
    after: (_, callback) => {
      const timer = { callback, live: true };
      timers.push(timer);
      return () => {
        timer.live = false;
      };
    },
  });
  const elapse = (): void => {
    for (const { callback, live } of timers.splice(0)) if (live) callback();
  };
  return { responses, asked, posted, elapse, compiles: () => compiles };
}

const preparedOf = ({ key, channels, frames }: ResponseRequest, bytes: number): Result<PreparedResponse> => ({
  ok: true,
  value: { key, channels: channels.length, frames, spectra: new ArrayBuffer(bytes) },
});

/** Answers pieces as a processor does, until none is left. */
function takeAll({ responses, posted }: ReturnType<typeof desk>): number {
  let pieces = 0;
  for (;;) {
    const index = posted.findIndex(({ kind }) => kind === 'response');
    const [command] = index < 0 ? [] : posted.splice(index, 1);
    if (command?.kind !== 'response') return pieces;
    pieces++;
    const { key, run, offset, piece } = command.piece;
    responses.taken({ key, run, taken: offset + piece.length, refused: null });
  }
}

const heardKey = (responses: LiveResponses): string | undefined => responses.source('', ROOM)?.key;

describe('responses on their way to the audio thread', () => {
  it('are sent once, piece by piece, and heard when the last has come', async () => {
    const made = desk();
    const { responses, asked, posted } = made;
    const { get, edit } = documentWith(stemOf('church', 2, 1));
    responses.want(get());
    expect(responses.states()).toEqual({ [ROOM]: { kind: 'preparing' } });
    responses.connect();
    const [first] = asked;
    if (!first) throw new Error('asked');
    await first.answer(preparedOf(first.request, 300_000));
    expect([responses.states()[ROOM]?.kind, heardKey(responses), posted.length]).toEqual([
      'preparing',
      undefined,
      1,
    ]);
    expect(takeAll(made)).toBe(3);
    expect(responses.states()).toEqual({ [ROOM]: { kind: 'ready', channels: 2, seconds: 1 } });
    expect([heardKey(responses), made.compiles()]).toEqual([first.request.key, 1]);
    // Levels, pre-delay and cuts send nothing anew.
    responses.want(edit((draft) => setSpace(draft, ROOM, { preDelayMs: 77, lowCut: 200 })));
    expect([asked.length, posted.length]).toEqual([1, 0]);
    // Another processor has to be sent it again, without preparing.
    responses.disconnect();
    expect(heardKey(responses)).toBeUndefined();
    responses.connect();
    expect([takeAll(made), asked.length]).toEqual([3, 1]);
  });

  it('are heard with the old trim until the new one rests, is prepared and there; answers to what was dropped are none', async () => {
    const made = desk();
    const { responses, asked, posted, elapse } = made;
    const { get, edit } = documentWith(stemOf('church', 1, 2));
    responses.want(get());
    responses.connect();
    await asked[0]?.answer(preparedOf(asked[0].request, 200_000));
    const early = posted[0];
    takeAll(made);
    const before = heardKey(responses);
    for (const startMs of [10, 20, 30])
      responses.want(edit((draft) => trimResponse(draft, ROOM, { startMs })));
    expect([asked.length, heardKey(responses), responses.states()[ROOM]?.kind]).toEqual([
      1,
      before,
      'preparing',
    ]);
    elapse();
    expect(asked.map(({ request }) => request.start)).toEqual([0, 1440]);
    await asked[1]?.answer(preparedOf(asked[1].request, 200_000));
    expect(heardKey(responses)).toBe(before);
    takeAll(made);
    expect(heardKey(responses)).toBe(asked[1]?.request.key);
    expect(posted).toEqual([{ kind: 'drop-response', key: before }]);
    // Undo: prepared already, sent again; the answer to the first time is not one to this.
    posted.length = 0;
    responses.want(edit((draft) => trimResponse(draft, ROOM, { startMs: 0 })));
    elapse();
    if (early?.kind !== 'response') throw new Error('sent');
    const stale: PieceAnswer = { key: early.piece.key, run: early.piece.run, taken: 200_000, refused: null };
    responses.taken(stale);
    expect(heardKey(responses)).toBe(asked[1]?.request.key);
    expect([takeAll(made), asked.length, heardKey(responses)]).toEqual([2, 2, before]);
  });

  it('say what is missing and refused, and are tried again', async () => {
    const made = desk();
    const { responses, asked } = made;
    const { get, edit } = documentWith(stemOf('church', 2, 1));
    responses.want(get());
    responses.connect();
    await asked[0]?.answer(fail('stem-missing', 'Not here.', 'Add it.'));
    expect(responses.states()).toEqual({
      [ROOM]: { kind: 'missing', message: 'Not here.', remedy: 'Add it.' },
    });
    responses.retry();
    expect(responses.states()[ROOM]?.kind).toBe('preparing');
    await asked[1]?.answer(preparedOf(asked[1].request, 1000));
    takeAll(made);
    expect(responses.states()[ROOM]?.kind).toBe('ready');
    responses.want(edit((draft) => setResponse(draft, ROOM, stemOf('long', 10, 30))));
    expect(responses.states()[ROOM]).toMatchObject({
      kind: 'refused',
      message: 'This impulse response lasts 30.0 s; with 10 channels at 48 kHz up to 20 s can be played.',
    });
    expect(heardKey(responses)).toBeUndefined();
  });

  it('make room where old and new do not fit side by side', async () => {
    const made = desk();
    const { responses, asked, posted, elapse } = made;
    const { get, edit } = documentWith(stemOf('church', 10, 18));
    responses.want(get());
    responses.connect();
    await asked[0]?.answer(preparedOf(asked[0].request, 1000));
    takeAll(made);
    responses.want(edit((draft) => setResponse(draft, ROOM, stemOf('dome', 10, 19))));
    await asked[1]?.answer(preparedOf(asked[1].request, 1000));
    expect([heardKey(responses), posted.length]).toEqual([undefined, 0]);
    elapse();
    expect(posted.map(({ kind }) => kind)).toEqual(['drop-response', 'response']);
    takeAll(made);
    expect(heardKey(responses)).toBe(asked[1]?.request.key);
  });
});

describe('limits of responses', () => {
  it.each([
    [1, 48_000, 2],
    [2, 48_000, 3],
    [10, 48_000, 1],
    [6, 96_000, 1],
  ])(
    'of %i channels at %i Hz are what the core takes for %d s, and little more',
    (channels, sampleRate, seconds) => {
      const frames = seconds * sampleRate;
      const planes = Array.from({ length: channels }, () => new Float32Array(frames).fill(1e-4));
      const response = prepareResponse(module, false, planes);
      const fits = (heapBytes: number): boolean => {
        const plan = planMemory({ rings: 1, voices: 1, heapBytes: Math.ceil(heapBytes), maxRings: 1 });
        const core = new Core(module, createMemory(plan, false), plan, { sampleRate, target: '2.0' });
        const common = { id: 'room', gain: 1, returnDb: 0, preDelayMs: 0, lowCut: 20, highCut: 20_000 };
        try {
          core.spaces.set(0, { ...common, kind: 'convolution', response });
          return true;
        } catch (error) {
          if (error instanceof RangeError) return false;
          throw error;
        }
      };
      const cost = responseCost({ channels, frames, sampleRate });
      expect([fits(cost), fits(cost / 1.5)]).toEqual([true, false]);
    },
  );

  it('let 20 s of 7.1.2 fit at 48 kHz, and more than 10 s at 96', () => {
    for (const channels of [1, 2, 6, 8, 10]) expect(longestResponse(channels, RATE)).toBe(20);
    const seconds = longestResponse(10, 96_000);
    expect(seconds).toBeGreaterThan(10);
    const frames = Math.floor(seconds * 96_000);
    expect(responseCost({ channels: 10, frames, sampleRate: 96_000 })).toBeLessThanOrEqual(RESPONSE_BYTES);
  });
});

describe('a processor', () => {
  it('takes a response in pieces, convolves with it, and is silent where it was dropped', async () => {
    const { get } = documentWith(stemOf('church', 1, 1));
    const plane = Float32Array.from({ length: RATE }, (_, n) => Math.exp(-n / 9000));
    const answers: PieceAnswer[] = [];
    const plan = planMemory({ rings: 1 });
    const core = new Core(module, createMemory(plan, false), plan, { sampleRate: RATE, target: '2.0' });
    const responses = new Map<string, HeldResponse>();
    const host = {
      core,
      responses,
      report: (report: { kind: string; answer?: PieceAnswer }) => {
        if (report.answer) answers.push(report.answer);
      },
    } as never as CommandHost;
    const live = new LiveResponses({
      prepare: async ({ key }) => ({ ok: true, value: prepareResponse(module, false, [plane], key) }),
      post: (commands) => {
        for (const command of commands)
          if (command.kind !== 'dispose' && command.kind !== 'stream-port') applyCommand(host, command);
      },
      changed: () => undefined,
      after: () => () => undefined,
    });
    live.want(get());
    live.connect();
    await Promise.resolve();
    await Promise.resolve();
    while (answers.length > 0) {
      const [answer] = answers.splice(0, 1);
      if (answer) live.taken(answer);
    }
    expect(live.states()[ROOM]?.kind).toBe('ready');
    const compiler = createCompiler(live.source);
    const commands = changeCommands(null, compiler.compile(get()));
    const spaces = commands.find(({ kind }) => kind === 'spaces');
    expect(spaces).toMatchObject({ updates: [{ slot: 0, response: [...responses.keys()][0] }] });
    const apply = (): void => {
      for (const command of commands)
        if (command.kind !== 'dispose' && command.kind !== 'stream-port') applyCommand(host, command);
    };
    apply();
    applyCommand(host, { kind: 'drop-response', key: [...responses.keys()][0] ?? '' });
    expect(responses.size).toBe(0);
    expect(apply).not.toThrow();
  });
});
