import { useRef, useState } from 'react';
import { objectsMiddle, rotateObjects, scaleObjects, type Track } from '../../session/index.ts';
import { mirrorSelection, ROOM_MIDDLE, type TurnCentre } from '../commands/object-edits.ts';
import { Button, Segmented } from '../kit/Button.tsx';
import { NumericField } from '../kit/NumericField.tsx';
import { formatNumber, parseNumber, speakNumber } from '../kit/value-range.ts';
import { useUi, useWorkspace } from '../state/workspace.ts';
import { Row, Section } from './fields.tsx';
import type { ObjectTrack } from './many.ts';

const TURN = { min: -360, max: 360, step: 5, fine: 1, page: 45, default: 0 } as const;
const SCALE = { min: 0, max: 400, step: 5, fine: 1, page: 25, default: 100 } as const;

/**
 * Turning, scaling and mirroring the selected objects as one. A number is the whole step from where they stand; it goes
 * back to none once it is done, so the next starts anew.
 */
export function GroupPanel({ objects }: { readonly objects: readonly ObjectTrack[] }) {
  const workspace = useWorkspace();
  const about = useUi(({ turnAbout }) => turnAbout);
  const [turn, setTurn] = useState(0);
  const [scale, setScale] = useState(100);
  /** The objects before the gesture: each of its parts starts from them, so that none is lost at a wall. */
  const start = useRef<readonly Track[] | null>(null);

  const centre = (from: readonly Track[]) =>
    (about === 'selection' ? objectsMiddle(from, workspace.engine.telemetry.position) : null) ?? ROOM_MIDDLE;
  const begin = (): readonly Track[] => {
    start.current ??= objects;
    return start.current;
  };
  const end = (keep: boolean) => {
    start.current = null;
    if (keep) workspace.commit();
    else workspace.cancel();
    setTurn(0);
    setScale(100);
  };
  const ends = { onCommit: () => end(true), onCancel: () => end(false) };
  const what = objects.length > 1 ? `${objects.length} objects` : (objects[0]?.name ?? 'object');

  return (
    <Section title={objects.length > 1 ? 'Together' : 'Turn, scale, mirror'}>
      <Row label="about">
        <Segmented<TurnCentre>
          label="Turn, scale and mirror about"
          options={[
            { value: 'room', text: 'Room', title: 'The listener in the middle of the room' },
            { value: 'selection', text: 'Selection', title: 'The middle of the selected objects' },
          ]}
          value={about}
          onChange={(turnAbout) => workspace.ui.setState({ turnAbout })}
        />
      </Row>
      <Row label="rotate">
        <NumericField
          className="time-field"
          label="Rotate, degrees, positive to the left"
          value={turn}
          range={TURN}
          format={(value) => `${formatNumber(value, 0)}°`}
          speak={(value) => speakNumber(value, 0, 'degrees')}
          parse={parseNumber}
          onChange={(value) => {
            const from = begin();
            setTurn(value);
            workspace.gesture(`Rotate ${what}`, (draft) => rotateObjects(draft, from, value, centre(from)));
          }}
          {...ends}
        />
      </Row>
      <Row label="scale">
        <NumericField
          className="time-field"
          label="Scale, percent"
          value={scale}
          range={SCALE}
          format={(value) => `${formatNumber(value, 0)} %`}
          speak={(value) => speakNumber(value, 0, 'percent')}
          parse={parseNumber}
          onChange={(value) => {
            const from = begin();
            setScale(value);
            workspace.gesture(`Scale ${what}`, (draft) =>
              scaleObjects(draft, from, value / 100, centre(from)),
            );
          }}
          {...ends}
        />
      </Row>
      <Row label="mirror">
        <Button label="L ↔ R: mirror left to right" onPress={() => mirrorSelection(workspace, 'x')}>
          L ↔ R
        </Button>
        <Button label="F ↔ B: mirror front to back" onPress={() => mirrorSelection(workspace, 'y')}>
          F ↔ B
        </Button>
      </Row>
    </Section>
  );
}
