import { Layers, MessageSquare, Orbit, Play, SlidersVertical } from 'lucide-react';
import { lazy, type ReactNode, Suspense, useEffect } from 'react';
import type { PlayerState } from '../../share/index.ts';
import { NARROW, useMedia } from '../app/use-media.ts';
import { CommentsPanel } from './comments/CommentsPanel.tsx';
import { Fallen } from './Fallen.tsx';
import { takeKey } from './keys.ts';
import { MixPanel } from './MixPanel.tsx';
import { FactsSheet, KeysSheet } from './Sheets.tsx';
import { usePlayer, useReview, useThreads, useView } from './state/review.ts';
import { TopBar } from './TopBar.tsx';
import { MarkButtons, Transport } from './Transport.tsx';
import { usePresence } from './use-presence.ts';
import { VersionsPanel } from './versions/VersionsPanel.tsx';
import { Film } from './view/Film.tsx';
import { Overview } from './view/Overview.tsx';

const StageView = lazy(() =>
  import('./view/StageView.tsx').then((loaded) => ({ default: loaded.StageView })),
);

const showsPicture = ({ manifest }: PlayerState): boolean => manifest !== null && manifest.picture !== null;

/** The mix, to hear, to look at and to speak about. */
export function ReviewPage() {
  const review = useReview();
  const narrow = useMedia(NARROW);
  const said = useView((state) => state.said);
  const sheet = useView((state) => state.sheet);
  usePresence();
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => void takeKey(review, event);
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [review]);
  return (
    <div className="rv-page" data-narrow={narrow || undefined}>
      <TopBar narrow={narrow} />
      {narrow ? <NarrowBody /> : <WideBody />}
      <p className="visually-hidden" role="status">
        {said}
      </p>
      {sheet === 'keys' && <KeysSheet />}
      {sheet === 'facts' && <FactsSheet />}
    </div>
  );
}

/** Picture and room beside each other, whichever of them there is. */
function WideBody() {
  const rail = useView((state) => state.rail);
  const { view } = useReview();
  const hasPicture = usePlayer(showsPicture);
  const session = usePlayer((state) => state.session);
  const open = useOpenCount();
  const blank = !hasPicture && !session;
  return (
    <div className="rv-wide" data-blank={blank || undefined}>
      <main className="rv-main">
        <div className="rv-view">
          {session && <Stage />}
          {hasPicture && (
            <Watermarked>
              <Film />
            </Watermarked>
          )}
          {blank && (
            <Watermarked>
              <BlankView />
            </Watermarked>
          )}
          <BigPlay />
        </div>
        <Stumbled />
        <Transport narrow={false} />
        <Overview />
        <MixPanel narrow={false} />
      </main>
      <aside className="rv-rail" aria-label="Review">
        <Tabs
          label="Review"
          tabs={[
            { id: 'comments', text: `Comments${open > 0 ? ` ${open}` : ''}` },
            { id: 'versions', text: 'Versions' },
          ]}
          chosen={rail}
          onChoose={(id) => view.setState({ rail: id })}
        />
        <div className="rv-rail-body" role="tabpanel" aria-labelledby={`rv-tab-${rail}`}>
          {rail === 'comments' ? <CommentsPanel /> : <VersionsPanel />}
        </div>
      </aside>
    </div>
  );
}

/** One thumb: what is looked at on top, one panel at a time, play at the bottom. */
function NarrowBody() {
  const panel = useView((state) => state.panel);
  const { view } = useReview();
  const hasPicture = usePlayer(showsPicture);
  const hasRoom = usePlayer((state) => state.session !== null);
  const started = usePlayer((state) => state.playing || state.firstSoundSeconds !== null);
  const open = useOpenCount();
  const shown = panel === 'stage' && !hasRoom ? 'comments' : panel;
  return (
    <>
      <main className="rv-main">
        {(hasPicture || !started) && (
          <div className="rv-view" data-blank={!hasPicture || undefined}>
            {hasPicture ? (
              <Watermarked>
                <Film />
              </Watermarked>
            ) : null}
            <BigPlay />
          </div>
        )}
        <Stumbled />
        <Overview />
        <div className="rv-narrow-marks">
          <MarkButtons />
        </div>
        <div className="rv-panel" role="tabpanel" aria-labelledby={`rv-tab-${shown}`}>
          {shown === 'comments' && <CommentsPanel />}
          {shown === 'mix' && <MixPanel narrow />}
          {shown === 'stage' && <Stage />}
          {shown === 'versions' && <VersionsPanel />}
        </div>
      </main>
      <footer className="rv-foot">
        <Tabs
          label="Parts"
          tabs={[
            { id: 'comments', text: 'Comments', icon: MessageSquare, count: open },
            { id: 'mix', text: 'Mix', icon: SlidersVertical },
            ...(hasRoom ? [{ id: 'stage' as const, text: 'Stage', icon: Orbit }] : []),
            { id: 'versions', text: 'Versions', icon: Layers },
          ]}
          chosen={shown}
          onChoose={(id) => view.setState({ panel: id })}
        />
        <Transport narrow />
      </footer>
    </>
  );
}

