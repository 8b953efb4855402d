import { samples } from '../../units/index.ts';
import type { SessionDraft } from '../document.ts';
import { clampTime, cleanName, LIMITS } from '../limits.ts';
import type { Marker, MarkerId } from '../types.ts';
import { markerOf, type Refusal, roomFor } from './draft.ts';

/** A marker to be made. */
export interface NewMarker {
  readonly id: MarkerId;
  readonly kind: Marker['kind'];
  readonly name: string;
  /** Timeline samples. */
  readonly start: number;
  /** End of a range or cue; at least one sample after its start. Points have none. */
  readonly end?: number;
}

const isSpan = (kind: Marker['kind']): boolean => kind === 'range' || kind === 'cue';

/** Start and end fit for a kind: spans are at least one sample long, points have no end. */
function placed(kind: Marker['kind'], start: number, end: number | null) {
  const from = isSpan(kind) ? Math.min(clampTime(start), LIMITS.time - 1) : clampTime(start);
  return {
    start: samples(from),
    end: isSpan(kind) ? samples(Math.max(from + 1, clampTime(end ?? from))) : null,
  };
}

/** Adds a marker. */
export function addMarker(draft: SessionDraft, { id, kind, name, start, end }: NewMarker): Refusal {
  const full = roomFor(draft, 'markers', 1);
  if (full) return full;
  if (markerOf(draft, id)) return null;
  draft.markers[id] = { id, kind, name: cleanName(name) || 'Marker', ...placed(kind, start, end ?? null) };
  return null;
}

/** Renames a marker; an empty name is passed over. */
export function renameMarker(draft: SessionDraft, id: MarkerId, name: string): Refusal {
  const marker = markerOf(draft, id);
  if (marker) marker.name = cleanName(name) || marker.name;
  return null;
}

/** Moves a marker's start; a span keeps its length. */
export function moveMarker(draft: SessionDraft, id: MarkerId, start: number): Refusal {
  const marker = markerOf(draft, id);
  if (!marker) return null;
  const length = marker.end === null ? 0 : marker.end - marker.start;
  const from = Math.min(clampTime(start), LIMITS.time - length);
  Object.assign(marker, placed(marker.kind, from, marker.end === null ? null : from + length));
  return null;
}

/** Sets both ends of a range or cue; for a point, its place. */
export function setMarkerSpan(draft: SessionDraft, id: MarkerId, start: number, end: number): Refusal {
  const marker = markerOf(draft, id);
  if (marker) Object.assign(marker, placed(marker.kind, start, end));
  return null;
}

/** Changes what a marker is; a point that becomes a span ends at `end` (default: one sample on). */
export function setMarkerKind(
  draft: SessionDraft,
  id: MarkerId,
  kind: Marker['kind'],
  end?: number,
): Refusal {
  const marker = markerOf(draft, id);
  if (!marker) return null;
  marker.kind = kind;
  Object.assign(marker, placed(kind, marker.start, marker.end ?? end ?? null));
  return null;
}

/** Deletes markers. */
export function deleteMarkers(draft: SessionDraft, ids: readonly MarkerId[]): Refusal {
  for (const id of ids) if (markerOf(draft, id)) delete draft.markers[id];
  return null;
}
