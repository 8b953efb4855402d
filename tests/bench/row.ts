/** One figure of a run. `ratio` is value over baseline, in the sense that more is better unless the name says otherwise. */
export interface BenchRow {
  readonly name: string;
  readonly value: number;
  readonly unit: string;
  readonly baseline?: number;
  readonly ratio?: number;
}

/** How much is measured. */
export interface BenchScale {
  readonly quick: boolean;
  /** Called with what is being measured now. */
  readonly say: (what: string) => void;
}

const shown = (value: number): string =>
  Math.abs(value) >= 100 ? value.toFixed(0) : Math.abs(value) >= 10 ? value.toFixed(1) : value.toFixed(2);

/** Lays rows out as a table for people. */
export function table(rows: readonly BenchRow[]): string {
  const width = Math.max(...rows.map(({ name }) => name.length));
  return rows
    .map(({ name, value, unit, baseline, ratio }) => {
      const beside =
        baseline === undefined
          ? ''
          : `   against ${shown(baseline)} ${unit}, ratio ${shown(ratio ?? value / baseline)}`;
      return `${name.padEnd(width)}  ${shown(value).padStart(8)} ${unit}${beside}`;
    })
    .join('\n');
}
