import { describe, expect, it } from 'vitest';
import { createDocument } from '../document.ts';
import { setLane } from '../edits/index.ts';
import { currentStaticValue, lanesOf, trackOwner } from '../lane-owner.ts';
import { laneValueAt } from '../lane-value.ts';
import { testSession } from '../test-session.ts';
import type { TrackId } from '../types.ts';
import { Recorder, type RecordingMode, type TimeSpan } from './recorder.ts';

const STEP = 480;
const owner = trackOwner('t-voice' as TrackId);
const ride = { owner, target: 'rideDb' as const };
const mute = { owner, target: 'muted' as const };

/** A recorder over a document whose voice rides from 0 dB at 0 to −20 dB at 200,000. */
function rig({ lane = true, autoMatch = 4800 } = {}) {
  const document = createDocument(testSession());
  if (lane)
    document.transact('Ride', 'undoable', (draft) =>
      setLane(draft, owner, 'rideDb', [
        { time: 0, value: 0 },
        { time: 200_000, value: -20 },
      ]),
    );
  let punch: TimeSpan | null = null;
  let loop: TimeSpan | null = null;
  const recorder = new Recorder({
    ground: (parameter) => ({
      points: lanesOf(document.get(), parameter.owner)[parameter.target] ?? [],
      rest: currentStaticValue(document.get(), parameter.owner, parameter.target),
    }),
    write: (lanes) =>
      document.transact('Automation pass', 'gesture', (draft) => {
        for (const { owner: whose, target, points } of lanes) setLane(draft, whose, target, points);
      }),
    autoMatch: () => autoMatch,
    punch: () => punch,
    loop: () => loop,
    controlStep: STEP,
  });
  const play = (from: number, to: number) => {
    for (let at = from; at <= to; at += 800) recorder.advance(at);
    recorder.advance(to);
  };
  return {
    document,
    recorder,
    play,
    setPunch: (span: TimeSpan) => {
      punch = span;
    },
    setLoop: (span: TimeSpan) => {
      loop = span;
    },
    at: (time: number, target: 'rideDb' | 'muted' = 'rideDb') =>
      laneValueAt(lanesOf(document.get(), owner)[target], time, 0),
  };
}

/** Moves in a line by `by` dB a sample, every 800 samples. */
function drag(
  { recorder }: ReturnType<typeof rig>,
  mode: RecordingMode,
  from: number,
  to: number,
  value: (time: number) => number,
) {
  for (let at = from; at <= to; at += 800) {
    recorder.advance(at);
    recorder.move(ride, mode, value(at), 'mouse');
  }
}

