import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BLOCK_FRAMES, RING_SLOTS, SLOT_FRAMES } from '../../core/index.ts';
import { FakeRings, fakeReader, firstFault } from './fake-rings.ts';
import { fillGroup } from './filler.ts';
import { MAX_LOOKAHEAD_FRAMES, StreamPlanner } from './planner.ts';
import { playPath, shuttlePath } from './play-path.ts';
import { RingPool } from './ring-pool.ts';
import { poolKeyId, type StreamClip, type StreamProgram, voicesAtOnce } from './stream-program.ts';
import { OFFLINE_LOOKAHEAD_FRAMES, SyncFeeder } from './sync-feeder.ts';

const STEMS = 4;
const CHANNELS = 3;
const STEM_FRAMES = 30 * SLOT_FRAMES;
const TIMELINE = 20 * SLOT_FRAMES;

const stems = Array.from({ length: STEMS }, (_, stem) => ({
  key: { sha256: `${stem}`.repeat(64), rate: 48_000, decoder: 'test' },
  fileName: `stem ${stem}.wav`,
  channels: CHANNELS,
}));
const stemIndex = new Map(stems.map((stem, index) => [poolKeyId(stem.key), index]));
const readers = stems.map((_, stem) => fakeReader(stem, CHANNELS, STEM_FRAMES));
const readerOf = (id: string) => readers[stemIndex.get(id) ?? -1];

const clipArbitrary = fc.record({
  stem: fc.nat(STEMS - 1),
  start: fc.nat(TIMELINE),
  length: fc.integer({ min: 1, max: 6 * SLOT_FRAMES }),
  sourceOffset: fc.nat(20 * SLOT_FRAMES),
  channels: fc.uniqueArray(fc.nat(CHANNELS - 1), { minLength: 1, maxLength: CHANNELS }),
});

const programArbitrary = fc
  .array(clipArbitrary, { minLength: 1, maxLength: 12 })
  .map((specs): StreamProgram => {
    let voice = 0;
    const clips = specs.map(
      (spec): StreamClip => ({
        stem: spec.stem,
        start: spec.start,
        end: spec.start + spec.length,
        sourceOffset: spec.sourceOffset,
        channels: spec.channels,
        voices: spec.channels.map(() => voice++),
      }),
    );
    return { stems, clips: clips.sort((a, b) => a.start - b.start) };
  });

const stepArbitrary = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constant('play' as const), frames: fc.integer({ min: 1, max: 40_000 }) }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('seek' as const), position: fc.nat(TIMELINE) }) },
);

const loopArbitrary = fc.option(
  fc
    .record({ start: fc.nat(TIMELINE), length: fc.integer({ min: 200, max: 9 * SLOT_FRAMES }) })
    .map(({ start, length }) => ({ start, end: start + length, enabled: true })),
);

/** Plays as the core does: blocks on multiples of 128, shorter where the loop ends. */
function advance(
  position: number,
  loop: { start: number; end: number } | null,
): { to: number; next: number } {
  const edge = (Math.floor(position / BLOCK_FRAMES) + 1) * BLOCK_FRAMES;
  if (loop && position < loop.end && edge >= loop.end) return { to: loop.end, next: loop.start };
  return { to: edge, next: edge };
}

describe('playPath', () => {
  it('follows a loop and covers exactly the frames asked for', () => {
    expect(playPath(900, 400, { start: 500, end: 1000, enabled: true })).toEqual([
      { from: 900, to: 1000, distance: 0 },
      { from: 500, to: 800, distance: 100 },
    ]);
  });

  it('runs straight on behind the loop, at its end and when it is off', () => {
    const loop = { start: 500, end: 1000, enabled: true };
    expect(playPath(1000, 10, loop)).toEqual([{ from: 1000, to: 1010, distance: 0 }]);
    expect(playPath(700, 1000, { ...loop, enabled: false })).toEqual([{ from: 700, to: 1700, distance: 0 }]);
  });
});

