import { CircleHelp, Info, WifiOff } from 'lucide-react';
import { useEffect } from 'react';
import type { PlayerState } from '../../share/index.ts';
import { IconButton } from '../kit/IconButton.tsx';
import { ListeningChoice } from './Listening.tsx';
import { showVersion } from './state/actions.ts';
import { useClock, useFacts, useOthers, usePlayer, useReview, useTalk, useView } from './state/review.ts';

const HEARD = { proxy: 'Proxy', live: 'Live', lossless: 'Lossless' } as const;
const HEARD_NOTES = {
  proxy: 'You hear the composer’s render, coded.',
  live: 'This device mixes the stems itself; some of them are coded.',
  lossless: 'This device mixes the stems itself, bit for bit what the composer hears.',
} as const;

const day = new Intl.DateTimeFormat(undefined, { day: 'numeric', month: 'short' });

/** What is heard now, and how far the live mix is. */
function HeardLabel() {
  const heard = usePlayer((state) => state.heard);
  const live = usePlayer((state) => state.live);
  const differs = usePlayer((state) => state.differs);
  const progress =
    heard === 'proxy' && live && live.total > 0 && !live.failure ? live.done / live.total : null;
  return (
    <p className="rv-heard" data-heard={heard} title={differs ?? HEARD_NOTES[heard]}>
      {HEARD[heard]}
      {progress !== null && (
        <>
          <span className="rv-heard-word"> · live mix</span> {Math.floor(progress * 100)} %
        </>
      )}
      {differs !== null && <span className="rv-differs"> · differs</span>}
      {progress !== null && <progress value={progress} max={1} aria-label="Live mix" />}
    </p>
  );
}

/** Tells screen readers when what is heard changes; percents are not worth a word. */
const spoken = ({ heard }: PlayerState): string => HEARD_NOTES[heard];

/** Who else is here, and where. */
function Here() {
  const clock = useClock();
  const others = useOthers();
  if (others.length === 0) return null;
  return (
    <ul className="rv-here" aria-label="Also here">
      {others.slice(0, 4).map(({ name, at, playing }, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two people may share a name.
        <li key={index} title={`${name}, ${clock?.text(at) ?? ''}${playing ? ', playing' : ''}`}>
          <span className="rv-here-name" dir="auto">
            {name}
          </span>
          <span className="mono rv-dim">{clock?.text(at)}</span>
        </li>
      ))}
      {others.length > 4 && <li>and {others.length - 4} more</li>}
    </ul>
  );
}

/** Title, version, what is heard and on what, who is here. */
export function TopBar({ narrow }: { readonly narrow: boolean }) {
  const review = useReview();
  const { view } = review;
  const fresh = useView((state) => state.fresh);
  const title = useFacts((facts) => facts.title);
  const versions = useFacts((facts) => facts.versions);
  const recipient = useFacts((facts) => facts.recipient);
  const shown = usePlayer((state) => state.version);
  const said = usePlayer(spoken);
  const isBlind = useView((state) => state.blind !== null && state.blind.chosen === null);
  const connected = useTalk((state) => state.connected);
  const waiting = useTalk((state) => state.waiting.length);
  const facts = versions.find(({ n }) => n === shown);
  useEffect(() => {
    document.title = `${title} · Scorestage`;
  }, [title]);
  return (
    <header className="rv-top">
      {!narrow && <span className="rv-brand">Scorestage</span>}
      <h1 className="rv-title" dir="auto" title={title}>
        {title}
      </h1>
      {isBlind ? (
        <span className="rv-blind-mark">Blind comparison</span>
      ) : (
        <select
          className="rv-select rv-version"
          aria-label="Version"
          title={facts?.note ?? undefined}
          value={shown}
          onChange={(event) => showVersion(review, Number(event.currentTarget.value))}
        >
          {versions.map(({ n, createdAt, note }) => (
            <option key={n} value={n}>
              {`v${n} · ${day.format(createdAt)}${note === null ? '' : ` · ${note.slice(0, 60)}`}`}
            </option>
          ))}
        </select>
      )}
      <HeardLabel />
      <span className="visually-hidden" role="status">
        {said}
      </span>
      {fresh !== null && !isBlind && (
        <button type="button" className="rv-fresh" onClick={() => showVersion(review, fresh)}>
          {narrow ? `v${fresh} is here` : `Version ${fresh} is here: show it`}
        </button>
      )}
      {connected === false && (
        <p className="rv-offline" role="status">
          <WifiOff size={13} aria-hidden="true" /> Offline
          {waiting > 0 ? `: ${waiting} waiting` : ''}
        </p>
      )}
      <span className="rv-space" />
      <Here />
      {!narrow && (
        <div className="rv-wide-listening">
          <ListeningChoice />
        </div>
      )}
      <span className="rv-recipient" data-for={recipient} aria-hidden="true" />
      <IconButton
        label="What is heard"
        icon={Info}
        size={15}
        onPress={() => view.setState({ sheet: 'facts' })}
      />
      <IconButton
        label="Keys and help"
        keys="?"
        icon={CircleHelp}
        size={15}
        onPress={() => view.setState({ sheet: 'keys' })}
      />
    </header>
  );
}
