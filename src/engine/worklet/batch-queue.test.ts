import { describe, expect, it } from 'vitest';
import { BatchQueue, mergeBatches } from './batch-queue.ts';
import type { WorkletBatch, WorkletCommand } from './protocol.ts';

const locate = (position: number): WorkletCommand => ({ kind: 'locate', position });
const play = (position: number): WorkletCommand => ({ kind: 'play', position });
const stop: WorkletCommand = { kind: 'stop' };
const strip = (slot: number, bytes: number): WorkletCommand => ({
  kind: 'strips',
  updates: [{ slot, record: new ArrayBuffer(bytes) }],
});
const held = (ticket: number, ...commands: WorkletCommand[]): WorkletBatch => ({
  ticket,
  awaits: ticket,
  commands,
});
const free = (ticket: number, ...commands: WorkletCommand[]): WorkletBatch => ({ ticket, commands });

describe('BatchQueue', () => {
  it('holds a batch until its audio is there, whichever comes first', () => {
    const queue = new BatchQueue();
    expect(queue.take(held(1, play(0)))).toBeNull();
    expect(queue.waiting).toBe(true);
    expect(queue.prepared(1)).toEqual(free(1, play(0)));
    expect(queue.waiting).toBe(false);
    expect(queue.prepared(2)).toBeNull();
    const late = held(2, locate(7));
    expect(queue.take(late)).toEqual(late);
  });

  it('lets an edit that needs no audio wait behind one that does', () => {
    const queue = new BatchQueue();
    expect(queue.take(held(3, strip(0, 8)))).toBeNull();
    expect(queue.take({ ...free(3, strip(0, 16)), awaits: 3 })).toBeNull();
    expect(queue.prepared(3)?.commands).toEqual([strip(0, 16)]);
  });

  it('lets go only of what is ready, and takes what it lets go as one', () => {
    const queue = new BatchQueue();
    queue.take(held(1, strip(1, 8), locate(10)));
    queue.take(held(2, strip(2, 8), locate(20)));
    queue.take(held(3, locate(30)));
    const first = queue.prepared(2);
    expect(first?.ticket).toBe(2);
    expect(first?.commands.at(-1)).toEqual(locate(20));
    expect(first?.commands.filter(({ kind }) => kind === 'locate')).toHaveLength(1);
    expect(queue.prepared(3)).toEqual(free(3, locate(30)));
  });

  it('keeps a start a start when the playhead is moved before it has come', () => {
    const queue = new BatchQueue();
    queue.take(held(1, play(0)));
    queue.take(held(2, locate(9000)));
    expect(queue.prepared(2)?.commands).toEqual([play(9000)]);
  });

  it('stops at once: waiting edits come into force, waiting seeks do not', () => {
    const queue = new BatchQueue();
    queue.take(held(1, strip(0, 8), play(0)));
    expect(queue.take(free(2, stop, locate(5)))).toEqual(free(2, strip(0, 8), stop, locate(5)));
    expect(queue.prepared(2)).toBeNull();
  });

  it('ends everybody’s patience with an empty batch', () => {
    const queue = new BatchQueue();
    queue.take(held(1, strip(0, 8)));
    expect(queue.take(free(1))).toEqual(free(1, strip(0, 8)));
  });

  it('lets settings of the output pass', () => {
    const queue = new BatchQueue();
    queue.take(held(1, play(0)));
    const level = free(-1, { kind: 'monitor', gain: 0.5 });
    expect(queue.take(level)).toBe(level);
    expect(queue.waiting).toBe(true);
  });

  it('takes a shuttle where the commands before it lead, and moves one that waits', () => {
    const shuttle = (position: number | null, speed: number): WorkletCommand => ({
      kind: 'shuttle',
      position,
      speed,
    });
    const merged = (...commands: WorkletCommand[]): readonly WorkletCommand[] =>
      mergeBatches(commands.map((command) => free(1, command))).commands;
    expect(merged(play(500), shuttle(null, 2))).toEqual([shuttle(500, 2)]);
    expect(merged(locate(700), shuttle(null, -2))).toEqual([shuttle(700, -2)]);
    expect(merged(shuttle(9, 2), shuttle(null, 4))).toEqual([shuttle(9, 4)]);
    expect(merged(shuttle(9, 2), locate(800))).toEqual([shuttle(800, 2)]);
    expect(merged(shuttle(null, 2))).toEqual([shuttle(null, 2)]);
    expect(merged(shuttle(9, 2), play(3))).toEqual([play(3)]);
    expect(merged(shuttle(9, 2), stop, locate(4))).toEqual([stop, locate(4)]);
  });
});