describe('a pass', () => {
  it('in touch writes while held and goes back to the lane in the AutoMatch time', () => {
    const set = rig();
    set.recorder.start(0);
    set.play(0, 40_000);
    set.recorder.touch(ride, 'touch', -4, 'mouse');
    drag(set, 'touch', 40_800, 60_000, (time) => -4 + (time - 40_000) / 5000);
    set.recorder.release('mouse');
    set.recorder.stop();
    expect(set.at(39_999)).toBeCloseTo(-3.9999, 3);
    for (let time = 40_000; time <= 60_000; time += 800)
      expect(Math.abs(set.at(time) - (-4 + (time - 40_000) / 5000))).toBeLessThanOrEqual(0.1);
    expect(set.at(62_400)).toBeCloseTo((0 - 6.48) / 2, 1);
    for (const time of [64_800, 100_000, 200_000]) expect(set.at(time)).toBeCloseTo(-time / 10_000, 3);
  });

  it('is one undo step, whatever was shown on the way', () => {
    const set = rig();
    const before = set.document.get();
    set.recorder.start(0);
    drag(set, 'latch', 0, 150_000, (time) => Math.sin(time / 9000) * 6);
    set.recorder.release('mouse');
    set.recorder.stop();
    set.document.commitGesture();
    expect(set.document.get()).not.toBe(before);
    set.document.undo();
    expect(set.document.get().tracks).toEqual(before.tracks);
  });

  it('in latch holds the last value to the stop', () => {
    const set = rig();
    set.recorder.start(0);
    set.play(0, 10_000);
    set.recorder.move(ride, 'latch', -12, 'mouse');
    set.recorder.release('mouse');
    set.play(10_000, 120_000);
    expect(set.recorder.writing()).toEqual([{ ...ride, hand: null, value: -12 }]);
    set.recorder.stop();
    expect(set.at(9999)).toBeCloseTo(-1, 3);
    for (const time of [10_000, 50_000, 120_000]) expect(set.at(time)).toBeCloseTo(-12, 6);
    expect(set.at(124_800)).toBeCloseTo(-12.48, 3);
    expect(set.recorder.busy).toBe(false);
  });

  it('in write writes from the first sample on and steps back at the stop', () => {
    const set = rig();
    set.recorder.start(20_000, [ride]);
    set.play(20_000, 80_000);
    set.recorder.stop();
    expect(set.at(19_999)).toBeCloseTo(-2, 3);
    expect(set.at(79_999)).toBeCloseTo(-2, 6);
    expect(set.at(80_000)).toBeCloseTo(-8, 6);
  });

  it('in trim adds to what is written', () => {
    const set = rig();
    set.recorder.start(0);
    set.play(0, 40_000);
    set.recorder.touch(ride, 'trim', -4, 'mouse');
    set.recorder.move(ride, 'trim', -1, 'mouse');
    set.play(40_000, 80_000);
    // The lane still falls under the hand, 3 dB higher.
    expect(set.recorder.heard()[0]?.points.map(({ value }) => value)).toEqual([3, -17]);
    set.recorder.release('mouse');
    set.recorder.stop();
    expect(set.at(39_000)).toBeCloseTo(-3.9, 3);
    expect(set.at(60_000)).toBeCloseTo(-3, 1);
    expect(set.at(79_999)).toBeCloseTo(-5, 1);
    expect(set.at(90_000)).toBeCloseTo(-9, 3);
  });

  it('over a loop writes again each turn; a trim is not added twice', () => {
    const set = rig();
    set.setLoop({ from: 20_000, to: 60_000 });
    set.recorder.start(20_000);
    set.recorder.move(ride, 'latch', -12, 'mouse');
    set.play(20_000, 59_900);
    set.recorder.advance(20_300);
    set.recorder.move(ride, 'latch', -3, 'mouse');
    set.play(21_000, 30_000);
    set.recorder.stop();
    expect(set.at(20_000)).toBeCloseTo(-12, 6);
    expect(set.at(20_300)).toBeCloseTo(-3, 6);
    expect(set.at(30_000)).toBeCloseTo(-3, 6);
    expect(set.at(40_000)).toBeCloseTo(-12, 6);
    expect(set.at(59_999)).toBeCloseTo(-12, 6);
    expect(set.at(60_000)).toBeCloseTo(-6, 6);

    const trim = rig();
    trim.setLoop({ from: 20_000, to: 60_000 });
    trim.recorder.start(20_000);
    trim.recorder.touch(ride, 'trim', -2, 'mouse');
    trim.recorder.move(ride, 'trim', 1, 'mouse');
    trim.play(20_000, 59_900);
    trim.play(20_300, 59_900);
    trim.play(20_300, 40_000);
    trim.recorder.stop();
    for (const time of [25_000, 39_000, 50_000]) expect(trim.at(time)).toBeCloseTo(3 - time / 10_000, 1);
  });

  it('writes nothing outside its punch, to the sample', () => {
    const set = rig();
    set.setPunch({ from: 30_001, to: 50_003 });
    set.recorder.start(0);
    set.recorder.move(ride, 'latch', -18, 'mouse');
    expect(set.recorder.heard()).toEqual([]);
    set.play(0, 40_000);
    expect(set.recorder.heard()).toHaveLength(1);
    set.play(40_000, 80_000);
    set.recorder.stop();
    expect(set.at(30_000)).toBeCloseTo(-3, 6);
    expect(set.at(30_001)).toBe(-18);
    expect(set.at(50_002)).toBeCloseTo(-18, 9);
    expect(set.at(50_003)).toBeCloseTo(-5.0003, 6);
  });

  it('keeps a rest a rest: a late move is one step, not a slope', () => {
    const set = rig({ lane: false });
    set.recorder.start(0);
    set.recorder.move(ride, 'latch', -2, 'mouse');
    set.play(0, 100_000);
    set.recorder.move(ride, 'latch', -10, 'mouse');
    set.play(100_000, 110_000);
    set.recorder.stop();
    expect(set.at(100_000 - STEP)).toBeCloseTo(-2, 6);
    expect(set.at(100_000)).toBeCloseTo(-10, 6);
  });

  it('in touch leaves a switch as it was set until the lane has a point', () => {
    const set = rig();
    set.document.transact('Mutes', 'undoable', (draft) =>
      setLane(draft, owner, 'muted', [
        { time: 0, value: 0, curve: 'hold' },
        { time: 70_000, value: 0, curve: 'hold' },
        { time: 90_000, value: 1, curve: 'hold' },
      ]),
    );
    set.recorder.start(0);
    set.play(0, 20_000);
    set.recorder.move(mute, 'touch', 1, 'button');
    set.recorder.release('button');
    set.play(20_000, 120_000);
    set.recorder.stop();
    const wanted = [
      [19_999, 0],
      [20_000, 1],
      [69_999, 1],
      [70_000, 0],
      [89_999, 0],
      [90_000, 1],
      [150_000, 1],
    ] as const;
    for (const [time, value] of wanted) expect(set.at(time, 'muted'), `at ${time}`).toBe(value);
  });

  it('can be taken back while held', () => {
    const set = rig();
    const before = set.document.get().tracks;
    set.recorder.start(0);
    drag(set, 'touch', 0, 90_000, (time) => time / 20_000);
    set.recorder.cancel('mouse');
    expect(set.recorder.busy).toBe(false);
    expect(set.document.get().tracks).toEqual(before);
  });
});
