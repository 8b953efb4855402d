import { X } from 'lucide-react';
import { useEffect } from 'react';
import { beatsBetween, setLane, setOutput, type Track } from '../../session/index.ts';
import { Button, LetterToggle, Segmented } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { paintLoop } from '../kit/paint-loop.ts';
import { formatNumber } from '../kit/value-range.ts';
import { useAudition, usePrefs, useSession, useWorkspace } from '../state/workspace.ts';
import {
  filledSlots,
  goBlind,
  hasPlaceLanes,
  holdPlacement,
  idleAudition,
  matchDb,
  PLACE_LANES,
  SLOTS,
} from './audition-state.ts';
import { PlacementRow } from './PlacementRow.tsx';
import './audition.css';

/** How far ahead a beat is looked for, seconds: a bar of the slowest tempo. */
const BEAT_WITHIN_SECONDS = 30;

/** Lets a placement be heard once the next beat is reached. */
function useBeat(): void {
  const { audition, document, engine } = useWorkspace();
  const next = useAudition((state) => state.next);
  useEffect(() => {
    if (next === null) return;
    const { session } = document.getState();
    const { telemetry } = engine;
    const from = telemetry.position + 1;
    const to = from + BEAT_WITHIN_SECONDS * session.sampleRate;
    const beat = beatsBetween(session.tempo, session.sampleRate, from, to).next().value?.sample ?? from;
    return paintLoop.add(() => {
      const { position, playing } = telemetry;
      // Half a frame of the screen ahead is nearer than half a frame behind.
      const due = position + session.sampleRate / 120 >= beat || position < from - session.sampleRate / 2;
      if (due || !playing) audition.setState({ heard: next, next: null });
    });
  }, [next, audition, document, engine]);
}

function Blind({ order, track }: { readonly order: readonly number[]; readonly track: Track }) {
  const { audition } = useWorkspace();
  const heard = useAudition((state) => state.next ?? state.heard);
  return (
    <fieldset className="audition-blind" aria-label={`Placements of ${track.name}, shuffled`}>
      {order.map((slot, index) => (
        <LetterToggle
          key={slot}
          letter={String(index + 1)}
          label={`Hear placement ${index + 1}`}
          pressed={heard === slot}
          onPress={() => hear(audition, slot)}
        />
      ))}
      <Button onPress={() => audition.setState({ blind: null })}>Reveal</Button>
    </fieldset>
  );
}

type Audition = ReturnType<typeof useWorkspace>['audition'];

/** Hears a slot now or, if so set, from the next beat on. */
function hear(audition: Audition, slot: number): void {
  audition.setState(audition.getState().onBeat ? { next: slot } : { heard: slot, next: null });
}

function Placements({ track }: { readonly track: Track }) {
  const { audition } = useWorkspace();
  const state = useAudition((whole) => whole);
  const target = usePrefs((prefs) => prefs.target);
  const shown = state.next ?? state.heard;
  return (
    <>
      {SLOTS.map((letter, slot) => {
        const output = state.placements[slot] ?? null;
        return (
          <PlacementRow
            key={letter}
            letter={letter}
            track={track}
            output={output}
            pressed={shown === slot}
            matchedDb={output ? matchDb(state, slot, track, target) : null}
            onHear={() => hear(audition, slot)}
            onHold={(next) => audition.setState((before) => holdPlacement(before, slot, next))}
          />
        );
      })}
    </>
  );
}

/** Compares up to four placements of a track by ear, level-matched, blind if wished; the mix stays as it is. */
export function AuditionPanel() {
  const { audition, ui, edit } = useWorkspace();
  const tracks = useSession((session) => session.tracks);
  const order = useSession((session) => session.trackOrder);
  const state = useAudition((whole) => whole);
  const target = usePrefs((prefs) => prefs.target);
  const track = state.track === null ? undefined : tracks[state.track];
  useBeat();
  useEffect(() => () => audition.setState(idleAudition), [audition]);

  const winner = state.heard === null ? null : (state.placements[state.heard] ?? null);
  const keep = () => {
    if (!track || !winner) return;
    edit(`Place ${track.name}`, (draft) => {
      for (const lane of PLACE_LANES)
        if ((track.lanes[lane]?.length ?? 0) > 0) setLane(draft, track.id, lane, []);
      return setOutput(draft, track.id, winner);
    });
    audition.setState({ ...idleAudition, track: track.id });
  };
  const applied = track && state.heard !== null ? matchDb(state, state.heard, track, target) : 0;
  return (
    <aside className="audition" aria-label="Audition">
      <header>
        <h2>Audition</h2>
        <button
          type="button"
          className="icon-button"
          aria-label="Close the audition"
          onClick={() => ui.setState({ learning: null })}
        >
          <X size={14} aria-hidden="true" />
        </button>
      </header>
      <Choice
        label="Track to audition"
        options={order.map((id) => ({ value: id, text: tracks[id]?.name ?? '' }))}
        value={state.track ?? ''}
        onChange={(id) =>
          audition.setState({ ...idleAudition, track: order.find((known) => known === id) ?? null })
        }
      />
      {track && (state.blind ? <Blind order={state.blind} track={track} /> : <Placements track={track} />)}
      {track && (
        <div className="audition-row">
          <LetterToggle
            letter="Mix"
            label="Hear the track as it stands in the mix"
            pressed={state.heard === null && state.next === null}
            onPress={() => audition.setState({ heard: null, next: null })}
          />
          <LetterToggle
            letter="Match"
            label="Match levels"
            pressed={state.matched}
            onPress={() => audition.setState({ matched: !state.matched })}
          />
          <span className="audition-db" role="status">
            {state.blind || state.heard === null ? '' : `${formatNumber(applied, 1)} dB applied`}
          </span>
        </div>
      )}
      {track && (
        <div className="audition-row">
          <Segmented
            label="When to switch"
            options={[
              { value: 'now', text: 'At once' },
              { value: 'beat', text: 'On the beat' },
            ]}
            value={state.onBeat ? 'beat' : 'now'}
            onChange={(when) => audition.setState({ onBeat: when === 'beat', next: null })}
          />
          <Button
            disabled={filledSlots(state).length < 2 || state.blind !== null}
            onPress={() => audition.setState((before) => goBlind(before, Math.random))}
          >
            Shuffle blind
          </Button>
          <Button tone="primary" disabled={!winner} onPress={keep}>
            Keep
          </Button>
        </div>
      )}
      {track && hasPlaceLanes(track) && (
        <p className="audition-note">
          The automation of its place rests while a placement is heard, and goes when one is kept.
        </p>
      )}
      {track?.output.kind === 'bed' && (
        <p className="audition-note">Places in the bed keep their power; nothing has to be matched.</p>
      )}
    </aside>
  );
}
