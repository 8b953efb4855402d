import { Check, Spline } from 'lucide-react';
import { useMemo } from 'react';
import { Button, Header, Menu, MenuItem, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import { type LaneOwner, lanesOf, ownerKey } from '../../../session/index.ts';
import { useSession, useUi, useWorkspace } from '../../state/workspace.ts';
import { LANE_SECTIONS, laneAxis, laneTitle } from './lane-axis.ts';
import { laneTargetsOf, showLanesOf } from './lane-rows.ts';

/** Properties of {@link LaneMenu}. */
export interface LaneMenuProps {
  readonly owner: LaneOwner;
  readonly name: string;
  readonly tabIndex?: number;
}

/** The button that shows and hides the lanes of an owner; lit while it has lanes with points. */
export function LaneMenu({ owner, name, tabIndex = 0 }: LaneMenuProps) {
  const count = useSession(
    (session) => Object.values(lanesOf(session, owner)).filter((points) => (points?.length ?? 0) > 0).length,
  );
  return (
    <MenuTrigger>
      <Button
        className="icon-button lane-button"
        data-control="lanes"
        data-lit={count > 0 || undefined}
        aria-label={count === 0 ? `Lanes of ${name}` : `Lanes of ${name}, ${count} written`}
        excludeFromTabOrder={tabIndex < 0}
      >
        <Spline size={13} aria-hidden="true" strokeWidth={1.75} />
      </Button>
      <Popover className="popover" offset={4}>
        <LaneChoices owner={owner} name={name} />
      </Popover>
    </MenuTrigger>
  );
}

const ALL = 'all-with-points';
const NONE = 'none';

/** The menu itself: it reads the document only while it is open. */
function LaneChoices({ owner, name }: { readonly owner: LaneOwner; readonly name: string }) {
  const { ui } = useWorkspace();
  const session = useSession((whole) => whole);
  const shownLanes = useUi((state) => state.lanes);
  const shown = useMemo(() => {
    const key = ownerKey(owner);
    return shownLanes.filter((lane) => ownerKey(lane.owner) === key).map(({ target }) => target);
  }, [shownLanes, owner]);
  const targets = laneTargetsOf(session, owner);
  const lanes = lanesOf(session, owner);
  const written = targets.filter((target) => (lanes[target]?.length ?? 0) > 0);
  const sections = LANE_SECTIONS.map((section) => ({
    section,
    targets: targets.filter((target) => laneAxis(owner, target).section === section),
  })).filter((part) => part.targets.length > 0);
  return (
    <Menu
      className="menu lane-menu"
      aria-label={`Lanes of ${name}`}
      onAction={(key) => {
        if (key === ALL) showLanesOf(ui, owner, [...new Set([...shown, ...written])]);
        if (key === NONE) showLanesOf(ui, owner, []);
      }}
    >
      <MenuSection aria-label="Show and hide">
        <MenuItem id={ALL} className="menu-item" isDisabled={written.length === 0}>
          <span>Show all that are written</span>
        </MenuItem>
        <MenuItem id={NONE} className="menu-item" isDisabled={shown.length === 0}>
          <span>Hide all</span>
        </MenuItem>
      </MenuSection>
      {sections.map((part) => (
        <MenuSection
          key={part.section}
          aria-label={part.section}
          selectionMode="multiple"
          selectedKeys={shown.filter((target) => part.targets.includes(target))}
          onSelectionChange={(keys) => {
            const chosen = part.targets.filter((target) => keys === 'all' || keys.has(target));
            const others = shown.filter((target) => !part.targets.includes(target));
            showLanesOf(ui, owner, [...others, ...chosen]);
          }}
        >
          <Header className="menu-heading">{part.section}</Header>
          {part.targets.map((target) => (
            <LaneItem
              key={target}
              id={target}
              title={laneTitle(session, owner, target)}
              unit={laneAxis(owner, target).unit}
              points={lanes[target]?.length ?? 0}
            />
          ))}
        </MenuSection>
      ))}
    </Menu>
  );
}

interface LaneItemProps {
  readonly id: string;
  readonly title: string;
  readonly unit: string;
  readonly points: number;
}

/** A line of a menu of lanes: ticked while it is shown. */
export function LaneItem({ id, title, unit, points }: LaneItemProps) {
  const note = [unit, points === 0 ? '' : `${points} ${points === 1 ? 'point' : 'points'}`]
    .filter((text) => text !== '')
    .join(' · ');
  return (
    <MenuItem id={id} className="menu-item" textValue={title}>
      {({ isSelected }) => (
        <>
          <Check size={12} aria-hidden="true" style={{ visibility: isSelected ? 'visible' : 'hidden' }} />
          <span>{title}</span>
          {note !== '' && <kbd>{note}</kbd>}
        </>
      )}
    </MenuItem>
  );
}
