import { describe, expect, it } from 'vitest';
import type { Session, Track, TrackId } from '../../session/index.ts';
import { decibels, RENDER_TARGETS, type RenderTarget } from '../../units/index.ts';
import { createCompiler } from '../compile/session-compiler.ts';
import { nodeEngine, RATE, richSession, testSession, toneStems } from '../test-engine.ts';
import { OfflineHost } from './offline-host.ts';

const engine = nodeEngine();

async function openHost(
  session: Session,
  target: RenderTarget,
  more: { quantum?: number; limit?: boolean } = {},
) {
  const hrtf = target === 'binaural' ? await engine().hrtf(RATE) : null;
  if (hrtf && !hrtf.ok) throw new Error(hrtf.message);
  const compiler = createCompiler();
  const host = await OfflineHost.create({
    module: engine().module,
    shared: true,
    sampleRate: RATE,
    target,
    hrtf: hrtf?.value ?? null,
    compiled: compiler.compile(session),
    openStem: toneStems(session),
    ...more,
  });
  if (!host.ok) throw new Error(host.message);
  return { host: host.value, compiler };
}

function keep(planes: readonly Float32Array[], rendered: readonly Float32Array[], at: number): void {
  for (const [channel, plane] of rendered.entries()) planes[channel]?.set(plane, at);
}

/** Copies of the engine's output over a range. */
function take(host: OfflineHost, from: number, frames: number): Float32Array[] {
  host.locate(from);
  const planes = Array.from({ length: host.channels }, () => new Float32Array(frames));
  for (let done = 0; done < frames; ) {
    const count = Math.min(4096, frames - done);
    keep(planes, host.render(count).engine, done);
    done += count;
  }
  return planes;
}

const sameBits = (a: readonly Float32Array[], b: readonly Float32Array[]): boolean =>
  a.length === b.length &&
  a.every((plane, channel) =>
    Buffer.from(plane.buffer).equals(Buffer.from(b[channel]?.buffer ?? new ArrayBuffer(0))),
  );

const peakOf = (planes: readonly Float32Array[]): number =>
  planes.reduce((most, plane) => plane.reduce((peak, value) => Math.max(peak, Math.abs(value)), most), 0);

