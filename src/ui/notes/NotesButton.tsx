import { MessageSquareText } from 'lucide-react';
import { runCommand } from '../commands/registry.ts';
import { Tip } from '../kit/Tip.tsx';
import { useUi, useWorkspace } from '../state/workspace.ts';
import { newsOf } from './live.ts';
import { useNotesLive, useNotesState } from './use-live.ts';
import './notes-button.css';

/** Opens the notes of reviewers; tells how many came since they were last looked at. */
export function NotesButton() {
  const workspace = useWorkspace();
  const live = useNotesLive();
  const news = useNotesState(live, newsOf);
  const open = useUi((state) => state.learning === 'notes');
  const label = news === 0 ? 'Notes of reviewers' : `Notes of reviewers: ${news} new`;
  return (
    <Tip text={label}>
      <button
        type="button"
        className="icon-button notes-button"
        aria-label={label}
        aria-pressed={open}
        onClick={() => {
          // What is new is shown first, not the note of the lane that was gone to last.
          if (news > 0) workspace.ui.setState({ note: null });
          runCommand(workspace, 'notes.panel');
        }}
      >
        <MessageSquareText size={16} aria-hidden="true" strokeWidth={1.75} />
        {news > 0 && (
          <span className="notes-badge" aria-hidden="true">
            {news > 99 ? '99+' : news}
          </span>
        )}
      </button>
    </Tip>
  );
}
