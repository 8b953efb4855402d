import { type Marker, markersInOrder, type Session, soundEnd } from '../../session/index.ts';
import { TimeRow } from '../inspector/fields.tsx';
import { Segmented } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { useSession } from '../state/workspace.ts';
import { type LinkEnd, LinkFields } from './LinkFields.tsx';
import { bytesText } from './MadeLinks.tsx';
import type { Recipient } from './RecipientRows.tsx';
import type { LinkWish, ShareRequest } from './share-desk.ts';

const DAY_MS = 86_400_000;
/** Characters a password must have at least. */
const LEAST_PASSWORD = 8;

/** What the form of a publishing holds. */
export interface PublishFields {
  readonly title: string;
  readonly note: string;
  readonly span: 'all' | 'loop' | 'cue' | 'range';
  readonly cue: string;
  readonly from: number;
  readonly to: number;
  readonly content: ShareRequest['content'];
  readonly coding: ShareRequest['coding'];
  readonly picture: boolean;
  readonly recipients: readonly Recipient[];
  readonly password: string;
  readonly ends: LinkEnd;
  readonly downloads: boolean;
}

/** Spans of a session that can be published for themselves. */
export const spansOfSession = (session: Session): readonly Marker[] =>
  markersInOrder(session).filter(({ end }) => end !== null);

/** A form as it stands when the dialog opens. @param later true where the mix has versions, whose links show this one too */
export function freshFields(session: Session, title: string, later: boolean): PublishFields {
  return {
    title,
    note: '',
    span: 'all',
    cue: spansOfSession(session)[0]?.id ?? '',
    from: 0,
    to: soundEnd(session),
    content: 'stems',
    coding: 'lossless',
    picture: sendablePicture(session),
    recipients: later ? [] : [{ id: 1, name: '', role: 'comment' }],
    password: '',
    ends: '30',
    downloads: false,
  };
}

/** Whether the session has a picture that can be sent as it is. */
export const sendablePicture = ({ picture }: Session): boolean =>
  picture?.mediaType === 'video/mp4' || picture?.mediaType === 'video/webm';

/** The stretch a form asks for. */
export function rangeOf(fields: PublishFields, session: Session): ShareRequest['range'] {
  if (fields.span === 'loop') return { start: session.loop.start, end: session.loop.end };
  if (fields.span === 'range') return { start: fields.from, end: fields.to };
  const cue = fields.span === 'cue' ? spansOfSession(session).find(({ id }) => id === fields.cue) : null;
  return cue ? { start: cue.start, end: cue.end ?? cue.start } : { start: 0, end: soundEnd(session) };
}

/** What keeps a form from being sent, in words; null: nothing. */
export function faultOf(fields: PublishFields, session: Session): string | null {
  const { start, end } = rangeOf(fields, session);
  if (end <= start) return 'There is nothing in this range.';
  if (fields.title.trim() === '') return 'Give the mix a title.';
  return linksFaultOf(fields);
}

/** What keeps the links of a form from being made, in words; null: nothing. */
export function linksFaultOf(fields: PublishFields): string | null {
  if (fields.recipients.some(({ name }) => name.trim() === ''))
    return 'Name each recipient, or leave him out.';
  if (fields.password !== '' && fields.password.length < LEAST_PASSWORD)
    return `A password has at least ${LEAST_PASSWORD} characters.`;
  return null;
}

/** The links a form asks for. */
export function linksOf(fields: PublishFields, now: number): readonly LinkWish[] {
  return fields.recipients.map(({ name, role }) => ({
    recipient: name.trim(),
    role,
    password: fields.password === '' ? null : fields.password,
    expiresAt: fields.ends === '0' ? null : now + Number(fields.ends) * DAY_MS,
    downloads: fields.downloads,
    stems: fields.content === 'stems',
  }));
}

