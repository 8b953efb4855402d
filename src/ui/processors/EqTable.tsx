import {
  BAND_KINDS,
  type Band,
  type Equaliser,
  plainEqualiser,
  SLOPES,
  type TrackId,
} from '../../session/index.ts';
import { LetterToggle } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { useWorkspace } from '../state/workspace.ts';
import { pointLetter } from './EqHandle.tsx';
import { EQ_POINTS, type EqPoint, frequencyOf, hasGain, hasQ, isOn } from './eq-model.ts';
import { ParamField } from './ParamField.tsx';
import { frequencyParam, PARAMS } from './params.ts';
import { editPoint, laneParameters, pointName, pointTarget, turnPoint } from './processor-edits.ts';

const KIND_TEXTS: Readonly<Record<Band['kind'], string>> = {
  bell: 'Bell',
  'low-shelf': 'Low shelf',
  'high-shelf': 'High shelf',
  notch: 'Notch',
  tilt: 'Tilt',
};
const KINDS = BAND_KINDS.map((value) => ({ value, text: KIND_TEXTS[value] }));
/** Where Delete puts a number back to. */
const PLAIN = plainEqualiser();
const SLOPE_OPTIONS = SLOPES.map((slope) => ({
  value: String(slope),
  text: `${slope} dB`,
  note: 'an octave',
}));

/** Properties of the table. */
export interface EqTableProps {
  readonly id: TrackId;
  readonly eq: Equaliser;
  readonly point: EqPoint;
  onChoose(point: EqPoint): void;
}

function Column({
  id,
  eq,
  point,
  chosen,
  onChoose,
}: Omit<EqTableProps, 'onChoose' | 'point'> & {
  readonly point: EqPoint;
  readonly chosen: boolean;
  onChoose(): void;
}) {
  const workspace = useWorkspace();
  const name = pointName(point);
  const on = isOn(eq, point);
  const frequency = frequencyOf(eq, point);
  const ends = { onCommit: () => workspace.commit(), onCancel: () => workspace.cancel() };
  const band = typeof point === 'number' ? eq.bands[point] : undefined;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a fieldset brings form semantics; a band is a group of controls.
    <div
      role="group"
      aria-label={name}
      className="eq-column"
      data-eq-point={point}
      data-chosen={chosen || undefined}
      data-on={on || undefined}
      onFocus={onChoose}
      onPointerDown={onChoose}
    >
      <div className="eq-column-on">
        <LetterToggle
          letter={pointLetter(point)}
          label={`${name} on`}
          pressed={on}
          onPress={() => editPoint(workspace, id, point, { on: !on })}
        />
      </div>
      <div className="eq-column-kind">
        {band ? (
          <Choice
            label={`Kind of ${name.toLowerCase()}`}
            options={KINDS}
            value={band.kind}
            onChange={(kind) => editPoint(workspace, id, point, { kind })}
          />
        ) : (
          (point === 'highPass' || point === 'lowPass') && (
            <Choice
              label={`Slope of ${name.toLowerCase()}`}
              options={SLOPE_OPTIONS}
              value={String(eq[point].slope)}
              onChange={(text) => {
                const slope = SLOPES.find((known) => String(known) === text);
                if (slope !== undefined) editPoint(workspace, id, point, { slope });
              }}
            />
          )
        )}
      </div>
      <div className="eq-column-body">
        <ParamField
          param={frequencyParam(frequencyOf(PLAIN, point))}
          label={`${name} frequency`}
          caption="Freq"
          value={frequency}
          parameters={laneParameters(workspace, id, pointTarget(point, 'frequency'))}
          onTurn={(value) => turnPoint(workspace, id, point, { frequency: value })}
          {...ends}
        />
        {hasGain(eq, point) && (
          <ParamField
            param={PARAMS.gain}
            label={`${name} gain`}
            caption="Gain"
            value={band?.gainDb ?? 0}
            parameters={laneParameters(workspace, id, pointTarget(point, 'gainDb'))}
            onTurn={(value) => turnPoint(workspace, id, point, { gainDb: value })}
            {...ends}
          />
        )}
        {hasQ(eq, point) && (
          <ParamField
            param={PARAMS.q}
            label={`${name} Q`}
            caption="Q"
            value={band?.q ?? 1}
            parameters={laneParameters(workspace, id, pointTarget(point, 'q'))}
            onTurn={(value) => turnPoint(workspace, id, point, { q: value })}
            {...ends}
          />
        )}
      </div>
    </div>
  );
}

/** Everything of the equaliser in numbers, a column for each filter and band. */
export function EqTable({ id, eq, point, onChoose }: EqTableProps) {
  return (
    <div className="eq-table">
      {EQ_POINTS.map((one) => (
        <Column key={one} id={id} eq={eq} point={one} chosen={one === point} onChoose={() => onChoose(one)} />
      ))}
    </div>
  );
}
