import type { SpaceId } from '../../session/index.ts';
import { Section } from '../inspector/fields.tsx';
import { useSession } from '../state/workspace.ts';
import { DecayCurve } from './DecayCurve.tsx';
import { NumberRow } from './NumberRow.tsx';
import { ResponseDrop } from './ResponseDrop.tsx';
import { ResponseSection } from './ResponseSection.tsx';
import { ReturnSection } from './ReturnSection.tsx';

const DECAY = ['lowDecay', 'midDecay', 'highDecay', 'lowCrossover', 'highCrossover'] as const;
const ROOM = [
  'sizeM',
  'preDelayMs',
  'earlyDb',
  'lateDb',
  'distance',
  'modulation',
  'modulationHz',
  'lowCut',
  'highCut',
] as const;
/** What a convolution hears of that. */
const MEASURED_ROOM = ['preDelayMs', 'distance', 'lowCut', 'highCut'] as const;

/** A space: its return, and its room, by numbers or as it was measured. */
export function SpacePanel({ id }: { readonly id: SpaceId }) {
  const space = useSession((session) => session.spaces[id]);
  if (!space) return null;
  const rows = (fields: typeof DECAY | typeof ROOM | typeof MEASURED_ROOM) =>
    fields.map((field) => <NumberRow key={field} space={space} field={field} />);
  if (space.kind === 'convolution')
    return (
      <ResponseDrop space={space}>
        <ReturnSection space={space} />
        <ResponseSection space={space} />
        <Section title="Room">{rows(MEASURED_ROOM)}</Section>
      </ResponseDrop>
    );
  return (
    <>
      <ReturnSection space={space} />
      <Section title="Decay">
        <DecayCurve space={space} />
        {rows(DECAY)}
      </Section>
      <Section title="Room">{rows(ROOM)}</Section>
    </>
  );
}
