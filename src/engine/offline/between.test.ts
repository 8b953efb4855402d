import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  FAMILIES,
  type FamilyName,
  type Session,
  type Track,
  type TrackId,
  type Vca,
  type VcaId,
} from '../../session/index.ts';
import { decibels, samples } from '../../units/index.ts';
import { createCompiler } from '../compile/session-compiler.ts';
import { nodeEngine, RATE, richSession, toneStems } from '../test-engine.ts';
import { OfflineHost } from './offline-host.ts';

const engine = nodeEngine();
const FRAMES = RATE >> 1;

async function openHost(session: Session, quantum = 2048) {
  const compiler = createCompiler();
  const host = await OfflineHost.create({
    module: engine().module,
    shared: true,
    sampleRate: RATE,
    target: '5.1',
    hrtf: null,
    compiled: compiler.compile(session),
    openStem: toneStems(session),
    quantum,
  });
  if (!host.ok) throw new Error(host.message);
  return { host: host.value, compiler };
}

/** The engine's output over a range; with it what went wrong. */
function take(host: OfflineHost, from = 0, frames = FRAMES): Buffer {
  host.locate(from);
  const parts: Buffer[] = [];
  for (let done = 0; done < frames; done += 4096) {
    const count = Math.min(4096, frames - done);
    for (const plane of host.render(count).engine) parts.push(Buffer.from(plane.slice(0, count).buffer));
  }
  expect([host.missedSlots, host.core.faults]).toEqual([0, 0]);
  return Buffer.concat(parts);
}

const rendered = async (session: Session, quantum?: number): Promise<Buffer> =>
  take((await openHost(session, quantum)).host);

const floats = (buffer: Buffer): Float32Array =>
  new Float32Array(buffer.buffer, buffer.byteOffset, buffer.length / 4);

const isSilent = (buffer: Buffer): boolean =>
  floats(buffer).every((sample) => Object.is(Math.abs(sample), 0));

const changed = (session: Session, id: string, change: (track: Track) => Partial<Track>): Session => {
  const track = session.tracks[id as TrackId];
  if (!track) throw new Error(`no track ${id}`);
  return { ...session, tracks: { ...session.tracks, [id]: { ...track, ...change(track) } } };
};

const strip = (session: Session, id: string, change: Partial<Track['strip']>): Session =>
  changed(session, id, (track) => ({ strip: { ...track.strip, ...change } }));

const family = (
  session: Session,
  name: FamilyName,
  change: Partial<Session['families']['music']>,
): Session => ({
  ...session,
  families: { ...session.families, [name]: { ...session.families[name], ...change } },
});

const vca = (id: string, faderDb: number, parentId: string | null, soloed = false, muted = false): Vca => ({
  id: id as VcaId,
  name: id,
  colour: null,
  faderDb: decibels(faderDb),
  muted,
  soloed,
  parentId: parentId as VcaId | null,
  automation: 'read',
  lanes: {},
});

/** Ducked both ways, under families that ride and nested VCAs. */
function busySession(): Session {
  const point = (time: number, value: number) => ({ time: samples(time), value, curve: 'linear' as const });
  const { duck } = richSession().families.music;
  const plain: Session = {
    ...richSession(),
    vcas: { a: vca('a', -2, null), b: vca('b', -1, 'a') } as Session['vcas'],
  };
  let session = plain;
  for (const name of ['music', 'ambience'] as const) {
    session = family(session, name, {
      faderDb: decibels(-1.5),
      lanes: { rideDb: [point(2000, 0), point(20_000, -4)] },
      duck: {
        ...duck,
        mode: 'live',
        level: { ...duck.level, attackMs: 40, holdMs: 20, releaseMs: 60, lookaheadMs: 60 },
        spectral: { ...duck.spectral, on: true, holdMs: 20, releaseMs: 50, lookaheadMs: 25 },
      },
    });
  }
  session = changed(session, 'track0', () => ({ vcaId: 'b' as VcaId }));
  // Speech from 3,000 on, not the second half of the render.
  const clip = Object.values(session.clips).find(({ trackId }) => trackId === 'track2');
  if (!clip) throw new Error('no dialogue');
  return {
    ...session,
    clips: { ...session.clips, [clip.id]: { ...clip, start: samples(3000), length: samples(9000) } },
  };
}

