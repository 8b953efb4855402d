import type { EngineState } from '../types.ts';

/** Holds the engine's slow state and tells listeners of each change. Main thread. */
export class StateBox {
  #state: EngineState;
  readonly #listeners = new Set<() => void>();

  constructor(initial: EngineState) {
    this.#state = initial;
  }

  get(): EngineState {
    return this.#state;
  }

  /** Changes some fields; listeners hear of it only if one is different. */
  set(change: Partial<EngineState>): void {
    const next = { ...this.#state, ...change };
    const keys = Object.keys(change) as (keyof EngineState)[];
    if (keys.every((key) => Object.is(next[key], this.#state[key]))) return;
    this.#state = next;
    for (const listener of this.#listeners) listener();
  }

  /** Adds a fault text once. */
  fault(message: string): void {
    if (!this.#state.faults.includes(message)) this.set({ faults: [...this.#state.faults, message] });
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
