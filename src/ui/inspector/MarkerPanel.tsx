import { type MarkerId, moveMarker, renameMarker, setMarkerSpan } from '../../session/index.ts';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { Row, Section, TextRow, TimeRow } from './fields.tsx';

const KINDS = { marker: 'Marker', hit: 'Hit point', range: 'Range', cue: 'Cue' } as const;

/** A marker, hit point, range or cue: name and place. */
export function MarkerPanel({ id }: { readonly id: MarkerId }) {
  const workspace = useWorkspace();
  const marker = useSession((session) => session.markers[id]);
  const frameRate = useSession((session) => session.frameRate);
  const sampleRate = useSession((session) => session.sampleRate);
  const startFrames = useSession((session) => session.startFrames);
  if (!marker) return null;
  const ends = { onCommit: () => workspace.commit(), onCancel: () => workspace.cancel() };
  const { name, end } = marker;
  return (
    <Section title={KINDS[marker.kind]}>
      <TextRow
        label="name"
        value={name}
        onCommit={(text) => workspace.edit(`Rename ${name}`, (draft) => renameMarker(draft, id, text))}
      />
      <TimeRow
        label="start"
        value={marker.start}
        {...{ frameRate, sampleRate }}
        originFrames={startFrames}
        onChange={(start) => workspace.gesture(`Move ${name}`, (draft) => moveMarker(draft, id, start))}
        {...ends}
      />
      {end !== null && (
        <TimeRow
          label="end"
          value={end}
          min={marker.start + 1}
          {...{ frameRate, sampleRate }}
          originFrames={startFrames}
          onChange={(next) =>
            workspace.gesture(`End of ${name}`, (draft) => setMarkerSpan(draft, id, marker.start, next))
          }
          {...ends}
        />
      )}
      {end !== null && (
        <Row label="length">
          <span className="inspector-value mono">{((end - marker.start) / sampleRate).toFixed(2)} s</span>
        </Row>
      )}
    </Section>
  );
}
