import { type Group, type TrackId, vcasOver } from '../../../session/index.ts';
import { useSession } from '../../state/workspace.ts';
import { byName } from '../by-name.ts';

/** Properties of {@link StripHolders}. */
export interface StripHoldersProps {
  readonly id: TrackId;
}

/** Letter of a group by its place among all by name: a … z, then +. */
const letterOf = (at: number): string => (at < 26 ? String.fromCharCode(97 + at) : '+');

/** What moves with a strip or over it: its VCA's name and its groups' letters, small, on one line; nothing without either. */
export function StripHolders({ id }: StripHoldersProps) {
  const vca = useSession((session) => vcasOver(session, id)[0]);
  const groups = useSession((session) => session.groups);
  const any = useSession(
    (session) => Object.keys(session.vcas).length > 0 || Object.keys(session.groups).length > 0,
  );
  const all = byName<Group>(groups);
  const mine = all.filter(({ trackIds }) => trackIds.includes(id));
  // Where any strip has a holder all keep the line, so that faders stand level.
  if (!any) return null;
  const words = [
    ...(vca ? [`under VCA ${vca.name}`] : []),
    ...mine.map(({ name, on }) => `in group ${name}${on ? '' : ', off'}`),
  ].join(', ');
  return (
    <div className="strip-holders" title={words === '' ? undefined : words}>
      {vca && (
        <span className="strip-vca" style={vca.colour === null ? {} : { ['--vca' as string]: vca.colour }}>
          {vca.name}
        </span>
      )}
      {mine.map((group) => (
        <span key={group.id} className="strip-group" data-off={!group.on || undefined}>
          {letterOf(all.indexOf(group))}
        </span>
      ))}
      {words !== '' && <span className="visually-hidden">{words}</span>}
    </div>
  );
}