describe('shuttlePath', () => {
  it('reaches as far as the play path does, in the direction of the shuttle, and a little behind it', () => {
    const margin = 4 * BLOCK_FRAMES;
    expect(shuttlePath(50_000, 20_000, 4)).toEqual({
      from: 50_000 - margin,
      to: 70_000 - margin,
      distance: 0,
    });
    expect(shuttlePath(50_000, 20_000, -0.5)).toEqual({
      from: 30_000 + margin,
      to: 50_000 + margin,
      distance: 0,
    });
    expect(shuttlePath(100, 20_000, -1).from).toBe(0);
  });
});

describe('StreamPlanner in a shuttle', () => {
  const at = 10 * SLOT_FRAMES + 5000;
  const program: StreamProgram = {
    stems,
    clips: [{ stem: 0, start: 0, end: 20 * SLOT_FRAMES, sourceOffset: 0, voices: [0], channels: [0] }],
  };
  const groups = (speed: number, planner = new StreamPlanner(new RingPool(new FakeRings(), 4))) =>
    planner.plan([{ program, position: at, lookaheadFrames: 4 * SLOT_FRAMES, loop: null, speed }]).groups;

  it('wants the chunks behind the playhead, nearest first, on the way back', () => {
    expect(groups(-1).map(({ chunk }) => chunk)).toEqual([10, 9, 8, 7, 6]);
    expect(groups(2).map(({ chunk }) => chunk)).toEqual([10, 11, 12, 13, 14]);
  });

  it('wants what fills a look-ahead at once, not when its own sound is due', () => {
    const pool = new RingPool(new FakeRings(), 4);
    const clip: StreamClip = {
      stem: 0,
      start: 0,
      end: 20 * SLOT_FRAMES,
      sourceOffset: 0,
      channels: [0],
      voices: [0],
      held: 5760,
    };
    // Read from 3,000 frames before the end of chunk 2: 5,760 held frames ahead of there belong to the fill.
    const position = 3 * SLOT_FRAMES - 3000 + 5760;
    const head = {
      program: { stems, clips: [clip] },
      position,
      lookaheadFrames: 2 * SLOT_FRAMES,
      loop: null,
    };
    const { groups } = new StreamPlanner(pool).plan([head]);
    expect(groups.map(({ chunk, distance }) => [chunk, distance])).toEqual([
      [2, 0],
      [3, 0],
      [4, 4 * SLOT_FRAMES - position],
      [5, 5 * SLOT_FRAMES - position],
    ]);
  });

  it('counts the distance in frames until it is heard: a fast shuttle is sooner there', () => {
    const [, slow] = groups(-1);
    const [, fast] = groups(-8);
    expect(slow?.distance).toBe(5000 + 4 * BLOCK_FRAMES);
    expect(fast?.distance).toBe((slow?.distance ?? 0) / 8);
  });

  it('passes by a loop', () => {
    const loop = { start: 9 * SLOT_FRAMES, end: 11 * SLOT_FRAMES, enabled: true };
    const planner = new StreamPlanner(new RingPool(new FakeRings(), 4));
    const plan = planner.plan([
      { program, position: at, lookaheadFrames: 4 * SLOT_FRAMES, loop, speed: 1.5 },
    ]);
    expect(plan.groups.map(({ chunk }) => chunk)).toEqual([10, 11, 12, 13, 14]);
  });

  it('has every sample in memory a block before a shuttle gets there, back and forth', () => {
    fc.assert(
      fc.property(
        programArbitrary,
        fc.array(fc.constantFrom(-8, -2, -0.5, 0.5, 2, 8), { minLength: 1, maxLength: 6 }),
        (random, speeds) => {
          const rings = new FakeRings();
          const pool = new RingPool(rings, 64);
          const planner = new StreamPlanner(pool);
          let position = TIMELINE / 2;
          for (const speed of speeds) {
            for (let block = 0; block < 60; block++) {
              const head = {
                program: random,
                position,
                lookaheadFrames: MAX_LOOKAHEAD_FRAMES,
                loop: null,
                speed,
              };
              for (const group of planner.plan([head]).groups)
                fillGroup(group, readerOf(group.stemId), pool, planner);
              const next = Math.max(0, position + speed * BLOCK_FRAMES);
              const low = Math.max(0, Math.floor(Math.min(position, next)) - BLOCK_FRAMES);
              expect(
                firstFault(rings, random, low, Math.ceil(Math.max(position, next)) + BLOCK_FRAMES),
              ).toBeNull();
              position = next;
            }
          }
        },
      ),
      { seed: 7, numRuns: 20 },
    );
  });
});

