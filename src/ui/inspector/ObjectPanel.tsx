import {
  type LaneTarget,
  laneValueAt,
  moveObject,
  type ObjectOutput,
  setObject,
  setObjectSize,
  trackOwner,
} from '../../session/index.ts';
import { automatable } from '../automation/automatable.ts';
import { Segmented } from '../kit/Button.tsx';
import { NumericField } from '../kit/NumericField.tsx';
import { SliderRow } from '../kit/SliderRow.tsx';
import { formatNumber } from '../kit/value-range.ts';
import { useWorkspace } from '../state/workspace.ts';
import { Row } from './fields.tsx';
import { heardPlace, type ObjectTrack, sameShown, shared } from './many.ts';
import { PairRows } from './PairRows.tsx';
import { percent, speakX, speakY, speakZ } from './places.ts';
import { INSPECTOR_RANGES } from './ranges.ts';
import { ZoneRows } from './ZoneRows.tsx';

const AXES = ['x', 'y', 'z'] as const;
const NAMES = { x: 'Left to right', y: 'Back to front', z: 'Height' } as const;
const SPEAK = { x: speakX, y: speakY, z: speakZ } as const;
const ANY = INSPECTOR_RANGES.snapDistance.max;
const ON_OFF = [
  { value: 'off', text: 'Off' },
  { value: 'on', text: 'On' },
] as const;

const ELEVATION_OPTIONS = [
  { value: 'free', text: 'Free', title: 'Height set by hand' },
  { value: 'wedge', text: 'Wedge', title: 'Height 1 − |y|: highest in the middle of the room' },
  { value: 'sphere', text: 'Sphere', title: 'Height on a dome over the floor' },
  { value: 'ceiling', text: 'Ceiling', title: 'Height rises over the front fifth and is flat behind it' },
] as const;

const plain = (value: number): string => formatNumber(value, 2);

/** Fields of an object that are one number without a lane. */
type PlainField = 'spread' | 'divergence' | 'divergenceRange' | 'diffuse';

/**
 * Place, size and rendering of the selected objects in numbers. With several, a typed value goes to all of them; a
 * dragged or stepped one moves them together; values that differ show as "mixed".
 */
