import { useRef, useState } from 'react';
import { type Marker, renameMarker } from '../../session/index.ts';
import { useWorkspace } from '../state/workspace.ts';
import { sampleToX } from './time-scale.ts';

/** Properties of {@link RenameMarker}. */
export interface RenameMarkerProps {
  readonly marker: Marker;
  /** `byKey` is true when a key ended it: the keyboard goes back to the markers. */
  onDone(byKey: boolean): void;
}

/** A field for a marker's name, on the ruler. */
export function RenameMarker({ marker, onDone }: RenameMarkerProps) {
  const workspace = useWorkspace();
  const [name, setName] = useState(marker.name);
  const left = Math.max(0, sampleToX(workspace.ui.getState().view, marker.start));
  const finished = useRef(false);
  const finish = (keep: boolean, byKey = true) => {
    // Enter takes the field away, and that blurs it.
    if (finished.current) return;
    finished.current = true;
    const trimmed = name.trim();
    if (keep && trimmed !== '' && trimmed !== marker.name) {
      workspace.edit(`Rename ${marker.name}`, (draft) => renameMarker(draft, marker.id, trimmed));
    }
    onDone(byKey);
  };
  return (
    <input
      className="timeline-rename"
      style={{ left }}
      type="text"
      maxLength={200}
      aria-label={`Name of ${marker.name}`}
      // biome-ignore lint/a11y/noAutofocus: the user asked to type here this moment.
      autoFocus
      value={name}
      onPointerDown={(event) => event.stopPropagation()}
      onChange={(event) => setName(event.currentTarget.value)}
      onFocus={(event) => event.currentTarget.select()}
      onBlur={() => finish(true, false)}
      onKeyDown={(event) => {
        event.stopPropagation();
        if (event.key === 'Enter') finish(true);
        else if (event.key === 'Escape') finish(false);
      }}
    />
  );
}
