import type { Group, GroupLink, TrackId } from '../../session/index.ts';
import type { Workspace } from '../state/workspace.ts';

/** The selected tracks if `id` is one of several, else `id` alone: a control of a selection moves the selection. */
export function groupOf(workspace: Pick<Workspace, 'ui'>, id: TrackId): readonly TrackId[] {
  const { selection } = workspace.ui.getState();
  return selection.kind === 'tracks' && selection.ids.length > 1 && selection.ids.includes(id)
    ? selection.ids
    : [id];
}

/**
 * Tracks whose control moves with that of `id`, itself first: what is selected with it, and the members of every group
 * that is on, links this control and holds any of those. Groups of members that are only linked are not followed on.
 * @param alone the modifier is held: `id` by itself
 */
export function gangOf(
  workspace: Pick<Workspace, 'ui' | 'document'>,
  id: TrackId,
  link: GroupLink,
  alone = false,
): readonly TrackId[] {
  if (alone) return [id];
  const hands = groupOf(workspace, id);
  const gang = new Set<TrackId>([id, ...hands]);
  for (const group of Object.values<Group>(workspace.document.getState().session.groups)) {
    if (!group.on || !group.links[link] || !group.trackIds.some((member) => hands.includes(member))) continue;
    for (const member of group.trackIds) gang.add(member);
  }
  return [...gang];
}