export function ObjectPanel({ objects }: { readonly objects: readonly ObjectTrack[] }) {
  const workspace = useWorkspace();
  const primary = objects.at(-1);
  if (!primary) return null;
  const { output } = primary;
  const what = objects.length > 1 ? `${objects.length} objects` : primary.name;
  const ends = { onCommit: () => workspace.commit(), onCancel: () => workspace.cancel() };
  // What is shown and moved is what is heard under the playhead; a lane shifts as a whole.
  const playhead = Math.round(workspace.engine.telemetry.position);
  const places = objects.map((track) => heardPlace(track, playhead));
  const heard = places.at(-1) ?? output.position;
  const sizes = objects.map(({ lanes, output: { size } }) => laneValueAt(lanes.size, playhead, size));
  const size = sizes.at(-1) ?? output.size;

  const label = (target: LaneTarget): string =>
    objects.some(({ lanes }) => (lanes[target]?.length ?? 0) > 0) ? `${target} ∿` : target;
  const format = (values: readonly number[]) => (shared(values, sameShown) === null ? () => 'mixed' : plain);
  const speak = (values: readonly number[], say: (value: number) => string) =>
    shared(values, sameShown) === null ? (value: number) => `mixed; ${primary.name} ${say(value)}` : say;

  // The playhead as it stands when the hand moves: nothing is rendered because time passes.
  const now = () => Math.round(workspace.engine.telemetry.position);
  const sizeAt = ({ lanes, output: own }: ObjectTrack, at: number) => laneValueAt(lanes.size, at, own.size);
  const move = (axis: (typeof AXES)[number], to: (own: number, leader: number) => number) => {
    const at = now();
    const leader = heardPlace(primary, at)[axis];
    workspace.gesture(`Move ${what}`, (draft) => {
      for (const object of objects) {
        const place = heardPlace(object, at);
        moveObject(draft, object.id, { ...place, [axis]: to(place[axis], leader) }, at);
      }
      return null;
    });
  };
  const resize = (to: (own: number, leader: number) => number) => {
    const at = now();
    const leader = sizeAt(primary, at);
    workspace.gesture(`Size of ${what}`, (draft) => {
      for (const object of objects) setObjectSize(draft, object.id, to(sizeAt(object, at), leader), at);
      return null;
    });
  };
  const set = (
    words: string,
    fields: (own: ObjectOutput) => Partial<ObjectOutput>,
    how: 'edit' | 'gesture',
  ) =>
    workspace[how](`${words} of ${what}`, (draft) => {
      for (const { id, output: own } of objects) setObject(draft, id, fields(own));
      return null;
    });

  const lane = (target: LaneTarget, row: { onChange(value: number): void; onTyped(value: number): void }) =>
    automatable(
      workspace,
      objects.map(({ id }) => ({ owner: trackOwner(id), target })),
      { ...row, ...ends },
    );
  const plainRow = (field: PlainField, short: string, name: string) => {
    const values = objects.map(({ output: own }) => own[field]);
    const value = output[field];
    const row = {
      onChange: (next: number) => set(name, (own) => ({ [field]: own[field] + next - value }), 'gesture'),
      onTyped: (next: number) => set(name, () => ({ [field]: next }), 'gesture'),
    };
    return (
      <SliderRow
        label={short}
        name={name}
        value={value}
        range={INSPECTOR_RANGES[field]}
        format={format(values)}
        speak={speak(values, percent)}
        {...(field === 'divergenceRange' ? { ...row, ...ends } : lane(field, row))}
      />
    );
  };

  const stereo = objects.some(({ format: channels }) => channels === 'stereo');
  const snap = shared(objects.map(({ output: { snap: own } }) => (own.on ? 'on' : 'off')));
  const distances = objects.map(({ output: { snap: own } }) => own.maxDistance ?? ANY);
  const elevation = shared(objects.map(({ output: own }) => own.elevation));
  const anyDivergence = objects.some(({ output: own }) => own.divergence > 0);
  return (
    <>
      {AXES.map((axis) => {
        const values = places.map((place) => place[axis]);
        return (
          <SliderRow
            key={axis}
            label={label(axis)}
            name={NAMES[axis]}
            value={heard[axis]}
            range={INSPECTOR_RANGES[axis]}
            format={format(values)}
            speak={speak(values, SPEAK[axis])}
            origin={0}
            {...lane(axis, {
              onChange: (value) => move(axis, (own, leader) => own + value - leader),
              onTyped: (value) => move(axis, () => value),
            })}
          />
        );
      })}
      <Row label="height">
        <Segmented
          label="Elevation mode: what the height follows from"
          options={ELEVATION_OPTIONS}
          value={shared(objects.map(({ output: own }) => own.elevationMode))}
          onChange={(elevationMode) => set('Elevation mode', () => ({ elevationMode }), 'edit')}
        />
      </Row>
      <SliderRow
        label={label('size')}
        name="Size"
        value={size}
        range={INSPECTOR_RANGES.size}
        format={format(sizes)}
        speak={speak(sizes, percent)}
        {...lane('size', {
          onChange: (value) => resize((own, leader) => own + value - leader),
          onTyped: (value) => resize(() => value),
        })}
      />
      {plainRow('diffuse', 'diffuse', 'Diffuse')}
      {stereo && plainRow('spread', 'width', 'Width: half the distance between the two objects')}
      {stereo && <PairRows objects={objects} />}
      <Row label="snap">
        <Segmented
          label="Snap to the nearest speaker"
          options={ON_OFF}
          value={snap}
          onChange={(value) => set('Snap', (own) => ({ snap: { ...own.snap, on: value === 'on' } }), 'edit')}
        />
        <NumericField
          className="snap-distance"
          label="Farthest speaker to snap to, room units"
          value={distances.at(-1) ?? ANY}
          range={INSPECTOR_RANGES.snapDistance}
          format={(value) =>
            shared(distances, sameShown) === null ? 'mixed' : value >= ANY ? 'any' : `≤ ${plain(value)}`
          }
          speak={(value) => (value >= ANY ? 'any distance' : `at most ${plain(value)}`)}
          parse={(text) => {
            const typed = text.replace('≤', '').trim().replace(',', '.');
            if (/^(any|∞)$/i.test(typed)) return ANY;
            return typed !== '' && Number.isFinite(Number(typed)) ? Number(typed) : null;
          }}
          onChange={(value) =>
            set(
              'Snap distance',
              (own) => ({ snap: { ...own.snap, maxDistance: value >= ANY ? null : value } }),
              'gesture',
            )
          }
          {...ends}
        />
      </Row>
      {plainRow('divergence', 'diverge', 'Divergence to both sides')}
      {anyDivergence && plainRow('divergenceRange', 'to', 'Reach of the divergence')}
      <Row label="elevation">
        <Segmented
          label="Speakers above the listener"
          options={ON_OFF}
          value={elevation}
          onChange={(value) => set('Elevation', () => ({ elevation: value }), 'edit')}
        />
      </Row>
      <ZoneRows
        zones={objects.map(({ output: own }) => own.zones)}
        onChange={(change) => set('Zones', (own) => ({ zones: change(own.zones) }), 'edit')}
      />
    </>
  );
}
