import { type RefObject, useEffect, useState } from 'react';
import { type FittedCanvas, useFittedCanvas } from '../kit/canvas-size.ts';
import { FrameKey } from '../kit/frame-key.ts';
import { usePaint } from '../kit/use-paint.ts';
import { useWorkspace } from '../state/workspace.ts';
import type { BeatGrid } from './beat-grid.ts';
import { LanesPainter } from './lanes-painter.ts';
import type { RowLayout } from './rows.ts';
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

/**
 * Keeps the ruler and lane canvases drawn: at most once a frame, and only what looks otherwise than before: the ruler or not, and
 * of the lanes the rows that changed. Playing alone changes nothing here, the playhead is an element of its own.
 */
export function useLanePainting({ data, layout, grid, clock }: LanePaintingInput): {
  readonly laneCanvas: RefObject<HTMLCanvasElement | null>;
  readonly rulerCanvas: RefObject<HTMLCanvasElement | null>;
} {
  const workspace = useWorkspace();
  const lane = useFittedCanvas();
  const ruler = useFittedCanvas();
  const [lanes] = useState(() => new LanesPainter(workspace));
  const [rulerKey] = useState(() => new FrameKey());

  useEffect(() => workspace.onPeaks(() => lanes.peaksArrived()), [workspace, lanes]);

  const drawRuler = (box: FittedCanvas) => {
    const { session } = workspace.document.getState();
    const { view, selection } = workspace.ui.getState();
    const selectedMarker = selection.kind === 'marker' ? selection.id : null;
    const { markers, loop } = session;
    rulerKey.begin();
    for (const part of [box, view.start, view.samplesPerPixel, selectedMarker, markers, loop, grid, clock])
      rulerKey.add(part);
    if (!rulerKey.end()) return;
    paintRuler(box.context, {
      scale: view,
      width: box.width,
      ticks: timecodeTicks(view, box.width, clock),
      bars: barTicks(view, box.width, grid.bars(xToSample(view, 0), xToSample(view, box.width))),
      markers: Object.values(markers),
      selectedMarker,
      loop,
    });
  };

  usePaint(() => {
    if (lane.fitted.current) lanes.paint(lane.fitted.current, data, layout);
    if (ruler.fitted.current) drawRuler(ruler.fitted.current);
  });

  return { laneCanvas: lane.ref, rulerCanvas: ruler.ref };
}
