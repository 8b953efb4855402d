import { Check, CornerDownRight, MapPin, Pencil, RotateCcw, Trash2 } from 'lucide-react';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { newShareId, placeWords, type ShownComment, type Thread } from '../../../share/index.ts';
import { Button } from '../../kit/Button.tsx';
import { may, openComment, say, showInRoom } from '../state/actions.ts';
import { placesOf, useClock, useFacts, usePlayer, useReview, useView } from '../state/review.ts';
import { NameField, readWords, useName } from './CommentForm.tsx';
import { MentionField } from './MentionField.tsx';
import { Words } from './Words.tsx';

/** Date and time of day, short. */
const when = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** A thread: the comment, its answers, and what can be done with it. */
export function CommentCard({ thread }: { readonly thread: Thread }) {
  const review = useReview();
  const { talk } = review;
  const { root, replies } = thread;
  const clock = useClock();
  const isOpen = useView((state) => state.opened === root.id);
  const version = usePlayer((state) => state.version);
  const mayWrite = useFacts((facts) => may(facts, 'comment'));
  const hasRoom = usePlayer((state) => state.session !== null);
  const [answering, setAnswering] = useState(false);
  const card = useRef<HTMLLIElement>(null);
  useEffect(() => {
    if (isOpen) card.current?.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);
  const isResolved = root.resolvedAt !== null;
  const time = clock ? `${clock.text(root.at)}${root.end === null ? '' : ` – ${clock.text(root.end)}`}` : '';
  return (
    <li
      ref={card}
      className="rv-card"
      data-open={isOpen || undefined}
      data-resolved={isResolved || undefined}
    >
      <article aria-label={`Comment by ${root.author} at ${time}`}>
        <header className="rv-card-head">
          <button
            type="button"
            className="rv-card-time mono"
            aria-current={isOpen || undefined}
            onClick={() => openComment(review, root)}
          >
            {time}
          </button>
          {root.version !== version && <span className="rv-tag">v{root.version}</span>}
          {isResolved && (
            <span className="rv-tag" data-tone="good">
              <Check size={11} aria-hidden="true" /> Resolved
            </span>
          )}
        </header>
        <Said comment={root} />
        <ul className="rv-pins" aria-label="Pinned to">
          {root.target && (
            <li>
              {root.target.kind === 'family' ? 'Family' : 'Stem'}: {root.target.name}
            </li>
          )}
          {root.place && (
            <li>
              <Pin comment={root} hasRoom={hasRoom}>
                <MapPin size={11} aria-hidden="true" /> {placeWords(root.place)}
              </Pin>
            </li>
          )}
          {root.drawing && (
            <li>
              <Pin comment={root} hasRoom={hasRoom && root.drawing.over === 'stage'}>
                <Pencil size={11} aria-hidden="true" /> Drawing on the {root.drawing.over}
              </Pin>
            </li>
          )}
        </ul>
        {replies.length > 0 && (
          <ul className="rv-replies" aria-label="Answers">
            {replies.map((reply) => (
              <li key={reply.id}>
                <Said comment={reply} />
                {reply.own && mayWrite && <OwnTools comment={reply} />}
              </li>
            ))}
          </ul>
        )}
        {mayWrite && (
          <footer className="rv-card-tools">
            <Tool
              onPress={() => setAnswering(!answering)}
              pressed={answering}
              name={`Reply to ${root.author}`}
            >
              <CornerDownRight size={12} aria-hidden="true" /> Reply
            </Tool>
            <Tool
              name={`${isResolved ? 'Reopen' : 'Resolve'} the comment by ${root.author}`}
              onPress={() => {
                talk.change(root.id, { resolved: !isResolved });
                say(review, isResolved ? 'Open again' : 'Resolved');
              }}
            >
              {isResolved ? (
                <RotateCcw size={12} aria-hidden="true" />
              ) : (
                <Check size={12} aria-hidden="true" />
              )}
              {isResolved ? 'Reopen' : 'Resolve'}
            </Tool>
            {root.own && <OwnTools comment={root} />}
          </footer>
        )}
        {answering && <AnswerForm root={root} onDone={() => setAnswering(false)} />}
      </article>
    </li>
  );
}

/** What a comment is pinned to in room or picture: a press shows it. */
function Pin({
  comment,
  hasRoom,
  children,
}: {
  readonly comment: ShownComment;
  readonly hasRoom: boolean;
  readonly children: ReactNode;
}) {
  const review = useReview();
  return (
    <button
      type="button"
      className="rv-pin"
      onClick={() => (hasRoom ? showInRoom(review, comment) : openComment(review, comment))}
    >
      {children}
    </button>
  );
}

function Tool({
  children,
  name,
  pressed,
  onPress,
}: {
  readonly children: ReactNode;
  readonly name: string;
  readonly pressed?: boolean;
  onPress(): void;
}) {
  return (
    <button type="button" className="rv-card-tool" title={name} aria-expanded={pressed} onClick={onPress}>
      {children}
    </button>
  );
}

/** Who said it, when, the words, and how far they are on their way. */
function Said({ comment }: { readonly comment: ShownComment }) {
  const { talk } = useReview();
  const { author, recipient, state } = comment;
  return (
    <>
      <p className="rv-said-by">
        <strong dir="auto">{author}</strong>
        {recipient !== null && recipient !== author && (
          <span className="rv-dim" dir="auto">
            through {recipient}’s link
          </span>
        )}
        {recipient === null && state === 'sent' && <span className="rv-dim">composer</span>}
        <time dateTime={new Date(comment.createdAt).toISOString()}>{when.format(comment.createdAt)}</time>
        {comment.editedAt !== null && <span className="rv-dim">edited</span>}
        {state === 'waiting' && (
          <span className="rv-tag" data-tone="wait">
            Waiting to be sent
          </span>
        )}
      </p>
      <Words body={comment.body} />
      {state === 'refused' && (
        <div className="rv-refused" role="alert">
          <p>Not taken: {comment.refusal}</p>
          <Button onPress={() => comment.entries.forEach((key) => void talk.outbox.retry(key))}>
            Send again
          </Button>
          <Button tone="quiet" onPress={() => comment.entries.forEach((key) => void talk.outbox.drop(key))}>
            Discard
          </Button>
        </div>
      )}
    </>
  );
}

/** Changing and taking back one's own words. */
function OwnTools({ comment }: { readonly comment: ShownComment }) {
  const { talk } = useReview();
  const manifest = usePlayer((state) => state.manifest);
  const [edit, setEdit] = useState<string | null>(null);
  const [asks, setAsks] = useState(false);
  if (edit !== null) {
    const save = () => {
      const read = readWords('name', edit);
      if ('fault' in read) return;
      talk.change(comment.id, { body: read.body });
      setEdit(null);
    };
    return (
      <div className="rv-edit">
        <MentionField
          label="Changed comment"
          autoFocus
          value={edit}
          places={placesOf(manifest)}
          onChange={setEdit}
          onSubmit={save}
          onLeave={() => setEdit(null)}
        />
        <footer>
          <Button tone="quiet" onPress={() => setEdit(null)}>
            Cancel
          </Button>
          <Button tone="primary" disabled={edit.trim() === ''} onPress={save}>
            Save
          </Button>
        </footer>
      </div>
    );
  }
  if (asks)
    return (
      // biome-ignore lint/a11y/useSemanticElements: a question with two buttons is no form fieldset
      <span className="rv-asks" role="group" aria-label="Take the comment back?">
        Take it back?
        <Tool name="Take the comment back" onPress={() => talk.remove(comment.id)}>
          Yes
        </Tool>
        <Tool name="Keep the comment" onPress={() => setAsks(false)}>
          Keep
        </Tool>
      </span>
    );
  return (
    <>
      <Tool name="Edit your comment" onPress={() => setEdit(comment.body)}>
        <Pencil size={12} aria-hidden="true" /> Edit
      </Tool>
      <Tool name="Delete your comment" onPress={() => setAsks(true)}>
        <Trash2 size={12} aria-hidden="true" /> Delete
      </Tool>
    </>
  );
}

function AnswerForm({ root, onDone }: { readonly root: ShownComment; onDone(): void }) {
  const review = useReview();
  const { talk, view } = review;
  const manifest = usePlayer((state) => state.manifest);
  const [body, setBody] = useState('');
  const [name, setName, asksName] = useName();
  const [fault, setFault] = useState<string | null>(null);
  const send = () => {
    const words = readWords(name, body);
    if ('fault' in words) {
      setFault(words.fault);
      return;
    }
    const kept = talk.comment({
      ...words,
      id: newShareId(),
      version: root.version,
      at: root.at,
      end: root.end,
      target: null,
      place: null,
      drawing: null,
      parent: root.id,
    });
    if (!kept.ok) {
      setFault(`${kept.message} ${kept.remedy}`);
      return;
    }
    view.setState({ name: words.author });
    say(review, 'Reply sent');
    onDone();
  };
  return (
    <form
      className="rv-answer"
      aria-label={`Reply to ${root.author}`}
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <MentionField
        label="Reply"
        autoFocus
        value={body}
        places={placesOf(manifest)}
        onChange={setBody}
        onSubmit={send}
        onLeave={onDone}
      />
      {asksName && <NameField name={name} onChange={setName} />}
      {fault !== null && (
        <p className="rv-fault" role="alert">
          {fault}
        </p>
      )}
      <footer>
        <Button tone="quiet" onPress={onDone}>
          Cancel
        </Button>
        <Button tone="primary" submit disabled={body.trim() === ''}>
          Reply
        </Button>
      </footer>
    </form>
  );
}
