import { describe, expect, it } from 'vitest';
import { fft } from '../../../scripts/demo/sound/fft.ts';
import { wavBytes } from '../../../tests/fixtures/storage/wav-bytes.ts';
import { asAsync, memorySource } from '../../formats/index.ts';
import {
  addSpace,
  createDocument,
  longestTail,
  plainObject,
  type Session,
  type SessionDraft,
  type SpaceId,
  type Stem,
  type StemId,
  setResponse,
  setSend,
  setSpace,
  setStrip,
  type TrackId,
  trimResponse,
} from '../../session/index.ts';
import { importFile, openStem, poolKey, type StemReader } from '../../stems/index.ts';
import { createMemoryStore } from '../../store/index.ts';
import { decibels, fail, samples } from '../../units/index.ts';
import type { BounceHost } from '../bounce/bounce-session.ts';
import { bounceRange, bounceSession } from '../bounce/bounce-session.ts';
import { createCompiler } from '../compile/session-compiler.ts';
import { OfflineHost } from '../offline/offline-host.ts';
import { poolKeyId } from '../stream/stream-program.ts';
import { nodeEngine, RATE, testSession, toneStems } from '../test-engine.ts';
import { prepareResponses } from './prepare-responses.ts';

const engine = nodeEngine();
const ROOM = 'room' as SpaceId;
const CELLO = 'track0' as TrackId;
const FRAMES = 20_000;
const SPAN = 60_000;

/** A mono track that is heard front left alone, or only through what it sends. */
const base = testSession([
  { name: 'cello', format: 'mono', output: plainObject({ x: -1, y: 1, z: 0 }, 0), clips: [[500, FRAMES, 0]] },
]);

const churchOf = (channels: number, frames: number, sha256 = 'c'.repeat(64)): Stem => ({
  id: 'church' as StemId,
  sha256,
  fileName: 'Church.wav',
  coding: 'WAV 24-bit',
  bytes: 1,
  channels,
  length: samples(frames),
  sourceRate: RATE,
  timeReference: null,
});

/** Seeded noise that dies away. */
function decay(channel: number, frames: number): Float32Array {
  let seed = 1234 + channel;
  return Float32Array.from({ length: frames }, (_, n) => {
    seed = (Math.imul(seed, 1_664_525) + 1_013_904_223) >>> 0;
    return (seed / 2 ** 31 - 1) * Math.exp((-4 * n) / frames);
  });
}

function readerOf(planes: readonly Float32Array[]): StemReader {
  const length = planes[0]?.length ?? 0;
  return {
    channels: planes.length,
    length,
    decodedThrough: () => length,
    read(start, frames, wanted, into) {
      wanted.forEach((channel, index) => {
        into[index]?.fill(0, 0, frames);
        into[index]?.set(planes[channel]?.subarray(start, start + frames) ?? []);
      });
    },
    close: () => undefined,
  };
}

type Edit = (draft: SessionDraft) => unknown;
const noEdit: Edit = () => null;

/** The session with a convolution the cello sends to, all of what it is. */
function sent(stem: Stem, edit: Edit = noEdit): Session {
  const document = createDocument(base);
  const done = document.transact('edit', 'undoable', (draft) => {
    addSpace(draft, { id: ROOM, preset: 'Hall' });
    const refused = setResponse(draft, ROOM, stem);
    setSpace(draft, ROOM, { preDelayMs: 0, lowCut: 20, highCut: 20_000, distance: 0 });
    setStrip(draft, [CELLO], { faderDb: decibels(Number.NEGATIVE_INFINITY) });
    setSend(draft, CELLO, ROOM, { levelDb: decibels(0), preFader: true });
    edit(draft);
    return refused;
  });
  if (!done.ok) throw new Error(done.message);
  return document.get();
}

/** Opens the tracks' stems as tones, and the response as it is given. */
function stemsWith(session: Session, planes: readonly Float32Array[]): BounceHost['openStem'] {
  const tones = toneStems(base);
  const church = session.stems['church' as StemId];
  const id = church && poolKeyId(poolKey(church.sha256, RATE));
  return async (key) => (poolKeyId(key) === id ? { ok: true, value: readerOf(planes) } : tones(key));
}

