import { useRef, useState } from 'react';
import type { TrackId } from '../../../session/index.ts';
import { usePaint } from '../../kit/use-paint.ts';
import { createObjectLister } from '../../stage/stage-model.ts';
import { useSession, useWorkspace } from '../../state/workspace.ts';

const signed = (value: number): string => value.toFixed(2).replace('-', '−');
/** Levels are rewritten this often while they change, milliseconds: faster is unreadable. */
const LEVEL_MS = 200;

/** Every object as a row of numbers: the stage for screen readers and exact eyes. */
export function StageTable() {
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
      const text = peak < 0.001 ? '−∞' : signedDb(20 * Math.log10(peak));
      if (cell.textContent !== text) cell.textContent = text;
    }
  });
  if (objects.length === 0)
    return <p className="stage-empty">This mix has no objects: all of it is in the bed.</p>;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a table that scrolls must be reached by keyboard.
    <section className="stage-list" tabIndex={0} aria-label="Objects">
      <table>
        <caption className="visually-hidden">Objects with their place in the room, size and level</caption>
        <thead>
          <tr>
            <th scope="col">Object</th>
            <th scope="col">x</th>
            <th scope="col">y</th>
            <th scope="col">z</th>
            <th scope="col">size</th>
            <th scope="col">dBFS</th>
          </tr>
        </thead>
        <tbody>
          {objects.map(({ id, name, letter, colour, position, size }) => (
            <tr key={id}>
              <th scope="row">
                <span className="rv-object-name">
                  <span className="stage-letter" style={{ background: colour }}>
                    {letter}
                  </span>
                  {name}
                </span>
              </th>
              <td className="mono">{signed(position.x)}</td>
              <td className="mono">{signed(position.y)}</td>
              <td className="mono">{signed(position.z)}</td>
              <td className="mono">{signed(size)}</td>
              <td
                className="mono"
                ref={(cell) => {
                  if (cell) levels.current.set(id, cell);
                  else levels.current.delete(id);
                }}
              />
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

const signedDb = (db: number): string => db.toFixed(1).replace('-', '−');
