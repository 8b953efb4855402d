import { describe, expect, it } from 'vitest';
import { SLOT_FRAMES } from '../../core/index.ts';
import { fail } from '../../units/index.ts';
import { FakeRings, fakeReader, firstFault } from './fake-rings.ts';
import type { StreamReport } from './protocol.ts';
import { poolKeyId, type StreamProgram } from './stream-program.ts';
import { StreamSession } from './stream-session.ts';

const STEM_FRAMES = 100 * SLOT_FRAMES;
const NO_LOOP = { start: 0, end: 0, enabled: false };
const stems = [0, 1].map((stem) => ({
  key: { sha256: `${stem}`.repeat(64), rate: 48_000, decoder: 'test' },
  fileName: `stem ${stem}.wav`,
  channels: 1,
}));

const programOf = (stem: number, voice: number): StreamProgram => ({
  stems,
  clips: [{ stem, start: 0, end: STEM_FRAMES, sourceOffset: 0, voices: [voice], channels: [0] }],
});

function rig({ missing = false, decoded = STEM_FRAMES } = {}) {
  const rings = new FakeRings();
  const reports: StreamReport[] = [];
  const readers = stems.map((_, stem) => ({
    ...fakeReader(stem, 1, STEM_FRAMES),
    decodedThrough: () => progress.decoded,
  }));
  const progress = { decoded };
  const opened: string[] = [];
  let interrupt = false;
  const session = new StreamSession({
    sink: rings,
    rings: 8,
    openStem: async (key) => {
      opened.push(poolKeyId(key));
      const reader = readers[stems.findIndex((stem) => stem.key === key)];
      if (missing || !reader) return fail('stem-missing', 'It is not there.', 'Add it again.');
      return { ok: true, value: reader };
    },
    report: (report) => reports.push(report),
    wake: () => undefined,
    interrupted: () => interrupt,
  });
  const settle = async () => {
    for (let turn = 0; turn < 4; turn++) await Promise.resolve();
  };
  return {
    rings,
    reports,
    session,
    settle,
    opened,
    progress,
    setInterrupt: (value: boolean) => (interrupt = value),
  };
}

