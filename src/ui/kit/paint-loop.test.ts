import { expect, test } from 'vitest';
import { createPaintLoop } from './paint-loop.ts';

function handCranked() {
  let next: ((nowMs: number) => void) | null = null;
  let asked = 0;
  const errors: unknown[] = [];
  const loop = createPaintLoop(
    {
      request(callback) {
        next = callback;
        return ++asked;
      },
      cancel() {
        next = null;
      },
    },
    (error) => errors.push(error),
  );
  return {
    loop,
    errors,
    waiting: () => next !== null,
    turn(nowMs: number) {
      const callback = next;
      next = null;
      callback?.(nowMs);
    },
  };
}

test('readings are polled before anything paints, whatever was added first', () => {
  const { loop, turn } = handCranked();
  const order: string[] = [];
  loop.add(() => order.push('paint'));
  loop.add(() => order.push('poll'), 'poll');
  turn(16);
  expect(order).toEqual(['poll', 'paint']);
});

test('asks for no frame when nothing paints', () => {
  const { loop, waiting, turn } = handCranked();
  expect(waiting()).toBe(false);
  const stop = loop.add(() => undefined);
  expect(waiting()).toBe(true);
  stop();
  expect(waiting()).toBe(false);
  turn(16);
  expect(waiting()).toBe(false);
});

test('a painter that throws is reported once and the others go on', () => {
  const { loop, turn, errors } = handCranked();
  let painted = 0;
  loop.add(() => {
    throw new RangeError('broken view');
  });
  loop.add(() => {
    painted++;
  });
  turn(16);
  turn(32);
  expect(painted).toBe(2);
  expect(errors).toHaveLength(1);
  expect(loop.size).toBe(1);
});
