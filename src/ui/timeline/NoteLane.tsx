import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react';
import { deleteNotes, notesInOrder, type SessionNote } from '../../session/index.ts';
import { useFittedCanvas } from '../kit/canvas-size.ts';
import { FrameKey } from '../kit/frame-key.ts';
import { usePaint } from '../kit/use-paint.ts';
import { goToNote } from '../notes/go-to.ts';
import { useSession, useUi, useWorkspace } from '../state/workspace.ts';
import { noteAt, noteLine, paintNotes } from './note-lane-paint.ts';
import { sampleToX } from './time-scale.ts';
import './note-lane.css';

/** Properties of the review lane. */
export interface NoteLaneProps {
  timecode(sample: number): string;
}

/** A note as it is said: author, place, what it is about, state, words. */
function spokenNote(
  { author, start, end, about, resolved, text }: SessionNote,
  timecode: (at: number) => string,
) {
  const place = end === null ? timecode(start) : `${timecode(start)} to ${timecode(end)}`;
  const by = author === '' ? 'Note' : `Note by ${author}`;
  return `${by}, ${place}${about ? `, about ${about.name}` : ''}, ${resolved ? 'resolved' : 'open'}: ${text}`;
}

/**
 * What reviewers said, under the ruler: two cells of the timeline's grid. A click goes to a note and selects what it is about;
 * the keyboard has one place among the notes, which left and right move.
 */
export function NoteLane({ timecode }: NoteLaneProps) {
  const workspace = useWorkspace();
  const { ui } = workspace;
  const reviewNotes = useSession((session) => session.reviewNotes);
  const notes = useMemo(() => notesInOrder({ reviewNotes }), [reviewNotes]);
  const marked = useUi((state) => state.note);
  const { ref, fitted } = useFittedCanvas();
  const [key] = useState(() => new FrameKey());
  const lane = useRef<HTMLDivElement>(null);
  const cursor = useRef<HTMLDivElement>(null);
  const [over, setOver] = useState<SessionNote | null>(null);
  const at = Math.max(
    0,
    notes.findIndex(({ id }) => id === marked),
  );
  const note = notes[at];
  const open = notes.filter(({ resolved }) => !resolved).length;

  usePaint(() => {
    const box = fitted.current;
    if (!box) return;
    const { view } = ui.getState();
    key.begin();
    for (const part of [box, box.width, view.start, view.samplesPerPixel, notes, marked]) key.add(part);
    if (!key.end()) return;
    paintNotes(box.context, { scale: view, width: box.width, notes, marked });
    if (cursor.current && note)
      cursor.current.style.transform = `translateX(${Math.max(0, sampleToX(view, note.start) - 12)}px)`;
  });

  const hit = (event: PointerEvent) => {
    const left = lane.current?.getBoundingClientRect().left ?? 0;
    return noteAt(notes, ui.getState().view, event.clientX - left);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.ctrlKey || event.metaKey || event.altKey || !note) return;
    const step = event.key === 'ArrowRight' ? 1 : event.key === 'ArrowLeft' ? -1 : 0;
    if (step !== 0) {
      const next = notes[at + step];
      if (next) goToNote(workspace, next);
    } else if (event.key === 'Enter') ui.setState({ learning: 'notes', note: note.id });
    else if (event.key === 'Delete' || event.key === 'Backspace') {
      workspace.edit('Delete note', (draft) => deleteNotes(draft, [note.id]));
      ui.setState({ note: (notes[at + 1] ?? notes[at - 1])?.id ?? null });
    } else return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <>
      <div className="note-lane-head">
        <button
          type="button"
          className="note-lane-title"
          aria-label={`Notes: ${open} open of ${notes.length} in the review lane`}
          onClick={() => ui.setState({ learning: 'notes' })}
        >
          Notes <span className="dim">{open} open</span>
        </button>
      </div>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the pointer surface; the cursor in it is its keyboard twin */}
      <div
        ref={lane}
        className="note-lane"
        title={over ? noteLine(over).slice(0, 400) : undefined}
        data-over={over ? true : undefined}
        onPointerMove={(event) => setOver(hit(event))}
        onPointerLeave={() => setOver(null)}
        onPointerDown={(event) => {
          const found = event.button === 0 ? hit(event) : null;
          if (found) goToNote(workspace, found);
        }}
        onDoubleClick={() => {
          if (over) ui.setState({ learning: 'notes' });
        }}
      >
        <canvas ref={ref} />
        {note && (
          // biome-ignore lint/a11y/useSemanticElements: a fieldset would draw as a form; a button would keep Space from the transport
          <div
            ref={cursor}
            role="group"
            aria-roledescription="review note"
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it is the keyboard's place among the notes
            tabIndex={0}
            className="note-lane-cursor"
            aria-label={spokenNote(note, timecode)}
            aria-keyshortcuts="ArrowLeft ArrowRight Enter Delete"
            onKeyDown={onKeyDown}
          />
        )}
      </div>
    </>
  );
}
