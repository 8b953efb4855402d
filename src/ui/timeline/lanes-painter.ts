import { currentStaticValue, type LaneOwner, type Session } from '../../session/index.ts';
import type { FittedCanvas } from '../kit/canvas-size.ts';
import { FrameKey } from '../kit/frame-key.ts';
import { PALETTE, trackColour } from '../kit/theme.ts';
import type { Selection } from '../state/ui-store.ts';
import type { Workspace } from '../state/workspace.ts';
import { clearLanes, type LaneScene, paintLanesRow } from './lane-paint.ts';
import { paintLaneRow } from './lanes/lane-row-paint.ts';
import { laneFrame, pointsOf } from './lanes/lane-rows.ts';
import { laneKey, type RowLayout, type TimelineRow, visibleRows } from './rows.ts';
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

/**
 * Draws the lanes' canvas: all of it when the view moves, else only the rows that look otherwise than before. A canvas drawn by
 * the CPU costs by what is drawn on it, and an edit shows in one row. Main thread.
 */
export class LanesPainter {
  readonly #workspace: Workspace;
  readonly #chosen = new Chosen();
  readonly #whole = new FrameKey();
  /** One for each row in view, from the top. */
  readonly #rows: FrameKey[] = [];
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
    const stale: TimelineRow[] = [];
    for (let index = range.first; index < range.end; index += 1) {
      const row = layout.rows[index];
      if (row && this.#changed(index - range.first, session, data, row)) stale.push(row);
    }
    if (!all && stale.length === 0) return;
    const scene: LaneScene = {
      scale: view,
      width,
      height,
      top: view.top,
      trackOf: (id) => session.tracks[id],
      clipsOf: (track) => data.clipsOf(track),
      peaks: (clip, channel) => this.#workspace.peaks(clip.id, channel, view.samplesPerPixel),
      selected: this.#chosen.clips,
      selectedTracks: this.#chosen.tracks,
      loop: session.loop,
      paintLane: (row) =>
        paintLaneRow(context, laneFrame(session, row, view, width, view.top), {
          colour: ownerColour(session, row.owner),
          selected: row.key === this.#chosen.lane ? this.#chosen.points : null,
        }),
    };
    // Where rows begin within a pixel, one alone would leave a seam.
    const { d: ratio } = context.getTransform();
    const seamless = stale.every(({ top, height: high }) => {
      const y = (top - view.top) * ratio;
      return Number.isInteger(y) && Number.isInteger(high * ratio);
    });
    if (!all && seamless) {
      for (const row of stale) paintLanesRow(context, scene, row);
      return;
    }
    clearLanes(context, scene);
    for (const row of layout.rows.slice(range.first, range.end)) paintLanesRow(context, scene, row);
  }

  /** Whether a row, the `place`th in view, looks otherwise than when this was last asked. */
  #changed(place: number, session: Session, data: TimelineData, row: TimelineRow): boolean {
    const key = this.#rows[place] ?? new FrameKey();
    this.#rows[place] = key;
    const chosen = this.#chosen;
    key.begin();
    key.add(row.key);
    if (row.kind === 'lane') {
      key.add(pointsOf(session, row));
      key.add(currentStaticValue(session, row.owner, row.target));
      key.add(ownerColour(session, row.owner));
      key.add(row.key === chosen.lane ? chosen.points : null);
      return key.end();
    }
    const track = session.tracks[row.id];
    const clips = data.clipsOf(row.id);
    key.add(track?.lanes.rideDb);
    key.add(track && trackColour(track));
    key.add(chosen.tracks.has(row.id));
    key.add(clips.some(({ id }) => chosen.clips.has(id)) ? chosen.clips : null);
    key.add(this.#peaks);
    for (const clip of clips) key.add(clip);
    return key.end();
  }
}
