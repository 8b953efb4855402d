import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Mixer } from './mixer.ts';
import { REPORT, type TapeStart } from './protocol.ts';

const RATE = 48_000;

/** A programme that says at every place where it is: a slow ramp that has no steps of its own. */
const sample = (position: number): number => Math.sin(position / 50) * 0.5;

/** Runs a mixer and keeps what it gives. */
class Bench {
  readonly mixer = new Mixer(RATE);
  readonly heard: number[] = [];
  frame = 0;

  tape(tape: number, gains: readonly number[], start: TapeStart = { kind: 'ready' }): void {
    this.mixer.apply({ kind: 'tape', tape, gains, start });
  }

  /** Feeds [from, to) in uneven blocks; every voice says `scale` times where it is. */
  feed(tape: number, from: number, to: number, last = false, scales: readonly number[] = [1]): void {
    for (let at = from; at < to; ) {
      const frames = Math.min(to - at, 997);
      const planes = scales.flatMap((scale) => {
        const plane = Float32Array.from({ length: frames }, (_, n) => scale * sample(at + n));
        return [plane, plane.slice()];
      });
      this.mixer.apply({
        kind: 'block',
        tape,
        position: at,
        frames,
        last: last && at + frames === to,
        planes,
      });
      at += frames;
    }
  }

  run(running: boolean): void {
    this.mixer.apply({ kind: 'run', running });
  }

  play(frames: number, live: ((frame: number) => number) | null = null, quantum = 128): void {
    for (let done = 0; done < frames; done += quantum) {
      const left = new Float32Array(quantum);
      const right = new Float32Array(quantum);
      const input = live ? Float32Array.from({ length: quantum }, (_, n) => live(this.frame + n)) : null;
      this.mixer.process(left, right, input, input, this.frame);
      this.heard.push(...left);
      this.frame += quantum;
    }
  }
}

/** Largest step from one sample to the next: the programme's own is 0.01. */
const largestStep = (heard: readonly number[]): number =>
  heard.reduce((most, value, n) => Math.max(most, Math.abs(value - (heard[n - 1] ?? value))), 0);

/** Largest distance from the programme once it has come up. */
const worst = (heard: readonly number[]): number =>
  heard.reduce((most, value, n) => (n < 600 ? 0 : Math.max(most, Math.abs(value - sample(n)))), 0);

