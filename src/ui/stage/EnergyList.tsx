import { useRef, useState } from 'react';
import { formatNumber } from '../kit/value-range.ts';
import { tell, useTelling } from '../meters/telling.ts';
import { useWorkspace } from '../state/workspace.ts';
import { emptyRoses, energyRoses, SECTORS } from './energy-rose.ts';
import { energySources } from './stage-frame.ts';
import type { StageObject } from './stage-model.ts';

/** Directions that are told, from the front to the right round. */
const DIRECTIONS = [
  'front',
  'front right',
  'right',
  'back right',
  'back',
  'back left',
  'left',
  'front left',
] as const;

/** Energy by direction in numbers: at ear height and at the ceiling, dBFS. */
export function EnergyList({ objects }: { readonly objects: readonly StageObject[] }) {
  const { engine } = useWorkspace();
  const [roses] = useState(emptyRoses);
  const cells = useRef(new Map<string, HTMLElement>());
  useTelling(() => {
    const { telemetry } = engine;
    energyRoses(energySources(objects, telemetry.position, telemetry), roses);
    for (const [index, direction] of DIRECTIONS.entries()) {
      // Between two sectors the louder of them is told.
      const sector = (index * SECTORS) / DIRECTIONS.length;
      for (const band of ['ear', 'above'] as const) {
        const power = Math.max(roses[band][Math.floor(sector)] ?? 0, roses[band][Math.ceil(sector)] ?? 0);
        const db = power > 1e-6 ? 10 * Math.log10(power) : -60;
        const text = power > 1e-6 ? formatNumber(db, 0) : '–';
        tell(
          cells.current.get(`${band} ${direction}`) ?? null,
          db,
          power > 1e-6 ? `${text} dBFS` : 'silent',
          text,
        );
      }
    }
  });
  const cell = (band: 'ear' | 'above', direction: string) => (
    <td>
      {/* biome-ignore lint/a11y/useSemanticElements: <meter> shows a bar; this is its number. */}
      <span
        role="meter"
        className="mono"
        aria-label={`Energy from the ${direction}, ${band === 'ear' ? 'ear height' : 'ceiling'}`}
        aria-valuemin={-60}
        aria-valuemax={0}
        aria-valuenow={-60}
        ref={(element) => {
          if (element) cells.current.set(`${band} ${direction}`, element);
          else cells.current.delete(`${band} ${direction}`);
        }}
      >
        –
      </span>
    </td>
  );
  return (
    <table className="energy-list">
      <caption>Energy by direction, dBFS</caption>
      <thead>
        <tr>
          <th scope="col">From</th>
          <th scope="col">ear height</th>
          <th scope="col">ceiling</th>
        </tr>
      </thead>
      <tbody>
        {DIRECTIONS.map((direction) => (
          <tr key={direction}>
            <th scope="row">{direction}</th>
            {cell('ear', direction)}
            {cell('above', direction)}
          </tr>
        ))}
      </tbody>
    </table>
  );
}
