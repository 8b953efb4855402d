import { describe, expect, it } from 'vitest';
import { createFairTurns } from './fair-turns.ts';

/** Decodes `seconds` in steps and writes down who was where. */
async function decode(
  turns: ReturnType<typeof createFairTurns>,
  name: string,
  seconds: number,
  step: number,
  log: string[],
) {
  const turn = await turns.join();
  for (let at = step; at <= seconds; at += step) {
    log.push(`${name}${at}`);
    await turn.reach(at);
  }
  turn.leave();
}

describe('fair turns', () => {
  it('keep decodes of different speed within the lead of each other', async () => {
    const log: string[] = [];
    await Promise.all([decode(createFairTurns(), 'alone', 9, 3, []), ...together(log)]);
    const at = { a: 0, b: 0, c: 0 };
    for (const entry of log) {
      at[entry[0] as 'a' | 'b' | 'c'] = Number(entry.slice(1));
      const behind = Math.min(...Object.values(at));
      // A step of three seconds may be taken when just inside the lead of two.
      if (log.indexOf(entry) > 6) expect(Math.max(...Object.values(at)) - behind).toBeLessThanOrEqual(2 + 3);
    }
    expect(at).toEqual({ a: 30, b: 30, c: 30 });
  });

  function together(log: string[]) {
    const turns = createFairTurns();
    return [decode(turns, 'a', 30, 3, log), decode(turns, 'b', 30, 1, log), decode(turns, 'c', 30, 0.5, log)];
  }

  it('wait for nobody who has left', async () => {
    const turns = createFairTurns();
    const [slow, fast] = [await turns.join(), await turns.join()];
    const done = fast.reach(100);
    slow.leave();
    await done;
    fast.leave();
    await fast.reach(200);
  });

  it('hand out no more places than there are', async () => {
    const turns = createFairTurns(1);
    const first = await turns.join();
    let second = false;
    const joined = turns.join().then((turn) => {
      second = true;
      return turn;
    });
    await first.reach(1);
    expect(second).toBe(false);
    first.leave();
    (await joined).leave();
    expect(second).toBe(true);
  });
});
