import { setObject } from '../../session/index.ts';
import { Button } from '../kit/Button.tsx';
import { mirroredTurn } from '../kit/pair-offsets.ts';
import { SliderRow } from '../kit/SliderRow.tsx';
import { formatNumber, parseNumber, speakNumber } from '../kit/value-range.ts';
import { useWorkspace } from '../state/workspace.ts';
import { Row } from './fields.tsx';
import { type ObjectTrack, sameShown, shared } from './many.ts';
import { INSPECTOR_RANGES } from './ranges.ts';

/** How the two objects of stereo tracks stand to one another: turned about their middle, or exchanged. */
export function PairRows({ objects }: { readonly objects: readonly ObjectTrack[] }) {
  const workspace = useWorkspace();
  const pairs = objects.filter(({ format }) => format === 'stereo');
  const primary = pairs.at(-1);
  if (!primary) return null;
  const value = primary.output.pairTurnDeg;
  const turns = pairs.map(({ output }) => output.pairTurnDeg);
  const what = pairs.length > 1 ? `${pairs.length} pairs` : primary.name;
  const turn = (to: (own: number) => number) =>
    workspace.gesture(`Turn of ${what}`, (draft) => {
      for (const { id, output } of pairs) setObject(draft, id, { pairTurnDeg: to(output.pairTurnDeg) });
    });
  const moved = pairs.some(({ lanes }) => (lanes.pairTurnDeg?.length ?? 0) > 0);
  return (
    <>
      <SliderRow
        label={moved ? 'rotate ∿' : 'rotate'}
        name="Turn of the two objects about their middle, positive to the left"
        value={value}
        range={INSPECTOR_RANGES.pairTurnDeg}
        format={(degrees) => (shared(turns, sameShown) === null ? 'mixed' : `${formatNumber(degrees, 0)}°`)}
        speak={(degrees) => speakNumber(degrees, 0, 'degrees')}
        parse={parseNumber}
        origin={0}
        onChange={(next) => turn((own) => own + next - value)}
        onTyped={(next) => turn(() => next)}
        onCommit={() => workspace.commit()}
        onCancel={() => workspace.cancel()}
      />
      <Row label="pair">
        <Button
          label={`L ↔ R of the pair: mirror ${what}`}
          onPress={() =>
            workspace.edit(`Mirror ${what}`, (draft) => {
              for (const { id, output } of pairs)
                setObject(draft, id, { pairTurnDeg: mirroredTurn(output.pairTurnDeg) });
            })
          }
        >
          L ↔ R of the pair
        </Button>
      </Row>
    </>
  );
}