describe('SyncFeeder', () => {
  it('has every sample of every block in memory, whatever the clips, seeks and loop', () => {
    fc.assert(
      fc.property(
        programArbitrary,
        loopArbitrary,
        fc.array(stepArbitrary, { maxLength: 8 }),
        (program, loop, steps) => {
          const rings = new FakeRings();
          const wanted = voicesAtOnce(program, OFFLINE_LOOKAHEAD_FRAMES, loop?.start);
          const feeder = new SyncFeeder(rings, Math.max(1, wanted), readerOf);
          feeder.setProgram(program);
          let position = 0;
          for (const step of steps) {
            if (step.kind === 'seek') {
              position = step.position;
              continue;
            }
            for (let left = step.frames; left > 0; ) {
              const { to, next } = advance(position, loop);
              feeder.ensure(position, to - position, loop);
              expect(firstFault(rings, program, position, to)).toBeNull();
              left -= to - position;
              position = next;
            }
          }
          expect(feeder.starved).toBe(0);
        },
      ),
      { seed: 2127, numRuns: 60 },
    );
  });

  it('reads a multichannel file once for all its channels', () => {
    const program: StreamProgram = {
      stems,
      clips: [
        { stem: 0, start: 0, end: 4 * SLOT_FRAMES, sourceOffset: 0, voices: [0], channels: [0] },
        { stem: 0, start: 0, end: 4 * SLOT_FRAMES, sourceOffset: 0, voices: [1, 2], channels: [1, 1] },
      ],
    };
    const rings = new FakeRings();
    const reader = fakeReader(0, CHANNELS, STEM_FRAMES);
    const feeder = new SyncFeeder(rings, 3, () => reader);
    feeder.setProgram(program);
    feeder.ensure(0, SLOT_FRAMES - 4 * BLOCK_FRAMES);
    expect(firstFault(rings, program, 0, SLOT_FRAMES)).toBeNull();
    expect(reader.reads).toBeLessThanOrEqual(2);
  });
});

describe('ring pool', () => {
  it('never touches the ring of a voice that keeps it: the core may be reading through it', () => {
    const told: string[] = [];
    const rings = new FakeRings();
    const sink = {
      assign(voice: number, ring: number, generation: number) {
        told.push(`${voice} gets ${ring}`);
        rings.assign(voice, ring, generation);
      },
      release: (voice: number) => void told.push(`${voice} loses its ring`),
      invalidate: (ring: number, slot: number) => rings.invalidate(ring, slot),
      slotView: (ring: number, slot: number) => rings.slotView(ring, slot),
      publish: (ring: number, slot: number, generation: number, chunk: number) =>
        rings.publish(ring, slot, generation, chunk),
    };
    const pool = new RingPool(sink, 2);
    const planner = new StreamPlanner(pool);
    const clip = { stem: 0, start: 0, end: TIMELINE, sourceOffset: 0, channels: [0], voices: [3] };
    const head = {
      program: { stems, clips: [clip] },
      loop: null,
      lookaheadFrames: MAX_LOOKAHEAD_FRAMES,
    };
    for (let position = 0; position < 3 * SLOT_FRAMES; position += 1000)
      planner.plan([{ ...head, position }]);
    expect(told).toEqual(['3 gets 0']);
  });
});

