import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import type { AuditionSource } from '../../engine/browser.ts';
import { type ObjectOutput, plainObject } from '../../session/index.ts';
import type { RoomPosition } from '../../units/index.ts';
import { speakX, speakY, speakZ } from '../inspector/places.ts';
import { INSPECTOR_RANGES } from '../inspector/ranges.ts';
import { Button } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { NumericField } from '../kit/NumericField.tsx';
import { formatNumber } from '../kit/value-range.ts';
import { LawMemo } from '../stage/law-memo.ts';
import { lawOf, stageSpeakers, targetTitle } from '../stage/stage-model.ts';
import { useAudition, usePrefs, useSession, useWorkspace } from '../state/workspace.ts';
import { idleAudition, startOver } from './audition-state.ts';
import { chooseSource, endAudition } from './choose-source.ts';
import { GuessPad } from './GuessPad.tsx';
import { SOURCE_OPTIONS } from './source-names.ts';
import { type Answer, nextPlace, scoreAnswer, seededRandom, summarise } from './where.ts';
import { readRuns, writeRun } from './where-history.ts';
import './audition.css';

/** Where a guess starts. */
const FRONT: RoomPosition = { x: 0, y: 1, z: 0 };
/** Gains below this are not heard and not listed (−60 dB). */
const FAINT = 0.001;

const AXES = [
  { axis: 'x', label: 'Left to right', speak: speakX },
  { axis: 'y', label: 'Back to front', speak: speakY },
  { axis: 'z', label: 'Height', speak: speakZ },
] as const;

const plain = (value: number): string => formatNumber(value, 2);
const inWords = ({ x, y, z }: RoomPosition): string => `${speakX(x)}, ${speakY(y)}, ${speakZ(z)}`;

/** A test signal or instrument in the list of choices; no id of a track has a colon. */
const soundValue = (source: AuditionSource): string => `sound:${source}`;

/** A point source at a place, everything else plain. */
const pointAt = (output: ObjectOutput, position: RoomPosition): ObjectOutput => ({
  ...output,
  position,
  size: 0,
  spread: 0,
  snap: { on: false, maxDistance: null },
  zones: [],
  divergence: 0,
  diffuse: 0,
  elevation: 'on',
});

/** What the renderer did: the speakers the place was made from. */
function Gains({ output, place }: { readonly output: ObjectOutput; readonly place: RoomPosition }) {
  const target = usePrefs((state) => state.target);
  const speakers = stageSpeakers(target);
  const { gains } = new LawMemo().ask('only', speakers, lawOf(pointAt(output, place)), place, 0);
  const used = gains.flatMap((gain, index) =>
    gain > FAINT ? [`${speakers[index]?.label ?? ''} ${formatNumber(20 * Math.log10(gain), 1)} dB`] : [],
  );
  return (
    <p className="audition-note">
      {targetTitle(target)}: {used.join(' · ')}
    </p>
  );
}

function Result({ answer, output }: { readonly answer: Answer; readonly output: ObjectOutput }) {
  const { errorDeg, frontBack, height, points } = scoreAnswer(answer);
  return (
    <div role="status">
      <p>
        {points} points: {errorDeg.toFixed(0)}° off. It was {inWords(answer.truth)}.
        {frontBack && ' Front and back were exchanged.'}
        {height && ' The height was mistaken.'}
      </p>
      <Gains output={output} place={answer.truth} />
    </div>
  );
}

/** One run of questions: what is asked, what was answered. */
interface Run {
  readonly truth: RoomPosition;
  readonly answers: readonly Answer[];
  /** The present question has been answered. */
  readonly answered: boolean;
}

