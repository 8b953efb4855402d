import { Pause, Play } from 'lucide-react';
import { useEffect, useRef, useState, useSyncExternalStore } from 'react';
import type { LiveEngine } from '../../engine/browser.ts';
import {
  FAMILIES,
  type FamilyName,
  type Session,
  sessionEnd,
  silencedBy,
  type Track,
  type TrackId,
  tracksInOrder,
} from '../../session/index.ts';
import { LetterToggle, Segmented } from '../kit/Button.tsx';
import { usePaint } from '../kit/use-paint.ts';

type Output = 'binaural' | '2.0';
type Switch = 'soloed' | 'muted';

const FAMILY_NAMES: Readonly<Record<FamilyName, string>> = {
  music: 'Music',
  dialogue: 'Dialogue',
  effects: 'Effects',
  ambience: 'Ambience',
};

const switchTrack = (session: Session, id: TrackId, which: Switch): Session => {
  const track = session.tracks[id];
  if (!track) return session;
  const strip = { ...track.strip, [which]: !track.strip[which] };
  return { ...session, tracks: { ...session.tracks, [id]: { ...track, strip } } };
};

const switchFamily = (session: Session, name: FamilyName, which: Switch): Session => {
  const family = { ...session.families[name], [which]: !session.families[name][which] };
  return { ...session, families: { ...session.families, [name]: family } };
};

/** Minutes and seconds of a place, "1:07". */
function clockText(samples: number, rate: number): string {
  const seconds = Math.max(0, Math.floor(samples / rate));
  return `${Math.floor(seconds / 60)}:${(seconds % 60).toString().padStart(2, '0')}`;
}

function Transport({ engine, session }: { readonly engine: LiveEngine; readonly session: Session }) {
  const state = useSyncExternalStore(
    (listener) => engine.subscribe(listener),
    () => engine.getState(),
  );
  const clock = useRef<HTMLSpanElement>(null);
  const place = useRef<HTMLInputElement>(null);
  const end = sessionEnd(session);
  const rate = session.sampleRate;
  usePaint(() => {
    engine.telemetry.poll();
    const { position } = engine.telemetry;
    if (state.playing && position >= end) {
      engine.stop();
      engine.locate(0);
    }
    const text = clockText(position, rate);
    if (clock.current && clock.current.textContent !== text) clock.current.textContent = text;
    if (place.current && document.activeElement !== place.current) place.current.value = String(position);
  });
  const toggle = (): void => {
    if (state.playing) engine.stop();
    else void engine.play();
  };
  const Glyph = state.playing ? Pause : Play;
  const { status } = state;
  return (
    <>
      <section className="play-transport" aria-label="Transport">
        <button
          type="button"
          className="play-button"
          aria-label={state.playing ? 'Stop' : 'Play'}
          onClick={toggle}
        >
          <Glyph size={22} aria-hidden="true" />
        </button>
        <span className="mono play-clock" ref={clock}>
          0:00
        </span>
        <input
          ref={place}
          className="play-place"
          type="range"
          aria-label="Position"
          min={0}
          max={end}
          step={rate}
          defaultValue={0}
          onChange={(event) => engine.locate(Number(event.currentTarget.value))}
        />
        <span className="mono dim">{clockText(end, rate)}</span>
        <Segmented<Output>
          label="Listening on"
          options={[
            { value: 'binaural', text: 'Headphones' },
            { value: '2.0', text: 'Speakers' },
          ]}
          value={state.target === '2.0' ? '2.0' : 'binaural'}
          onChange={(target) => engine.setTarget(target)}
        />
      </section>
      {status.kind === 'failed' && (
        <p role="alert" className="play-fault selectable">
          {status.failure.message} {status.failure.remedy}
        </p>
      )}
      {state.faults.length > 0 && (
        <p role="alert" className="play-fault selectable">
          {state.faults.at(-1)}
        </p>
      )}
    </>
  );
}

/** Solo and mute of a family or track. */
function Switches({
  name,
  soloed,
  muted,
  onPress,
}: {
  readonly name: string;
  readonly soloed: boolean;
  readonly muted: boolean;
  onPress(which: Switch): void;
}) {
  return (
    <span className="play-switches">
      <LetterToggle letter="S" label={`Solo ${name}`} pressed={soloed} onPress={() => onPress('soloed')} />
      <LetterToggle
        letter="M"
        label={`Mute ${name}`}
        pressed={muted}
        tone="fault"
        onPress={() => onPress('muted')}
      />
    </span>
  );
}

/** A mix whose stems are here: transport, families, tracks. */
export function Deck({ session: first, engine }: { readonly session: Session; readonly engine: LiveEngine }) {
  const [session, setSession] = useState(first);
  useEffect(() => engine.update(session), [engine, session]);
  const tracks = tracksInOrder(session);
  return (
    <main className="play-deck">
      <header>
        <p className="play-brand">Scorestage</p>
        <h1>{session.name}</h1>
      </header>
      <Transport engine={engine} session={session} />
      <section className="play-list" aria-label="What sounds">
        {FAMILIES.filter((name) => tracks.some(({ family }) => family === name)).map((name) => (
          <div key={name} className="play-family" data-family={name}>
            <h2>
              <span className="family-chip" aria-hidden="true">
                {FAMILY_NAMES[name].charAt(0)}
              </span>
              {FAMILY_NAMES[name]}
              <Switches
                name={FAMILY_NAMES[name]}
                soloed={session.families[name].soloed}
                muted={session.families[name].muted}
                onPress={(which) => setSession((now) => switchFamily(now, name, which))}
              />
            </h2>
            <ul>
              {tracks
                .filter(({ family }) => family === name)
                .map(({ id, name: trackName, strip }: Track) => (
                  <li key={id} data-silent={silencedBy(session, id) !== null || undefined}>
                    <span className="play-track">{trackName}</span>
                    <Switches
                      name={trackName}
                      soloed={strip.soloed}
                      muted={strip.muted}
                      onPress={(which) => setSession((now) => switchTrack(now, id, which))}
                    />
                  </li>
                ))}
            </ul>
          </div>
        ))}
      </section>
      <p className="play-note">
        Played live by the same engine it was mixed with. Nothing is kept on this device.
      </p>
    </main>
  );
}
