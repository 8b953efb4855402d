import { CircleAlert, CircleCheck, CircleDot } from 'lucide-react';
import { useState } from 'react';
import * as v from 'valibot';
import { newShareId, SHARE_LIMITS, shareText, VERDICTS, type Verdict } from '../../../share/index.ts';
import { Button } from '../../kit/Button.tsx';
import { NameField, readWords, useName } from '../comments/CommentForm.tsx';
import { Sheet } from '../Sheet.tsx';
import { say } from '../state/actions.ts';
import { useClock, useFacts, usePlayer, useReview, useTalk } from '../state/review.ts';

const VERDICT_WORDS: Readonly<Record<Verdict, string>> = {
  approved: 'Approved',
  'approved-with-notes': 'Approved with notes',
  'changes-needed': 'Changes needed',
};
/** What the buttons do. */
const VERDICT_DEEDS: Readonly<Record<Verdict, string>> = {
  approved: 'Approve',
  'approved-with-notes': 'Approve with notes',
  'changes-needed': 'Ask for changes',
};
const ICONS = {
  approved: CircleCheck,
  'approved-with-notes': CircleDot,
  'changes-needed': CircleAlert,
} as const;

const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'short' });

/** Judges the version shown, or a cue of it; asked once more, since a judgement stands. */
export function Judge() {
  const review = useReview();
  const { talk, view } = review;
  const manifest = usePlayer((state) => state.manifest);
  const version = usePlayer((state) => state.version);
  const facts = useFacts(({ versions }) => versions.find(({ n }) => n === version));
  const [verdict, setVerdict] = useState<Verdict>('approved');
  const [cue, setCue] = useState('');
  const [note, setNote] = useState('');
  const [asks, setAsks] = useState(false);
  const [fault, setFault] = useState<string | null>(null);
  const [name, setName, asksName] = useName();
  const range = manifest?.cues[Number(cue)];
  const isRange = cue !== '' && range !== undefined;

  const check = (): { readonly author: string; readonly note: string | null } | null => {
    if (note.trim() === '' && verdict === 'approved-with-notes') {
      setFault('Write the notes it is approved with.');
      return null;
    }
    const read = readWords(name, note.trim() === '' ? 'x' : note);
    if ('fault' in read) {
      setFault(read.fault);
      return null;
    }
    const words = v.safeParse(shareText, note);
    return { author: read.author, note: words.success ? words.output : null };
  };
  const give = () => {
    const words = check();
    if (!words || !facts) return;
    const kept = talk.approve({
      id: newShareId(),
      version,
      manifestSha256: facts.manifestSha256,
      author: words.author,
      verdict,
      note: words.note,
      range: isRange ? { name: range.name, start: range.start, end: range.end } : null,
    });
    setAsks(false);
    if (!kept.ok) {
      setFault(`${kept.message} ${kept.remedy}`);
      return;
    }
    view.setState({ name: words.author });
    setNote('');
    setFault(null);
    say(review, `${VERDICT_WORDS[verdict]}: sent`);
  };
  if (!facts) return null;
  return (
    <section className="rv-judge" aria-label="Your judgement">
      <h2>Your judgement of version {version}</h2>
      <fieldset className="rv-verdicts">
        <legend className="visually-hidden">Judgement</legend>
        {VERDICTS.map((each) => {
          const Icon = ICONS[each];
          return (
            <label key={each} data-verdict={each}>
              <input
                type="radio"
                name="rv-verdict"
                value={each}
                checked={verdict === each}
                onChange={() => {
                  setVerdict(each);
                  setFault(null);
                }}
              />
              <Icon size={14} aria-hidden="true" />
              {VERDICT_WORDS[each]}
            </label>
          );
        })}
      </fieldset>
      {manifest && manifest.cues.length > 0 && (
        <label className="rv-row">
          <span>Of</span>
          <select className="rv-select" value={cue} onChange={(event) => setCue(event.currentTarget.value)}>
            <option value="">All of version {version}</option>
            {manifest.cues.map(({ name: cueName }, index) => (
              // biome-ignore lint/suspicious/noArrayIndexKey: cues of one manifest may share a name.
              <option key={index} value={index}>
                {cueName}
              </option>
            ))}
          </select>
        </label>
      )}
      <textarea
        className="rv-input"
        rows={2}
        aria-label="Notes to the judgement"
        placeholder={verdict === 'approved-with-notes' ? 'Notes' : 'Notes, if any'}
        maxLength={SHARE_LIMITS.text}
        value={note}
        onChange={(event) => {
          setNote(event.currentTarget.value);
          setFault(null);
        }}
      />
      {asksName && <NameField name={name} onChange={setName} />}
      {fault !== null && (
        <p className="rv-fault" role="alert">
          {fault}
        </p>
      )}
      <Button
        tone="primary"
        onPress={() => {
          if (check()) setAsks(true);
        }}
      >
        {VERDICT_DEEDS[verdict]}…
      </Button>
      {asks && (
        <Sheet
          title={`${VERDICT_DEEDS[verdict]}?`}
          onClose={() => setAsks(false)}
          footer={
            <>
              <Button onPress={() => setAsks(false)}>Not yet</Button>
              <Button tone="primary" onPress={give}>
                Yes, {VERDICT_DEEDS[verdict].toLowerCase()}
              </Button>
            </>
          }
        >
          <dl className="rv-facts">
            <dt>What</dt>
            <dd>{isRange ? `${range.name}, version ${version}` : `All of version ${version}`}</dd>
            <dt>Exactly</dt>
            <dd className="mono">{facts.manifestSha256.slice(0, 12)}</dd>
            <dt>By</dt>
            <dd>{name}</dd>
            {note.trim() !== '' && (
              <>
                <dt>Notes</dt>
                <dd>{note}</dd>
              </>
            )}
          </dl>
          <p className="rv-note">A judgement stands: it can’t be changed, only followed by another one.</p>
        </Sheet>
      )}
    </section>
  );
}

