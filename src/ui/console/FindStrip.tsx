import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { type Session, type TrackId, tracksInOrder } from '../../session/index.ts';
import { IconButton } from '../kit/IconButton.tsx';
import { fuzzyMatch } from '../palette/fuzzy.ts';
import { useSession, useWorkspace } from '../state/workspace.ts';

/** Properties of {@link FindStrip}. */
export interface FindStripProps {
  /** Brings a track into view; `focus` puts the keyboard there and ends the search. */
  onJump(id: TrackId, focus: boolean): void;
}

/** Tracks whose names hold the letters of a query, best first; none for an empty query. */
function matches(session: Session, query: string): readonly TrackId[] {
  if (query.trim() === '') return [];
  return tracksInOrder(session)
    .flatMap(({ id, name }) => {
      const match = fuzzyMatch(query, name);
      return match ? [{ id, score: match.score }] : [];
    })
    .sort((one, other) => other.score - one.score)
    .map(({ id }) => id);
}

/** Finds a strip by name as it is typed: arrows walk the matches, Enter goes there, Escape leaves. */
export function FindStrip({ onJump }: FindStripProps) {
  const { console } = useWorkspace();
  const session = useSession((all) => all);
  const [query, setQuery] = useState('');
  const [at, setAt] = useState(0);
  const before = useRef<Element | null>(null);
  const found = matches(session, query);
  const close = () => console.setState({ finding: false });
  const show = (text: string, index: number) => {
    setQuery(text);
    const list = matches(session, text);
    const wrapped = list.length === 0 ? 0 : (index + list.length) % list.length;
    setAt(wrapped);
    const id = list[wrapped];
    if (id !== undefined) onJump(id, false);
  };
  const id = found[at];
  const name = id === undefined ? '' : (session.tracks[id]?.name ?? '');
  return (
    <search className="find-strip" aria-label="Find a strip">
      <input
        className="text-input"
        type="text"
        aria-label="Name of the strip"
        placeholder="Find a strip"
        autoComplete="off"
        spellCheck={false}
        // biome-ignore lint/a11y/noAutofocus: the user asked to type here this moment.
        autoFocus
        value={query}
        onFocus={(event) => {
          before.current ??= event.relatedTarget;
        }}
        onChange={(event) => show(event.currentTarget.value, 0)}
        onKeyDown={(event) => {
          event.stopPropagation();
          if (event.key === 'ArrowDown' || event.key === 'ArrowUp')
            show(query, at + (event.key === 'ArrowDown' ? 1 : -1));
          else if (event.key === 'Enter') {
            close();
            if (id !== undefined) onJump(id, true);
          } else if (event.key === 'Escape') {
            close();
            if (before.current instanceof HTMLElement) before.current.focus();
          } else return;
          event.preventDefault();
        }}
      />
      <output className="find-count mono" aria-live="polite">
        {query.trim() === '' ? '' : found.length === 0 ? 'none' : `${at + 1}/${found.length}`}
        <span className="visually-hidden">{name === '' ? '' : `, ${name}`}</span>
      </output>
      <div className="find-steps">
        <IconButton label="Match before" icon={ChevronLeft} onPress={() => show(query, at - 1)} />
        <IconButton label="Next match" icon={ChevronRight} onPress={() => show(query, at + 1)} />
        <IconButton label="Close the search" icon={X} onPress={close} />
      </div>
    </search>
  );
}