describe('OfflineHost', () => {
  it('renders sound to every target without a missed read or a fault', async () => {
    for (const target of RENDER_TARGETS) {
      const { host } = await openHost(richSession(), target);
      const planes = take(host, 0, RATE);
      expect(peakOf(planes), target).toBeGreaterThan(0.01);
      expect(host.missedSlots, target).toBe(0);
      expect(host.core.faults, target).toBe(0);
    }
  });

  it('gives the same bits whatever the quantum', async () => {
    for (const target of ['7.1.4', 'binaural'] as const) {
      const whole = take((await openHost(richSession(), target)).host, 0, RATE);
      for (const quantum of [64, 128, 256, 1024, 37]) {
        const { host } = await openHost(richSession(), target, { quantum });
        expect(sameBits(take(host, 0, RATE), whole), `${target} ${quantum}`).toBe(true);
      }
    }
  });

  it('renders downmixes and trims of the session, Lt/Rt in time and with the same bits in any range', async () => {
    const session = richSession();
    const withDelivery = (changes: Partial<Session['delivery']>): Session => ({
      ...session,
      delivery: { ...session.delivery, ...changes },
    });
    const plain = take((await openHost(session, '2.0')).host, 0, RATE);
    const turned = (await openHost(withDelivery({ downmix20: 'lt-rt' }), '2.0')).host;
    const whole = take(turned, 0, RATE);
    expect(sameBits(whole, plain)).toBe(false);
    const from = 20_000;
    const part = take(turned, from, 8000);
    expect(
      sameBits(
        part,
        whole.map((plane) => plane.slice(from, from + 8000)),
      ),
    ).toBe(true);
    // Fronts alone are the same at the same place: nothing is late.
    const front = testSession([{ name: 'front', format: 'stereo', clips: [[0, RATE, 0]] }]);
    const lone = { ...front, delivery: { ...front.delivery, downmix20: 'lt-rt' as const } };
    const straight = take((await openHost(front, '2.0')).host, 0, RATE >> 1);
    expect(sameBits(take((await openHost(lone, '2.0')).host, 0, RATE >> 1), straight)).toBe(true);
    const automatic = take((await openHost(withDelivery({ trimMode: 'automatic' }), '5.1')).host, 0, RATE);
    const untrimmed = take((await openHost(session, '5.1')).host, 0, RATE);
    expect(sameBits(automatic, untrimmed)).toBe(false);
    const folded = take((await openHost(withDelivery({ downmix51: 'fold' }), '5.1')).host, 0, RATE);
    expect(sameBits(folded, untrimmed)).toBe(false);
  });

  it('renders diffuse objects in time, with the same bits in any range', async () => {
    const session = richSession();
    const withDiffuse = (diffuse: number, changes: Partial<Track['strip']> = {}): Session => ({
      ...session,
      tracks: Object.fromEntries(
        Object.entries(session.tracks).map(([id, track]) => [
          id,
          track.output.kind === 'object'
            ? { ...track, output: { ...track.output, diffuse }, strip: { ...track.strip, ...changes } }
            : track,
        ]),
      ),
    });
    for (const target of ['2.0', '7.1.4', 'binaural'] as const) {
      const { host } = await openHost(withDiffuse(0.4), target);
      const whole = take(host, 0, 2 * RATE);
      const from = RATE + 333;
      const slice = whole.map((plane) => plane.slice(from, from + 20_000));
      expect(sameBits(take(host, from, 20_000), slice), target).toBe(true);
      expect(sameBits(whole, take((await openHost(session, target)).host, 0, 2 * RATE)), target).toBe(false);
      // What is not diffuse stands where it stood: nothing of the file is late.
      const without = take((await openHost(withDiffuse(0, { muted: true }), target)).host, 0, RATE >> 1);
      const beside = take((await openHost(withDiffuse(1, { muted: true }), target)).host, 0, RATE >> 1);
      expect(sameBits(beside, without), target).toBe(true);
    }
  });

  it('takes other trims and another downmix in its stride', async () => {
    const { host, compiler } = await openHost(richSession(), '5.1');
    take(host, 0, 12_800);
    const session = richSession();
    const changed: Session = {
      ...session,
      delivery: { ...session.delivery, trimMode: 'automatic', downmix51: 'fold' },
    };
    expect((await host.apply(compiler.compile(changed, false))).ok).toBe(true);
    const after = take(host, 40_000, 8000);
    const fresh = take((await openHost(changed, '5.1')).host, 40_000, 8000);
    expect(sameBits(after, fresh)).toBe(true);
  });

  it('gives a range the same bits as that stretch of the whole', async () => {
    for (const target of ['2.0', '7.1.4', '9.1.6', 'binaural'] as const) {
      const { host } = await openHost(richSession(), target);
      const whole = take(host, 0, 2 * RATE);
      for (const from of [1, 12_345, 48_128, RATE + 333]) {
        const part = take(host, from, 20_000);
        const slice = whole.map((plane) => plane.slice(from, from + 20_000));
        expect(sameBits(part, slice), `${target} from ${from}`).toBe(true);
      }
    }
  });

  it('gives a range far into the session the same bits at the ears, room and all', async () => {
    const frames = 4 * RATE;
    const { host } = await openHost(
      testSession([{ name: 'one', format: 'mono', clips: [[0, frames, 0]] }]),
      'binaural',
    );
    const whole = take(host, 0, frames);
    for (const from of [2 * RATE + 1, 3 * RATE + 50, 3 * RATE + 12_345]) {
      const part = take(host, from, 5000);
      const slice = whole.map((plane) => plane.slice(from, from + 5000));
      expect(sameBits(part, slice), `from ${from}`).toBe(true);
    }
  });

  it('leaves nothing of an edit that was undone while playing, outside its cross-fades', async () => {
    const session = richSession();
    const { host: still } = await openHost(session, '7.1.4');
    const reference = take(still, 0, 2 * RATE);
    const { host, compiler } = await openHost(session, '7.1.4');
    const id = 'track0' as TrackId;
    const track = session.tracks[id];
    if (!track) throw new Error('the session has a first track');
    const edited: Session = {
      ...session,
      tracks: { ...session.tracks, [id]: { ...track, strip: { ...track.strip, faderDb: decibels(-20) } } },
      clips: Object.fromEntries(
        Object.entries(session.clips).filter(([clip]) => clip !== 'clip1-0'),
      ) as Session['clips'],
    };
    host.locate(0);
    const planes = Array.from({ length: host.channels }, () => new Float32Array(2 * RATE));
    const at = { edit: 40_000, undo: 60_000 };
    for (let done = 0; done < 2 * RATE; done += 1000) {
      if (done === at.edit) await host.apply(compiler.compile(edited, false));
      if (done === at.undo) await host.apply(compiler.compile(session, false));
      keep(planes, host.render(1000).engine, done);
    }
    expect(host.missedSlots).toBe(0);
    // A block of lead at most, then the fade of at most 10 ms.
    const fade = 128 + 480;
    let outside = 0;
    let inside = 0;
    planes.forEach((plane, channel) => {
      plane.forEach((value, n) => {
        const residual = Math.abs(value - (reference[channel]?.[n] ?? 0));
        if (n >= at.edit && n < at.undo + fade) inside = Math.max(inside, residual);
        else outside = Math.max(outside, residual);
      });
    });
    expect(inside).toBeGreaterThan(0.01);
    expect(outside).toBeLessThan(1e-5);
  });

  it('loops without a gap and without a missed read', async () => {
    const { host } = await openHost(richSession(), '5.1');
    const loop = { start: 20_001, end: 33_333, enabled: true };
    const straight = take(host, loop.start, loop.end - loop.start);
    host.locate(loop.start);
    host.setLoop(loop);
    const length = loop.end - loop.start;
    const planes = Array.from({ length: host.channels }, () => new Float32Array(3 * length));
    for (let done = 0; done < 3 * length; ) {
      const count = Math.min(777, 3 * length - done);
      keep(planes, host.render(count).engine, done);
      done += count;
    }
    expect(host.missedSlots).toBe(0);
    // Gain ramps settle in the first block after each wrap; behind it every lap is the same.
    for (const lap of [1, 2]) {
      let largest = 0;
      planes.forEach((plane, channel) => {
        for (let n = 256; n < length; n++) {
          largest = Math.max(
            largest,
            Math.abs((plane[lap * length + n] ?? 0) - (straight[channel]?.[n] ?? 1)),
          );
        }
      });
      expect(largest, `lap ${lap}`).toBeLessThan(1e-6);
    }
  });

  it('aligns limited output with the engine output and holds it below full scale', async () => {
    const session = richSession();
    const { host } = await openHost(session, '5.1', { limit: true });
    const plain = take((await openHost(session, '5.1')).host, 10_000, 8192);
    host.locate(10_000);
    const block = host.render(8192);
    expect(
      sameBits(
        block.engine.map((plane) => plane.slice()),
        plain,
      ),
    ).toBe(true);
    // Well below the threshold the limiter is an exact delay, which the host takes out.
    expect(peakOf(plain)).toBeLessThan(0.8);
    expect(
      sameBits(
        block.file.map((plane) => plane.slice()),
        plain,
      ),
    ).toBe(true);
  });
});
