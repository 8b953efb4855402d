import { MapPin, Pencil, X } from 'lucide-react';
import { useMemo, useRef, useState } from 'react';
import * as v from 'valibot';
import { type CommentRequest, newShareId, SHARE_LIMITS, shareName, shareText } from '../../../share/index.ts';
import { Button } from '../../kit/Button.tsx';
import { IconButton } from '../../kit/IconButton.tsx';
import { FAMILY_TITLES } from '../../kit/theme.ts';
import { draw, dropDraft, say } from '../state/actions.ts';
import { placesOf, useClock, useFacts, usePlayer, useReview, useView } from '../state/review.ts';
import type { Draft } from '../state/view.ts';
import { MentionField } from './MentionField.tsx';
import { RoomPad } from './RoomPad.tsx';

const KINDS = { track: 'Stem', family: 'Family' } as const;

/** What a comment can be pinned to: families of the version, and its tracks where the session is here. */
function useTargets(): readonly NonNullable<CommentRequest['target']>[] {
  const manifest = usePlayer((state) => state.manifest);
  const session = usePlayer((state) => state.session);
  return useMemo(() => {
    const tracks = session
      ? session.trackOrder.flatMap((id) => {
          const name = session.tracks[id]?.name;
          return name ? [{ kind: 'track' as const, id, name }] : [];
        })
      : [];
    const families = (['music', 'dialogue', 'effects', 'ambience'] as const)
      .filter(
        (family) =>
          manifest?.proxies.some(({ name }) => name === family) ||
          (session && Object.values(session.tracks).some((track) => track.family === family)),
      )
      .map((id) => ({ kind: 'family' as const, id, name: FAMILY_TITLES[id] }));
    return [...families, ...tracks];
  }, [manifest, session]);
}

/** Reads a name and words as the server will; the fault of the first that it would refuse. */
export function readWords(
  name: string,
  body: string,
): { readonly author: string; readonly body: string } | { readonly fault: string } {
  const author = v.safeParse(shareName, name);
  if (!author.success) return { fault: `Your name ${author.issues[0].message}.` };
  const words = v.safeParse(shareText, body);
  if (!words.success) return { fault: `The comment ${words.issues[0].message}.` };
  return { author: author.output, body: words.output };
}

/** The name a reader goes by: asked once, then kept. */
export function useName(): readonly [string, (name: string) => void, boolean] {
  const kept = useView((state) => state.name);
  const recipient = useFacts((facts) => facts.recipient);
  const [typed, setTyped] = useState(recipient);
  return [kept ?? typed, setTyped, kept === null];
}

/** A field for the name, shown until one is known. */
export function NameField({ name, onChange }: { readonly name: string; onChange(name: string): void }) {
  return (
    <label className="rv-name">
      <span>Your name, as others read it</span>
      <input
        className="rv-input"
        type="text"
        autoComplete="name"
        maxLength={SHARE_LIMITS.name}
        value={name}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    </label>
  );
}

/** Writes a comment: its frame or range, what it is about, a place in the room, a drawing. */
export function CommentForm({ draft }: { readonly draft: Draft }) {
  const review = useReview();
  const { view, talk } = review;
  const clock = useClock();
  const version = usePlayer((state) => state.version);
  const manifest = usePlayer((state) => state.manifest);
  const hasRoom = usePlayer((state) => state.session !== null);
  const hasPicture = manifest !== null && manifest.picture !== null;
  const pen = useView((state) => state.pen);
  const places = useMemo(() => placesOf(manifest), [manifest]);
  const targets = useTargets();
  const [name, setName, asksName] = useName();
  const [fault, setFault] = useState<string | null>(null);
  const field = useRef<HTMLTextAreaElement>(null);
  const set = (change: Partial<Draft>) =>
    view.setState(({ draft: now }) => ({ draft: now ? { ...now, ...change } : null }));

  const send = () => {
    const words = readWords(name, draft.body);
    if ('fault' in words) {
      setFault(words.fault);
      field.current?.focus();
      return;
    }
    const drawing = draft.drawing && draft.drawing.strokes.length > 0 ? draft.drawing : null;
    const kept = talk.comment({ ...draft, ...words, drawing, id: newShareId(), version, parent: null });
    if (!kept.ok) {
      setFault(`${kept.message} ${kept.remedy}`);
      return;
    }
    view.setState({ name: words.author, draft: null, pen: null });
    say(review, 'Comment sent');
  };
  return (
    <form
      className="rv-form"
      aria-label="New comment"
      onSubmit={(event) => {
        event.preventDefault();
        send();
      }}
    >
      <header>
        <span className="mono rv-form-time">
          {clock?.text(draft.at)}
          {draft.end !== null && clock ? ` – ${clock.text(draft.end)}` : ''}
        </span>
        <span className="rv-note">
          {draft.end === null ? 'this frame' : 'this range'}
          {draft.end === null && <span className="rv-wide-only">; I and O mark a range</span>}
        </span>
        <IconButton label="Leave the comment" keys="Esc" icon={X} onPress={() => dropDraft(review)} />
      </header>
      <MentionField
        ref={field}
        label="Comment"
        placeholder="What should change? # or @ names a cue"
        autoFocus
        value={draft.body}
        places={places}
        onChange={(body) => {
          set({ body });
          setFault(null);
        }}
        onSubmit={send}
        onLeave={() => dropDraft(review)}
      />
      {asksName && <NameField name={name} onChange={setName} />}
      <div className="rv-form-tools">
        <select
          className="rv-select"
          aria-label="About"
          value={draft.target ? `${draft.target.kind} ${draft.target.id}` : ''}
          onChange={(event) => {
            const { value } = event.currentTarget;
            set({ target: targets.find(({ kind, id }) => `${kind} ${id}` === value) ?? null });
          }}
        >
          <option value="">About: the whole mix</option>
          {targets.map((target) => (
            <option key={`${target.kind} ${target.id}`} value={`${target.kind} ${target.id}`}>
              {KINDS[target.kind]}: {target.name}
            </option>
          ))}
        </select>
        <button
          type="button"
          className="rv-tool"
          aria-pressed={draft.place !== null}
          onClick={() => set({ place: draft.place ? null : { x: 0, y: 0.6, z: 0 } })}
        >
          <MapPin size={13} aria-hidden="true" /> Place
        </button>
        {hasPicture && (
          <button
            type="button"
            className="rv-tool"
            aria-pressed={pen === 'picture'}
            onClick={() => draw(review, 'picture')}
          >
            <Pencil size={13} aria-hidden="true" /> Draw on picture
          </button>
        )}
        {hasRoom && (
          <button
            type="button"
            className="rv-tool"
            aria-pressed={pen === 'stage'}
            onClick={() => draw(review, 'stage')}
          >
            <Pencil size={13} aria-hidden="true" /> Draw on stage
          </button>
        )}
        {draft.drawing && draft.drawing.strokes.length > 0 && (
          <button type="button" className="rv-tool" onClick={() => set({ drawing: null })}>
            Wipe the drawing
          </button>
        )}
      </div>
      {draft.place && <RoomPad place={draft.place} onChange={(place) => set({ place })} />}
      {fault !== null && (
        <p className="rv-fault" role="alert">
          {fault}
        </p>
      )}
      <footer>
        <span className="rv-note rv-wide-only">Ctrl Enter sends</span>
        <Button tone="quiet" onPress={() => dropDraft(review)}>
          Cancel
        </Button>
        <Button tone="primary" submit disabled={draft.body.trim() === ''}>
          Send
        </Button>
      </footer>
    </form>
  );
}
