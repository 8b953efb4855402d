import { type PointerEvent as ReactPointerEvent, type RefObject, useRef } from 'react';
import {
  type Clip,
  type ClipId,
  moveClips,
  setFade,
  trimClipEnd,
  trimClipStart,
} from '../../session/index.ts';
import { samples } from '../../units/index.ts';
import { carryAfterGesture, type HeldClips, holdClips } from '../commands/lanes-follow.ts';
import { locate } from '../commands/transport.ts';
import { selectClip } from '../state/ui-store.ts';
import type { Workspace } from '../state/workspace.ts';
import { type ClipPart, clipAt, PART_CURSOR } from './clip-hit.ts';
import { type RowLayout, rowAt } from './rows.ts';
import { type Grid, snapTo } from './snap.ts';
import { xToSample } from './time-scale.ts';
import { clipsInside, snapAnchors, type TimelineData } from './timeline-data.ts';

/** Way the pointer must go before a press becomes a drag, CSS pixels. */
const SLOP = 3;
/** Reach of an edge that attracts a dragged clip, CSS pixels. */
const SNAP_PIXELS = 7;

/** What a press on the lanes has turned into. */
type Gesture =
  | {
      readonly kind: 'press';
      readonly x: number;
      readonly y: number;
      readonly clip: Clip | null;
      readonly part: ClipPart;
    }
  | {
      readonly kind: 'move';
      readonly x: number;
      readonly lead: Clip;
      readonly ids: readonly ClipId[];
      /** The clips as they lay when they were taken. */
      readonly taken: HeldClips;
      moved: number;
      rows: number;
    }
  | {
      readonly kind: 'edge';
      readonly x: number;
      readonly clip: Clip;
      readonly part: Exclude<ClipPart, 'body'>;
    }
  | { readonly kind: 'marquee'; readonly x: number; readonly y: number; readonly add: readonly ClipId[] };

const moveLabel = ({ ids, lead }: Extract<Gesture, { kind: 'move' }>): string =>
  ids.length > 1 ? `Move ${ids.length} clips` : `Move ${lead.name}`;

/** What the gestures need of the lanes. */
export interface LaneSurface {
  readonly element: RefObject<HTMLDivElement | null>;
  readonly marquee: RefObject<HTMLDivElement | null>;
  readonly readout: RefObject<HTMLOutputElement | null>;
  data(): TimelineData;
  layout(): RowLayout;
  grid(): Grid;
  /** Text of a timeline sample for the read-out. */
  clock(sample: number): string;
  /** Text of a length in samples. */
  span(length: number): string;
}

