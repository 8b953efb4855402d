import {
  type BedOutput,
  type LaneTarget,
  plainBed,
  setBed,
  setBinaural,
  setOutputKind,
  type Track,
  trackOwner,
} from '../../session/index.ts';
import { decibels, TRACK_FORMATS } from '../../units/index.ts';
import { automatable } from '../automation/automatable.ts';
import { Segmented } from '../kit/Button.tsx';
import { SliderRow } from '../kit/SliderRow.tsx';
import { formatNumber, parseLevel, shortDb, speakDb, speakNumber } from '../kit/value-range.ts';
import { useWorkspace } from '../state/workspace.ts';
import { Row, Section } from './fields.tsx';
import { type ObjectTrack, shared } from './many.ts';
import { ObjectPanel } from './ObjectPanel.tsx';
import { percent, speakX, speakY } from './places.ts';
import { INSPECTOR_RANGES } from './ranges.ts';

const plain = (value: number): string => formatNumber(value, 2);
const speak = (value: number): string => speakNumber(value, 2);

/** Name in the row when a lane moves the parameter: the wave says "automated" besides the title. */
const automatedLabel = (track: Track, target: LaneTarget, label: string): string =>
  (track.lanes[target]?.length ?? 0) > 0 ? `${label} ∿` : label;

const BINAURAL_OPTIONS = [
  { value: 'off', text: 'Off', title: 'Headphones: no head-related filter, plain stereo' },
  { value: 'near', text: 'Near', title: 'Headphones: close by, hardly any room' },
  { value: 'mid', text: 'Mid', title: 'Headphones: like loudspeakers in a room' },
  { value: 'far', text: 'Far', title: 'Headphones: far off, much room' },
] as const;

/** Properties of {@link OutputPanel}. */
export interface OutputPanelProps {
  readonly track: Track;
  /** The selected objects if `track` is one: their rows act on all of them. */
  readonly objects: readonly ObjectTrack[];
  /** All selected tracks. */
  readonly together: readonly Track[];
}

/** Where a strip goes: the bed and its place in it, or an object and its place in the room. */
export function OutputPanel({ track, objects, together }: OutputPanelProps) {
  const workspace = useWorkspace();
  const { output, id, name } = track;
  const ends = { onCommit: () => workspace.commit(), onCancel: () => workspace.cancel() };
  const channels = TRACK_FORMATS[track.format].length;
  const bed = (what: string, fields: Partial<BedOutput>) =>
    workspace.gesture(`${what} of ${name}`, (draft) => setBed(draft, id, fields));
  const lane = (target: LaneTarget, onChange: (value: number) => void) =>
    automatable(workspace, { owner: trackOwner(id), target }, { onChange, ...ends });

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
        <ObjectPanel objects={objects} />
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
            {...lane('pan', (pan) => bed('Pan', { pan }))}
          />
          {channels > 1 && (
            <SliderRow
              label={automatedLabel(track, 'width', 'width')}
              name="Width"
              value={output.width}
              range={INSPECTOR_RANGES.width}
              format={plain}
              speak={speak}
              {...lane('width', (width) => bed('Width', { width }))}
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
            {...lane('frontBack', (frontBack) => bed('Front–back', { frontBack }))}
          />
          <SliderRow
            label={automatedLabel(track, 'height', 'height')}
            name="Height"
            value={output.height}
            range={INSPECTOR_RANGES.height}
            format={plain}
            speak={percent}
            {...lane('height', (height) => bed('Height', { height }))}
          />
          <SliderRow
            label="LFE"
            name="LFE send"
            value={output.lfeDb}
            range={INSPECTOR_RANGES.lfe}
            format={(value) => `${shortDb(value)} dB`}
            speak={speakDb}
            parse={parseLevel}
            {...lane('lfeDb', (lfeDb) => bed('LFE send', { lfeDb: decibels(lfeDb) }))}
          />
          <SliderRow
            label="rotate"
            name="Rotation about the listener, positive to the left"
            value={output.rotationDeg}
            range={INSPECTOR_RANGES.rotation}
            format={(value) => `${formatNumber(value, 0)}°`}
            speak={(value) => speakNumber(value, 0, 'degrees')}
            origin={0}
            {...lane('rotationDeg', (rotationDeg) => bed('Rotation', { rotationDeg }))}
          />
          <SliderRow
            label="diverge"
            name="Divergence to both sides"
            value={output.divergence}
            range={INSPECTOR_RANGES.divergence}
            format={plain}
            speak={percent}
            {...lane('divergence', (divergence) => bed('Divergence', { divergence }))}
          />
        </>
      )}
      <Row label="distance">
        <Segmented
          label="Distance on headphones"
          options={BINAURAL_OPTIONS}
          value={shared(together.map((one) => one.output.binaural))}
          onChange={(mode) =>
            workspace.edit(
              `Distance of ${together.length > 1 ? `${together.length} tracks` : name}`,
              (draft) => {
                for (const one of together) setBinaural(draft, one.id, mode);
                return null;
              },
            )
          }
        />
      </Row>
    </Section>
  );
}
