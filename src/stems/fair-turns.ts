/** A decode's place among those that run at the same time. */
export interface Turn {
  /** Waits while another decode is further behind than the lead allows. @param seconds decoded so far */
  reach(seconds: number): Promise<void>;
  /** Gives the place up; the others no longer wait for it. */
  leave(): void;
}

/** Lets decodes that share a thread advance together. */
export interface FairTurns {
  /** Takes a place; waits while all are taken. */
  join(): Promise<Turn>;
}

/** Seconds of audio a decode may be ahead of the slowest one. */
const LEAD_SECONDS = 2;
/** Work after which the thread hears its messages again, milliseconds: cancel, peaks and signs of life must not starve. */
const BREATH_MS = 25;
/** Decodes that may hold a decoder at once; each costs a few megabytes. */
const PLACES = 48;

/**
 * Decodes of one worker take turns by what they have decoded, so that a session whose stems arrive together can be
 * played from its start after a moment, with every stem in it, instead of stem by stem.
 */
export function createFairTurns(places = PLACES, leadSeconds = LEAD_SECONDS): FairTurns {
  let breathed = performance.now();
  const breathe = async (): Promise<void> => {
    if (performance.now() - breathed < BREATH_MS) return;
    await new Promise((go) => setTimeout(go));
    breathed = performance.now();
  };
  const reached = new Map<symbol, number>();
  let waiting: (() => void)[] = [];
  const wake = (): void => {
    const woken = waiting;
    waiting = [];
    for (const go of woken) go();
  };
  const wait = (): Promise<void> => new Promise((go) => waiting.push(go));
  const slowest = (): number => Math.min(...reached.values());
  return {
    async join() {
      while (reached.size >= places) await wait();
      const self = Symbol('turn');
      reached.set(self, 0);
      return {
        async reach(seconds) {
          if (!reached.has(self)) return;
          reached.set(self, seconds);
          wake();
          await breathe();
          while (reached.has(self) && seconds > slowest() + leadSeconds) await wait();
        },
        leave() {
          reached.delete(self);
          wake();
        },
      };
    },
  };
}
