import { MessageSquareReply } from 'lucide-react';
import { useState } from 'react';
import { type Approval, placeWords, type ReviewNote, SHARE_LIMITS, type Verdict } from '../../share/index.ts';
import { Button } from '../kit/Button.tsx';
import { useWorkspace } from '../state/workspace.ts';
import type { NotesLive } from './live.ts';
import { MoreOfList, useListed } from './MoreOfList.tsx';
import { NoteItem } from './NoteItem.tsx';
import { Strokes } from './Strokes.tsx';
import './sketch.css';

const AUTHOR = 'scorestage.author';

/** How a judgement is said. */
const VERDICTS: Readonly<Record<Verdict, string>> = {
  approved: 'Approved',
  'approved-with-notes': 'Approved with notes',
  'changes-needed': 'Changes needed',
};

/** When something was said, in the reader's own way; of today the time alone. */
function when(at: number): string {
  const said = new Date(at);
  const today = said.toDateString() === new Date().toDateString();
  return said.toLocaleString(undefined, { ...(!today && { dateStyle: 'medium' }), timeStyle: 'short' });
}

/** Name and words of an answer; both are sent as they are. */
function ReplyForm({
  note,
  live,
  onDone,
}: {
  readonly note: ReviewNote;
  readonly live: NotesLive;
  onDone(): void;
}) {
  const { settings, notices } = useWorkspace();
  const [author, setAuthor] = useState(
    () => settings.read(AUTHOR)?.slice(0, SHARE_LIMITS.name) ?? 'Composer',
  );
  const [text, setText] = useState('');
  const [sending, setSending] = useState(false);
  const ready = author.trim() !== '' && text.trim() !== '' && !sending;
  const send = async () => {
    if (!ready) return;
    setSending(true);
    settings.write(AUTHOR, author.trim());
    const sent = await live.reply(note, author.trim(), text.trim());
    setSending(false);
    // What was written stays where it was not sent.
    if (sent.ok) onDone();
    else notices.fail(sent);
  };
  return (
    <form
      className="note-reply-form"
      onSubmit={(event) => {
        event.preventDefault();
        void send();
      }}
    >
      <input
        className="text-input"
        type="text"
        aria-label="Your name"
        maxLength={SHARE_LIMITS.name}
        value={author}
        onChange={(event) => setAuthor(event.currentTarget.value)}
      />
      <textarea
        className="text-input"
        rows={2}
        aria-label={`Answer to ${note.author}`}
        maxLength={SHARE_LIMITS.text}
        // biome-ignore lint/a11y/noAutofocus: the user asked to type here this moment.
        autoFocus
        value={text}
        // All of the form, not its first line: on a phone the list is low.
        onFocus={(event) => event.currentTarget.form?.scrollIntoView({ block: 'nearest' })}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) void send();
          if (event.key !== 'Escape') return;
          event.stopPropagation();
          onDone();
        }}
      />
      <Button submit tone="primary" disabled={!ready}>
        Send
      </Button>
      <Button tone="quiet" onPress={onDone}>
        Cancel
      </Button>
    </form>
  );
}

/** A comment with its answers. */
function LiveNote({
  note,
  live,
  isNew,
}: {
  readonly note: ReviewNote;
  readonly live: NotesLive;
  readonly isNew: boolean;
}) {
  const { notices } = useWorkspace();
  const [replying, setReplying] = useState(false);
  const { author, recipient, version, replies, place, drawing } = note;
  const through = recipient === null || recipient === author ? '' : `${recipient} · `;
  return (
    <NoteItem
      start={note.at}
      end={note.end}
      author={author}
      detail={`${through}v${version} · ${when(note.createdAt)}`}
      about={note.target}
      strokes={drawing?.over === 'picture' ? drawing.strokes : undefined}
      text={note.text}
      resolved={note.resolved}
      mark={isNew ? 'new' : undefined}
      onGo={() => undefined}
      onResolve={(resolved) =>
        void live.resolve(note.id, resolved).then((changed) => {
          if (!changed.ok) notices.fail(changed);
        })
      }
      tools={
        replying ? null : (
          <Button
            tone="quiet"
            label={`Answer the note by ${author}: ${note.text.slice(0, 60)}`}
            onPress={() => setReplying(true)}
          >
            <MessageSquareReply size={13} aria-hidden="true" /> Answer
          </Button>
        )
      }
    >
      {(place || drawing) && (
        <p className="note-line note-detail">
          {drawing && (
            <svg
              className="note-sketch"
              viewBox="0 0 16 9"
              role="img"
              aria-label={`Drawing on the ${drawing.over}`}
            >
              <Strokes strokes={drawing.strokes} width={16} height={9} />
            </svg>
          )}
          {drawing && <span>drawn on the {drawing.over}</span>}
          {place && <span>in the room: {placeWords(place)}</span>}
        </p>
      )}
      {replies.length > 0 && (
        <ul className="note-replies" aria-label={`Answers to ${author}`}>
          {replies.map((reply) => (
            <li key={reply.id}>
              <span className="note-author">{reply.author}</span>{' '}
              <span className="note-detail">{when(reply.createdAt)}</span>
              <p className="note-text">{reply.text}</p>
            </li>
          ))}
        </ul>
      )}
      {replying && <ReplyForm note={note} live={live} onDone={() => setReplying(false)} />}
    </NoteItem>
  );
}

/** Judgements of versions and ranges, the newest first. */
export function Approvals({ approvals }: { readonly approvals: readonly Approval[] }) {
  if (approvals.length === 0) return null;
  return (
    <ul className="note-approvals" aria-label="Judgements">
      {approvals
        .toSorted((a, b) => b.createdAt - a.createdAt)
        .map(({ id, verdict, author, recipient, version, range, note, createdAt }) => (
          <li key={id} data-verdict={verdict}>
            <strong>{VERDICTS[verdict]}</strong> by {author}
            <span className="note-detail">
              {' '}
              {recipient === author ? '' : `${recipient} · `}v{version} · {range ? range.name : 'all of it'} ·{' '}
              {when(createdAt)}
            </span>
            {note !== null && <p className="note-text">{note}</p>}
          </li>
        ))}
    </ul>
  );
}

/** Comments of the published mix as they stand on the server. */
export function LiveNotes({
  live,
  notes,
  seenAt,
}: {
  readonly live: NotesLive;
  readonly notes: readonly ReviewNote[];
  /** What came later is marked as new. */
  readonly seenAt: number;
}) {
  const { listed, left, more } = useListed(notes);
  return (
    <>
      <ul className="note-list" aria-label="Notes of reviewers">
        {listed.map((note) => (
          <LiveNote
            key={note.id}
            note={note}
            live={live}
            isNew={note.recipient !== null && note.createdAt > seenAt}
          />
        ))}
      </ul>
      <MoreOfList left={left} onMore={more} />
    </>
  );
}
