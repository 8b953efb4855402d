import type { Clip, ClipId, Session, TrackId } from '../../session/index.ts';

/** What the timeline reads of a session, ready for painting; made anew only when the parts it depends on change. */
export interface TimelineData {
  readonly tracks: readonly TrackId[];
  /** Clips of a track sorted by start. */
  clipsOf(track: TrackId): readonly Clip[];
  rowOf(track: TrackId): number;
}

/** Collects rows and clips of a session. */
export function timelineData({ trackOrder, clips }: Pick<Session, 'trackOrder' | 'clips'>): TimelineData {
  const byTrack = new Map<TrackId, Clip[]>();
  for (const clip of Object.values(clips)) {
    const list = byTrack.get(clip.trackId);
    if (list) list.push(clip);
    else byTrack.set(clip.trackId, [clip]);
  }
  for (const list of byTrack.values()) list.sort((a, b) => a.start - b.start || (a.id < b.id ? -1 : 1));
  const rowIndex = new Map(trackOrder.map((id, index) => [id, index]));
  return {
    tracks: trackOrder,
    clipsOf: (track) => byTrack.get(track) ?? [],
    rowOf: (track) => rowIndex.get(track) ?? -1,
  };
}

/** Which way the clip cursor moves. */
export type CursorMove = 'left' | 'right' | 'up' | 'down';

/** The clip the keyboard cursor goes to from `from` (or from nowhere); null when there is none. */
export function moveCursor(data: TimelineData, from: Clip | null, move: CursorMove): Clip | null {
  if (!from)
    return data.tracks.map((track) => data.clipsOf(track)[0]).find((clip) => clip !== undefined) ?? null;
  const row = data.rowOf(from.trackId);
  const line = data.clipsOf(from.trackId);
  const index = line.findIndex(({ id }) => id === from.id);
  if (move === 'left') return line[index - 1] ?? null;
  if (move === 'right') return line[index + 1] ?? null;
  const step = move === 'up' ? -1 : 1;
  const middle = from.start + from.length / 2;
  for (let next = row + step; next >= 0 && next < data.tracks.length; next += step) {
    const track = data.tracks[next];
    const candidates = track ? data.clipsOf(track) : [];
    let best: Clip | null = null;
    for (const clip of candidates) if (!best || distance(clip, middle) < distance(best, middle)) best = clip;
    if (best) return best;
  }
  return null;
}

function distance(clip: Clip, at: number): number {
  if (at < clip.start) return clip.start - at;
  return Math.max(0, at - clip.start - clip.length);
}

/** Clips of some tracks that touch a span of timeline samples. */
export function clipsInside(
  data: TimelineData,
  tracks: readonly TrackId[],
  span: readonly [from: number, to: number],
): ClipId[] {
  return tracks
    .flatMap((track) => data.clipsOf(track))
    .filter((clip) => clip.start < span[1] && clip.start + clip.length > span[0])
    .map(({ id }) => id);
}

/** Edges of clips that are not being dragged, markers and the playhead: what a drag catches on. */
export function snapAnchors(session: Session, dragged: ReadonlySet<string>, playhead: number): number[] {
  const anchors = [playhead];
  for (const clip of Object.values(session.clips)) {
    if (!dragged.has(clip.id)) anchors.push(clip.start, clip.start + clip.length);
  }
  for (const marker of Object.values(session.markers)) {
    anchors.push(marker.start);
    if (marker.end !== null) anchors.push(marker.end);
  }
  return anchors;
}
