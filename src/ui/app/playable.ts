import type { Clip, ClipId, Session } from '../../session/index.ts';

/**
 * The session as the engine may play it now: without the clips of stems that are still on their way into the pool.
 * The same object when nothing is missing, so that the engine sees edits as edits. Pure.
 */
export function playableSession(session: Session, pending: ReadonlySet<string>): Session {
  if (pending.size === 0) return session;
  const clips: Record<ClipId, Clip> = {};
  for (const clip of Object.values<Clip>(session.clips)) {
    const stem = session.stems[clip.stemId];
    if (stem && !pending.has(stem.sha256)) clips[clip.id] = clip;
  }
  return { ...session, clips };
}
