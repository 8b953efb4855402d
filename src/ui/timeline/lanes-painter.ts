import { currentStaticValue, type LaneOwner, type LanePoint, type Session } from '../../session/index.ts';
import type { FittedCanvas } from '../kit/canvas-size.ts';
import { FrameKey } from '../kit/frame-key.ts';
import { PALETTE, trackColour } from '../kit/theme.ts';
import type { Selection } from '../state/ui-store.ts';
import type { Workspace } from '../state/workspace.ts';
import { clearLanes, type LaneScene, paintLanesRow } from './lane-paint.ts';
import { changedSpan } from './lanes/lane-curve.ts';
import { paintLaneRow } from './lanes/lane-row-paint.ts';
import { laneFrame, pointsOf } from './lanes/lane-rows.ts';
import {
  type LaneRow,
  laneKey,
  type RowLayout,
  type TimelineRow,
  type TrackRow,
  visibleRows,
} from './rows.ts';
import { sampleToX, type TimeScale } from './time-scale.ts';
import type { TimelineData } from './timeline-data.ts';

/** What of a selection the rows show; made anew only when the selection changes: ten thousand points may be selected. */
class Chosen {
  #selection: Selection | null = null;
  clips: ReadonlySet<string> = new Set();
  tracks: ReadonlySet<string> = new Set();
  points: ReadonlySet<number> = new Set();
  /** Key of the lane whose points they are. */
  lane: string | null = null;

  follow(selection: Selection): void {
    if (selection === this.#selection) return;
    this.#selection = selection;
    this.clips = new Set(selection.kind === 'clips' ? selection.ids : []);
    this.tracks = new Set(selection.kind === 'tracks' ? selection.ids : []);
    this.points = new Set(selection.kind === 'points' ? selection.indexes : []);
    this.lane = selection.kind === 'points' ? laneKey(selection.lane) : null;
  }
}

function ownerColour(session: Session, owner: LaneOwner): string {
  const track = owner.kind === 'track' ? session.tracks[owner.id] : undefined;
  if (track) return trackColour(track);
  return owner.kind === 'family' ? PALETTE[owner.name] : PALETTE.ink;
}

/** A row to draw anew: all of it, or a stretch of time. */
interface Stale {
  readonly row: TimelineRow;
  readonly span: readonly [from: number, to: number] | null;
}

/** A row's memory of what it was drawn from. */
class RowMemory {
  readonly key = new FrameKey();
  points: readonly LanePoint[] = NO_POINTS;
}

const NO_POINTS: readonly LanePoint[] = [];
/** How far a point or a handle reaches beside its place, CSS pixels. */
const REACH = 8;

/** Whole pixels a stretch of time shows in. */
function pixelSpan(scale: TimeScale, [from, to]: readonly [number, number], width: number) {
  const left = Math.max(0, Math.floor(sampleToX(scale, from) - REACH));
  const right = Math.min(width, Math.ceil(sampleToX(scale, to) + REACH));
  return [left, Math.max(left, right)] as const;
}

/**
 * Draws the lanes' canvas: all of it when the view moves, else only the rows that look otherwise than before, and of a lane whose
 * points moved only the stretch between their unmoved neighbours. A canvas drawn by the CPU costs by what is drawn on it, and
 * ten thousand points cost much more than a frame has. Main thread.
 */
export class LanesPainter {
  readonly #workspace: Workspace;
  readonly #chosen = new Chosen();
  readonly #whole = new FrameKey();
  /** One for each row in view, from the top. */
  readonly #rows: RowMemory[] = [];
  #peaks = 0;

  constructor(workspace: Workspace) {
    this.#workspace = workspace;
  }

  /** Waveforms may look otherwise now. */
  peaksArrived(): void {
    this.#peaks += 1;
  }

  /** Brings the canvas up to date. */
  paint(surface: FittedCanvas, data: TimelineData, layout: RowLayout): void {
    const { session } = this.#workspace.document.getState();
    const { view, selection } = this.#workspace.ui.getState();
    const { context, width, height } = surface;
    this.#chosen.follow(selection);
    const range = visibleRows(layout, view.top, height);
    const whole = this.#whole;
    whole.begin();
    whole.add(surface);
    whole.add(view);
    whole.add(layout);
    whole.add(session.loop);
    const all = whole.end();
    const stale: Stale[] = [];
    for (let index = range.first; index < range.end; index += 1) {
      const row = layout.rows[index];
      const found = row && this.#stale(index - range.first, session, data, row);
      if (found) stale.push(found);
    }
    if (!all && stale.length === 0) return;
    const scene: LaneScene = {
      scale: view,
      width,
      left: 0,
      right: width,
      height,
      top: view.top,
      trackOf: (id) => session.tracks[id],
      clipsOf: (track) => data.clipsOf(track),
      peaks: (clip, channel) => this.#workspace.peaks(clip.id, channel, view.samplesPerPixel),
      selected: this.#chosen.clips,
      selectedTracks: this.#chosen.tracks,
      loop: session.loop,
      paintLane: (row, { left, right }) =>
        paintLaneRow(
          context,
          { ...laneFrame(session, row, view, right, view.top), left },
          {
            colour: ownerColour(session, row.owner),
            selected: row.key === this.#chosen.lane ? this.#chosen.points : null,
          },
        ),
    };
    // Where rows begin within a pixel, one alone would leave a seam; so would a stretch where pixels are cut.
    const { d: ratio } = context.getTransform();
    const seamless = stale.every(({ row }) => {
      const y = (row.top - view.top) * ratio;
      return Number.isInteger(y) && Number.isInteger(row.height * ratio);
    });
    if (!all && seamless) {
      for (const { row, span } of stale)
        paintLanesRow(
          context,
          scene,
          row,
          span && Number.isInteger(ratio) ? pixelSpan(view, span, width) : null,
        );
      return;
    }
    clearLanes(context, scene);
    for (const row of layout.rows.slice(range.first, range.end)) paintLanesRow(context, scene, row, null);
  }

  /** What of a row, the `place`th in view, looks otherwise than when this was last asked; null for nothing. */
  #stale(place: number, session: Session, data: TimelineData, row: TimelineRow): Stale | null {
    const memory = this.#rows[place] ?? new RowMemory();
    this.#rows[place] = memory;
    const { key } = memory;
    key.begin();
    key.add(row.key);
    if (row.kind === 'lane') this.#addLane(key, session, row);
    else this.#addTrack(key, session, data, row);
    const other = key.end();
    const points =
      row.kind === 'lane' ? pointsOf(session, row) : (session.tracks[row.id]?.lanes.rideDb ?? NO_POINTS);
    const before = memory.points;
    memory.points = points;
    if (other) return { row, span: null };
    const span = before === points ? null : changedSpan(before, points);
    return span && { row, span };
  }

  /** Names what a lane's row shows beside its points. */
  #addLane(key: FrameKey, session: Session, row: LaneRow): void {
    key.add(currentStaticValue(session, row.owner, row.target));
    key.add(ownerColour(session, row.owner));
    key.add(row.key === this.#chosen.lane ? this.#chosen.points : null);
  }

  /** Names what a track's row shows beside the points of its ride. */
  #addTrack(key: FrameKey, session: Session, data: TimelineData, { id }: TrackRow): void {
    const chosen = this.#chosen;
    const track = session.tracks[id];
    const clips = data.clipsOf(id);
    key.add(track && trackColour(track));
    key.add(chosen.tracks.has(id));
    key.add(clips.some((clip) => chosen.clips.has(clip.id)) ? chosen.clips : null);
    key.add(this.#peaks);
    for (const clip of clips) key.add(clip);
  }
}
