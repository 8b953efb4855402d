import { type DragEvent, type ReactNode, useRef, useState } from 'react';
import { useStatus, useWorkspace } from '../state/workspace.ts';
import './drop-target.css';

const carriesFiles = (event: DragEvent) => event.dataTransfer.types.includes('Files');

/** Takes files dropped anywhere on the window and says so while they hover. */
export function DropTarget({ children }: { readonly children: ReactNode }) {
  const workspace = useWorkspace();
  const readOnly = useStatus((status) => status.save.kind === 'read-only');
  const [over, setOver] = useState(false);
  // dragenter and dragleave fire for every child crossed; only their balance says whether the pointer is inside.
  const depth = useRef(0);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: dropping is an extra way; Import in the session menu is the keyboard's.
    <div
      className="drop-target"
      onDragEnter={(event) => {
        if (!carriesFiles(event)) return;
        depth.current++;
        setOver(true);
      }}
      onDragLeave={(event) => {
        if (!carriesFiles(event)) return;
        depth.current = Math.max(0, depth.current - 1);
        if (depth.current === 0) setOver(false);
      }}
      onDragOver={(event) => {
        if (!carriesFiles(event)) return;
        event.preventDefault();
        event.dataTransfer.dropEffect = readOnly ? 'none' : 'copy';
      }}
      onDrop={(event) => {
        depth.current = 0;
        setOver(false);
        if (!carriesFiles(event) || event.defaultPrevented) return;
        event.preventDefault();
        void workspace.importFiles([...event.dataTransfer.files]);
      }}
    >
      {children}
      {over && (
        <div className="drop-hint" aria-hidden="true">
          <p>{readOnly ? 'This session is open read-only here' : 'Drop to import'}</p>
          <p className="dim">
            {readOnly
              ? 'Take over first, then drop.'
              : 'Stems (WAV, AIFF, FLAC, MP3, Ogg, M4A), a picture, or a .scorestage session'}
          </p>
        </div>
      )}
    </div>
  );
}
