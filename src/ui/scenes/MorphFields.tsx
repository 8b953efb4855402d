import { useState } from 'react';
import {
  type LaneCurve,
  type Marker,
  type MixDifference,
  markersInOrder,
  morphScenes,
  type Scene,
  type SceneId,
} from '../../session/index.ts';
import { Row } from '../inspector/fields.tsx';
import { Button } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { NumericField } from '../kit/NumericField.tsx';
import { formatNumber } from '../kit/value-range.ts';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { DifferenceList } from './DifferenceList.tsx';

const SECONDS = { min: 0, max: 120, step: 0.5, fine: 0.05, page: 5, default: 2 } as const;
const CURVES = [
  { value: 'linear', text: 'Line' },
  { value: 's-curve', text: 'S-curve' },
] as const satisfies readonly { readonly value: LaneCurve; readonly text: string }[];
const PLAYHEAD = 'playhead';
const LOOP = 'loop';

/** Writes the way to a scene as automation: from the playhead on, or over a loop, a cue or a range. */
export function MorphFields({ scene, others }: { readonly scene: Scene; readonly others: readonly Scene[] }) {
  const workspace = useWorkspace();
  const session = useSession((whole) => whole);
  const [seconds, setSeconds] = useState<number>(SECONDS.default);
  const [curve, setCurve] = useState<(typeof CURVES)[number]['value']>('s-curve');
  const [from, setFrom] = useState<SceneId | null>(null);
  const [where, setWhere] = useState<string>(PLAYHEAD);
  const [left, setLeft] = useState<readonly MixDifference[]>([]);
  const { loop, sampleRate } = session;
  const spans = markersInOrder(session).filter((marker: Marker) => marker.end !== null);
  const span = where === LOOP ? loop : (spans.find(({ id }) => id === where) ?? null);
  const write = () => {
    const { telemetry } = workspace.engine;
    telemetry.poll();
    const start = span ? span.start : Math.round(telemetry.position);
    const until = span?.end ?? null;
    const most = until === null ? Number.POSITIVE_INFINITY : until - start;
    const end = start + Math.min(most, Math.round(seconds * sampleRate));
    workspace.edit(`Morph to ${scene.name}`, (draft) =>
      morphScenes(draft, { from, to: scene.id, start, end, until, way: { curve } }, (report) =>
        setLeft(report.left),
      ),
    );
  };
  return (
    <>
      <Row label="morph from">
        <Choice
          label={`What the morph to ${scene.name} starts from`}
          options={[
            { value: '', text: 'what is heard' },
            ...others.map(({ id, name }) => ({ value: id as string, text: name })),
          ]}
          value={from ?? ''}
          onChange={(chosen) => setFrom(others.find(({ id }) => id === chosen)?.id ?? null)}
        />
        <NumericField
          label="Length of the morph"
          value={seconds}
          range={SECONDS}
          format={(value) => `${formatNumber(value, 2)} s`}
          onChange={setSeconds}
          onCommit={() => undefined}
          onCancel={() => undefined}
        />
        <Choice label="Curve of the morph" options={CURVES} value={curve} onChange={setCurve} />
      </Row>
      <Row label="where">
        <Choice
          label={`Where the mix becomes ${scene.name}`}
          options={[
            { value: PLAYHEAD, text: 'from the playhead on' },
            ...(loop.end > loop.start ? [{ value: LOOP, text: 'over the loop' }] : []),
            ...spans.map(({ id, name }) => ({ value: id as string, text: `over ${name}` })),
          ]}
          value={where}
          onChange={setWhere}
        />
        <Button tone="call" label={`Write the morph to ${scene.name}`} onPress={write}>
          Write
        </Button>
      </Row>
      {left.length > 0 && (
        <DifferenceList title="Switched, not moved: recall the scene for these" none="" differences={left} />
      )}
    </>
  );
}