describe('StreamPlanner', () => {
  it('keeps what is about to be heard while it fetches what comes later', () => {
    fc.assert(
      fc.property(
        programArbitrary,
        loopArbitrary,
        fc.nat(TIMELINE),
        fc.nat(TIMELINE),
        (program, loop, first, second) => {
          const rings = new FakeRings();
          const pool = new RingPool(rings, 64);
          const planner = new StreamPlanner(pool);
          const fill = (heads: Parameters<StreamPlanner['plan']>[0]) => {
            const plan = planner.plan(heads);
            expect(plan.starved).toBe(0);
            for (const group of plan.groups)
              expect(fillGroup(group, readerOf(group.stemId), pool, planner)).toBe('filled');
          };
          const head = (position: number, lookaheadFrames: number) => ({
            program,
            position,
            lookaheadFrames,
            loop,
          });
          fill([head(first, MAX_LOOKAHEAD_FRAMES)]);
          // A seek is prepared beside the playhead: two slots at each place fit in a ring together.
          fill([head(first, 2 * SLOT_FRAMES), head(second, 2 * SLOT_FRAMES)]);
          for (const start of [first, second]) {
            for (const segment of playPath(start, SLOT_FRAMES, loop)) {
              expect(firstFault(rings, program, segment.from, segment.to)).toBeNull();
            }
          }
        },
      ),
      { seed: 128, numRuns: 100 },
    );
  });

  it('never wants more chunks of a voice than its ring has slots', () => {
    fc.assert(
      fc.property(programArbitrary, loopArbitrary, fc.nat(TIMELINE), (program, loop, position) => {
        const planner = new StreamPlanner(new RingPool(new FakeRings(), 64));
        planner.plan([{ program, position, lookaheadFrames: MAX_LOOKAHEAD_FRAMES, loop }]);
        for (let voice = 0; voice < 36; voice++)
          expect(planner.wantedOf(voice).size).toBeLessThanOrEqual(RING_SLOTS);
      }),
      { seed: 7, numRuns: 100 },
    );
  });

  it('with too few rings starves the voices that sound last and says how many', () => {
    const clip = (voice: number, start: number): StreamClip => ({
      stem: 0,
      start,
      end: start + SLOT_FRAMES,
      sourceOffset: 0,
      voices: [voice],
      channels: [0],
    });
    const program: StreamProgram = { stems, clips: [clip(0, 0), clip(1, 100), clip(2, 30_000)] };
    const rings = new FakeRings();
    const planner = new StreamPlanner(new RingPool(rings, 2));
    const plan = planner.plan([{ program, position: 0, lookaheadFrames: MAX_LOOKAHEAD_FRAMES, loop: null }]);
    expect(plan.starved).toBe(1);
    expect([...rings.voices.keys()].sort()).toEqual([0, 1]);
  });

  it('makes audio of a voice that got another source unreadable', () => {
    const rings = new FakeRings();
    const pool = new RingPool(rings, 1);
    const planner = new StreamPlanner(pool);
    const clip: StreamClip = { stem: 0, start: 0, end: 1000, sourceOffset: 0, voices: [0], channels: [0] };
    const play = (program: StreamProgram) => {
      const plan = planner.plan([{ program, position: 0, lookaheadFrames: 1000, loop: null }]);
      return plan.groups.map((group) => fillGroup(group, readerOf(group.stemId), pool, planner));
    };
    play({ stems, clips: [clip] });
    const other: StreamProgram = { stems, clips: [{ ...clip, stem: 1 }] };
    expect(play(other)).toEqual(['filled']);
    expect(firstFault(rings, other, 0, 1000)).toBeNull();
  });

  it('leaves a chunk out that is not decoded yet', () => {
    const rings = new FakeRings();
    const pool = new RingPool(rings, 1);
    const planner = new StreamPlanner(pool);
    const clip: StreamClip = { stem: 0, start: 0, end: 1000, sourceOffset: 0, voices: [0], channels: [0] };
    const [group] = planner.plan([
      { program: { stems, clips: [clip] }, position: 0, lookaheadFrames: 1000, loop: null },
    ]).groups;
    const reader = { ...fakeReader(0, 1, STEM_FRAMES), decodedThrough: () => 500 };
    expect(group && fillGroup(group, reader, pool, planner)).toBe('not-decoded');
    expect(rings.sample(0, 0)).toBeNull();
  });
});