async function render(session: Session, openStem: BounceHost['openStem'], quantum = 512) {
  const { module, shared } = engine();
  const responses = await prepareResponses(session, { module, shared, openStem });
  if (!responses.ok) throw new Error(responses.message);
  const host = await OfflineHost.create({
    module,
    shared,
    sampleRate: RATE,
    target: '7.1.2',
    hrtf: null,
    compiled: createCompiler(responses.value).compile(session),
    openStem,
    quantum,
  });
  if (!host.ok) throw new Error(host.message);
  host.value.locate(0);
  const { engine: planes } = host.value.render(SPAN);
  host.value.dispose();
  return planes;
}

/** What the cello gives without any space, front left. */
const dry = async (): Promise<Float32Array> =>
  (await render(base, toneStems(base)))[0] ?? new Float32Array(0);

/** Linear convolution in f64. */
function convolved(a: ArrayLike<number>, b: ArrayLike<number>): Float64Array {
  const size = 2 ** Math.ceil(Math.log2(a.length + b.length));
  const made = [a, b].map((part) => {
    const re = new Float64Array(size);
    re.set(part as ArrayLike<number>);
    const im = new Float64Array(size);
    fft(re, im, false);
    return { re, im };
  });
  const [x, y] = made;
  if (!x || !y) throw new RangeError('two parts');
  for (let k = 0; k < size; k++) {
    const [ar, ai, br, bi] = [x.re[k] ?? 0, x.im[k] ?? 0, y.re[k] ?? 0, y.im[k] ?? 0];
    x.re[k] = ar * br - ai * bi;
    x.im[k] = -(ar * bi + ai * br);
  }
  fft(x.re, x.im, false);
  return x.re.map((sum) => sum / size).subarray(0, SPAN);
}

function errorDb(plane: Float32Array | undefined, wanted: Float64Array): number {
  let worst = 0;
  let top = 1e-300;
  wanted.forEach((value, n) => {
    top = Math.max(top, Math.abs(value));
    worst = Math.max(worst, Math.abs(value - (plane?.[n] ?? Number.NaN)));
  });
  return 20 * Math.log10(worst / top);
}

/** Scaled so that the loudest channel's energy is 1. */
function levelled(planes: readonly Float64Array[]): Float64Array[] {
  const most = Math.max(...planes.map((plane) => plane.reduce((sum, x) => sum + x * x, 0)));
  return planes.map((plane) => plane.map((x) => x / Math.sqrt(most)));
}

const energyOf = (planes: readonly Float32Array[]): number =>
  planes.reduce((sum, plane) => sum + plane.reduce((s, x) => s + x * x, 0), 0);

