import type { Session, TimeSpan } from '../../session/index.ts';
import type { Selection } from '../state/ui-store.ts';

/** The stretch of time that is chosen: the selected range or cue, else the selected clips from first to last, else the loop's range. */
export function timeSelection(session: Session, selection: Selection): TimeSpan | null {
  if (selection.kind === 'marker') {
    const marker = session.markers[selection.id];
    if (marker && marker.end !== null && marker.end > marker.start)
      return { from: marker.start, to: marker.end };
  }
  if (selection.kind === 'clips') {
    const clips = selection.ids.flatMap((id) => session.clips[id] ?? []);
    if (clips.length > 0)
      return {
        from: Math.min(...clips.map(({ start }) => start)),
        to: Math.max(...clips.map(({ start, length }) => start + length)),
      };
  }
  const { start, end } = session.loop;
  return end > start ? { from: start, to: end } : null;
}
