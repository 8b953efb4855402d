import type { SessionDraft } from '../document.ts';
import { type LaneOwner, ownerKey, trackOwner } from '../lane-owner.ts';
import { AUTOMATION_MODES, type AutomationMode, type Group, type Session } from '../types.ts';
import { familyOf, type Refusal, spaceOf, trackOf, vcaOf } from './draft.ts';

/** The owners with those that are armed with them: members of groups that are on and link automation. Each once, in order. */
export function armedTogether(
  session: Pick<Session, 'groups'>,
  owners: readonly LaneOwner[],
): readonly LaneOwner[] {
  const groups = Object.values<Group>(session.groups).filter(({ on, links }) => on && links.automation);
  const together = owners.flatMap((owner) => {
    if (owner.kind !== 'track') return [owner];
    const mates = groups.flatMap(({ trackIds }) => (trackIds.includes(owner.id) ? trackIds : []));
    return [owner, ...mates.map(trackOwner)];
  });
  return [...new Map(together.map((owner) => [ownerKey(owner), owner] as const)).values()];
}

/** Sets what the automation of these owners does, and of the tracks grouped with them. */
export function setAutomationMode(
  draft: SessionDraft,
  owners: readonly LaneOwner[],
  mode: AutomationMode,
): Refusal {
  if (!AUTOMATION_MODES.includes(mode)) return null;
  for (const owner of armedTogether(draft, owners)) {
    const record = recordOf(draft, owner);
    if (record) record.automation = mode;
  }
  return null;
}

function recordOf(draft: SessionDraft, owner: LaneOwner): { automation: AutomationMode } | undefined {
  switch (owner.kind) {
    case 'track':
      return trackOf(draft, owner.id);
    case 'family':
      return familyOf(draft, owner.name);
    case 'vca':
      return vcaOf(draft, owner.id);
    case 'space':
      return spaceOf(draft, owner.id);
  }
}
