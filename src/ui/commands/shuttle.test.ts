import { describe, expect, test } from 'vitest';
import { nextShuttleSpeed, shuttleText, spokenShuttle } from './shuttle.ts';

describe('shuttle speeds', () => {
  test('rise with each press, up to eight times', () => {
    const heard: number[] = [];
    for (let press = 0; press < 5; press++) heard.push(nextShuttleSpeed(heard.at(-1) ?? 0, 1));
    expect(heard).toEqual([1, 2, 4, 8, 8]);
    expect(nextShuttleSpeed(-2, -1)).toBe(-4);
    expect(nextShuttleSpeed(0, -1)).toBe(-1);
  });

  test('begin anew on turning round, and rise from half speed to that of play', () => {
    expect(nextShuttleSpeed(-4, 1)).toBe(1);
    expect(nextShuttleSpeed(8, -1)).toBe(-1);
    expect(nextShuttleSpeed(0.5, 1)).toBe(1);
    expect(nextShuttleSpeed(-0.5, -1)).toBe(-1);
  });

  test('are shown and spoken, plain playing is not', () => {
    expect([-4, -1, 0.5, 8, 1, 0].map(shuttleText)).toEqual(['◀ 4×', '◀ 1×', '▶ ½×', '▶ 8×', '', '']);
    expect(spokenShuttle(-0.5)).toBe('Shuttle back, half speed');
    expect(spokenShuttle(4)).toBe('Shuttle forward, 4 times the speed');
    expect(spokenShuttle(1)).toBe('');
  });
});