/** Pointer handlers of the lanes: select, marquee, move, trim, fade, click to locate. One drag is one undo step. */
export function useClipGestures(workspace: Workspace, surface: LaneSurface) {
  const gesture = useRef<Gesture | null>(null);
  const { ui, prefs, engine } = workspace;

  const pointIn = (event: ReactPointerEvent) => {
    const box = surface.element.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };
  const hitAt = (x: number, y: number) => {
    const { view } = ui.getState();
    const data = surface.data();
    const layout = surface.layout();
    const row = layout.rows[rowAt(layout, y, view.top)];
    if (row?.kind !== 'track') return null;
    return clipAt(data.clipsOf(row.id), view, x, y + view.top - row.top);
  };
  const say = (text: string | null, x = 0, y = 0) => {
    const output = surface.readout.current;
    if (!output) return;
    output.hidden = text === null;
    output.textContent = text ?? '';
    output.style.transform = `translate(${Math.round(x + 14)}px, ${Math.round(y + 16)}px)`;
  };
  const landing = (sample: number, dragged: readonly ClipId[], free: boolean): number => {
    const { view } = ui.getState();
    const unit = free ? 'off' : prefs.getState().snap;
    const { session } = workspace.document.getState();
    const anchors = unit === 'off' ? [] : snapAnchors(session, new Set(dragged), engine.telemetry.position);
    return snapTo(sample, unit, surface.grid(), anchors, SNAP_PIXELS * view.samplesPerPixel);
  };
  const selectedIds = (): readonly ClipId[] => {
    const { selection } = ui.getState();
    return selection.kind === 'clips' ? selection.ids : [];
  };

  const moveTo = (held: Extract<Gesture, { kind: 'move' }>, x: number, y: number, free: boolean) => {
    const { view } = ui.getState();
    const { session } = workspace.document.getState();
    const wanted = held.lead.start + (x - held.x) * view.samplesPerPixel;
    const earliest = Math.min(...held.ids.map((id) => (session.clips[id]?.start ?? 0) - held.moved));
    const goal = Math.max(held.lead.start - earliest, landing(wanted, held.ids, free));
    const delta = goal - held.lead.start - held.moved;
    const data = surface.data();
    const from = data.rowOf(held.lead.trackId);
    const layout = surface.layout();
    const under = layout.rows[rowAt(layout, y, view.top)];
    const row = under?.kind === 'track' ? data.rowOf(under.id) : -1;
    const rows = row < 0 ? 0 : row - from - held.rows;
    if (delta === 0 && rows === 0) return;
    workspace.gesture(moveLabel(held), (draft) => {
      moveClips(draft, held.ids, { by: delta, rows });
    });
    // What was really moved: rows are kept where a clip does not fit the track under the pointer.
    const now = workspace.document.getState().session.clips[held.lead.id] ?? held.lead;
    held.moved = now.start - held.lead.start;
    held.rows = data.rowOf(now.trackId) - from;
    say(`${surface.clock(held.lead.start + held.moved)}  ${surface.span(held.moved)}`, x, y);
  };

  const dragEdge = (held: Extract<Gesture, { kind: 'edge' }>, x: number, y: number, free: boolean) => {
    const { view } = ui.getState();
    const { clip, part } = held;
    const shift = (x - held.x) * view.samplesPerPixel;
    const end = clip.start + clip.length;
    if (part === 'start' || part === 'end') {
      const goal = landing((part === 'start' ? clip.start : end) + shift, [clip.id], free);
      workspace.gesture(`Trim ${clip.name}`, (draft) =>
        part === 'start' ? trimClipStart(draft, clip.id, goal) : trimClipEnd(draft, clip.id, goal),
      );
      say(surface.clock(goal), x, y);
      return;
    }
    const side = part === 'fade-in' ? 'in' : 'out';
    const before = side === 'in' ? clip.fadeIn : clip.fadeOut;
    const raw = before.length + (side === 'in' ? shift : -shift);
    const length = samples(Math.round(Math.min(clip.length, Math.max(0, raw))));
    workspace.gesture(`Fade ${side} ${clip.name}`, (draft) =>
      setFade(draft, clip.id, side, { ...before, length }),
    );
    say(`fade ${side} ${surface.span(length)}`, x, y);
  };

  const dragMarquee = (held: Extract<Gesture, { kind: 'marquee' }>, x: number, y: number) => {
    const { view } = ui.getState();
    const [left, right] = [Math.min(held.x, x), Math.max(held.x, x)];
    const [top, bottom] = [Math.min(held.y, y), Math.max(held.y, y)];
    const box = surface.marquee.current;
    if (box) {
      box.hidden = false;
      box.style.transform = `translate(${left}px, ${top}px)`;
      box.style.width = `${right - left}px`;
      box.style.height = `${bottom - top}px`;
    }
    const { rows } = surface.layout();
    const tracks = rows.flatMap((row) =>
      row.kind === 'track' && row.top < bottom + view.top && row.top + row.height > top + view.top
        ? [row.id]
        : [],
    );
    const inside = clipsInside(surface.data(), tracks, [xToSample(view, left), xToSample(view, right)]);
    const ids = [...new Set([...held.add, ...inside])];
    ui.setState({ selection: ids.length === 0 ? { kind: 'none' } : { kind: 'clips', ids } });
  };

  const begin = (press: Extract<Gesture, { kind: 'press' }>, event: ReactPointerEvent): Gesture => {
    const { clip, part, x, y } = press;
    if (!clip) return { kind: 'marquee', x, y, add: event.shiftKey ? selectedIds() : [] };
    if (part !== 'body') return { kind: 'edge', x, clip, part };
    if (!selectedIds().includes(clip.id)) selectClip(ui, clip.id, event.shiftKey);
    const ids = selectedIds();
    return { kind: 'move', x, lead: clip, ids, taken: holdClips(workspace, ids), moved: 0, rows: 0 };
  };

  const finish = (keep: boolean) => {
    const held = gesture.current;
    gesture.current = null;
    say(null);
    if (surface.marquee.current) surface.marquee.current.hidden = true;
    if (held?.kind !== 'move' && held?.kind !== 'edge') return;
    if (keep && held.kind === 'move') carryAfterGesture(workspace, moveLabel(held), held.taken);
    if (keep) workspace.commit();
    else workspace.cancel();
  };

  return {
    onPointerDown(event: ReactPointerEvent) {
      if (event.button !== 0) return;
      const { x, y } = pointIn(event);
      const hit = hitAt(x, y);
      gesture.current = { kind: 'press', x, y, clip: hit?.clip ?? null, part: hit?.part ?? 'body' };
      surface.element.current?.setPointerCapture(event.pointerId);
    },
    onPointerMove(event: ReactPointerEvent) {
      const { x, y } = pointIn(event);
      let held = gesture.current;
      if (!held) {
        const hit = hitAt(x, y);
        if (surface.element.current)
          surface.element.current.style.cursor = hit ? PART_CURSOR[hit.part] : 'default';
        return;
      }
      if (held.kind === 'press') {
        if (Math.hypot(x - held.x, y - held.y) < SLOP) return;
        held = begin(held, event);
        gesture.current = held;
      }
      if (held.kind === 'move') moveTo(held, x, y, event.altKey);
      else if (held.kind === 'edge') dragEdge(held, x, y, event.altKey);
      else if (held.kind === 'marquee') dragMarquee(held, x, y);
    },
    onPointerUp(event: ReactPointerEvent) {
      const held = gesture.current;
      if (held?.kind === 'press') {
        if (held.clip) selectClip(ui, held.clip.id, event.shiftKey || event.metaKey || event.ctrlKey);
        else {
          ui.setState({ selection: { kind: 'none' } });
          locate(workspace, landing(xToSample(ui.getState().view, held.x), [], event.altKey));
        }
      }
      finish(true);
    },
    onPointerCancel: () => finish(false),
    /** True from a press until its release. */
    active: () => gesture.current !== null,
    /** Escape during a drag takes it back. Returns whether there was one. */
    cancel(): boolean {
      if (!gesture.current) return false;
      finish(false);
      return true;
    },
  };
}
