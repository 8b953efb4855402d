import { useEffect, useMemo, useRef, useState } from 'react';
import { type LiveEngine, startEngine } from '../../engine/browser.ts';
import type { FragmentMix } from '../../share/index.ts';
import type { Failure, Result } from '../../units/index.ts';
import { Button } from '../kit/Button.tsx';
import { Deck } from './Deck.tsx';
import { fetchMix, originsOf } from './fetch-mix.ts';

type Phase =
  | { readonly kind: 'asking' }
  | { readonly kind: 'fetching' }
  | { readonly kind: 'ready'; readonly engine: LiveEngine }
  | { readonly kind: 'failed'; readonly failure: Failure };

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(bytes < 1e7 ? 1 : 0)} MB`;
const counted = (stems: number): string => (stems === 1 ? '1 stem' : `${stems} stems`);

/** A link that holds no mix. */
function Refused({ failure }: { readonly failure: Failure }) {
  return (
    <main className="play-gate">
      <p className="play-brand">Scorestage</p>
      <h1>This link does not play</h1>
      <p role="alert" className="selectable">
        {failure.message} {failure.remedy}
      </p>
    </main>
  );
}

/** Where the stems are, before anything is asked of there. */
function Origins({
  mix,
  phase,
  share,
  onFetch,
  onStop,
}: {
  readonly mix: FragmentMix;
  readonly phase: Exclude<Phase, { readonly kind: 'ready' }>;
  readonly share: number;
  onFetch(): void;
  onStop(): void;
}) {
  const origins = useMemo(() => originsOf(mix), [mix]);
  const isForeign = origins.some(({ origin }) => origin !== null);
  const isBusy = phase.kind === 'fetching';
  return (
    <main className="play-gate" aria-busy={isBusy}>
      <p className="play-brand">Scorestage</p>
      <h1>{mix.session.name}</h1>
      <p>The mix is in the link. Its stems lie here:</p>
      <ul className="play-origins">
        {origins.map(({ origin, stems, bytes }) => (
          <li key={origin ?? ''}>
            <strong className="selectable">{origin ?? `${location.origin} (this site)`}</strong>
            <span>
              {counted(stems)}, {megabytes(bytes)}
            </span>
          </li>
        ))}
      </ul>
      <p className="play-note">
        {isForeign
          ? 'Nothing has been fetched yet. Who runs these sites will see your address on the network, and no cookie. They must allow other sites to read the files (CORS).'
          : 'Nothing has been fetched yet.'}
      </p>
      {phase.kind === 'failed' && (
        <p role="alert" className="play-fault selectable">
          {phase.failure.message} {phase.failure.remedy}
        </p>
      )}
      {isBusy ? (
        <>
          <progress className="play-progress" value={share} max={1} aria-label="Fetching stems" />
          <Button onPress={onStop}>Stop</Button>
        </>
      ) : (
        <Button tone="primary" autoFocus onPress={onFetch}>
          {phase.kind === 'failed' ? 'Try again' : 'Fetch the stems'}
        </Button>
      )}
    </main>
  );
}

function Mix({ mix }: { readonly mix: FragmentMix }) {
  const [phase, setPhase] = useState<Phase>({ kind: 'asking' });
  const [share, setShare] = useState(0);
  const run = useRef<AbortController | null>(null);
  useEffect(() => {
    document.title = `${mix.session.name} · Scorestage`;
    return () => run.current?.abort();
  }, [mix]);

  const start = async (): Promise<void> => {
    const abort = new AbortController();
    run.current = abort;
    setShare(0);
    setPhase({ kind: 'fetching' });
    const held = await fetchMix(mix, abort.signal, setShare);
    if (held.ok) {
      const engine = startEngine({ session: mix.session, target: 'binaural' });
      engine.holdStems(held.value);
      setPhase({ kind: 'ready', engine });
    } else setPhase(held.code === 'cancelled' ? { kind: 'asking' } : { kind: 'failed', failure: held });
  };
  if (phase.kind === 'ready') return <Deck session={mix.session} engine={phase.engine} />;
  return (
    <Origins
      mix={mix}
      phase={phase}
      share={share}
      onFetch={() => void start()}
      onStop={() => run.current?.abort()}
    />
  );
}

/** The page of a mix that came in a link: asks before it fetches, then plays. */
export function PlayPage({ link }: { readonly link: Result<FragmentMix> }) {
  return link.ok ? <Mix mix={link.value} /> : <Refused failure={link} />;
}
