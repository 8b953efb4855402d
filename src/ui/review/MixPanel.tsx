import type { FamilyName, TrackId } from '../../session/index.ts';
import type { Switched } from '../../share/index.ts';
import { LetterToggle } from '../kit/Button.tsx';
import { FAMILY_LETTERS, FAMILY_TITLES } from '../kit/theme.ts';
import { ListeningChoice } from './Listening.tsx';
import { usePlayer, useReview } from './state/review.ts';

const FAMILIES: readonly FamilyName[] = ['music', 'dialogue', 'effects', 'ambience'];

const isSame = (one: Switched, other: Switched): boolean => one.kind === other.kind && one.id === other.id;

const toggled = (list: readonly Switched[], which: Switched): readonly Switched[] =>
  list.some((one) => isSame(one, which)) ? list.filter((one) => !isSame(one, which)) : [...list, which];

/** Solo and mute of a family or a track. */
function Switches({
  which,
  name,
  waits,
}: {
  readonly which: Switched;
  readonly name: string;
  readonly waits: boolean;
}) {
  const { player } = useReview();
  const soloed = usePlayer((state) => state.soloed.some((one) => isSame(one, which)));
  const muted = usePlayer((state) => state.muted.some((one) => isSame(one, which)));
  return (
    <>
      <LetterToggle
        letter="M"
        label={`Mute ${name}`}
        tone="fault"
        pressed={muted}
        disabled={waits}
        onPress={() => player.setMuted(toggled(player.getState().muted, which))}
      />
      <LetterToggle
        letter="S"
        label={`Solo ${name}`}
        pressed={soloed}
        disabled={waits}
        onPress={({ altKey }) => {
          const before = player.getState().soloed;
          // Alt hears this one alone.
          player.setSoloed(altKey ? [which] : toggled(before, which));
        }}
      />
    </>
  );
}

/** What the mix is made of: families at once, their stems as soon as the live mix is heard. */
export function MixPanel({ narrow }: { readonly narrow: boolean }) {
  const { player } = useReview();
  const manifest = usePlayer((state) => state.manifest);
  const session = usePlayer((state) => state.session);
  const heard = usePlayer((state) => state.heard);
  const live = usePlayer((state) => state.live);
  const anySwitched = usePlayer((state) => state.soloed.length + state.muted.length > 0);
  const tracks = session
    ? session.trackOrder.flatMap((id) => {
        const track = session.tracks[id];
        return track ? [track] : [];
      })
    : [];
  const families = FAMILIES.filter(
    (family) =>
      manifest?.proxies.some(({ name }) => name === family) ||
      tracks.some((track) => track.family === family),
  );
  const isLive = heard !== 'proxy';
  const percent = live && live.total > 0 ? Math.floor((100 * live.done) / live.total) : 0;
  return (
    <section className="rv-mix" aria-label="Mix">
      {narrow && <ListeningChoice />}
      <header className="rv-mix-head">
        <h2>Families and stems</h2>
        {tracks.length > 0 && !isLive && (
          <p className="rv-note">
            {live?.failure
              ? `${live.failure.message} ${live.failure.remedy}`
              : `Single stems can be switched once the live mix is here: ${percent} %.`}
          </p>
        )}
        {manifest && manifest.session === null && (
          <p className="rv-note">This link plays the finished render; its stems do not travel.</p>
        )}
        {anySwitched && (
          <button
            type="button"
            className="rv-text-button"
            onClick={() => {
              player.setSoloed([]);
              player.setMuted([]);
            }}
          >
            Hear the whole mix
          </button>
        )}
      </header>
      <div className="rv-families">
        {families.map((family) => (
          <Family
            key={family}
            family={family}
            waits={!isLive && !manifest?.proxies.some(({ name }) => name === family)}
            tracks={tracks.filter((track) => track.family === family)}
            tracksWait={!isLive}
          />
        ))}
      </div>
    </section>
  );
}

interface FamilyProps {
  readonly family: FamilyName;
  readonly waits: boolean;
  readonly tracks: readonly { readonly id: TrackId; readonly name: string }[];
  readonly tracksWait: boolean;
}

function Family({ family, waits, tracks, tracksWait }: FamilyProps) {
  const name = FAMILY_TITLES[family];
  return (
    <section className="rv-family" data-family={family} aria-label={name}>
      <h3>
        <span className="family-chip" aria-hidden="true">
          {FAMILY_LETTERS[family]}
        </span>
        <span className="rv-family-name">{name}</span>
        <Switches which={{ kind: 'family', id: family }} name={name} waits={waits} />
      </h3>
      {tracks.length > 0 && (
        <ul aria-label={`Stems of ${name}`}>
          {tracks.map((track) => (
            <li key={track.id} data-waits={tracksWait || undefined}>
              <span className="rv-stem-name">{track.name}</span>
              <Switches which={{ kind: 'track', id: track.id }} name={track.name} waits={tracksWait} />
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
