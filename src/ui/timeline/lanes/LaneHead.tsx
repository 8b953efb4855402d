import { MoreHorizontal, X } from 'lucide-react';
import { memo } from 'react';
import { ActionMenu } from '../../kit/ActionMenu.tsx';
import { IconButton } from '../../kit/IconButton.tsx';
import type { LaneRef } from '../../state/ui-store.ts';
import { useSession, useUi, useWorkspace } from '../../state/workspace.ts';
import { laneKey } from '../rows.ts';
import { laneActions } from './lane-actions.ts';
import { laneAxis, laneTitle, ownerName } from './lane-axis.ts';
import { pointsOf, showLane } from './lane-rows.ts';

/** Properties of {@link LaneHead}. */
export interface LaneHeadProps {
  readonly lane: LaneRef;
  /** CSS pixels. */
  readonly height: number;
}

/** The name of a lane, its unit, what can be done with its points, and the way to hide it. */
export const LaneHead = memo(
  function LaneHead({ lane, height }: LaneHeadProps) {
    const workspace = useWorkspace();
    const title = useSession((session) => laneTitle(session, lane.owner, lane.target));
    const name = useSession((session) => ownerName(session, lane.owner));
    const count = useSession((session) => pointsOf(session, lane).length);
    const selected = useUi(({ selection }) =>
      selection.kind === 'points' && laneKey(selection.lane) === laneKey(lane)
        ? selection.indexes.length
        : -1,
    );
    const { unit } = laneAxis(lane.owner, lane.target);
    const { owner, target } = lane;
    return (
      <li className="timeline-head lane-head" data-selected={selected >= 0 || undefined} style={{ height }}>
        <div className="lane-line">
          <button
            type="button"
            className="timeline-name lane-name"
            aria-pressed={selected >= 0}
            aria-label={`Lane ${title} of ${name}`}
            title={`${title} · ${name}`}
            onClick={() =>
              workspace.ui.setState({
                selection: { kind: 'points', lane: { owner, target }, indexes: [] },
              })
            }
          >
            {owner.kind === 'track' ? title : `${name} · ${title}`}
          </button>
          <ActionMenu
            label={`Edit the lane ${title} of ${name}`}
            className="icon-button"
            trigger={<MoreHorizontal size={14} aria-hidden="true" />}
            groups={laneActions(workspace, lane)}
          />
          <IconButton
            label={`Hide the lane ${title} of ${name}`}
            icon={X}
            size={12}
            onPress={() => showLane(workspace.ui, lane, false)}
          />
        </div>
        <span className="lane-facts mono">
          {[unit, count === 0 ? 'no points' : `${count} pt`, selected > 0 ? `${selected} sel.` : '']
            .filter((text) => text !== '')
            .join(' · ')}
        </span>
      </li>
    );
  },
  (before, after) => laneKey(before.lane) === laneKey(after.lane) && before.height === after.height,
);