/** Listens to a hidden place and answers where it is: a random walk, scored, on headphones or speakers. */
export function WherePanel() {
  const workspace = useWorkspace();
  const { audition, engine, ui } = workspace;
  const tracks = useSession((session) => session.tracks);
  const order = useSession((session) => session.trackOrder);
  const target = usePrefs((state) => state.target);
  const chosen = useAudition((state) => state.track);
  const [run, setRun] = useState<Run | null>(null);
  const [guess, setGuess] = useState<RoomPosition>(FRONT);
  const [runs, setRuns] = useState(readRuns);
  const random = useRef<() => number>(() => 0);

  const objects = order.flatMap((id) => {
    const track = tracks[id];
    return track?.output.kind === 'object' ? [{ id, name: track.name, output: track.output }] : [];
  });
  const object = objects.find(({ id }) => id === chosen) ?? objects[0];
  const sound = useAudition((state) => state.source);
  const making = useAudition((state) => state.making);
  const output = sound === null ? object?.output : plainObject(FRONT);
  const nothing = object === undefined && sound === null;
  useEffect(() => () => endAudition(workspace), [workspace]);
  useEffect(() => {
    if (nothing) void chooseSource(workspace, 'pink-noise');
  }, [nothing, workspace]);

  const listenTo = (value: string) => {
    const source = SOURCE_OPTIONS.find((option) => soundValue(option.value) === value)?.value ?? null;
    const id = objects.find((known) => known.id === value)?.id ?? object?.id ?? null;
    audition.setState({ ...idleAudition, track: id });
    void chooseSource(workspace, source);
  };
  const ask = (truth: RoomPosition, from: ObjectOutput) =>
    audition.setState((before) => ({
      ...startOver(before, object?.id ?? null),
      placements: [pointAt(from, truth), null, null, null],
      heard: 0,
      matched: false,
      alone: true,
    }));
  const next = () => {
    if (!output) return;
    if (!run) {
      const [seed = 0] = crypto.getRandomValues(new Uint32Array(1));
      random.current = seededRandom(seed);
    }
    const truth = nextPlace(run?.truth ?? null, random.current);
    setRun({ truth, answers: run?.answers ?? [], answered: false });
    setGuess(FRONT);
    ask(truth, output);
    if (!engine.getState().playing) void engine.play();
  };
  const answer = () => {
    if (!run || run.answered) return;
    setRun({ ...run, answers: [...run.answers, { truth: run.truth, guess }], answered: true });
  };
  const finish = () => {
    if (run && run.answers.length > 0) setRuns(writeRun(summarise(target, run.answers)));
    setRun(null);
    audition.setState((before) => startOver(before, object?.id ?? null));
  };

  const sum = summarise(target, run?.answers ?? []);
  const last = run?.answered ? run.answers.at(-1) : undefined;
  const asking = run !== null && !run.answered;
  return (
    <aside className="audition" aria-label="Where is it?">
      <header>
        <h2>Where is it?</h2>
        <button
          type="button"
          className="icon-button"
          aria-label="Close the trainer"
          onClick={() => ui.setState({ learning: null })}
        >
          <X size={14} aria-hidden="true" />
        </button>
      </header>
      <div className="audition-row audition-what">
        <Choice
          label="Sound to listen to"
          prefix="Sound"
          disabled={run !== null}
          options={[
            ...objects.map(({ id, name }) => ({ value: id as string, text: name, note: 'object' })),
            ...SOURCE_OPTIONS.map((option) => ({ ...option, value: soundValue(option.value) })),
          ]}
          value={sound === null ? (object?.id ?? '') : soundValue(sound)}
          onChange={listenTo}
        />
        <span className="audition-note" aria-live="polite">
          {making ? 'Making the sound…' : ''}
        </span>
      </div>
      {run && (
        <div className="guess">
          <GuessPad
            view="plan"
            guess={guess}
            truth={last?.truth ?? null}
            disabled={!asking}
            onGuess={setGuess}
          />
          <div className="guess-side">
            <GuessPad
              view="rear"
              guess={guess}
              truth={last?.truth ?? null}
              disabled={!asking}
              onGuess={setGuess}
            />
            <div className="placement-fields">
              {AXES.map(({ axis, label, speak }) => (
                <NumericField
                  key={axis}
                  label={label}
                  disabled={!asking}
                  value={guess[axis]}
                  range={{ ...INSPECTOR_RANGES[axis], min: axis === 'z' ? 0 : -1 }}
                  format={(value) => `${axis} ${plain(value)}`}
                  speak={speak}
                  onChange={(value) => setGuess({ ...guess, [axis]: value })}
                  onCommit={() => undefined}
                  onCancel={() => undefined}
                />
              ))}
            </div>
          </div>
        </div>
      )}
      {last && output && <Result answer={last} output={output} />}
      <div className="audition-row">
        {sum.questions > 0 && (
          <span className="audition-note">
            {sum.questions} answered · {sum.meanErrorDeg.toFixed(0)}° off on average · front–back{' '}
            {sum.frontBack} · height {sum.height}
          </span>
        )}
        {run && <Button onPress={finish}>Finish</Button>}
        {asking ? (
          <Button tone="primary" onPress={answer}>
            Answer
          </Button>
        ) : (
          <Button tone="primary" disabled={!output || making} onPress={next}>
            {run ? 'Next' : 'Start'}
          </Button>
        )}
      </div>
      {!run && (
        <>
          <p className="audition-note">
            The sound plays alone from hidden places, from the playhead on.
            {sound === null && ' A loop over a stretch where it sounds serves best.'}
          </p>
          {runs.length > 0 && (
            <ol className="audition-note where-runs" aria-label="Earlier runs, newest first">
              {runs.slice(0, 5).map((past, index) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: runs have no names, and the list is only replaced whole.
                <li key={index}>
                  {past.target === 'binaural' ? 'Headphones' : past.target}: {past.questions} answered,{' '}
                  {past.meanErrorDeg.toFixed(0)}° off, front–back {past.frontBack}, height {past.height}
                </li>
              ))}
            </ol>
          )}
        </>
      )}
    </aside>
  );
}
