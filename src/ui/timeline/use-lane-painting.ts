import { type RefObject, useEffect, useRef } from 'react';
import type { LaneOwner, Session } from '../../session/index.ts';
import { useFittedCanvas } from '../kit/canvas-size.ts';
import { PALETTE, trackColour } from '../kit/theme.ts';
import { usePaint } from '../kit/use-paint.ts';
import type { Selection } from '../state/ui-store.ts';
import { useWorkspace } from '../state/workspace.ts';
import type { BeatGrid } from './beat-grid.ts';
import { paintLanes } from './lane-paint.ts';
import { paintLaneRow } from './lanes/lane-row-paint.ts';
import { laneFrame } from './lanes/lane-rows.ts';
import { laneKey, type RowLayout, visibleRows } from './rows.ts';
import { paintRuler } from './ruler-paint.ts';
import { barTicks, type RulerClock, timecodeTicks } from './ticks.ts';
import { xToSample } from './time-scale.ts';
import type { TimelineData } from './timeline-data.ts';

/** What the canvases are drawn from besides the stores. */
export interface LanePaintingInput {
  readonly data: TimelineData;
  readonly layout: RowLayout;
  readonly grid: BeatGrid;
  readonly clock: RulerClock;
}

/** The selected points as a set, made anew only when the selection changes: ten thousand may be selected. */
class ChosenPoints {
  #selection: Selection | null = null;
  #set: ReadonlySet<number> = new Set();

  of(selection: Selection): ReadonlySet<number> {
    if (selection !== this.#selection) {
      this.#selection = selection;
      this.#set = new Set(selection.kind === 'points' ? selection.indexes : []);
    }
    return this.#set;
  }
}

function ownerColour(session: Session, owner: LaneOwner): string {
  const track = owner.kind === 'track' ? session.tracks[owner.id] : undefined;
  if (track) return trackColour(track);
  return owner.kind === 'family' ? PALETTE[owner.name] : PALETTE.ink;
}

/**
 * Keeps the ruler and lane canvases drawn: at most once a frame, and only after something they show has changed.
 * Playing alone changes nothing here, the playhead is an element of its own.
 */
export function useLanePainting(input: LanePaintingInput): {
  readonly laneCanvas: RefObject<HTMLCanvasElement | null>;
  readonly rulerCanvas: RefObject<HTMLCanvasElement | null>;
} {
  const workspace = useWorkspace();
  const lane = useFittedCanvas();
  const ruler = useFittedCanvas();
  const stale = useRef(true);
  const seen = useRef<readonly unknown[]>([]);
  const chosen = useRef(new ChosenPoints());

  useEffect(
    () =>
      workspace.onPeaks(() => {
        stale.current = true;
      }),
    [workspace],
  );

  usePaint(() => {
    const { session } = workspace.document.getState();
    const { view, selection } = workspace.ui.getState();
    const { data, layout, grid, clock } = input;
    const now = [session, view, selection, data, layout, grid, clock];
    const changed = now.some((part, index) => part !== seen.current[index]);
    const laneBox = lane.fitted.current;
    const rulerBox = ruler.fitted.current;
    if (!changed && !stale.current && !laneBox?.dirty && !rulerBox?.dirty) return;
    seen.current = now;
    stale.current = false;
    if (laneBox) {
      laneBox.dirty = false;
      const rows = visibleRows(layout, view.top, laneBox.height);
      const pointed = selection.kind === 'points' ? laneKey(selection.lane) : null;
      paintLanes(laneBox.context, {
        scale: view,
        width: laneBox.width,
        height: laneBox.height,
        top: view.top,
        rows: layout.rows.slice(rows.first, rows.end),
        clipsOf: (track) => data.clipsOf(track.id),
        peaks: (clip, channel) => workspace.peaks(clip.id, channel, view.samplesPerPixel),
        selected: new Set(selection.kind === 'clips' ? selection.ids : []),
        selectedTracks: new Set(selection.kind === 'tracks' ? selection.ids : []),
        loop: session.loop,
        paintLane: (row) =>
          paintLaneRow(laneBox.context, laneFrame(session, row, view, laneBox.width, view.top), {
            colour: ownerColour(session, row.owner),
            selected: row.key === pointed ? chosen.current.of(selection) : null,
          }),
      });
    }
    if (rulerBox) {
      rulerBox.dirty = false;
      const { width } = rulerBox;
      paintRuler(rulerBox.context, {
        scale: view,
        width,
        ticks: timecodeTicks(view, width, clock),
        bars: barTicks(view, width, grid.bars(xToSample(view, 0), xToSample(view, width))),
        markers: Object.values(session.markers),
        selectedMarker: selection.kind === 'marker' ? selection.id : null,
        loop: session.loop,
      });
    }
  });

  return { laneCanvas: lane.ref, rulerCanvas: ruler.ref };
}
