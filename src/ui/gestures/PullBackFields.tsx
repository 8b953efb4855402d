import { useState } from 'react';
import { type LaneOwner, markersInOrder, pullBack } from '../../session/index.ts';
import { Row } from '../inspector/fields.tsx';
import { Button } from '../kit/Button.tsx';
import { Choice } from '../kit/Choice.tsx';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { FramesRow, LevelRow, samplesPerFrame, timecodeAt } from './fields.tsx';

const TO = { min: -60, max: 0, step: 1, fine: 0.1, page: 6, default: -12, silent: true } as const;
const MOST_FRAMES = 120;
const PLAYHEAD = 'playhead';

/** Pull back before a hit: down some frames before a hit point, back after it. */
export function PullBackFields({
  owners,
  name,
}: {
  readonly owners: readonly LaneOwner[];
  readonly name: string;
}) {
  const workspace = useWorkspace();
  const session = useSession((whole) => whole);
  const frame = samplesPerFrame(session);
  const hits = markersInOrder(session).filter(({ kind }) => kind === 'hit');
  const [hit, setHit] = useState<string>(hits[0]?.id ?? PLAYHEAD);
  const [toDb, setTo] = useState<number>(TO.default);
  const [before, setBefore] = useState(6);
  const [fall, setFall] = useState(12);
  const [back, setBack] = useState(2);
  const marker = hits.find(({ id }) => id === hit);
  const write = () => {
    const { telemetry } = workspace.engine;
    telemetry.poll();
    const at = marker?.start ?? Math.round(telemetry.position);
    workspace.edit(`Pull ${name} back`, (draft) =>
      pullBack(draft, owners, {
        hit: at,
        depthDb: -toDb,
        before: Math.round(before * frame),
        fall: Math.round(fall * frame),
        back: Math.round(back * frame),
      }),
    );
  };
  return (
    <>
      <Row label="hit point">
        <Choice
          label="Hit point to pull back before"
          options={[
            ...hits.map((one) => ({
              value: one.id as string,
              text: one.name,
              note: timecodeAt(session, one.start),
            })),
            { value: PLAYHEAD, text: 'where the playhead is' },
          ]}
          value={marker ? hit : PLAYHEAD}
          onChange={setHit}
        />
      </Row>
      <LevelRow
        label="down to"
        name="Relative level before the hit"
        value={toDb}
        range={TO}
        onChange={setTo}
      />
      <FramesRow
        label="ahead"
        name="Frames it is down before the hit"
        value={before}
        most={MOST_FRAMES}
        fallback={6}
        onChange={setBefore}
      />
      <FramesRow
        label="falls in"
        name="Time of the fall"
        value={fall}
        most={MOST_FRAMES}
        fallback={12}
        onChange={setFall}
      />
      <FramesRow
        label="back in"
        name="Time of the return"
        value={back}
        most={MOST_FRAMES}
        fallback={2}
        onChange={setBack}
      />
      <Row label="">
        <Button tone="primary" disabled={owners.length === 0} onPress={write}>
          Write pull-back
        </Button>
      </Row>
    </>
  );
}
