import { useState } from 'react';
import { type LaneOwner, type Span, swell, type Way } from '../../session/index.ts';
import { Row } from '../inspector/fields.tsx';
import { Button } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { FramesRow, LevelRow, samplesPerFrame } from './fields.tsx';

const RISE = { min: -24, max: 18, step: 0.5, fine: 0.1, page: 3, default: 4 } as const;
const MOST_FRAMES = 240;

const WAYS = {
  line: { curve: 'linear' },
  's-curve': { curve: 's-curve' },
  late: { curve: 'exponential', bend: 0.6 },
  early: { curve: 'exponential', bend: -0.6 },
} as const satisfies Record<string, Way>;
type WayName = keyof typeof WAYS;
const WAY_OPTIONS: readonly { readonly value: WayName; readonly text: string }[] = [
  { value: 's-curve', text: 'S-curve' },
  { value: 'line', text: 'Line' },
  { value: 'late', text: 'Slow, then fast' },
  { value: 'early', text: 'Fast, then slow' },
];

/** Swell under silence: up into a silence of the dialogue, back when it ends. */
export function SwellFields({
  span,
  owners,
  name,
}: {
  readonly span: Span | null;
  readonly owners: readonly LaneOwner[];
  readonly name: string;
}) {
  const workspace = useWorkspace();
  const frame = useSession(samplesPerFrame);
  const [riseDb, setRise] = useState<number>(RISE.default);
  const [attack, setAttack] = useState(24);
  const [release, setRelease] = useState(18);
  const [way, setWay] = useState<WayName>('s-curve');
  const write = () => {
    if (!span) return;
    workspace.edit(`Swell of ${name}`, (draft) =>
      swell(draft, owners, {
        ...span,
        riseDb,
        attack: Math.round(attack * frame),
        release: Math.round(release * frame),
        way: WAYS[way],
      }),
    );
  };
  return (
    <>
      <LevelRow label="rise" name="Rise of the swell" value={riseDb} range={RISE} onChange={setRise} />
      <FramesRow
        label="up in"
        name="Time of the rise"
        value={attack}
        most={MOST_FRAMES}
        fallback={24}
        onChange={setAttack}
      />
      <FramesRow
        label="down in"
        name="Time of the fall"
        value={release}
        most={MOST_FRAMES}
        fallback={18}
        onChange={setRelease}
      />
      <Row label="curve">
        <Choice label="Curve of the swell" options={WAY_OPTIONS} value={way} onChange={setWay} />
        <Button tone="primary" disabled={!span || owners.length === 0} onPress={write}>
          Write swell
        </Button>
      </Row>
    </>
  );
}
