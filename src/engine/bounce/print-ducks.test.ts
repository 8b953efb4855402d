import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  createDocument,
  printDuck,
  removeDuckPrint,
  type Session,
  setDuck,
  setDuckMode,
} from '../../session/index.ts';
import { nodeEngine, RATE, richSession, toneStems } from '../test-engine.ts';
import { bounceSession } from './bounce-session.ts';
import { printDucks } from './print-ducks.ts';
import { LineThinner } from './thin-line.ts';

const engine = nodeEngine();

const hostOf = (session: Session, signal?: AbortSignal) => ({
  module: engine().module,
  shared: true,
  hrtf: null,
  openStem: toneStems(session),
  ...(signal && { signal }),
});

/** Music ducked both ways by the voice of the rich session. */
function ducked() {
  const document = createDocument(richSession());
  document.transact('Duck', 'undoable', (draft) => {
    setDuckMode(draft, 'music', 'live');
    setDuck(draft, 'music', 'level', { attackMs: 60, holdMs: 50, releaseMs: 200, lookaheadMs: 60 });
    return setDuck(draft, 'music', 'spectral', { on: true, holdMs: 50, releaseMs: 150 });
  });
  return document;
}

/** Left and right of a bounce, and its hash. */
async function bounced(session: Session, undipped = false) {
  const bytes: Uint8Array[] = [];
  const result = await bounceSession(
    { session, target: '2.0', coding: 'float32', range: { from: 0, to: 2 * RATE }, limit: false, undipped },
    hostOf(session),
    { write: (data, offset) => void (offset > 0 && bytes.push(data.slice())) },
  );
  if (!result.ok) throw new Error(result.message);
  const all = Buffer.concat(bytes);
  const samples = new Float32Array(all.buffer, all.byteOffset, 4 * RATE);
  return { samples, hash: result.value.hash };
}

describe('printing a duck', () => {
  it('gives lanes that sound as the ducker did, and that can be taken back', async () => {
    const document = ducked();
    const live = await bounced(document.get());
    const printed = await printDucks(document.get(), 'music', hostOf(document.get()));
    if (!printed.ok) throw new Error(printed.message);
    expect(Object.keys(printed.value)).toContain('levelDb');
    expect(Object.keys(printed.value).length).toBeGreaterThan(2);
    expect(printed.value.levelDb?.length).toBeLessThan(40);
    document.transact('Print', 'undoable', (draft) => printDuck(draft, 'music', printed.value));
    expect(document.get().families.music.duck.mode).toBe('printed');
    const played = await bounced(document.get());
    let error = 0;
    let power = 0;
    live.samples.forEach((sample, n) => {
      error += ((played.samples[n] ?? 0) - sample) ** 2;
      power += sample * sample;
    });
    // 0.1 dB is 1.2 % of a signal, −39 dB; the music is one of several.
    expect(10 * Math.log10(error / power)).toBeLessThan(-40);
    document.transact('Remove', 'undoable', (draft) => removeDuckPrint(draft, 'music'));
    expect((await bounced(document.get())).hash).toBe(live.hash);
  });

  it('is left out of an undipped bounce, live or printed', async () => {
    const plain = await bounced(richSession());
    const document = ducked();
    expect((await bounced(document.get())).hash).not.toBe(plain.hash);
    expect((await bounced(document.get(), true)).hash).toBe(plain.hash);
  });

  it('can be called off', async () => {
    const session = ducked().get();
    const result = await printDucks(session, 'music', hostOf(session, AbortSignal.abort()));
    expect(result.ok ? '' : result.code).toBe('cancelled');
  });
});

describe('thinning', () => {
  it('keeps every value within the tolerance, and lines to their ends', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: -20, max: 0, noNaN: true }), { minLength: 2, maxLength: 200 }),
        (values) => {
          const thinner = new LineThinner(0.1);
          for (const [index, value] of values.entries()) thinner.add(index * 128, value);
          const points = thinner.finish();
          if (values.every((value) => value === 0)) return;
          values.forEach((value, index) => {
            const time = index * 128;
            const after = points.findIndex((point) => point.time >= time);
            const [a, b] = [points[Math.max(0, after - 1)], points[Math.max(0, after)]];
            if (!a || !b) throw new Error('no line here');
            const way = b.time === a.time ? 0 : (time - a.time) / (b.time - a.time);
            expect(Math.abs(a.value + (b.value - a.value) * way - value)).toBeLessThan(0.1 + 1e-9);
          });
        },
      ),
      { seed: 3 },
    );
    const line = new LineThinner(0.1);
    for (let n = 0; n <= 1000; n++) line.add(n, -n / 100);
    expect(line.finish().length).toBe(2);
  });
});
