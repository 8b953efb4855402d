import { useState } from 'react';
import {
  PERIOD_UNITS,
  type PeriodUnit,
  removeTrajectory,
  TRAJECTORY_KINDS,
  type Trajectory,
  type TrajectoryShape,
  writeTrajectory,
} from '../../session/index.ts';
import { formatTimecode, samples, samplesToFrames } from '../../units/index.ts';
import { Button, Segmented } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { NumericField } from '../kit/NumericField.tsx';
import { formatNumber, speakNumber } from '../kit/value-range.ts';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { Row, Section, TimeRow } from './fields.tsx';
import { heardPlace, type ObjectTrack } from './many.ts';
import { newShape, newSpan, SHAPE_FIELDS, SHAPE_TITLES } from './trajectory-shapes.ts';

const UNIT_TITLES: Readonly<Record<PeriodUnit, string>> = {
  seconds: 'seconds',
  beats: 'beats',
  bars: 'bars',
};

/** The trajectories of an object: shapes that its path is written from, in numbers. */
export function TrajectoryPanel({ track }: { readonly track: ObjectTrack }) {
  const workspace = useWorkspace();
  const frameRate = useSession((session) => session.frameRate);
  const sampleRate = useSession((session) => session.sampleRate);
  const startFrames = useSession((session) => session.startFrames);
  const [kind, setKind] = useState<TrajectoryShape['kind']>('orbit');
  const [at, setAt] = useState(0);
  const { trajectories } = track;
  const index = Math.min(at, trajectories.length - 1);
  const made = trajectories[index];
  const clock = (sample: number) =>
    formatTimecode(Math.round(samplesToFrames(sample, frameRate, sampleRate)) + startFrames, frameRate);

  /** Selects the trajectory that begins at a time: where it stands in the list may have changed. */
  const show = (start: number) => {
    const now = workspace.document.getState().session.tracks[track.id]?.trajectories ?? [];
    setAt(
      Math.max(
        0,
        now.findIndex((other) => other.start === start),
      ),
    );
  };
  const add = () => {
    const playhead = Math.round(workspace.engine.telemetry.position);
    const { session } = workspace.document.getState();
    const span = newSpan(session, playhead);
    const shape = newShape(kind, heardPlace(track, span.start));
    workspace.edit(`${SHAPE_TITLES[kind]} of ${track.name}`, (draft) =>
      writeTrajectory(draft, track.id, { ...span, shape }),
    );
    show(span.start);
  };
  return (
    <Section title="Trajectory">
      <Row label="new">
        <Choice
          label="Shape of a new trajectory"
          options={TRAJECTORY_KINDS.map((value) => ({ value, text: SHAPE_TITLES[value] }))}
          value={kind}
          onChange={setKind}
        />
        <Button onPress={add}>Add</Button>
      </Row>
      <p className="inspector-note">
        Written over the loop while it is on, else over four bars from the playhead.
      </p>
      {trajectories.length > 1 && (
        <Row label="which">
          <Choice
            label="Trajectory"
            options={trajectories.map(({ start, shape }, place) => ({
              value: String(place),
              text: `${SHAPE_TITLES[shape.kind]} ${clock(start)}`,
            }))}
            value={String(index)}
            onChange={(value) => setAt(Number(value))}
          />
        </Row>
      )}
      {made && <TrajectoryRows track={track} made={made} index={index} onMoved={show} />}
    </Section>
  );
}

interface TrajectoryRowsProps {
  readonly track: ObjectTrack;
  readonly made: Trajectory;
  readonly index: number;
  onMoved(start: number): void;
}

function TrajectoryRows({ track, made, index, onMoved }: TrajectoryRowsProps) {
  const workspace = useWorkspace();
  const frameRate = useSession((session) => session.frameRate);
  const sampleRate = useSession((session) => session.sampleRate);
  const startFrames = useSession((session) => session.startFrames);
  const { shape, start, end } = made;
  const title = SHAPE_TITLES[shape.kind];
  const ends = { onCommit: () => workspace.commit(), onCancel: () => workspace.cancel() };
  const time = { frameRate, sampleRate };
  const change = (fields: Partial<Trajectory>, how: 'edit' | 'gesture' = 'gesture') => {
    const next = { ...made, ...fields };
    workspace[how](`${title} of ${track.name}`, (draft) => writeTrajectory(draft, track.id, next, index));
    if (fields.start !== undefined) onMoved(next.start);
  };
  const remove = (leave: 'points' | 'nothing') =>
    workspace.edit(leave === 'points' ? `Points of ${title}` : `Remove ${title}`, (draft) =>
      removeTrajectory(draft, track.id, index, leave),
    );
  return (
    <>
      <TimeRow
        label="begins"
        value={start}
        max={end - 1}
        originFrames={startFrames}
        {...time}
        onChange={(value) => change({ start: samples(Math.min(value, end - 1)) })}
        {...ends}
      />
      <TimeRow
        label="ends"
        value={end}
        min={start + 1}
        originFrames={startFrames}
        {...time}
        onChange={(value) => change({ end: samples(Math.max(value, start + 1)) })}
        {...ends}
      />
      {SHAPE_FIELDS[shape.kind].map(({ label, name, range, unit, read, write }) => (
        <Row key={name} label={label}>
          <NumericField
            className="time-field"
            label={`${name}, ${title}`}
            value={read(shape)}
            range={range}
            format={(value) => `${formatNumber(value, unit === '°' ? 0 : 2)}${unit}`}
            speak={(value) => speakNumber(value, unit === '°' ? 0 : 2, unit === '°' ? 'degrees' : '')}
            onChange={(value) => change({ shape: write(shape, value) })}
            {...ends}
          />
        </Row>
      ))}
      {(shape.kind === 'orbit' || shape.kind === 'spiral') && (
        <>
          <Row label="a turn in">
            <NumericField
              className="time-field"
              label={`Time of a turn in ${shape.period.unit}, ${title}`}
              value={shape.period.value}
              range={{ min: 0.01, max: 10_000, step: 1, fine: 0.25, page: 4, default: 2 }}
              format={(value) => formatNumber(value, 2)}
              onChange={(value) => change({ shape: { ...shape, period: { ...shape.period, value } } })}
              {...ends}
            />
            <Choice
              label="Unit of a turn's time"
              options={PERIOD_UNITS.map((value) => ({ value, text: UNIT_TITLES[value] }))}
              value={shape.period.unit}
              onChange={(unit) => change({ shape: { ...shape, period: { ...shape.period, unit } } }, 'edit')}
            />
          </Row>
          <Row label="turns">
            <Segmented
              label="Direction, seen from above"
              options={[
                { value: 'clockwise', text: 'To the right', title: 'Clockwise, seen from above' },
                { value: 'anticlockwise', text: 'To the left', title: 'Anticlockwise, seen from above' },
              ]}
              value={shape.direction}
              onChange={(direction) => change({ shape: { ...shape, direction } }, 'edit')}
            />
          </Row>
        </>
      )}
      <div className="inspector-buttons">
        <Button onPress={() => remove('points')}>Keep as points</Button>
        <Button onPress={() => remove('nothing')}>Remove</Button>
      </div>
    </>
  );
}
