import { cubeToPolar, cubeToPolarExtent, polarToCube, polarToCubeExtent } from '../engine/node.ts';
import type { TimingCase, VectorCase } from './vector-case.ts';
import type { VectorGroup, VectorLayouts } from './vector-file.ts';
import { type PanLaws, VectorLaws } from './vector-laws.ts';
import { timingError } from './vector-timing.ts';

/** How the cases of a file came out. */
export interface Outcome {
  readonly cases: number;
  /** Cases that this build cannot render. */
  readonly unknown: number;
  /** Of a law in double precision; null where there was none to ask. In conversions also of a coordinate or degree. */
  readonly lawError: number | null;
  /** Of what the core renders from it, 32 bits wide; null where nothing is rendered (conversions). */
  readonly renderedError: number | null;
}

/** Gains and what they should be, one after another. */
interface Wanted {
  readonly gains: Float64Array;
  readonly wanted: readonly number[];
}

function errorOf(actual: ArrayLike<number>, wanted: readonly number[]): number {
  let largest = 0;
  wanted.forEach((value, n) => {
    const error = Math.abs((actual[n] ?? Number.NaN) - value);
    if (!(error <= largest)) largest = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
  });
  return largest;
}

/** Steps that one sequence holds. */
const STEPS = 1024;

/** Renders a unit signal through all gains, one sample each, and compares what comes out. */
function renderedError(laws: PanLaws, rows: readonly Wanted[]): number {
  let largest = 0;
  for (let from = 0; from < rows.length; from += STEPS) {
    const some = rows.slice(from, from + STEPS);
    const planes = laws.rendered(
      {
        times: some.map((_, n) => n),
        ramps: some.map(() => false),
        gains: some.map(({ gains }) => [...gains]),
      },
      some.length,
    );
    some.forEach(({ wanted }, n) => {
      const heard = planes.map((plane) => plane[n] ?? Number.NaN);
      largest = Math.max(largest, errorOf(heard, wanted));
    });
  }
  return largest;
}

/** Asks the laws for every case of a file, and renders their gains through the core. */
export function measure(groups: readonly VectorGroup[], laws: PanLaws, layouts: VectorLayouts): Outcome {
  let cases = 0;
  let unknown = 0;
  let law: number | null = null;
  let rendered: number | null = null;
  const worse = (a: number | null, b: number): number => Math.max(a ?? 0, b);
  for (const group of groups) {
    unknown += group.unknown;
    const ask = new VectorLaws(laws, layouts, group.speakers);
    const rows: Wanted[] = [];
    for (const one of group.cases) {
      const before = cases;
      if (one.kind === 'to cube' || one.kind === 'to polar') {
        law = worse(law, conversionError(one));
        cases++;
      } else if (one.kind === 'timing') {
        const error = sequenceError(one, ask, laws);
        if (error !== null) {
          rendered = worse(rendered, error);
          cases++;
        }
      } else {
        const gains = ask.gains(one);
        const { direct, diffuse } = one.expected;
        if (gains) {
          rows.push({ gains: gains.direct, wanted: direct });
          if (gains.diffuse) rows.push({ gains: gains.diffuse, wanted: diffuse ?? direct.map(() => 0) });
          cases++;
        }
      }
      if (cases === before) unknown++;
    }
    for (const row of rows) law = worse(law, errorOf(row.gains, row.wanted));
    if (rows.length > 0) rendered = worse(rendered, renderedError(laws, rows));
  }
  return { cases, unknown, lawError: law, renderedError: rendered };
}

function sequenceError(one: TimingCase, ask: VectorLaws, laws: PanLaws): number | null {
  const gains = one.blocks.map(({ object }) => ask.placed(object)?.direct ?? null);
  const known = gains.filter((block) => block !== null);
  if (known.length !== gains.length) return null;
  try {
    return timingError(one, known, (sequence, frames) => laws.rendered(sequence, frames));
  } catch (fault) {
    // Blocks that overlap, or more of them than a sequence holds.
    if (fault instanceof RangeError) return null;
    throw fault;
  }
}

function conversionError(one: Extract<VectorCase, { kind: 'to cube' | 'to polar' }>): number {
  const [width, height, depth] = one.extent;
  if (one.kind === 'to cube') {
    const [azimuth, elevation, distance] = one.from;
    const from = { azimuth, elevation, distance };
    const size = polarToCubeExtent(from, { width, height, depth });
    return Math.max(
      errorOf(polarToCube(from), one.wanted),
      errorOf([size.width, size.height, size.depth], one.wantedSize),
    );
  }
  const position = cubeToPolar(one.from);
  const size = cubeToPolarExtent(position, { width, height, depth });
  const [wantedAzimuth = Number.NaN, ...wanted] = one.wanted;
  const turn = Math.abs(position.azimuth - wantedAzimuth);
  return Math.max(
    // −180 and 180 are one place.
    Math.min(turn, Math.abs(turn - 360)),
    errorOf([position.elevation, position.distance], wanted),
    errorOf([size.width, size.height, size.depth], one.wantedSize),
  );
}
