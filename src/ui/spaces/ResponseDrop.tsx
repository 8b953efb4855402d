import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import type { Space } from '../../session/index.ts';
import { useWorkspace } from '../state/workspace.ts';
import { takeResponse } from './take-response.ts';

const carriesFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');

/** Takes a file dropped on a convolution's panel for its response; elsewhere in the window it would become a track. */
export function ResponseDrop({ space, children }: { readonly space: Space; readonly children: ReactNode }) {
  const workspace = useWorkspace();
  const [over, setOver] = useState(false);
  // dragenter and dragleave fire for every child crossed; only their balance says whether the pointer is inside.
  const depth = useRef(0);
  const count = (event: DragEvent, step: 1 | -1) => {
    if (!carriesFiles(event)) return;
    // The window must not show that it would take them.
    event.stopPropagation();
    depth.current = Math.max(0, depth.current + step);
    setOver(depth.current > 0);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra way; “Import a response…” is the keyboard's.
    <div
      className="response-drop"
      data-over={over || undefined}
      onDragEnter={(event) => count(event, 1)}
      onDragLeave={(event) => count(event, -1)}
      onDragOver={(event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        event.stopPropagation();
        event.dataTransfer.dropEffect = 'copy';
      }}
      onDrop={(event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        event.stopPropagation();
        depth.current = 0;
        setOver(false);
        void takeResponse(workspace, space, [...event.dataTransfer.files]);
      }}
    >
      {children}
      {over && (
        <p className="response-drop-hint" aria-hidden="true">
          Drop to use it as the response of {space.name}
        </p>
      )}
    </div>
  );
}
