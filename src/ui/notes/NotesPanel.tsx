import { ChevronDown, X } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { type NoteId, notesInOrder } from '../../session/index.ts';
import { noteMarkers } from '../../share/index.ts';
import { ActionMenu } from '../kit/ActionMenu.tsx';
import { Button, Segmented } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { useSession, useUi, useWorkspace } from '../state/workspace.ts';
import { laneNotesOf, letsThrough, type NoteFilter, shownNotes, statesToTell } from './filters.ts';
import { LaneNotes } from './LaneNotes.tsx';
import { Approvals, LiveNotes } from './LiveNotes.tsx';
import type { NotesState } from './live.ts';
import { bringIn, chooseNoteFile, exportNotes, laneMarkers, makeMarkers } from './note-files.ts';
import { useNotesLive, useNotesState } from './use-live.ts';
import '../scenes/scenes.css';
import './notes.css';

/** How the line to the server is said. */
const LINK_WORDS: Readonly<Record<NotesState['link'], string>> = {
  connecting: 'Reaching the server…',
  live: 'Live',
  offline: 'The server is out of reach: what is here is as it was',
  ended: 'The server has no such mix any more',
};

const isWhole = (text: string): boolean => /^\d+$/.test(text);

/** Notes of the published mix, as they come, and of the session's review lane. */
export function NotesPanel() {
  const workspace = useWorkspace();
  const { ui } = workspace;
  const live = useNotesLive();
  const link = useNotesState(live, (state) => state.link);
  const comments = useNotesState(live, (state) => state.comments);
  const approvals = useNotesState(live, (state) => state.approvals);
  const versions = useNotesState(live, (state) => state.facts?.versions);
  const seenNow = useNotesState(live, (state) => state.seenAt);
  const name = useSession((session) => session.name);
  const reviewNotes = useSession((session) => session.reviewNotes);
  const marked = useUi((state) => state.note);
  // Without a mix the lane is what there is to see.
  const [tab, setTab] = useState<'live' | 'lane'>(live ? 'live' : 'lane');
  const [filter, setFilter] = useState<NoteFilter>('open');
  const [version, setVersion] = useState('all');
  // A note of the lane that is gone to is shown, whatever is listed now.
  const [followed, setFollowed] = useState<NoteId | null>(null);
  if (marked !== followed) {
    setFollowed(marked);
    const note = marked === null ? undefined : reviewNotes[marked];
    if (note && tab === 'live') setTab('lane');
    if (note && !letsThrough(filter, note)) setFilter('all');
  }
  // What was new when the panel opened, or came since, is marked until it closes.
  const [seenAt] = useState(seenNow);

  useEffect(() => {
    if (tab === 'live' && comments.length + approvals.length > 0) live?.look();
  }, [tab, live, comments, approvals]);

  const shown = useMemo(
    () => shownNotes(comments, isWhole(version) ? Number(version) : null, filter),
    [comments, version, filter],
  );
  const lane = useMemo(() => notesInOrder({ reviewNotes }), [reviewNotes]);
  const laneShown = useMemo(() => lane.filter((note) => letsThrough(filter, note)), [lane, filter]);
  const isLive = tab === 'live' && live !== null;
  const markers = () => (isLive ? noteMarkers(shown) : laneMarkers(laneShown));
  const count = isLive ? shown.length : laneShown.length;
  const roots = comments.filter(({ parent }) => parent === null).length;
  const toTell = useMemo(() => statesToTell(comments, reviewNotes), [comments, reviewNotes]);
  const judged = approvals.filter((approval) => version === 'all' || approval.version === Number(version));

  return (
    <aside className="side-panel notes" aria-label="Notes">
      <header>
        <h2>Notes</h2>
        <span className="note-detail" role="status">
          {live ? LINK_WORDS[link] : ''}
        </span>
        <button
          type="button"
          className="icon-button"
          aria-label="Close the notes"
          onClick={() => ui.setState({ learning: null })}
        >
          <X size={14} aria-hidden="true" />
        </button>
      </header>
      <div className="note-filters">
        <Segmented
          label="Where the notes are"
          options={[
            { value: 'live', text: `Reviewers ${roots}` },
            { value: 'lane', text: `Review lane ${lane.length}` },
          ]}
          value={tab}
          onChange={setTab}
        />
        <Segmented
          label="Which notes"
          options={[
            { value: 'open', text: 'Open' },
            { value: 'resolved', text: 'Resolved' },
            { value: 'all', text: 'All' },
          ]}
          value={filter}
          onChange={setFilter}
        />
        {isLive && (versions?.length ?? 0) > 0 && (
          <Choice
            label="Version"
            options={[
              { value: 'all', text: 'All versions' },
              ...(versions ?? []).map(({ n }) => ({ value: `${n}`, text: `Version ${n}` })),
            ]}
            value={version}
            onChange={setVersion}
          />
        )}
      </div>
      <div className="note-body">
        {tab === 'live' && !live && (
          <p className="inspector-note">
            This session has no published mix in this browser. Once it is published, what reviewers say of it
            appears here as they write it. Notes from a file go into the review lane.
          </p>
        )}
        {isLive && <Approvals approvals={judged} />}
        {isLive ? (
          <LiveNotes live={live} notes={shown} seenAt={seenAt} />
        ) : (
          tab === 'lane' && <LaneNotes notes={laneShown} />
        )}
        {count === 0 && (isLive || tab === 'lane') && (
          <p className="inspector-note">
            {filter === 'open'
              ? 'No open notes.'
              : filter === 'resolved'
                ? 'No resolved notes.'
                : 'No notes.'}
            {tab === 'lane' && lane.length === 0
              ? ' The review lane keeps notes of reviewers in the session: bring them in from the mix, or from a file.'
              : ''}
          </p>
        )}
      </div>
      <footer className="note-filters">
        {isLive && (
          <Button
            tone="primary"
            disabled={count === 0}
            onPress={() => {
              bringIn(workspace, laneNotesOf(shown));
              setTab('lane');
            }}
          >
            {`Bring ${count} into the review lane`}
          </Button>
        )}
        {tab === 'lane' && live && toTell.length > 0 && (
          <Button
            tone="primary"
            onPress={() =>
              void live.tellStates(toTell).then((told) => {
                if (!told.ok) workspace.notices.fail(told);
              })
            }
          >
            {`Tell reviewers what changed (${toTell.length})`}
          </Button>
        )}
        <ActionMenu
          label="Import and export notes"
          trigger={
            <>
              Import and export <ChevronDown size={12} aria-hidden="true" />
            </>
          }
          groups={[
            {
              title: 'Into the session',
              actions: [
                { id: 'file', title: 'Notes from a CSV or EDL file…', run: () => chooseNoteFile(workspace) },
                {
                  id: 'markers',
                  title: `Make ${count} of these into markers`,
                  disabled: count === 0,
                  run: () => makeMarkers(workspace, markers()),
                },
              ],
            },
            {
              title: `Export the ${count} shown`,
              actions: (['csv', 'edl'] as const).map((kind) => ({
                id: kind,
                title: kind === 'csv' ? 'CSV, for spreadsheets' : 'CMX 3600 EDL with locators',
                disabled: count === 0,
                run: () => exportNotes(workspace, kind, markers(), `${name} notes`),
              })),
            },
          ]}
        />
      </footer>
    </aside>
  );
}