describe('between the strips', () => {
  it('gives the same bits at every quantum with keys, controls and both ducks at work', async () => {
    const whole = await rendered(busySession());
    expect(isSilent(whole)).toBe(false);
    for (const quantum of [64, 128, 256, 1024])
      expect((await rendered(busySession(), quantum)).equals(whole)).toBe(true);
  });

  it('ducks what it should, and gives any range the bits it has in the whole', async () => {
    const session = busySession();
    const { host } = await openHost(session);
    const undipped = FAMILIES.reduce(
      (made, name) => family(made, name, { duck: { ...made.families[name].duck, mode: 'off' } }),
      session,
    );
    expect((await rendered(undipped)).equals(take(host))).toBe(false);
    const part = floats(take((await openHost(session)).host, 20_000, 4096));
    const whole = floats(take(host, 0, 7 * 4096));
    // A render is in stretches of 4,096 frames with the planes of six channels each; the first plane is looked at.
    const sample = (n: number): number => whole[6 * 4096 * Math.floor(n / 4096) + (n % 4096)] ?? Number.NaN;
    for (let n = 0; n < 4096; n++)
      if (part[n] !== sample(20_000 + n)) expect([n, part[n]]).toEqual([n, sample(20_000 + n)]);
  });

  it('gives a range behind slow dynamics the bits it has in the whole', async () => {
    const { dynamics } = plainOf(richSession(), 'track0').strip;
    const session = strip(richSession(), 'track0', {
      dynamics: { ...dynamics, on: true, thresholdDb: decibels(-40), ratio: 10, holdMs: 300, releaseMs: 200 },
    });
    const { host } = await openHost(session);
    const whole = floats(take(host, 0, 24 * 4096));
    const part = floats(take(host, 20 * 4096, 4096));
    expect(part.length).toBe(6 * 4096);
    expect(part.every((sample, n) => sample === whole[20 * 6 * 4096 + n])).toBe(true);
  });

  it('is exact about look-ahead: a word ducked early leaves the word where it was', async () => {
    const session = busySession();
    // Dialogue alone is the same with and without a listener that looks ahead.
    const alone = ['track0', 'track1', 'track3', 'track4', 'track5'].reduce(
      (made, id) => strip(made, id, { muted: true }),
      session,
    );
    const unheard = FAMILIES.reduce(
      (made, name) => family(made, name, { duck: { ...made.families[name].duck, mode: 'off' } }),
      alone,
    );
    expect((await rendered(alone)).equals(await rendered(unheard))).toBe(true);
  });

  it('makes a muted track, family or VCA digital silence', async () => {
    for (const muted of [
      family(family(busySession(), 'dialogue', { muted: true }), 'music', { muted: true }),
      family(busySession(), 'dialogue', { muted: true }),
    ]) {
      let session = muted;
      for (const id of ['track3', 'track4', 'track5']) session = strip(session, id, { muted: true });
      if (!session.families.music.muted) {
        session = strip(session, 'track1', { muted: true });
        session = {
          ...session,
          vcas: { ...session.vcas, a: vca('a', 0, null, false, true) } as Session['vcas'],
        };
      }
      expect(isSilent(await rendered(session))).toBe(true);
    }
    const down = FAMILIES.reduce(
      (made, name) => family(made, name, { faderDb: decibels(Number.NEGATIVE_INFINITY) }),
      busySession(),
    );
    expect(isSilent(await rendered(down))).toBe(true);
  });

  it('makes solo null against the others silenced behind their taps; mute stops a key, solo does not', async () => {
    const { dynamics } = plainOf(busySession(), 'track1').strip;
    const keyed = strip(busySession(), 'track1', {
      dynamics: {
        ...dynamics,
        on: true,
        thresholdDb: decibels(-50),
        ratio: 8,
        lookaheadMs: 7,
        key: 'track2' as TrackId,
      },
    });
    const soloed = family(keyed, 'music', { soloed: true });
    // A family's fader stands behind the taps: what it silences still feeds its keys.
    const silenced = (['dialogue', 'effects', 'ambience'] as const).reduce(
      (made, name) => family(made, name, { faderDb: decibels(Number.NEGATIVE_INFINITY) }),
      keyed,
    );
    const heard = await rendered(soloed);
    expect(isSilent(heard)).toBe(false);
    expect(heard.equals(await rendered(silenced))).toBe(true);
    const unkeyed = await rendered(strip(soloed, 'track2', { muted: true }));
    expect(unkeyed.equals(heard)).toBe(false);
    // Without dialogue the compressor hears nothing and the ducks do nothing.
    const free = (['music', 'ambience'] as const).reduce(
      (made, name) => family(made, name, { duck: { ...made.families[name].duck, mode: 'off' } }),
      strip(soloed, 'track2', { muted: true }),
    );
    expect(unkeyed.equals(await rendered(free))).toBe(true);
  });

  it('renders random sessions without a fault, and undo brings identical audio back', async () => {
    const edit = fc.record({
      track: fc.nat(5),
      family: fc.constantFrom(...FAMILIES),
      kind: fc.constantFrom('solo', 'mute', 'fader', 'family', 'vca', 'duck', 'family-solo', 'key'),
      value: fc.integer({ min: -30, max: 12 }),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(edit, { minLength: 1, maxLength: 6 }), async (edits) => {
        const original = busySession();
        let session = original;
        for (const { track, family: name, kind, value } of edits) {
          const id = `track${track}`;
          if (kind === 'solo') session = strip(session, id, { soloed: true });
          else if (kind === 'mute') session = strip(session, id, { muted: true });
          else if (kind === 'fader') session = strip(session, id, { faderDb: decibels(value) });
          else if (kind === 'family') session = family(session, name, { faderDb: decibels(value) });
          else if (kind === 'family-solo') session = family(session, name, { soloed: true });
          else if (kind === 'vca') session = changed(session, id, () => ({ vcaId: 'a' as VcaId }));
          else if (kind === 'key') {
            const { dynamics } = plainOf(session, id).strip;
            if (track > 0)
              session = strip(session, id, { dynamics: { ...dynamics, on: true, key: 'track0' as TrackId } });
          } else {
            const { duck } = session.families[name];
            session = family(session, name, {
              duck: { ...duck, mode: duck.mode === 'live' ? 'off' : 'live' },
            });
          }
        }
        const edited = await rendered(session);
        expect(floats(edited).every((sample) => Math.abs(sample) < 64)).toBe(true);
        const { host, compiler } = await openHost(session);
        const applied = await host.apply(compiler.compile(original));
        expect(applied.ok).toBe(true);
        expect(take(host).equals(await rendered(original))).toBe(true);
      }),
      { seed: 7, numRuns: 12 },
    );
  });
});

function plainOf(session: Session, id: string): Track {
  const track = session.tracks[id as TrackId];
  if (!track) throw new Error(`no track ${id}`);
  return track;
}
