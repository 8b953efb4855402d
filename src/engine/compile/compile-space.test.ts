import { describe, expect, it } from 'vitest';
import {
  addSpace,
  addVca,
  createDocument,
  longestTail,
  type Session,
  type SessionDraft,
  type SpaceId,
  setSend,
  setSpace,
  setStrip,
  splitSpace,
  type TrackId,
  type VcaId,
} from '../../session/index.ts';
import { decibels } from '../../units/index.ts';
import { bounceRange } from '../bounce/bounce-session.ts';
import { OfflineHost } from '../offline/offline-host.ts';
import { nodeEngine, RATE, testSession, toneStems } from '../test-engine.ts';
import { diffSpaces, diffStrips } from './compiler.ts';
import { createCompiler } from './session-compiler.ts';

const engine = nodeEngine();
const HALL = 'hall' as SpaceId;
const CELLO = 'track0' as TrackId;
const FLUTE = 'track1' as TrackId;

const tracks = testSession([
  { name: 'cello', format: 'mono', clips: [[0, RATE, 0]] },
  { name: 'flute', format: 'stereo', clips: [[0, RATE, 0]] },
]);

/** The session after edits. */
function edited(...edits: ((draft: SessionDraft) => unknown)[]): Session {
  const document = createDocument(tracks);
  for (const edit of edits)
    document.transact('edit', 'undoable', (draft) => {
      edit(draft);
      return null;
    });
  return document.get();
}

const withHall = (draft: SessionDraft) => addSpace(draft, { id: HALL, preset: 'Hall' });
const celloToHall = (draft: SessionDraft) => setSend(draft, CELLO, HALL, { levelDb: decibels(-6) });

async function render(session: Session, frames: number, quantum = 512, from = 0) {
  const host = await OfflineHost.create({
    module: engine().module,
    shared: true,
    sampleRate: RATE,
    target: '7.1.2',
    hrtf: null,
    compiled: createCompiler().compile(session),
    openStem: toneStems(session),
    quantum,
  });
  if (!host.ok) throw new Error(host.message);
  host.value.locate(from);
  const { engine: planes } = host.value.render(frames);
  host.value.dispose();
  return planes;
}

const energyOf = (planes: readonly Float32Array[], from = 0): number =>
  planes.reduce((sum, plane) => sum + plane.subarray(from).reduce((s, x) => s + x * x, 0), 0);

describe('a compiled space', () => {
  it('rings on after the last clip, and the bounce with it', async () => {
    const session = edited(withHall, celloToHall);
    expect(longestTail(session)).toBeCloseTo(2.526, 3);
    const { to } = bounceRange({
      session,
      target: '7.1.2',
      coding: { format: 'float', bits: 32 } as never,
      range: null,
      limit: false,
    });
    expect(to).toBe(RATE + Math.ceil(2.526 * RATE));
    const planes = await render(session, to);
    expect(energyOf(planes, 1.2 * RATE)).toBeGreaterThan(1e-3);
    expect(energyOf(await render(edited(withHall), to), 1.2 * RATE)).toBe(0);
    // Started in the middle, what sounded before is still heard.
    const late = await render(session, RATE >> 2, 512, 1.5 * RATE);
    expect(energyOf(late)).toBeGreaterThan(1e-4);
  });

  it('gives the same bits at quanta 64 to 1024', async () => {
    const session = edited(withHall, celloToHall, (draft) =>
      setSend(draft, FLUTE, HALL, { levelDb: decibels(-20), preFader: true }),
    );
    const [first, ...rest] = await Promise.all([64, 128, 256, 1024].map((q) => render(session, RATE, q)));
    for (const planes of rest)
      for (const [channel, plane] of planes.entries())
        expect(
          Buffer.from(plane.buffer).equals(Buffer.from(first?.[channel]?.buffer ?? new ArrayBuffer(0))),
        ).toBe(true);
  });

  it('sends ahead of the fader what is faded out, and nothing that is muted', async () => {
    const setUp = (faderDb: number, muted: boolean, preFader: boolean) =>
      edited(withHall, (draft) => {
        setStrip(draft, [CELLO, FLUTE], { faderDb: decibels(faderDb), muted });
        setSend(draft, CELLO, HALL, { preFader });
      });
    const off = Number.NEGATIVE_INFINITY;
    expect(energyOf(await render(setUp(off, false, true), RATE))).toBeGreaterThan(1e-3);
    expect(energyOf(await render(setUp(off, false, false), RATE))).toBe(0);
    expect(energyOf(await render(setUp(0, true, true), RATE))).toBe(0);
  });

  it('is silent while muted, and a return split off for a VCA follows that VCA', async () => {
    const vca = 'strings' as VcaId;
    const copy = 'copy' as SpaceId;
    const split = [
      withHall,
      celloToHall,
      (draft: SessionDraft) => addVca(draft, { id: vca, name: 'Strings', trackIds: [CELLO] }),
      (draft: SessionDraft) => splitSpace(draft, HALL, copy, vca),
    ];
    const session = edited(...split);
    expect(Object.keys(session.tracks[CELLO]?.sends ?? {})).toEqual([copy]);
    const gains = (one: Session) =>
      createCompiler()
        .compile(one)
        .spaces.map((space) => space?.gain);
    expect(gains(session)).toEqual([1, 1]);
    // By id: the copy first.
    expect(gains(edited(...split, (draft) => setSpace(draft, HALL, { muted: true })))).toEqual([1, 0]);
    const mutedVca = edited(...split, (draft) => {
      const made = draft.vcas[vca];
      if (made) made.muted = true;
    });
    expect(gains(mutedVca)).toEqual([0, 1]);
  });

  it('sends strips anew only where what they send changed', () => {
    const compiler = createCompiler();
    const document = createDocument(edited(withHall, celloToHall));
    const compile = () => compiler.compile(document.get(), false);
    const before = compile();
    document.transact('size', 'undoable', (draft) => setSpace(draft, HALL, { sizeM: 20 }));
    const sized = compile();
    expect(diffSpaces(before, sized).map(({ slot }) => slot)).toEqual([0]);
    expect(diffStrips(before, sized)).toEqual([]);
    document.transact('send', 'undoable', (draft) => setSend(draft, CELLO, HALL, { levelDb: decibels(-3) }));
    const sent = compile();
    expect(diffSpaces(sized, sent)).toEqual([]);
    expect(diffStrips(sized, sent).map(({ slot }) => slot)).toEqual([0]);
  });
});
