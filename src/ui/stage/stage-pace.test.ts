import { describe, expect, it } from 'vitest';
import { type PaceFrame, StagePace } from './stage-pace.ts';

/** Indexes of the frames, 16 ms apart, in which the room is drawn. */
function drawn(
  pace: StagePace,
  count: number,
  frame: (index: number) => Partial<PaceFrame>,
  frameMs = 144,
): number[] {
  return Array.from({ length: count }, (_, index) => index).filter((index) =>
    pace.due({
      nowMs: 16 * index,
      frameMs,
      position: 0,
      lively: false,
      urgent: false,
      shown: [],
      ...frame(index),
    }),
  );
}

describe('the pace of the stage', () => {
  it('draws a room at rest once', () => {
    expect(drawn(new StagePace(), 30, () => ({}))).toEqual([0]);
  });

  it('draws no more often than the lens can bear while the playhead runs', () => {
    const playing = drawn(new StagePace(), 60, (index) => ({ position: index * 800, lively: true }));
    expect(playing).toHaveLength(7);
    expect(drawn(new StagePace(), 60, (index) => ({ position: index * 800, lively: true }), 32)).toHaveLength(
      30,
    );
  });

  it('draws every frame for a hand on the stage', () => {
    expect(drawn(new StagePace(), 5, () => ({ urgent: true }))).toEqual([0, 1, 2, 3, 4]);
  });

  it('draws a change at once after rest, further ones at its pace, and the last of them at the end', () => {
    const moves = Array.from({ length: 40 }, () => ({}));
    const at = (index: number) => ({ shown: [moves[Math.min(Math.max(index, 20), 32)]] });
    expect(drawn(new StagePace(), 60, at)).toEqual([0, 21, 30, 39]);
  });

  it('draws where a stopped playhead was put', () => {
    expect(drawn(new StagePace(), 40, (index) => ({ position: index < 20 ? 0 : 48_000 }))).toEqual([0, 20]);
  });
});
