import { gridStep } from './DecayCurve.tsx';
import { type Decay, levelColumns } from './decay-time.ts';
import './spaces.css';

const WIDTH = 260;
const HEIGHT = 96;
const FLOOR_DB = -78;
const COLUMNS = 130;
const FADE_POINTS = 24;

/** A stretch of a response in milliseconds. */
export interface Stretch {
  readonly startMs: number;
  readonly endMs: number;
  readonly fadeMs: number;
}

const y = (db: number): number => ((6 - Math.max(FLOOR_DB, db)) / (6 - FLOOR_DB)) * HEIGHT;

const points = (all: readonly (readonly [x: number, y: number])[]): string =>
  all.map(([x, at]) => `${x.toFixed(1)},${at.toFixed(1)}`).join(' ');

/**
 * A response over time: its level, and the energy still to come (Schroeder's curve), of which its decay time is read. What is left out of
 * the stem stands dim beside it. All numbers stand in rows below.
 */
export function ResponsePicture({
  energies,
  decay,
  taken,
  label,
}: {
  readonly energies: Float64Array;
  readonly decay: Decay;
  readonly taken: Stretch;
  readonly label: string;
}) {
  const wholeMs = Math.max(1, energies.length);
  const x = (ms: number): number => (Math.min(Math.max(0, ms), wholeMs) / wholeMs) * WIDTH;
  const levels = levelColumns({ energies, fromMs: 0, toMs: wholeMs }, COLUMNS);
  const outline = [...levels].map((db, n) => [((n + 0.5) * WIDTH) / COLUMNS, y(db)] as const);
  const grid = gridStep(wholeMs / 1000) * 1000;
  const ticks = Array.from({ length: Math.floor((wholeMs - 1) / grid) }, (_, n) => (n + 1) * grid);
  const { remainingDb } = decay;
  const curve = Array.from({ length: COLUMNS + 1 }, (_, n) => {
    const bin = Math.min(remainingDb.length - 1, Math.floor((n / COLUMNS) * remainingDb.length));
    const db = remainingDb[bin] ?? Number.NEGATIVE_INFINITY;
    return db < FLOOR_DB ? [] : [[x(taken.startMs + bin), y(db)] as const];
  }).flat();
  const fade = Array.from({ length: FADE_POINTS + 1 }, (_, n) => {
    const way = n / FADE_POINTS;
    const gainDb = 20 * Math.log10((1 + Math.cos(Math.PI * way)) / 2);
    return [x(taken.endMs - taken.fadeMs * (1 - way)), y(gainDb)] as const;
  });
  return (
    <svg className="decay-curve" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {[-20, -40, -60].map((db) => (
        <line key={db} className="decay-grid" x1={0} x2={WIDTH} y1={y(db)} y2={y(db)} />
      ))}
      {ticks.map((ms) => (
        <line key={ms} className="decay-grid" x1={x(ms)} x2={x(ms)} y1={0} y2={HEIGHT} />
      ))}
      <polygon
        className="response-level"
        points={points([[0, HEIGHT], [0, outline[0]?.[1] ?? HEIGHT], ...outline, [WIDTH, HEIGHT]])}
      />
      <rect className="response-left-out" x={0} y={0} width={x(taken.startMs)} height={HEIGHT} />
      <rect
        className="response-left-out"
        x={x(taken.endMs)}
        y={0}
        width={WIDTH - x(taken.endMs)}
        height={HEIGHT}
      />
      {taken.fadeMs > 0 && <polyline className="response-fade" points={points(fade)} />}
      <polyline className="decay-line" points={points(curve)} />
      {[-20, -40, -60].map((db) => (
        <text key={db} className="decay-tick" x={WIDTH - 3} y={y(db) - 2} textAnchor="end">
          {`−${-db} dB`}
        </text>
      ))}
      {ticks.map((ms) => (
        <text key={ms} className="decay-tick" x={x(ms) - 3} y={HEIGHT - 3} textAnchor="end">
          {ms < 1000 ? `${Math.round(ms)} ms` : `${Number((ms / 1000).toFixed(2))} s`}
        </text>
      ))}
    </svg>
  );
}
