/** One figure of a proof against what was promised. */
export interface ProofRow {
  readonly name: string;
  readonly figure: string;
  readonly target: string;
  /** null where nothing was promised: the figure is told for its own sake. */
  readonly met: boolean | null;
}

/** A heavy proof: what the test suite is too short for. */
export interface Proof {
  readonly name: string;
  /** What it proves, as a heading. */
  readonly title: string;
  /** Longest it may take; what hangs is broken off. */
  readonly minutes: number;
  run(lab: Lab): Promise<readonly ProofRow[]>;
}

/** What proofs are run with. */
export interface Lab {
  /** Address of the served build, with a slash at the end. */
  readonly url: string;
  /** A fresh folder, removed when everything is over. */
  folder(name: string): string;
  say(what: string): void;
}

const sorted = (values: readonly number[]): number[] => [...values].sort((one, other) => one - other);

/** The value below which a share of the values lies. */
export const quantile = (values: readonly number[], share: number): number => {
  const order = sorted(values);
  return order[Math.min(order.length - 1, Math.floor(order.length * share))] ?? Number.NaN;
};
