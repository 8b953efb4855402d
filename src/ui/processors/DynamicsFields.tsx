import {
  type Detector,
  type Dynamics,
  type DynamicsKind,
  keyWouldCircle,
  type TrackId,
} from '../../session/index.ts';
import { groupOf } from '../console/gang.ts';
import { Segmented } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { ParamField } from './ParamField.tsx';
import { PARAMS } from './params.ts';
import { editDynamics, laneParameters, turnDynamics } from './processor-edits.ts';

type NumberField =
  | 'thresholdDb'
  | 'ratio'
  | 'kneeDb'
  | 'makeUpDb'
  | 'attackMs'
  | 'holdMs'
  | 'releaseMs'
  | 'lookaheadMs'
  | 'mix'
  | 'rangeDb'
  | 'windowMs';

const FIELDS: readonly {
  readonly field: NumberField;
  readonly param: keyof typeof PARAMS;
  readonly label: string;
  readonly caption: string;
}[] = [
  { field: 'thresholdDb', param: 'threshold', label: 'Threshold', caption: 'Threshold' },
  { field: 'ratio', param: 'ratio', label: 'Ratio', caption: 'Ratio' },
  { field: 'kneeDb', param: 'knee', label: 'Knee', caption: 'Knee' },
  { field: 'makeUpDb', param: 'makeUp', label: 'Make-up', caption: 'Make-up' },
  { field: 'mix', param: 'mix', label: 'Mix', caption: 'Mix' },
  { field: 'attackMs', param: 'attack', label: 'Attack', caption: 'Attack' },
  { field: 'holdMs', param: 'hold', label: 'Hold', caption: 'Hold' },
  { field: 'releaseMs', param: 'release', label: 'Release', caption: 'Release' },
  { field: 'lookaheadMs', param: 'lookahead', label: 'Look-ahead', caption: 'Look-ahead' },
  { field: 'rangeDb', param: 'range', label: 'Range, most an expander turns down', caption: 'Range' },
  { field: 'windowMs', param: 'window', label: 'Window of the RMS detector', caption: 'Window' },
];

/** Fields that mean something with these settings. */
const applies = ({ kind, detector }: Dynamics, field: NumberField): boolean =>
  field === 'rangeDb' ? kind === 'expander' : field === 'windowMs' ? detector === 'rms' : true;

const KINDS: readonly { readonly value: DynamicsKind; readonly text: string }[] = [
  { value: 'compressor', text: 'Compressor' },
  { value: 'expander', text: 'Expander' },
];
const DETECTOR_OPTIONS: readonly { readonly value: Detector; readonly text: string }[] = [
  { value: 'peak', text: 'Peak' },
  { value: 'rms', text: 'RMS' },
];
const OWN = 'own';

/** Which track the dynamics listen to: only those that would not lead back to it. */
function KeyChoice({ id, value }: { readonly id: TrackId; readonly value: TrackId | null }) {
  const workspace = useWorkspace();
  const tracks = useSession((session) => session.tracks);
  const order = useSession((session) => session.trackOrder);
  const changed = groupOf(workspace, id);
  const options = order.flatMap((key) =>
    changed.some((one) => keyWouldCircle(tracks, one, key))
      ? []
      : [{ value: key, text: tracks[key]?.name ?? '' }],
  );
  return (
    <Choice
      label="Key: what the dynamics listen to"
      prefix="Key"
      options={[{ value: OWN, text: 'Own signal' }, ...options]}
      value={value ?? OWN}
      onChange={(chosen) =>
        editDynamics(workspace, id, 'Key', { key: order.find((known) => known === chosen) ?? null })
      }
    />
  );
}

/** Everything of the dynamics in numbers and choices. */
export function DynamicsFields({ id, dynamics }: { readonly id: TrackId; readonly dynamics: Dynamics }) {
  const workspace = useWorkspace();
  return (
    <div className="dynamics-fields">
      <div className="dynamics-choices">
        <Segmented
          label="Kind of dynamics"
          options={KINDS}
          value={dynamics.kind}
          onChange={(kind) => editDynamics(workspace, id, 'Kind of dynamics', { kind })}
        />
        <Segmented
          label="Detector"
          options={DETECTOR_OPTIONS}
          value={dynamics.detector}
          onChange={(detector) => editDynamics(workspace, id, 'Detector', { detector })}
        />
        <KeyChoice id={id} value={dynamics.key} />
      </div>
      <div className="dynamics-numbers">
        {FIELDS.filter(({ field }) => applies(dynamics, field)).map(({ field, param, label, caption }) => (
          <div key={field} data-dynamics={param}>
            <ParamField
              param={PARAMS[param]}
              label={label}
              caption={caption}
              value={dynamics[field]}
              parameters={laneParameters(workspace, id, `dynamics.${field}`)}
              onTurn={(value) => turnDynamics(workspace, id, label, { [field]: value })}
              onCommit={() => workspace.commit()}
              onCancel={() => workspace.cancel()}
            />
          </div>
        ))}
      </div>
    </div>
  );
}
