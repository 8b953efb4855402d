import type { PlayerState } from './types.ts';

/** Holds the player's slow state and tells listeners of each change. Main thread. */
export class PlayerStateBox {
  #state: PlayerState;
  readonly #listeners = new Set<() => void>();

  constructor(initial: PlayerState) {
    this.#state = initial;
  }

  get(): PlayerState {
    return this.#state;
  }

  /** Changes some fields; listeners hear of it only if one is different. */
  set(change: Partial<PlayerState>): void {
    const next = { ...this.#state, ...change };
    const keys = Object.keys(change) as (keyof PlayerState)[];
    if (keys.every((key) => Object.is(next[key], this.#state[key]))) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
