import { FolderOpen } from 'lucide-react';
import { useRef } from 'react';
import { useWorkspace } from '../state/workspace.ts';

/** What a session without tracks shows. */
export function EmptyTimeline() {
  const workspace = useWorkspace();
  const picker = useRef<HTMLInputElement>(null);
  return (
    <div className="timeline-empty">
      <p>Drop stems here</p>
      <p className="dim">
        WAV, AIFF, FLAC, MP3, Ogg or M4A, mono to 7.1.2. Each becomes a track at the place you drop it.
      </p>
      <button type="button" className="button" data-tone="call" onClick={() => picker.current?.click()}>
        <FolderOpen size={14} aria-hidden="true" /> Choose files
      </button>
      <input
        ref={picker}
        type="file"
        multiple
        hidden
        accept="audio/*,.wav,.aif,.aiff,.flac,.mp3,.ogg,.opus,.m4a"
        onChange={(event) => {
          const files = [...(event.currentTarget.files ?? [])];
          event.currentTarget.value = '';
          if (files.length > 0) void workspace.importFiles(files);
        }}
      />
    </div>
  );
}