const useOpenCount = (): number => useThreads().filter(({ root }) => root.resolvedAt === null).length;

function Stage() {
  const session = usePlayer((state) => state.session);
  if (!session) return null;
  return (
    <Watermarked>
      <Fallen what="The view of the room">
        <Suspense fallback={<p className="rv-empty">The room is being drawn.</p>}>
          <StageView session={session} />
        </Suspense>
      </Fallen>
    </Watermarked>
  );
}

/** Neither picture nor room travels with this link: the title stands there. */
function BlankView() {
  const manifest = usePlayer((state) => state.manifest);
  const version = usePlayer((state) => state.version);
  return (
    <div className="rv-blank">
      <p dir="auto">{manifest?.title}</p>
      <p className="rv-dim">Version {version}</p>
    </div>
  );
}

/** Shows for whom the link is, over what could be filmed off the screen. */
function Watermarked({ children }: { readonly children: ReactNode }) {
  const recipient = useReview().facts.getState().recipient;
  return (
    <div className="rv-marked" data-for={recipient}>
      {children}
    </div>
  );
}

/** What went wrong after sound had begun, in words; play tries again. */
function Stumbled() {
  const status = usePlayer((state) => state.status);
  const started = usePlayer((state) => state.firstSoundSeconds !== null);
  if (!started || status.kind !== 'failed') return null;
  return (
    <p className="rv-stumbled" role="alert">
      {status.failure.message} {status.failure.remedy}
    </p>
  );
}

/** One press starts everything: browsers let no page sound before. */
function BigPlay() {
  const { player } = useReview();
  const status = usePlayer((state) => state.status);
  const started = usePlayer((state) => state.playing || state.firstSoundSeconds !== null);
  if (started) return null;
  if (status.kind === 'failed')
    return (
      <div className="rv-start">
        <p role="alert">
          {status.failure.message} {status.failure.remedy}
        </p>
        <button type="button" className="rv-start-again" onClick={() => void player.play()}>
          Try again
        </button>
      </div>
    );
  return (
    <div className="rv-start">
      <button type="button" className="rv-start-play" onClick={() => void player.play()}>
        <Play size={34} aria-hidden="true" />
        <span>Play the mix</span>
      </button>
    </div>
  );
}

interface TabsProps<Id extends string> {
  readonly label: string;
  readonly tabs: readonly {
    readonly id: Id;
    readonly text: string;
    readonly icon?: typeof Play;
    readonly count?: number;
  }[];
  readonly chosen: Id;
  onChoose(id: NoInfer<Id>): void;
}

/** A row of tabs: arrows move the choice. */
function Tabs<Id extends string>({ label, tabs, chosen, onChoose }: TabsProps<Id>) {
  return (
    <div className="rv-tabs" role="tablist" aria-label={label}>
      {tabs.map(({ id, text, icon: Icon, count = 0 }, index) => (
        <button
          key={id}
          id={`rv-tab-${id}`}
          type="button"
          role="tab"
          aria-selected={id === chosen}
          tabIndex={id === chosen ? 0 : -1}
          onClick={() => onChoose(id)}
          onKeyDown={(event) => {
            const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
            const next = step === undefined ? undefined : tabs[(index + step + tabs.length) % tabs.length];
            if (!next) return;
            event.preventDefault();
            onChoose(next.id);
            document.getElementById(`rv-tab-${next.id}`)?.focus();
          }}
        >
          {Icon && <Icon size={18} aria-hidden="true" />}
          <span>{text}</span>
          {count > 0 && <span className="rv-count">{count}</span>}
        </button>
      ))}
    </div>
  );
}