describe('a session with a convolution', () => {
  it.each([1, 2, 10])('is heard as direct convolution with its response of %i channels', async (channels) => {
    const planes = Array.from({ length: channels }, (_, channel) => decay(channel, 30_000));
    const session = sent(churchOf(channels, 30_000));
    const made = await render(session, stemsWith(session, planes));
    const scaled = levelled(planes.filter((_, c) => c !== 3).map((plane) => Float64Array.from(plane)));
    const error = errorDb(made[0], convolved(await dry(), scaled[0] ?? []));
    console.log(`${channels} channels: ${error.toFixed(1)} dB`);
    expect(error).toBeLessThan(-120);
    expect(energyOf(made.slice(1))).toBe(0);
  });

  it('takes the part of its stem it was trimmed to, faded by half a cosine, as late as its pre-delay', async () => {
    const planes = [decay(0, 30_000)];
    const session = sent(churchOf(1, 30_000), (draft) => {
      trimResponse(draft, ROOM, { startMs: 10, lengthMs: 250, fadeMs: 50 });
      setSpace(draft, ROOM, { preDelayMs: 25 });
    });
    expect(longestTail(session)).toBeCloseTo(0.275, 6);
    const part = Float64Array.from(planes[0]?.subarray(480, 480 + 12_000) ?? []);
    for (let n = 0; n < 2400; n++)
      part[9600 + n] = (part[9600 + n] ?? 0) * 0.5 * (1 + Math.cos((Math.PI * (n + 1)) / 2401));
    const [scaled = part] = levelled([part]);
    const late = new Float64Array(1200 + scaled.length);
    late.set(scaled, 1200);
    const made = await render(session, stemsWith(session, planes));
    expect(errorDb(made[0], convolved(await dry(), late))).toBeLessThan(-120);
    const { to } = bounceRange({ session, target: '7.1.2', coding: 'float32', range: null, limit: false });
    // Rounded up to a whole sample.
    expect(to - (500 + FRAMES + 0.275 * RATE)).toBeLessThanOrEqual(1);
    expect(to).toBeGreaterThanOrEqual(500 + FRAMES + 0.275 * RATE);
  });

  it('hears a response made at another rate as its import resampled it', async () => {
    const store = createMemoryStore();
    const frames = 22_050;
    const decayed = decay(0, frames);
    const bytes = wavBytes('f32le', 1, 44_100, frames, (n) => decayed[n] ?? 0);
    const imported = await importFile({
      source: asAsync(memorySource(bytes)),
      fileName: 'Church.wav',
      store,
      rate: RATE,
    });
    if (!imported.ok) throw new Error(imported.message);
    const { entry } = imported.value;
    expect(entry.length).toBe(24_000);
    const session = sent(churchOf(1, entry.length, entry.key.sha256));
    const tones = toneStems(base);
    const open: BounceHost['openStem'] = (key) =>
      key.sha256 === entry.key.sha256 ? openStem(store, key) : tones(key);
    const made = await render(session, open);
    const opened = await openStem(store, entry.key);
    if (!opened.ok) throw new Error(opened.message);
    const plane = new Float32Array(entry.length);
    opened.value.read(0, entry.length, [0], [plane]);
    const [scaled = []] = levelled([Float64Array.from(plane)]);
    expect(errorDb(made[0], convolved(await dry(), scaled))).toBeLessThan(-120);
  });

  it('is the same bits at quanta 64 to 1024, follows a mute, and is silent until its response is there', async () => {
    const planes = [decay(0, 30_000), decay(1, 30_000)];
    const settings: Edit = (draft) => setSpace(draft, ROOM, { preDelayMs: 12, lowCut: 90, highCut: 8000 });
    const session = sent(churchOf(2, 30_000), settings);
    const open = stemsWith(session, planes);
    const [first = [], ...rest] = await Promise.all(
      [64, 128, 256, 1024].map((q) => render(session, open, q)),
    );
    for (const made of rest)
      expect(made.every((plane, c) => plane.every((x, n) => x === first[c]?.[n]))).toBe(true);
    const muted = sent(churchOf(2, 30_000), (draft) => setSpace(draft, ROOM, { muted: true }));
    expect(energyOf(await render(muted, open))).toBe(0);
    const { spaces, slots } = createCompiler().compile(session);
    expect([spaces, slots[0]?.sends ?? []]).toEqual([[null], []]);
  });

  it('is not bounced while its stem is missing, or longer than can be played, and says so', async () => {
    const { module, shared } = engine();
    const job = { target: '2.0', coding: 'float32', range: null, limit: false } as const;
    const bounced = (session: Session, openStem: BounceHost['openStem']) =>
      bounceSession(
        { ...job, session },
        { module, shared, hrtf: null, openStem },
        { write: () => undefined },
      );
    const session = sent(churchOf(2, 30_000));
    const tones = toneStems(base);
    const church = 'c'.repeat(64);
    const missing = await bounced(session, async (key) =>
      key.sha256 === church ? fail('stem-missing', 'Not on this device.', 'Add its file again.') : tones(key),
    );
    expect(missing).toMatchObject({
      ok: false,
      code: 'stem-missing',
      message: 'Space “Hall”: “Church.wav”: Not on this device.',
    });
    const long = sent(churchOf(10, 21 * RATE));
    expect(await bounced(long, tones)).toMatchObject({
      ok: false,
      code: 'response-long',
      message: expect.stringMatching(/^Space “Hall”: This impulse response lasts 21\.0 s; .* up to 20 s/),
    });
    const silent = [new Float32Array(30_000), new Float32Array(30_000)];
    expect(await bounced(session, stemsWith(session, silent))).toMatchObject({ code: 'response-broken' });
  });
});
