/** A seeded stream of numbers in [0, 1) (mulberry32), so that a rebuild gives the same bytes. */
export function seeded(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** A number about 0 of roughly normal spread (sum of three uniforms), most of it within ±1. */
export const spread = (random: () => number): number => (random() + random() + random()) * (2 / 3) - 1;
