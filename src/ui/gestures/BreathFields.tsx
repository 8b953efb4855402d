import { useState } from 'react';
import { breathe, type LaneOwner, type Span } from '../../session/index.ts';
import { Row } from '../inspector/fields.tsx';
import { Button } from '../kit/Button.tsx';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { FramesRow, samplesPerFrame } from './fields.tsx';

const MOST_FRAMES = 120;

/** Let silence breathe: everything but room tone goes out and comes back. */
export function BreathFields({
  span,
  owners,
  kept,
}: {
  readonly span: Span | null;
  readonly owners: readonly LaneOwner[];
  /** What stays, in words. */
  readonly kept: string;
}) {
  const workspace = useWorkspace();
  const frame = useSession(samplesPerFrame);
  const [fade, setFade] = useState(12);
  const write = () => {
    if (!span) return;
    workspace.edit('Let silence breathe', (draft) =>
      breathe(draft, owners, { ...span, fade: Math.round(fade * frame) }),
    );
  };
  return (
    <>
      <FramesRow
        label="fades"
        name="Length of the fades"
        value={fade}
        most={MOST_FRAMES}
        fallback={12}
        onChange={setFade}
      />
      <p className="inspector-note">{kept}</p>
      <Row label="">
        <Button tone="primary" disabled={!span || owners.length === 0} onPress={write}>
          Write silence
        </Button>
      </Row>
    </>
  );
}
