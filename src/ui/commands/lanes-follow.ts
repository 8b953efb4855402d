import { type ClipId, carryLanes, type Session, type TrackId } from '../../session/index.ts';
import type { Workspace } from '../state/workspace.ts';

/** Clips as they lay when a gesture took hold of them. */
export type HeldClips = readonly Session['clips'][ClipId][];

/** The clips of these ids as they lie now. */
export const holdClips = (workspace: Workspace, ids: readonly ClipId[]): HeldClips => {
  const { clips } = workspace.document.getState().session;
  return ids.flatMap((id) => clips[id] ?? []);
};

/**
 * At the end of a gesture that moved clips: the lanes of their tracks go where the clips went, if the user wants that. It
 * must be told the gesture's label, so that all is one undo step. Lanes move once, at the end: carried along with every part
 * of a drag they would wipe out whatever the clip passes over.
 */
export function carryAfterGesture(workspace: Workspace, label: string, held: HeldClips): void {
  if (!workspace.prefs.getState().lanesFollow) return;
  const { clips } = workspace.document.getState().session;
  const [first] = held;
  const now = first && clips[first.id];
  if (!now) return;
  const by = now.start - first.start;
  const homes = new Map<TrackId, TrackId>(
    held.map(({ id, trackId }) => [trackId, clips[id]?.trackId ?? trackId] as const),
  );
  if (by === 0 && [...homes].every(([from, to]) => from === to)) return;
  workspace.gesture(label, (draft) =>
    carryLanes(draft, held, { by, homeOf: (from) => homes.get(from) ?? from, leave: 'hold' }),
  );
}