describe('StreamSession', () => {
  it('opens the stems, fetches the start and says so once', async () => {
    const { session, settle, reports, rings } = rig();
    const head = { position: 0, playing: false, applied: 0 };
    session.prepare({
      kind: 'prepare',
      ticket: 1,
      program: programOf(0, 0),
      loop: NO_LOOP,
      position: 3000,
      speed: 1,
    });
    session.tick(head);
    expect(reports).toEqual([]);
    await settle();
    session.tick(head);
    session.tick(head);
    expect(reports).toEqual([{ kind: 'prepared', ticket: 1, complete: true }]);
    expect(firstFault(rings, programOf(0, 0), 3000, 3000 + SLOT_FRAMES)).toBeNull();
  });

  it('keeps what plays in memory while it fetches a seek, and the seek until the core has jumped', async () => {
    const { session, settle, reports, rings } = rig();
    const program = programOf(0, 0);
    session.prepare({ kind: 'prepare', ticket: 1, program, loop: NO_LOOP, position: 0, speed: 1 });
    await settle();
    session.tick({ position: 0, playing: true, applied: 1 });
    session.tick({ position: 0, playing: true, applied: 1 });
    const far = 50 * SLOT_FRAMES + 77;
    session.prepare({ kind: 'prepare', ticket: 2, program: null, loop: NO_LOOP, position: far, speed: 1 });
    session.tick({ position: 20_000, playing: true, applied: 1 });
    expect(reports.at(-1)).toEqual({ kind: 'prepared', ticket: 2, complete: true });
    expect(firstFault(rings, program, 20_000, 20_000 + SLOT_FRAMES)).toBeNull();
    expect(firstFault(rings, program, far, far + SLOT_FRAMES)).toBeNull();
    // The audio thread has taken the command but fades out first: the playhead is still at the old place.
    session.tick({ position: 20_480, playing: true, applied: 2 });
    expect(firstFault(rings, program, far, far + SLOT_FRAMES)).toBeNull();
    session.tick({ position: far, playing: true, applied: 2 });
    expect(firstFault(rings, program, far, far + 6 * SLOT_FRAMES)).toBeNull();
  });

  it('feeds the program being faded out for a while after an edit', async () => {
    const { session, settle, rings } = rig();
    const before = programOf(0, 0);
    const after = programOf(1, 1);
    session.prepare({ kind: 'prepare', ticket: 1, program: before, loop: NO_LOOP, position: 0, speed: 1 });
    await settle();
    session.tick({ position: 0, playing: true, applied: 1 });
    session.tick({ position: 0, playing: true, applied: 1 });
    session.prepare({ kind: 'prepare', ticket: 2, program: after, loop: NO_LOOP, position: null, speed: 1 });
    session.tick({ position: 8000, playing: true, applied: 1 });
    session.tick({ position: 8320, playing: true, applied: 2 });
    expect(firstFault(rings, before, 8320, 8320 + 512)).toBeNull();
    expect(firstFault(rings, after, 8320, 8320 + SLOT_FRAMES)).toBeNull();
  });

  it('names a missing stem once and lets play begin without it', async () => {
    const { session, settle, reports } = rig({ missing: true });
    session.prepare({
      kind: 'prepare',
      ticket: 1,
      program: programOf(0, 0),
      loop: NO_LOOP,
      position: 0,
      speed: 1,
    });
    await settle();
    session.tick({ position: 0, playing: false, applied: 0 });
    session.prepare({ kind: 'prepare', ticket: 2, program: null, loop: NO_LOOP, position: 0, speed: 1 });
    await settle();
    session.tick({ position: 0, playing: false, applied: 0 });
    expect(reports.filter((report) => report.kind === 'missing-stem').length).toBe(2);
    expect(reports.at(-1)).toEqual({ kind: 'prepared', ticket: 2, complete: false });
  });

  it('picks up what an import decodes while it plays behind it', async () => {
    const { session, settle, rings, progress } = rig({ decoded: SLOT_FRAMES });
    const program = programOf(0, 0);
    session.prepare({ kind: 'prepare', ticket: 1, program, loop: NO_LOOP, position: 0, speed: 1 });
    await settle();
    session.tick({ position: 0, playing: true, applied: 1 });
    session.tick({ position: 0, playing: true, applied: 1 });
    expect(firstFault(rings, program, 0, SLOT_FRAMES)).toBeNull();
    expect(rings.sample(0, SLOT_FRAMES)).toBeNull();
    progress.decoded = 3 * SLOT_FRAMES;
    session.tick({ position: 100, playing: true, applied: 1 });
    expect(firstFault(rings, program, 0, 3 * SLOT_FRAMES)).toBeNull();
  });

  it('breaks off a round when something newer waits', async () => {
    const { session, settle, setInterrupt, rings } = rig();
    session.prepare({
      kind: 'prepare',
      ticket: 1,
      program: programOf(0, 0),
      loop: NO_LOOP,
      position: 0,
      speed: 1,
    });
    await settle();
    setInterrupt(true);
    expect(session.tick({ position: 0, playing: false, applied: 0 })).toBe(true);
    expect(rings.sample(0, 0)).not.toBeNull();
    expect(rings.sample(0, SLOT_FRAMES)).toBeNull();
  });

  it('reads the way a shuttle goes, and forwards again after it', async () => {
    const { session, settle, rings } = rig();
    const program = programOf(0, 0);
    const place = 40 * SLOT_FRAMES;
    const shuttle = { kind: 'prepare', program: null, loop: NO_LOOP, position: null } as const;
    session.prepare({ kind: 'prepare', ticket: 1, program, loop: NO_LOOP, position: place, speed: 1 });
    await settle();
    session.tick({ position: place, playing: false, applied: 1 });
    session.prepare({ ...shuttle, ticket: 2, speed: -4 });
    session.tick({ position: place, playing: true, applied: 1 });
    session.tick({ position: place, playing: true, applied: 2 });
    expect(firstFault(rings, program, place - 6 * SLOT_FRAMES, place)).toBeNull();
    const back = place - 5 * SLOT_FRAMES;
    session.tick({ position: back, playing: true, applied: 2 });
    expect(firstFault(rings, program, back - 6 * SLOT_FRAMES, back)).toBeNull();
    session.prepare({ ...shuttle, ticket: 3, speed: 1 });
    session.tick({ position: back, playing: true, applied: 3 });
    for (let tick = 0; tick < 6; tick++) session.tick({ position: back, playing: true, applied: 3 });
    expect(firstFault(rings, program, back, back + 6 * SLOT_FRAMES)).toBeNull();
  });
});
