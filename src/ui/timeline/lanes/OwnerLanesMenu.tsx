import { Spline } from 'lucide-react';
import { Button, Header, Menu, MenuSection, MenuTrigger, Popover } from 'react-aria-components';
import {
  FAMILIES,
  type LaneOwner,
  lanesOf,
  ownerKey,
  type Session,
  type SpaceId,
  type VcaId,
} from '../../../session/index.ts';
import { useSession, useUi, useWorkspace } from '../../state/workspace.ts';
import { LaneItem } from './LaneMenu.tsx';
import { laneAxis, laneTitle, ownerName } from './lane-axis.ts';
import { laneTargetsOf, showLanesOf } from './lane-rows.ts';

/** What has lanes but no row of its own. */
const ownersOf = ({ vcas, spaces }: Session): readonly LaneOwner[] => [
  ...FAMILIES.map((name) => ({ kind: 'family' as const, name })),
  ...(Object.keys(vcas) as VcaId[]).map((id) => ({ kind: 'vca' as const, id })),
  ...(Object.keys(spaces) as SpaceId[]).map((id) => ({ kind: 'space' as const, id })),
];

/** The button that shows and hides lanes of families, VCAs and spaces below the tracks. */
export function OwnerLanesMenu() {
  return (
    <MenuTrigger>
      <Button className="icon-button" aria-label="Lanes of families, VCAs and spaces">
        <Spline size={14} aria-hidden="true" strokeWidth={1.75} />
      </Button>
      <Popover className="popover" offset={4}>
        <OwnerChoices />
      </Popover>
    </MenuTrigger>
  );
}

function OwnerChoices() {
  const { ui } = useWorkspace();
  const session = useSession((whole) => whole);
  const lanes = useUi((state) => state.lanes);
  return (
    <Menu className="menu lane-menu" aria-label="Lanes of families, VCAs and spaces">
      {ownersOf(session).map((owner) => {
        const key = ownerKey(owner);
        const name = ownerName(session, owner);
        const shown = lanes.filter((lane) => ownerKey(lane.owner) === key).map(({ target }) => target);
        const targets = laneTargetsOf(session, owner);
        const item = (target: string) => `${key}/${target}`;
        return (
          <MenuSection
            key={key}
            aria-label={name}
            selectionMode="multiple"
            selectedKeys={shown.map(item)}
            onSelectionChange={(keys) =>
              showLanesOf(
                ui,
                owner,
                targets.filter((target) => keys === 'all' || keys.has(item(target))),
              )
            }
          >
            <Header className="menu-heading">{name}</Header>
            {targets.map((target) => (
              <LaneItem
                key={target}
                id={item(target)}
                title={laneTitle(session, owner, target)}
                unit={laneAxis(owner, target).unit}
                points={lanesOf(session, owner)[target]?.length ?? 0}
              />
            ))}
          </MenuSection>
        );
      })}
    </Menu>
  );
}