/** Asks what is published and for whom. */
export function PublishForm({
  fields,
  later,
  forFile = false,
  onChange,
}: {
  readonly fields: PublishFields;
  /** True where it becomes a file: there are no links to ask about. */
  readonly forFile?: boolean;
  /** True where the mix has versions already. */
  readonly later: boolean;
  onChange(fields: PublishFields): void;
}) {
  const session = useSession((document) => document);
  const set = (change: Partial<PublishFields>) => onChange({ ...fields, ...change });
  const spans = spansOfSession(session);
  const { frameRate, sampleRate, startFrames, picture } = session;
  const time = { frameRate, sampleRate, originFrames: startFrames };
  const idle = { onCommit: () => undefined, onCancel: () => undefined };
  return (
    <div className="form">
      <label className="form-row">
        <span>Title</span>
        <input
          className="text-input"
          type="text"
          aria-label="Title of the mix"
          maxLength={120}
          value={fields.title}
          onChange={(event) => set({ title: event.currentTarget.value })}
        />
      </label>
      <label className="form-row">
        <span>Note</span>
        <textarea
          className="text-input share-note"
          aria-label="Note to the reviewers"
          maxLength={4000}
          rows={2}
          placeholder={later ? 'What changed in this version' : 'What to listen for'}
          value={fields.note}
          onChange={(event) => set({ note: event.currentTarget.value })}
        />
      </label>
      <div className="form-row">
        <span>Range</span>
        <Segmented
          label="Published range"
          options={[
            { value: 'all', text: 'All', title: 'The whole session' },
            ...(spans.length > 0 ? [{ value: 'cue', text: 'Cue' } as const] : []),
            { value: 'loop', text: 'Loop' },
            { value: 'range', text: 'From – to' },
          ]}
          value={fields.span}
          onChange={(span: PublishFields['span']) => set({ span })}
        />
      </div>
      {fields.span === 'cue' && (
        <div className="form-row">
          <span>Cue</span>
          <Choice
            label="Published cue"
            options={spans.map(({ id, name }) => ({ value: id as string, text: name || 'Unnamed cue' }))}
            value={fields.cue}
            onChange={(cue) => set({ cue })}
          />
        </div>
      )}
      {fields.span === 'range' && (
        <>
          <TimeRow
            label="from"
            value={fields.from}
            max={Math.max(0, fields.to - 1)}
            {...time}
            onChange={(from) => set({ from })}
            {...idle}
          />
          <TimeRow
            label="to"
            value={fields.to}
            min={fields.from + 1}
            {...time}
            onChange={(to) => set({ to })}
            {...idle}
          />
        </>
      )}
      <div className="form-row">
        <span>Sends</span>
        <Segmented
          label="What is sent"
          options={[
            { value: 'stems', text: 'Mix with stems', title: 'Reviewers solo, look and hear the live mix' },
            {
              value: 'sound',
              text: 'Sound alone',
              title: 'Renders of the mix and its families; no stem leaves',
            },
          ]}
          value={fields.content}
          onChange={(content: PublishFields['content']) => set({ content })}
        />
      </div>
      {fields.content === 'stems' && (
        <div className="form-row">
          <span>Stems as</span>
          <Segmented
            label="Coding of stems"
            options={[
              { value: 'lossless', text: 'Lossless', title: 'FLAC, or 32-bit floats: bit for bit' },
              { value: 'opus', text: 'Opus', title: 'About a tenth of the bytes; 96 kb/s a channel' },
            ]}
            value={fields.coding}
            onChange={(coding: PublishFields['coding']) => set({ coding })}
          />
        </div>
      )}
      {picture && (
        <label className="check-row">
          <input
            type="checkbox"
            disabled={!sendablePicture(session)}
            checked={fields.picture}
            onChange={(event) => set({ picture: event.currentTarget.checked })}
          />
          {sendablePicture(session)
            ? `With the picture (${bytesText(picture.bytes)})`
            : 'With the picture: only MP4 and WebM can be sent'}
        </label>
      )}
      {!forFile && <LinkFields fields={fields} later={later} onChange={onChange} />}
    </div>
  );
}
