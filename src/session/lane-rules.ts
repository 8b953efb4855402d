/** What must hold of lanes: known targets, values in range, points sorted. Long lanes are checked only when they change. */
import { type Fault, fault, firstFault, own } from './fault.ts';
import { LIMITS } from './limits.ts';
import {
  controlRangeOf,
  duckRangeOf,
  FAMILIES,
  LANE_CURVES,
  type LanePoint,
  laneRangeOf,
  type Session,
  spaceRangeOf,
} from './types.ts';

type RangeOf = (target: string) => readonly [number, number] | null;
type LaneSet = Readonly<Record<string, readonly LanePoint[] | undefined>>;

/** Lanes of one owner, where they lie and what they may move. */
interface Owned {
  readonly path: string;
  readonly lanes: LaneSet;
  readonly rangeOf: RangeOf;
}

/** Owners of lanes in a member of a record (or a family), by the record's name. */
function ownedLanes(session: Session, record: string, id: string): readonly Owned[] {
  const path = `${record}.${id}`;
  if (record === 'tracks') {
    const track = own(session.tracks, id);
    return track ? [{ path: `${path}.lanes`, lanes: track.lanes, rangeOf: laneRangeOf }] : [];
  }
  if (record === 'vcas') {
    const vca = own(session.vcas, id);
    return vca ? [{ path: `${path}.lanes`, lanes: vca.lanes, rangeOf: controlRangeOf }] : [];
  }
  if (record === 'spaces') {
    const space = own(session.spaces, id);
    return space ? [{ path: `${path}.lanes`, lanes: space.lanes, rangeOf: spaceRangeOf }] : [];
  }
  const name = record === 'families' ? FAMILIES.find((family) => family === id) : undefined;
  if (!name) return [];
  const { lanes, duck } = session.families[name];
  return [
    { path: `${path}.lanes`, lanes, rangeOf: controlRangeOf },
    { path: `${path}.duck.printed`, lanes: duck.printed, rangeOf: duckRangeOf },
  ];
}

const OWNERS = ['tracks', 'families', 'vcas', 'spaces'] as const;

/** The first broken lane of a document, or null. */
export const lanesFault = (session: Session): Fault | null =>
  firstFault(OWNERS, (record) =>
    firstFault(Object.keys(session[record]), (id) =>
      firstFault(ownedLanes(session, record, id), (owned) => setFault(owned, Object.keys(owned.lanes))),
    ),
  );

/** The first broken lane among those a patch at a path has touched, or null. */
export function laneSetFault(session: Session, path: readonly (string | number)[]): Fault | null {
  const [record, id] = path;
  const owner = OWNERS.find((name) => name === record);
  if (!owner) return null;
  const ids = id === undefined ? Object.keys(session[owner]) : [String(id)];
  const text = path.join('.');
  return firstFault(ids, (member) =>
    firstFault(ownedLanes(session, owner, member), (owned) => {
      // The patch lies above the lanes, in one of them, or elsewhere.
      if (owned.path.startsWith(text)) return setFault(owned, Object.keys(owned.lanes));
      if (!text.startsWith(`${owned.path}.`)) return null;
      const depth = owned.path.split('.').length;
      const target = String(path[depth]);
      return setFault(owned, Object.hasOwn(owned.lanes, target) ? [target] : []);
    }),
  );
}

function setFault({ path, lanes, rangeOf }: Owned, targets: readonly string[]): Fault | null {
  return firstFault(targets, (target) => {
    const range = rangeOf(target);
    if (!range) return fault(`${path}.${target.slice(0, 64)}`, 'is not a lane this version knows');
    return laneFault(`${path}.${target}`, lanes[target] ?? [], range);
  });
}

function laneFault(
  path: string,
  points: readonly LanePoint[],
  [low, high]: readonly [number, number],
): Fault | null {
  if (points.length > LIMITS.lanePoints)
    return fault(path, `must not have more than ${LIMITS.lanePoints} points`);
  let earliest = 0;
  for (const [at, { time, value, curve, bend = 0 }] of points.entries()) {
    if (!Number.isInteger(time) || time > LIMITS.time || time < earliest) {
      return fault(`${path}.${at}.time`, 'must be a whole sample, not before the point before it');
    }
    if (!(value >= low && value <= high))
      return fault(`${path}.${at}.value`, `must lie between ${low} and ${high}`);
    if (!LANE_CURVES.includes(curve))
      return fault(`${path}.${at}.curve`, `must be one of ${LANE_CURVES.join(', ')}`);
    if (!(bend >= -1 && bend <= 1)) return fault(`${path}.${at}.bend`, 'must lie between -1 and 1');
    earliest = time;
  }
  return null;
}
