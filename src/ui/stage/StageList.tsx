import { useRef, useState } from 'react';
import { moveObject, setObjectSize, type TrackId, trackOwner } from '../../session/index.ts';
import type { RoomPosition } from '../../units/index.ts';
import { automatable } from '../automation/automatable.ts';
import { shownPlace } from '../automation/places.ts';
import { NumericField } from '../kit/NumericField.tsx';
import { usePaint } from '../kit/use-paint.ts';
import type { ValueRange } from '../kit/value-range.ts';
import { ListenerFields } from '../listener/ListenerFields.tsx';
import { selectTrack } from '../state/ui-store.ts';
import { useSession, useUi, useWorkspace } from '../state/workspace.ts';
import { EnergyList } from './EnergyList.tsx';
import { HOME_POSITION } from './stage-keys.ts';
import { createObjectLister, type StageObject } from './stage-model.ts';

const AXES = ['x', 'y', 'z'] as const;
const AXIS_WORDS = { x: 'left–right', y: 'back–front', z: 'height' } as const;
const rangeOf = (axis: keyof RoomPosition): ValueRange => ({
  min: axis === 'z' ? 0 : -1,
  max: 1,
  step: 0.05,
  fine: 0.01,
  page: 0.25,
  default: HOME_POSITION[axis],
});
const SIZE_RANGE: ValueRange = { min: 0, max: 1, step: 0.05, fine: 0.01, page: 0.25, default: 0 };

const signed = (value: number): string => value.toFixed(2).replace('-', '−');

/** Levels are rewritten this often while they change, milliseconds: faster is unreadable. */
const LEVEL_MS = 200;

/** Every object as a row of numbers: the stage for keyboards, screen readers and exact hands. */
export function StageList({
  energy,
}: {
  /** Energy by direction is told as well. */ readonly energy: boolean;
}) {
  const { engine } = useWorkspace();
  const [listObjects] = useState(createObjectLister);
  const objects = useSession(listObjects);
  const levels = useRef(new Map<TrackId, HTMLElement>());
  const writtenAt = useRef(0);

  usePaint((nowMs) => {
    if (nowMs - writtenAt.current < LEVEL_MS) return;
    writtenAt.current = nowMs;
    for (const [id, cell] of levels.current) {
      const peak = engine.telemetry.stripPeak(id);
      const text = peak < 0.001 ? '−∞' : (20 * Math.log10(peak)).toFixed(1).replace('-', '−');
      if (cell.textContent !== text) cell.textContent = text;
    }
  });

  if (objects.length === 0) {
    return (
      <>
        <p className="stage-empty">
          No objects yet. Set a track’s output to Object in the inspector and it appears here.
        </p>
        {energy && <EnergyList objects={objects} />}
        <ListenerFields />
      </>
    );
  }
  return (
    <div className="stage-list">
      <table>
        <caption className="visually-hidden">Objects with their place in the room, size and level</caption>
        <thead>
          <tr>
            <th scope="col">Object</th>
            {AXES.map((axis) => (
              <th scope="col" key={axis}>
                {axis}
              </th>
            ))}
            <th scope="col">size</th>
            <th scope="col">dBFS</th>
          </tr>
        </thead>
        <tbody>
          {objects.map((object) => (
            <StageRow
              key={object.id}
              object={object}
              levelCell={(cell) => {
                if (cell) levels.current.set(object.id, cell);
                else levels.current.delete(object.id);
              }}
            />
          ))}
        </tbody>
      </table>
      {energy && <EnergyList objects={objects} />}
      <ListenerFields />
    </div>
  );
}

interface StageRowProps {
  readonly object: StageObject;
  levelCell(cell: HTMLElement | null): void;
}

function StageRow({ object, levelCell }: StageRowProps) {
  const workspace = useWorkspace();
  const selected = useUi(({ selection }) => selection.kind === 'tracks' && selection.ids.includes(object.id));
  const handlers = { onCommit: () => workspace.commit(), onCancel: () => workspace.cancel() };
  return (
    <tr aria-selected={selected}>
      <th scope="row">
        <button type="button" className="stage-name" onClick={() => selectTrack(workspace.ui, object.id)}>
          <span className="stage-letter" style={{ background: object.colour }}>
            {object.letter}
          </span>
          {object.name}
        </button>
      </th>
      {AXES.map((axis) => (
        <td key={axis}>
          <NumericField
            label={`${object.name}, ${AXIS_WORDS[axis]}`}
            value={object.position[axis]}
            range={rangeOf(axis)}
            format={signed}
            {...automatable(
              workspace,
              { owner: trackOwner(object.id), target: axis },
              {
                onChange: (value) =>
                  workspace.gesture(`Move ${object.name}`, (draft) =>
                    moveObject(
                      draft,
                      object.id,
                      { ...shownPlace(workspace, object.id), [axis]: value },
                      workspace.engine.telemetry.position,
                    ),
                  ),
                ...handlers,
              },
            )}
          />
        </td>
      ))}
      <td>
        <NumericField
          label={`${object.name}, size`}
          value={object.size}
          range={SIZE_RANGE}
          format={signed}
          {...automatable(
            workspace,
            { owner: trackOwner(object.id), target: 'size' },
            {
              onChange: (value) =>
                workspace.gesture(`Size ${object.name}`, (draft) =>
                  setObjectSize(draft, object.id, value, workspace.engine.telemetry.position),
                ),
              ...handlers,
            },
          )}
        />
      </td>
      <td className="mono" ref={levelCell} />
    </tr>
  );
}
