import type { BenchRow } from '../bench/row.ts';
import type { ProofRow } from './proof.ts';

/** What was promised of figures of a bench. */
export interface Target {
  readonly of: (row: BenchRow) => boolean;
  readonly text: string;
  readonly met: (row: BenchRow) => boolean;
}

/** A figure of a bench against the first of the promises that is about it. */
export function againstTargets(row: BenchRow, targets: readonly Target[]): ProofRow {
  const target = targets.find(({ of }) => of(row));
  const beside =
    row.ratio === undefined ? '' : ` (${row.ratio.toFixed(1)} × the native ${row.baseline?.toFixed(2)})`;
  return {
    name: row.name,
    figure: `${row.value.toPrecision(3)} ${row.unit}${beside}`,
    target: target?.text ?? '',
    met: target ? target.met(row) : null,
  };
}
