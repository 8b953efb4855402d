import type { Space } from '../../session/index.ts';
import './spaces.css';

const WIDTH = 260;
const HEIGHT = 84;
const FLOOR_DB = -66;

const BANDS = [
  { field: 'lowDecay', name: 'low' },
  { field: 'midDecay', name: 'mid' },
  { field: 'highDecay', name: 'high' },
] as const;

/** How a space dies away: level of the tail over time in its three bands, behind the pre-delay. Every value has a number beside it. */
export function DecayCurve({ space }: { readonly space: Space }) {
  const longest = Math.max(space.lowDecay, space.midDecay, space.highDecay);
  const start = space.preDelayMs / 1000;
  const span = (start + longest) * 1.05;
  const x = (seconds: number): number => (seconds / span) * WIDTH;
  const y = (db: number): number => ((6 - db) / (6 - FLOOR_DB)) * HEIGHT;
  const grid = gridStep(span);
  const ticks = Array.from({ length: Math.floor(span / grid) }, (_, n) => (n + 1) * grid);
  const label = `Falls by 60 decibels in ${BANDS.map(({ field, name }) => `${space[field].toFixed(2)} s (${name})`).join(', ')}`;
  return (
    <svg className="decay-curve" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label}>
      {ticks.map((seconds) => (
        <g key={seconds}>
          <line className="decay-grid" x1={x(seconds)} x2={x(seconds)} y1={0} y2={HEIGHT} />
          <text className="decay-tick" x={x(seconds) - 3} y={HEIGHT - 3} textAnchor="end">
            {seconds < 1 ? `${Math.round(seconds * 1000)} ms` : `${Number(seconds.toFixed(2))} s`}
          </text>
        </g>
      ))}
      {space.earlyDb > -60 && (
        <line
          className="decay-early"
          x1={x(start)}
          x2={x(start)}
          y1={y(Math.max(FLOOR_DB, space.earlyDb))}
          y2={HEIGHT}
        />
      )}
      {BANDS.map(({ field, name }) => (
        <polyline
          key={name}
          className="decay-line"
          data-band={name}
          points={`${x(start)},${y(space.lateDb)} ${x(start + space[field])},${y(space.lateDb - 60)}`}
        />
      ))}
    </svg>
  );
}

/** Seconds between lines: the roundest step (1, 2, 5) that leaves at most five. */
export function gridStep(span: number): number {
  for (let decade = 0.01; ; decade *= 10)
    for (const step of [decade, 2 * decade, 5 * decade]) if (span / step <= 5) return step;
}
