import { Check, RotateCcw } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  FAMILIES,
  type FamilyName,
  type SessionNote,
  setFamily,
  setStrip,
  type TrackId,
} from '../../session/index.ts';
import { Button, LetterToggle } from '../kit/Button.tsx';
import type { Sketch } from '../state/ui-store.ts';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { goToPlace } from './go-to.ts';
import { useTimecode } from './use-timecode.ts';

/** Properties of one note of a list. */
export interface NoteItemProps {
  /** Samples of the session's timeline. */
  readonly start: number;
  readonly end: number | null;
  readonly author: string;
  /** What stands dim behind the author: recipient, version. */
  readonly detail: string;
  readonly about: SessionNote['about'];
  readonly text: string;
  readonly resolved: boolean;
  /** Drawn over the picture once it is gone to. */
  readonly strokes?: Sketch['strokes'] | undefined;
  /** Drawn as the one that was gone to last, or as new. */
  readonly mark?: 'current' | 'new' | undefined;
  readonly children?: ReactNode;
  /** Further buttons, after the one that resolves. */
  readonly tools?: ReactNode;
  onGo(): void;
  onResolve(resolved: boolean): void;
}

/** Solo of the track or family a note is about; only its name where it is gone. */
function About({ about }: { readonly about: NonNullable<SessionNote['about']> }) {
  const workspace = useWorkspace();
  const family: FamilyName | null =
    FAMILIES.find((name) => about.kind === 'family' && name === about.id) ?? null;
  const trackId = about.kind === 'track' ? (about.id as TrackId) : null;
  const soloed = useSession(({ tracks, families }) =>
    family ? families[family].soloed : trackId ? (tracks[trackId]?.strip.soloed ?? null) : null,
  );
  const toggle = () =>
    workspace.edit(`${soloed ? 'Unsolo' : 'Solo'} ${about.name}`, (draft) => {
      if (family) return setFamily(draft, family, { soloed: !soloed });
      return trackId ? setStrip(draft, trackId, { soloed: !soloed }) : null;
    });
  return (
    <span className="note-about">
      <span className="note-about-name">{about.name}</span>
      {soloed === null ? null : (
        <LetterToggle letter="S" label={`Solo ${about.name}`} pressed={soloed} onPress={toggle} />
      )}
    </span>
  );
}

/** A note: where, who, about what, the words; goes there, soloes, resolves. */
export function NoteItem(props: NoteItemProps) {
  const { start, end, author, detail, about, text, resolved, mark, children, tools, onGo, onResolve } = props;
  const workspace = useWorkspace();
  const timecode = useTimecode();
  const by = author === '' ? 'Unknown' : author;
  const place = end === null ? timecode(start) : `${timecode(start)} – ${timecode(end)}`;
  return (
    <li className="note-item" data-resolved={resolved || undefined} data-mark={mark}>
      <div className="note-line">
        <button
          type="button"
          className="note-time mono"
          aria-label={`${place}: go to the note by ${by}`}
          onClick={() => {
            goToPlace(workspace, { start, about, strokes: props.strokes });
            onGo();
          }}
        >
          {place}
        </button>
        <span className="note-author">{by}</span>
        {mark === 'new' && <span className="note-new">new</span>}
        <span className="note-detail">{detail}</span>
        {about && <About about={about} />}
      </div>
      <p className="note-text">{text}</p>
      {children}
      <div className="note-line note-tools">
        <span className="note-state">{resolved ? 'Resolved' : 'Open'}</span>
        <Button
          tone="quiet"
          label={`${resolved ? 'Open again' : 'Resolve'}: note by ${by} at ${timecode(start)}`}
          onPress={() => onResolve(!resolved)}
        >
          {resolved ? (
            <>
              <RotateCcw size={13} aria-hidden="true" /> Open again
            </>
          ) : (
            <>
              <Check size={13} aria-hidden="true" /> Resolve
            </>
          )}
        </Button>
        {tools}
      </div>
    </li>
  );
}
