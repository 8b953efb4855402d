import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { angleBetween, nextPlace, scoreAnswer, seededRandom, summarise } from './where.ts';
import { parseRuns } from './where-history.ts';

const at = (x: number, y: number, z = 0) => ({ x, y, z });

describe('scoreAnswer', () => {
  it('gives all points for the place itself and for anything in the same direction', () => {
    expect(scoreAnswer({ truth: at(1, 1), guess: at(1, 1) })).toEqual({
      errorDeg: expect.closeTo(0, 5),
      frontBack: false,
      height: false,
      points: 100,
    });
    expect(scoreAnswer({ truth: at(1, 1), guess: at(0.5, 0.5) }).points).toBe(100);
  });

  it('measures the angle and takes points for it', () => {
    expect(scoreAnswer({ truth: at(0, 1), guess: at(1, 1) })).toMatchObject({
      errorDeg: expect.closeTo(45, 9),
      points: 50,
      frontBack: false,
    });
    expect(scoreAnswer({ truth: at(-1, 0), guess: at(1, 0) }).points).toBe(0);
  });

  it('tells front and back confused from merely wrong', () => {
    expect(scoreAnswer({ truth: at(0.5, 1), guess: at(0.5, -1) }).frontBack).toBe(true);
    expect(scoreAnswer({ truth: at(-1, 1), guess: at(1, -1) }).frontBack).toBe(false);
    // Just behind the ear line is no confusion: mirroring changes next to nothing.
    expect(scoreAnswer({ truth: at(1, 0.1), guess: at(1, -0.1) }).frontBack).toBe(false);
  });

  it('tells heights confused', () => {
    expect(scoreAnswer({ truth: at(0, 1, 1), guess: at(0, 1) }).height).toBe(true);
    expect(scoreAnswer({ truth: at(0, 1), guess: at(0, 1, 1) }).height).toBe(true);
    expect(scoreAnswer({ truth: at(0, 1, 1), guess: at(0, 1, 0.8) }).height).toBe(false);
  });
});

describe('summarise', () => {
  it('counts confusions and means the errors', () => {
    const answers = [
      { truth: at(0, 1), guess: at(0, -1) },
      { truth: at(0, 1), guess: at(0, 1) },
    ];
    expect(summarise('binaural', answers)).toEqual({
      target: 'binaural',
      questions: 2,
      meanErrorDeg: 90,
      frontBack: 1,
      height: 0,
    });
    expect(summarise('5.1', []).meanErrorDeg).toBe(0);
  });
});

describe('nextPlace', () => {
  it('walks the room by the seed, in the room, away from the listener, never twice alike', () => {
    fc.assert(
      fc.property(fc.integer(), (seed) => {
        const [one, other] = [seededRandom(seed), seededRandom(seed)];
        let last = nextPlace(null, one);
        expect(nextPlace(null, other)).toEqual(last);
        for (let step = 0; step < 20; step += 1) {
          const place = nextPlace(last, one);
          expect(nextPlace(last, other)).toEqual(place);
          expect(Math.max(Math.abs(place.x), Math.abs(place.y))).toBeLessThanOrEqual(1);
          expect(place.z).toBeGreaterThanOrEqual(0);
          expect(place.z).toBeLessThanOrEqual(1);
          expect(Math.hypot(place.x, place.y, place.z)).toBeGreaterThan(0.5);
          expect(angleBetween(place, last)).toBeGreaterThan(20);
          last = place;
        }
      }),
    );
  });
});

describe('parseRuns', () => {
  it('takes the runs it knows and leaves out the rest', () => {
    const run = { target: '7.1.4', questions: 3, meanErrorDeg: 12.5, frontBack: 1, height: 0 };
    const text = JSON.stringify([run, { ...run, questions: 'three' }, null, { ...run, meanErrorDeg: -1 }]);
    expect(parseRuns(text)).toEqual([run]);
    expect(parseRuns('{')).toEqual([]);
    expect(parseRuns(null)).toEqual([]);
  });
});
