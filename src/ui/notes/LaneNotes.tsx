import { Trash2 } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { deleteNotes, type SessionNote, setNotesResolved } from '../../session/index.ts';
import { Button } from '../kit/Button.tsx';
import { useUi, useWorkspace } from '../state/workspace.ts';
import { MoreOfList, useListed } from './MoreOfList.tsx';
import { NoteItem } from './NoteItem.tsx';

/** Notes of the review lane: part of the session, undone like everything in it. */
export function LaneNotes({ notes }: { readonly notes: readonly SessionNote[] }) {
  const workspace = useWorkspace();
  const marked = useUi((state) => state.note);
  // The one that was gone to is among those listed.
  const { listed, left, more } = useListed(
    notes,
    notes.findIndex(({ id }) => id === marked),
  );
  const list = useRef<HTMLUListElement>(null);
  useEffect(() => {
    if (marked !== null)
      list.current?.querySelector('[data-mark="current"]')?.scrollIntoView({ block: 'nearest' });
  }, [marked]);
  return (
    <>
      <ul ref={list} className="note-list" aria-label="Review lane">
        {listed.map((note) => {
          const by = note.author === '' ? 'an unknown author' : note.author;
          return (
            <NoteItem
              key={note.id}
              {...note}
              detail={note.version === null ? '' : `v${note.version}`}
              mark={note.id === marked ? 'current' : undefined}
              onGo={() => workspace.ui.setState({ note: note.id })}
              onResolve={(resolved) =>
                workspace.edit(resolved ? 'Resolve note' : 'Open note again', (draft) =>
                  setNotesResolved(draft, [note.id], resolved),
                )
              }
              tools={
                <Button
                  tone="quiet"
                  label={`Delete the note by ${by}: ${note.text.slice(0, 60)}`}
                  onPress={() => workspace.edit('Delete note', (draft) => deleteNotes(draft, [note.id]))}
                >
                  <Trash2 size={13} aria-hidden="true" /> Delete
                </Button>
              }
            />
          );
        })}
      </ul>
      <MoreOfList left={left} onMore={more} />
    </>
  );
}
