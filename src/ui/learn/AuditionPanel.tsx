import { X } from 'lucide-react';
import { useEffect } from 'react';
import {
  beatsBetween,
  laneValueAt,
  type Output,
  plainObject,
  setLane,
  setOutput,
  type Track,
  trackOwner,
} from '../../session/index.ts';
import { Button, LetterToggle, Segmented } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { paintLoop } from '../kit/paint-loop.ts';
import { formatNumber } from '../kit/value-range.ts';
import { useAudition, usePrefs, useSession, useWorkspace, type Workspace } from '../state/workspace.ts';
import {
  filledSlots,
  goBlind,
  hasPlaceLanes,
  holdPlacement,
  matchDb,
  PLACE_LANES,
  SLOTS,
  startOver,
} from './audition-state.ts';
import { endAudition } from './choose-source.ts';
import { PlacementRow } from './PlacementRow.tsx';
import { SourceChoice } from './SourceChoice.tsx';
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

function Blind({ order, name }: { readonly order: readonly number[]; readonly name: string }) {
  const workspace = useWorkspace();
  const heard = useAudition((state) => state.next ?? state.heard);
  return (
    <fieldset className="audition-blind" aria-label={`Placements of ${name}, shuffled`}>
      {order.map((slot, index) => (
        <LetterToggle
          key={slot}
          letter={String(index + 1)}
          label={`Hear placement ${index + 1}`}
          pressed={heard === slot}
          onPress={() => hear(workspace, slot)}
        />
      ))}
      <Button onPress={() => workspace.audition.setState({ blind: null })}>Reveal</Button>
    </fieldset>
  );
}

/** Hears a slot now or, if so set, from the next beat on. A sound besides the stems is wanted at once: the transport starts. */
function hear({ audition, engine }: Workspace, slot: number): void {
  const { onBeat, source } = audition.getState();
  audition.setState(onBeat ? { next: slot } : { heard: slot, next: null });
  if (source !== null && !engine.getState().playing) void engine.play();
}

/** Where a track is heard at a timeline sample, its automation included. */
function presentOutput(track: Track, at: number): Output {
  const { output, lanes } = track;
  if (output.kind !== 'object') return output;
  const { position, size } = output;
  return {
    ...output,
    position: {
      x: laneValueAt(lanes.x, at, position.x),
      y: laneValueAt(lanes.y, at, position.y),
      z: laneValueAt(lanes.z, at, position.z),
    },
    size: laneValueAt(lanes.size, at, size),
  };
}

/** What a sound without a track is called, and where it is before it is placed. */
const FREE_NAME = 'the sound';
const free = (): Output => plainObject({ x: 0, y: 1, z: 0 });

function Placements({ track }: { readonly track: Track | undefined }) {
  const workspace = useWorkspace();
  const { audition, engine } = workspace;
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
            name={track?.name ?? FREE_NAME}
            output={output}
            pressed={shown === slot}
            matchedDb={output ? matchDb(state, slot, track?.format ?? 'mono', target) : null}
            present={() => (track ? presentOutput(track, engine.telemetry.position) : free())}
            onHear={() => hear(workspace, slot)}
            onHold={(next) => audition.setState((before) => holdPlacement(before, slot, next))}
          />
        );
      })}
    </>
  );
}

/** Compares up to four placements of a track by ear, level-matched, blind if wished; the mix stays as it is. */
export function AuditionPanel() {
  const workspace = useWorkspace();
  const { audition, ui, edit } = workspace;
  const tracks = useSession((session) => session.tracks);
  const order = useSession((session) => session.trackOrder);
  const state = useAudition((whole) => whole);
  const target = usePrefs((prefs) => prefs.target);
  const track = state.track === null ? undefined : tracks[state.track];
  useBeat();
  useEffect(() => () => endAudition(workspace), [workspace]);

  const winner = state.heard === null ? null : (state.placements[state.heard] ?? null);
  const keep = () => {
    if (!track || !winner) return;
    edit(`Place ${track.name}`, (draft) => {
      for (const lane of PLACE_LANES)
        if ((track.lanes[lane]?.length ?? 0) > 0) setLane(draft, trackOwner(track.id), lane, []);
      return setOutput(draft, track.id, winner);
    });
    audition.setState((before) => startOver(before, track.id));
  };
  const placing = track !== undefined || state.source !== null;
  const applied = state.heard === null ? 0 : matchDb(state, state.heard, track?.format ?? 'mono', target);
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
      <div className="audition-row audition-what">
        {order.length > 0 && (
          <Choice
            label="Track to audition"
            prefix="Track"
            options={order.map((id) => ({ value: id, text: tracks[id]?.name ?? '' }))}
            value={state.track ?? ''}
            onChange={(id) =>
              audition.setState((before) => startOver(before, order.find((known) => known === id) ?? null))
            }
          />
        )}
        <SourceChoice />
      </div>
      {placing &&
        (state.blind ? (
          <Blind order={state.blind} name={track?.name ?? FREE_NAME} />
        ) : (
          <Placements track={track} />
        ))}
      {placing && (
        <div className="audition-row">
          <LetterToggle
            letter="Mix"
            label={state.source === null ? 'Hear the track as it stands in the mix' : 'Hear the mix'}
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
      {placing && (
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
          <Button tone="primary" disabled={!winner || !track} onPress={keep}>
            Keep
          </Button>
        </div>
      )}
      {state.source !== null && (
        <p className="audition-note">
          {track
            ? 'The sound plays alone, without the mix. Keep gives the place heard to the track.'
            : 'The sound plays alone. The session has no track to keep a place for.'}
        </p>
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