/** What has been judged, newest first. */
export function Judgements() {
  const approvals = useTalk((state) => state.approvals);
  const waiting = useTalk((state) => state.waiting);
  const versions = useFacts((facts) => facts.versions);
  const clock = useClock();
  const sent = new Set(approvals.map(({ id }) => id));
  const pending = waiting.flatMap(({ item, refused, key }) =>
    item.kind === 'approval' && !sent.has(item.wish.id) ? [{ ...item.wish, refused, key }] : [],
  );
  if (approvals.length + pending.length === 0) return null;
  const isKnown = (version: number, hash: string) =>
    versions.some(({ n, manifestSha256 }) => n === version && manifestSha256 === hash);
  return (
    <section className="rv-judgements" aria-label="Judgements">
      <h2>Judgements</h2>
      <ul>
        {pending.map(({ id, verdict, author, refused }) => (
          <li key={id}>
            <Verdictline verdict={verdict} /> {author}
            <span className="rv-tag" data-tone="wait">
              {refused ? `Not taken: ${refused.message}` : 'Waiting to be sent'}
            </span>
          </li>
        ))}
        {[...approvals]
          .sort((one, other) => other.createdAt - one.createdAt)
          .map(({ id, verdict, author, version, manifestSha256, range, note, createdAt }) => (
            <li key={id}>
              <p>
                <Verdictline verdict={verdict} />
                <span className="rv-dim">
                  {range ? range.name : 'whole version'} · v{version} ·{' '}
                  <span className="mono">{manifestSha256.slice(0, 12)}</span>
                </span>
                {!isKnown(version, manifestSha256) && <span className="rv-tag">another link’s version</span>}
              </p>
              <p className="rv-said-by">
                <strong dir="auto">{author}</strong>
                <time dateTime={new Date(createdAt).toISOString()}>{day.format(createdAt)}</time>
                {range && clock && <span className="mono rv-dim">{clock.text(range.start)}</span>}
              </p>
              {note !== null && (
                <p className="rv-words selectable" dir="auto">
                  {note}
                </p>
              )}
            </li>
          ))}
      </ul>
    </section>
  );
}

function Verdictline({ verdict }: { readonly verdict: Verdict }) {
  const Icon = ICONS[verdict];
  return (
    <span className="rv-verdict" data-verdict={verdict}>
      <Icon size={13} aria-hidden="true" /> {VERDICT_WORDS[verdict]}
    </span>
  );
}
