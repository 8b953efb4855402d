import {
  type BedOutput,
  type LaneTarget,
  laneValueAt,
  moveObject,
  plainBed,
  setBed,
  setObject,
  setObjectSize,
  setOutputKind,
  type Track,
} from '../../session/index.ts';
import { decibels, TRACK_FORMATS } from '../../units/index.ts';
import { Segmented } from '../kit/Button.tsx';
import { SliderRow } from '../kit/SliderRow.tsx';
import { formatNumber, parseLevel, shortDb, speakDb, speakNumber } from '../kit/value-range.ts';
import { useWorkspace } from '../state/workspace.ts';
import { Row, Section } from './fields.tsx';
import { INSPECTOR_RANGES } from './ranges.ts';

const plain = (value: number): string => formatNumber(value, 2);
const speak = (value: number): string => speakNumber(value, 2);

const percent = (value: number): string => `${Math.round(value * 100)} percent`;
const speakX = (value: number): string =>
  value === 0 ? 'centre' : `${percent(Math.abs(value))} ${value < 0 ? 'left' : 'right'}`;
const speakY = (value: number): string =>
  value === 0 ? 'beside the listener' : `${percent(Math.abs(value))} ${value < 0 ? 'back' : 'front'}`;
const speakZ = (value: number): string =>
  value === 0 ? 'ear height' : `${percent(Math.abs(value))} ${value < 0 ? 'down' : 'up'}`;

/** Name in the row when a lane moves the parameter: the wave says "automated" besides the title. */
const automatedLabel = (track: Track, target: LaneTarget, label: string): string =>
  (track.lanes[target]?.length ?? 0) > 0 ? `${label} ∿` : label;

/** Where a strip goes: the bed and its place in it, or an object and its place in the room. */
export function OutputPanel({ track }: { readonly track: Track }) {
  const workspace = useWorkspace();
  const { output, id, name } = track;
  const ends = { onCommit: () => workspace.commit(), onCancel: () => workspace.cancel() };
  const channels = TRACK_FORMATS[track.format].length;
  // What is shown and moved is what is heard under the playhead; a lane shifts as a whole.
  const playhead = Math.round(workspace.engine.telemetry.position);
  const at = (target: LaneTarget, fallback: number): number =>
    laneValueAt(track.lanes[target], playhead, fallback);
  const bed = (what: string, fields: Partial<BedOutput>) =>
    workspace.gesture(`${what} of ${name}`, (draft) => setBed(draft, id, fields));

  const heard =
    output.kind === 'object'
      ? { x: at('x', output.position.x), y: at('y', output.position.y), z: at('z', output.position.z) }
      : { x: 0, y: 0, z: 0 };

  return (
    <Section title="Output">
      <Row label="goes to">
        <Segmented
          label="Output"
          options={[
            { value: 'bed', text: 'Bed' },
            { value: 'object', text: track.format === 'stereo' ? 'Two objects' : 'Object' },
          ]}
          value={output.kind}
          onChange={(kind) => {
            if (kind !== output.kind)
              workspace.edit(`${name} to ${kind}`, (draft) => setOutputKind(draft, id, kind));
          }}
        />
      </Row>
      {output.kind === 'object' ? (
        <>
          {(['x', 'y', 'z'] as const).map((axis) => (
            <SliderRow
              key={axis}
              label={automatedLabel(track, axis, axis)}
              name={{ x: 'Left to right', y: 'Back to front', z: 'Height' }[axis]}
              value={heard[axis]}
              range={INSPECTOR_RANGES[axis]}
              format={plain}
              speak={{ x: speakX, y: speakY, z: speakZ }[axis]}
              origin={0}
              onChange={(value) =>
                workspace.gesture(`Move ${name}`, (draft) =>
                  moveObject(draft, id, { ...heard, [axis]: value }, playhead),
                )
              }
              {...ends}
            />
          ))}
          <SliderRow
            label={automatedLabel(track, 'size', 'size')}
            name="Size"
            value={at('size', output.size)}
            range={INSPECTOR_RANGES.size}
            format={plain}
            speak={percent}
            onChange={(value) =>
              workspace.gesture(`Size of ${name}`, (draft) => setObjectSize(draft, id, value, playhead))
            }
            {...ends}
          />
          {track.format === 'stereo' && (
            <SliderRow
              label="spread"
              name="Spread of the two objects"
              value={output.spread}
              range={INSPECTOR_RANGES.spread}
              format={plain}
              speak={percent}
              onChange={(spread) =>
                workspace.gesture(`Spread of ${name}`, (draft) => setObject(draft, id, { spread }))
              }
              {...ends}
            />
          )}
        </>
      ) : (
        <>
          <SliderRow
            label={automatedLabel(track, 'pan', 'pan')}
            name="Pan"
            value={output.pan}
            range={INSPECTOR_RANGES.pan}
            format={plain}
            speak={speakX}
            origin={0}
            onChange={(pan) => bed('Pan', { pan })}
            {...ends}
          />
          {channels > 1 && (
            <SliderRow
              label={automatedLabel(track, 'width', 'width')}
              name="Width"
              value={output.width}
              range={INSPECTOR_RANGES.width}
              format={plain}
              speak={speak}
              onChange={(width) => bed('Width', { width })}
              {...ends}
            />
          )}
          <SliderRow
            label={automatedLabel(track, 'frontBack', 'front')}
            name="Back to front"
            value={output.frontBack}
            range={{ ...INSPECTOR_RANGES.frontBack, default: plainBed(track.format).frontBack }}
            format={plain}
            speak={speakY}
            origin={0}
            onChange={(frontBack) => bed('Front–back', { frontBack })}
            {...ends}
          />
          <SliderRow
            label={automatedLabel(track, 'height', 'height')}
            name="Height"
            value={output.height}
            range={INSPECTOR_RANGES.height}
            format={plain}
            speak={percent}
            onChange={(height) => bed('Height', { height })}
            {...ends}
          />
          <SliderRow
            label="LFE"
            name="LFE send"
            value={output.lfeDb}
            range={INSPECTOR_RANGES.lfe}
            format={(value) => `${shortDb(value)} dB`}
            speak={speakDb}
            parse={parseLevel}
            onChange={(lfeDb) => bed('LFE send', { lfeDb: decibels(lfeDb) })}
            {...ends}
          />
        </>
      )}
    </Section>
  );
}
