import { useState } from 'react';
import { LANE_CURVES, type LanePoint } from '../../session/index.ts';
import { Button, Segmented } from '../kit/Button.tsx';
import { NumericField } from '../kit/NumericField.tsx';
import { SliderRow } from '../kit/SliderRow.tsx';
import { formatNumber, parseNumber, speakNumber, type ValueRange } from '../kit/value-range.ts';
import type { LaneRef } from '../state/ui-store.ts';
import { useSession, useWorkspace } from '../state/workspace.ts';
import {
  applyTool,
  CURVE_TITLES,
  offsetBy,
  RANGE_TOOLS,
  type RangeTool,
  scaleBy,
  setCurve,
  stretchBy,
} from '../timeline/lanes/lane-actions.ts';
import { laneAxis } from '../timeline/lanes/lane-axis.ts';
import { pointsOf } from '../timeline/lanes/lane-rows.ts';
import { changePoints, movePointsInTime } from '../timeline/lanes/point-edits.ts';
import { Row, Section, TimeRow } from './fields.tsx';

/** Session positions go to the document's end. */
const LATEST = 2 ** 40;

/** Points of a lane in numbers: time, value, curve and bend of the selected ones, and the tools for a range. */
export function PointsPanel({
  lane,
  indexes,
}: {
  readonly lane: LaneRef;
  readonly indexes: readonly number[];
}) {
  const index = indexes.at(-1) ?? -1;
  const point = useSession((session) => pointsOf(session, lane)[index]);
  const count = useSession((session) => pointsOf(session, lane).length);
  return (
    <>
      {indexes.length > 1 && (
        <p className="inspector-note">
          {indexes.length} points selected: time and value move all of them by as much as point {index + 1}.
        </p>
      )}
      {point && <PointRows lane={lane} indexes={indexes} point={point} />}
      {count > 0 && <RangeRows lane={lane} several={indexes.length > 1} count={count} />}
      {count === 0 && (
        <p className="inspector-note">
          This lane has no points yet. Click its line, draw with the pencil, or press Insert on it at the
          playhead.
        </p>
      )}
    </>
  );
}

interface PointRowsProps {
  readonly lane: LaneRef;
  readonly indexes: readonly number[];
  readonly point: LanePoint;
}

function PointRows({ lane, indexes, point }: PointRowsProps) {
  const workspace = useWorkspace();
  const frameRate = useSession((session) => session.frameRate);
  const sampleRate = useSession((session) => session.sampleRate);
  const startFrames = useSession((session) => session.startFrames);
  const axis = laneAxis(lane.owner, lane.target);
  const ends = { onCommit: () => workspace.commit(), onCancel: () => workspace.cancel() };
  const { min, max } = axis.range;
  const setValue = (value: number) => {
    const rise = axis.toShare(value) - axis.toShare(point.value);
    changePoints(workspace, lane, indexes, 'Values of points', (old) => ({
      ...old,
      value:
        old === point ? Math.min(max, Math.max(min, value)) : axis.fromShare(axis.toShare(old.value) + rise),
    }));
  };
  return (
    <Section title={indexes.length === 1 ? 'Point' : 'Points'}>
      <TimeRow
        label="time"
        value={point.time}
        originFrames={startFrames}
        frameRate={frameRate}
        sampleRate={sampleRate}
        onChange={(time) => movePointsInTime(workspace, lane, indexes, time - point.time)}
        {...ends}
      />
      <Row label="sample">
        <NumericField
          className="time-field"
          label="time in samples"
          value={point.time}
          range={{ min: 0, max: LATEST, step: 1, fine: 1, page: 100, default: point.time }}
          format={(value) => String(Math.round(value))}
          onChange={(time) => movePointsInTime(workspace, lane, indexes, time - point.time)}
          {...ends}
        />
      </Row>
      <SliderRow
        label="value"
        value={point.value}
        range={axis.range}
        format={axis.format}
        speak={axis.speak}
        parse={axis.parse}
        toTravel={axis.toShare}
        fromTravel={axis.fromShare}
        onChange={setValue}
        {...ends}
      />
      <Row label="curve">
        <Segmented
          label="Curve to the next point"
          options={LANE_CURVES.map((value) => ({
            value,
            text: value === 'exponential' ? 'Exp' : value === 's-curve' ? 'S' : CURVE_TITLES[value],
            title: CURVE_TITLES[value],
          }))}
          value={point.curve}
          onChange={(curve) => setCurve(workspace, lane, curve)}
        />
      </Row>
      {point.curve === 'exponential' && (
        <SliderRow
          label="bend"
          value={point.bend ?? 0}
          range={{ min: -1, max: 1, step: 0.05, fine: 0.01, page: 0.25, default: 0.5 }}
          format={(value) => formatNumber(value, 2)}
          speak={(value) => speakNumber(value, 2)}
          origin={0}
          onChange={(bend) =>
            changePoints(workspace, lane, indexes, 'Bend curves', (old) =>
              old.curve === 'exponential' ? { ...old, bend } : old,
            )
          }
          {...ends}
        />
      )}
    </Section>
  );
}

const PERCENT: ValueRange = { min: 1, max: 1000, step: 5, fine: 1, page: 25, default: 100 };

interface RangeRowsProps {
  readonly lane: LaneRef;
  readonly several: boolean;
  readonly count: number;
}

function RangeRows({ lane, several, count }: RangeRowsProps) {
  const workspace = useWorkspace();
  const axis = laneAxis(lane.owner, lane.target);
  const { min, max, step, fine, page } = axis.range;
  const percent = (value: number) => `${formatNumber(value, 0)} %`;
  return (
    <Section title={several ? 'Range: the selected points' : `Range: all ${count} points`}>
      <ToolRow
        lane={lane}
        title="Scale"
        range={{ ...PERCENT, min: -400, max: 400 }}
        initial={50}
        format={percent}
        tool={scaleBy}
      />
      <ToolRow
        lane={lane}
        title="Offset"
        range={{ min: min - max, max: max - min, step, fine, page, default: 0 }}
        initial={0}
        format={(value) => `${value > 0 ? '+' : ''}${formatNumber(value, 2)} ${axis.unit}`.trim()}
        tool={offsetBy}
      />
      <ToolRow lane={lane} title="Stretch" range={PERCENT} initial={200} format={percent} tool={stretchBy} />
      <div className="inspector-buttons">
        {RANGE_TOOLS.map(({ id, title, tool }) => (
          <Button key={id} onPress={() => applyTool(workspace, lane, title, tool)}>
            {title}
          </Button>
        ))}
      </div>
    </Section>
  );
}

interface ToolRowProps {
  readonly lane: LaneRef;
  readonly title: string;
  readonly range: ValueRange;
  readonly initial: number;
  format(value: number): string;
  tool(amount: number): RangeTool;
}

/** A tool that takes a number: the number, and the button that does it. */
function ToolRow({ lane, title, range, initial, format, tool }: ToolRowProps) {
  const workspace = useWorkspace();
  const [amount, setAmount] = useState(initial);
  return (
    <Row label={title.toLowerCase()}>
      <NumericField
        className="time-field"
        label={`${title} by`}
        value={amount}
        range={range}
        format={format}
        parse={parseNumber}
        onChange={setAmount}
        onCommit={() => undefined}
        onCancel={() => setAmount(initial)}
      />
      <Button onPress={() => applyTool(workspace, lane, title, tool(amount))}>{title}</Button>
    </Row>
  );
}