describe('the mixer', () => {
  it('plays a tape without a gap and says where it is, at any quantum', () => {
    fc.assert(
      fc.property(fc.constantFrom(64, 128, 256, 1024), (quantum) => {
        const bench = new Bench();
        bench.tape(0, [1]);
        bench.feed(0, 1000, 40_000);
        bench.run(true);
        bench.play(20_480, null, quantum);
        const offset = 1000;
        for (let n = 512; n < 20_000; n += 97) expect(bench.heard[n]).toBeCloseTo(sample(n + offset), 5);
        expect(bench.mixer.report[REPORT.position]).toBe(1000 + bench.frame);
        expect(bench.mixer.report[REPORT.moving]).toBe(1);
        expect(largestStep(bench.heard)).toBeLessThan(0.012);
      }),
      { numRuns: 8 },
    );
  });

  it('fades in and out at start, stop and where audio comes too late, and goes on where it was', () => {
    const bench = new Bench();
    bench.tape(0, [1]);
    bench.feed(0, 20, 8_000);
    bench.run(true);
    bench.play(12_800);
    expect(bench.mixer.report[REPORT.starved]).toBe(1);
    expect(bench.mixer.report[REPORT.moving]).toBe(0);
    const stood = bench.mixer.report[REPORT.position] ?? 0;
    bench.feed(0, 8_000, 30_000);
    bench.play(128 * 60);
    expect(bench.mixer.report[REPORT.position]).toBe(stood + 128 * 60);
    bench.run(false);
    bench.play(1280);
    expect(bench.mixer.report[REPORT.moving]).toBe(0);
    expect(largestStep(bench.heard)).toBeLessThan(0.03);
    expect(bench.heard.slice(-200).every((value) => value === 0)).toBe(true);
  });

  it('joins a tape to the one that plays so that nobody hears it, early or late', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 5000 }), fc.integer({ min: 0, max: 30 }), (ahead, lateQuanta) => {
        const bench = new Bench();
        bench.tape(0, [1]);
        bench.feed(0, 0, 60_000);
        bench.run(true);
        bench.play(6400);
        const due = bench.frame + ahead;
        bench.tape(1, [1], { kind: 'frame', frame: due });
        bench.play(128 * lateQuanta);
        bench.feed(1, due, due + 20_000);
        bench.play(12_800);
        expect(bench.mixer.report[REPORT.tape]).toBe(1);
        expect(bench.mixer.report[REPORT.position]).toBe(bench.frame);
        expect(worst(bench.heard)).toBeLessThan(1e-5);
      }),
      { numRuns: 40 },
    );
  });

  it('goes from the mix to its families and back to some of them in step and without a click', () => {
    const bench = new Bench();
    bench.tape(0, [1]);
    bench.feed(0, 0, 60_000);
    bench.run(true);
    bench.play(6400);
    const due = bench.frame + 3000;
    bench.tape(1, [1, 1], { kind: 'frame', frame: due });
    bench.feed(1, due, due + 30_000, false, [0.75, 0.25]);
    bench.play(6400);
    expect(worst(bench.heard)).toBeLessThan(1e-5);
    bench.mixer.apply({ kind: 'gains', tape: 1, gains: [1, 0] });
    bench.play(1280);
    const last = bench.heard.length - 1;
    expect(bench.heard[last]).toBeCloseTo(0.75 * sample(last), 5);
    expect(largestStep(bench.heard)).toBeLessThan(0.012);
  });

  it('jumps to another place by fading over, while sound goes on until it is here', () => {
    const bench = new Bench();
    bench.tape(0, [1]);
    bench.feed(0, 0, 40_000);
    bench.run(true);
    bench.play(6400);
    bench.tape(1, [1]);
    bench.play(2560);
    expect(bench.mixer.report[REPORT.tape]).toBe(0);
    bench.feed(1, 100_000, 120_000);
    bench.play(1280);
    expect(bench.mixer.report[REPORT.position]).toBe(100_000 + 1280);
    expect(largestStep(bench.heard)).toBeLessThan(0.02);
  });

  it('hands over to the live input at a frame: the same programme stays as it is', () => {
    const bench = new Bench();
    bench.tape(0, [1]);
    bench.feed(0, 0, 60_000);
    bench.run(true);
    bench.play(6400, sample);
    bench.mixer.apply({ kind: 'live', on: true, frame: bench.frame + 1000, wait: false });
    bench.play(6400, sample);
    expect(bench.mixer.report[REPORT.live]).toBe(1);
    bench.mixer.apply({ kind: 'clear' });
    bench.play(6400, sample);
    expect(worst(bench.heard)).toBeLessThan(1e-5);
  });

  it('goes back to a tape only once that moves: nothing is missing meanwhile', () => {
    const bench = new Bench();
    bench.run(true);
    bench.mixer.apply({ kind: 'live', on: true, frame: 0, wait: false });
    bench.play(6400, sample);
    const due = bench.frame + 1000;
    bench.tape(0, [1], { kind: 'frame', frame: due });
    bench.mixer.apply({ kind: 'live', on: false, frame: due, wait: true });
    bench.play(6400, sample);
    expect(bench.mixer.report[REPORT.live]).toBe(1);
    bench.feed(0, due, due + 30_000);
    bench.play(6400, sample);
    expect(bench.mixer.report[REPORT.live]).toBe(0);
    expect(bench.mixer.report[REPORT.position]).toBe(bench.frame);
    const late = bench.heard.map((value, n) => (n < 2000 ? sample(n) : value));
    expect(worst(late)).toBeLessThan(0.5 * 0.25);
    expect(largestStep(late)).toBeLessThan(0.03);
  });

  it('ends where its tape ends, and says so', () => {
    const bench = new Bench();
    bench.tape(0, [1]);
    bench.feed(0, 0, 5000, true);
    bench.run(true);
    bench.play(6400);
    expect(bench.mixer.report[REPORT.ended]).toBe(1);
    expect(bench.mixer.report[REPORT.moving]).toBe(0);
    expect(bench.heard[4990]).toBeCloseTo(sample(4990), 5);
    expect(bench.heard.slice(5000).every((value) => value === 0)).toBe(true);
  });
});
