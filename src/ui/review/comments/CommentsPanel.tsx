import { MessageSquarePlus } from 'lucide-react';
import { passes, THREAD_FILTERS } from '../../../share/index.ts';
import { Segmented } from '../../kit/Button.tsx';
import { compose, may } from '../state/actions.ts';
import { useFacts, useReview, useTalk, useThreads, useView } from '../state/review.ts';
import { CommentCard } from './CommentCard.tsx';
import { CommentForm } from './CommentForm.tsx';
import { ExportNotes } from './ExportNotes.tsx';

const FILTER_WORDS = { open: 'Open', resolved: 'Resolved', mine: 'Mine', all: 'All' } as const;
const EMPTY = {
  open: 'Nothing is open. Stop where something should change and press Comment.',
  resolved: 'Nothing has been resolved yet.',
  mine: 'You have written nothing yet.',
  all: 'Nothing has been said yet.',
} as const;

/** Everything that is said, as a list; the way of screen readers, and of everyone else. */
export function CommentsPanel() {
  const review = useReview();
  const threads = useThreads();
  const filter = useView((state) => state.filter);
  const draft = useView((state) => state.draft);
  const mayWrite = useFacts((facts) => may(facts, 'comment'));
  const hasRead = useTalk((state) => state.read);
  const listed = threads.filter((thread) => passes(thread, filter));
  return (
    <section className="rv-comments" aria-label="Comments">
      <header className="rv-comments-head">
        <Segmented
          label="Which comments"
          options={THREAD_FILTERS.map((value) => ({
            value,
            text: `${FILTER_WORDS[value]} ${threads.filter((thread) => passes(thread, value)).length}`,
          }))}
          value={filter}
          onChange={(value) => review.view.setState({ filter: value })}
        />
        {mayWrite && !draft && (
          <button
            type="button"
            className="rv-comment-button"
            aria-keyshortcuts="C"
            onClick={() => compose(review)}
          >
            <MessageSquarePlus size={14} aria-hidden="true" /> Comment
          </button>
        )}
      </header>
      {draft && <CommentForm draft={draft} />}
      {listed.length === 0 ? (
        <p className="rv-empty">{hasRead ? EMPTY[filter] : 'Comments are read from the server.'}</p>
      ) : (
        <ul className="rv-threads" aria-label={`${FILTER_WORDS[filter]} comments`}>
          {listed.map((thread) => (
            <CommentCard key={thread.root.id} thread={thread} />
          ))}
        </ul>
      )}
      <ExportNotes />
    </section>
  );
}
