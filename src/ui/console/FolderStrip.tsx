import { ChevronLeft, ChevronRight } from 'lucide-react';
import { memo } from 'react';
import type { FolderId } from '../../session/index.ts';
import { toggleFolder } from '../state/console-store.ts';
import { useSession, useUi, useWorkspace } from '../state/workspace.ts';
import { folderTracks } from './console-items.ts';

/** Properties of a folder's strip. */
export interface FolderStripProps {
  readonly id: FolderId;
  readonly closed: boolean;
  /** Tracks in it. */
  readonly count: number;
  /** Left edge and width in the row, CSS pixels. */
  readonly left: number;
  readonly width: number;
  readonly tabStop: boolean;
}

/** The head of a folder: opens and closes it, and selects all that is in it. */
export const FolderStrip = memo(function FolderStrip({
  id,
  closed,
  count,
  left,
  width,
  tabStop,
}: FolderStripProps) {
  const workspace = useWorkspace();
  const folder = useSession((session) => session.folders[id]);
  const selection = useUi((state) => state.selection);
  const tracks = useSession((session) => session.tracks);
  if (!folder) return null;
  const chosen = selection.kind === 'tracks' ? selection.ids : [];
  const selected =
    chosen.length > 0 && chosen.filter((track) => tracks[track]?.folderId === id).length === count;
  const tabIndex = tabStop ? 0 : -1;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings form semantics; a folder's head is a group of controls.
    <div
      className="strip folder-strip"
      role="group"
      aria-label={`Folder ${folder.name}, ${count} strip${count === 1 ? '' : 's'}`}
      data-strip={`folder-${id}`}
      data-selected={selected || undefined}
      style={{ left, width, ...(folder.colour === null ? {} : { ['--family' as string]: folder.colour }) }}
    >
      <span data-control="spill">
        <button
          type="button"
          className="icon-button"
          aria-expanded={!closed}
          aria-label={closed ? `Open folder ${folder.name}` : `Close folder ${folder.name}`}
          title={closed ? `Open folder ${folder.name}` : `Close folder ${folder.name}`}
          tabIndex={tabIndex}
          onClick={() => toggleFolder(workspace.console, id)}
        >
          {closed ? (
            <ChevronRight size={14} aria-hidden="true" />
          ) : (
            <ChevronLeft size={14} aria-hidden="true" />
          )}
        </button>
      </span>
      <button
        type="button"
        className="strip-name folder-name"
        data-control="name"
        tabIndex={tabIndex}
        aria-pressed={selected}
        title={`Select all of ${folder.name}`}
        onClick={() => {
          const ids = folderTracks(workspace.document.getState().session, id);
          if (ids.length > 0) workspace.ui.setState({ selection: { kind: 'tracks', ids } });
        }}
      >
        <span className="strip-title">{folder.name}</span>
      </button>
      <span className="folder-count mono" aria-hidden="true">
        {count}
      </span>
    </div>
  );
});
