import { useEffect, useLayoutEffect, useMemo, useRef, useState } from 'react';
import { useFittedCanvas } from '../kit/canvas-size.ts';
import { FrameKey } from '../kit/frame-key.ts';
import { usePaint } from '../kit/use-paint.ts';
import { useWorkspace } from '../state/workspace.ts';
import type { ConsoleItem } from './console-items.ts';
import { FolderStrip } from './FolderStrip.tsx';
import { Strip } from './Strip.tsx';
import { type HoldTable, paintTrackStrip, readTrackStrip } from './strip-canvas.ts';
import { layoutStrips, type RowLayout, STRIP_GAP, type StripWindow, stripWindow } from './strip-geometry.ts';
import { useStripBoxes } from './use-strip-boxes.ts';
import { useStripDrag } from './use-strip-drag.ts';

/** Properties of the row of tracks. */
export interface TrackRowProps {
  readonly items: readonly ConsoleItem[];
  /** Key of the strip the Tab key stops at. */
  readonly tabStop: string;
  readonly holds: HoldTable;
  /** Tells the console where the strips stand, for scrolling to one. */
  onLayout(layout: RowLayout): void;
}

const NOTHING: StripWindow = { first: 0, end: 0 };

/** The tracks and folders: only strips near the view exist, and their meters are painted on one canvas over them. */
export function TrackRow({ items, tabStop, holds, onLayout }: TrackRowProps) {
  const { document, engine, prefs } = useWorkspace();
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: canvas, fitted } = useFittedCanvas();
  const boxes = useStripBoxes(scroller);
  const [key] = useState(() => new FrameKey());
  const [viewWidth, setViewWidth] = useState(1000);
  const [range, setRange] = useState<StripWindow>(NOTHING);
  const layout = useMemo(
    () =>
      layoutStrips(
        items.map((item) => (item.kind === 'folder' ? 'folder' : item.width)),
        viewWidth,
      ),
    [items, viewWidth],
  );
  const drag = useStripDrag(scroller, items, layout);
  useEffect(() => onLayout(layout), [layout, onLayout]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const follow = () => {
      setViewWidth(element.clientWidth);
      const next = stripWindow(layout, element.scrollLeft, element.clientWidth);
      setRange((old) => (old.first === next.first && old.end === next.end ? old : next));
    };
    follow();
    const observer = new ResizeObserver(follow);
    observer.observe(element);
    element.addEventListener('scroll', follow, { passive: true });
    return () => {
      observer.disconnect();
      element.removeEventListener('scroll', follow);
    };
  }, [layout]);

  const { fonts } = globalThis.document;
  const origin = layout.lefts[range.first] ?? 0;
  usePaint((nowMs) => {
    const surface = fitted.current;
    const measured = boxes.current;
    if (!surface || measured.size === 0) return;
    const { session } = document.getState();
    const { telemetry } = engine;
    const { context } = surface;
    const holdSeconds = prefs.getState().meterHold;
    key.begin();
    // Numbers are painted in the page's font, which may come after the first frame.
    for (const value of [surface, measured, session.sampleRate, items, range, layout, fonts.status])
      key.add(value);
    const shown = items.slice(range.first, range.end);
    for (const item of shown) {
      const strip = item.kind === 'track' ? measured.get(item.key) : undefined;
      if (strip && item.kind === 'track')
        readTrackStrip(
          { context, boxes: strip, holds, telemetry, nowMs, holdSeconds },
          key,
          session,
          item.id,
        );
    }
    if (!key.end()) return;
    context.clearRect(0, 0, surface.width, surface.height);
    shown.forEach((item, index) => {
      const strip = item.kind === 'track' ? measured.get(item.key) : undefined;
      const left = (layout.lefts[range.first + index] ?? 0) - origin;
      if (strip && item.kind === 'track')
        paintTrackStrip(
          { context, boxes: strip, holds, telemetry, nowMs, holdSeconds },
          session,
          item.id,
          left,
        );
    });
  });

  const stopIndex = items.findIndex((item) => item.key === tabStop);
  const shown = items
    .slice(range.first, range.end)
    .map((item, index) => ({ item, index: range.first + index }));
  // The strip that holds the focus stays in the page wherever the row is scrolled to; in the same list as the others,
  // so that it keeps its element, and the focus, when it scrolls into view.
  const focused = items[stopIndex];
  if (focused !== undefined && (stopIndex < range.first || stopIndex >= range.end))
    shown.push({ item: focused, index: stopIndex });
  return (
    <div
      ref={scroller}
      className="strip-scroller"
      data-count={items.length}
      data-dragging={drag.active || undefined}
      onPointerDown={drag.onPointerDown}
    >
      <div className="strip-row" style={{ width: layout.width }}>
        {shown.map(({ item, index }) => {
          const left = layout.lefts[index] ?? 0;
          const width = (layout.lefts[index + 1] ?? left) - left - STRIP_GAP;
          return item.kind === 'folder' ? (
            <FolderStrip
              key={item.key}
              id={item.id}
              closed={item.closed}
              count={item.count}
              left={left}
              width={width}
              tabStop={item.key === tabStop}
            />
          ) : (
            <Strip
              key={item.key}
              id={item.id}
              span={item.width}
              left={left}
              width={width}
              tabStop={item.key === tabStop}
            />
          );
        })}
        <canvas
          ref={canvas}
          className="strip-canvas"
          style={{ left: origin, width: Math.max(0, (layout.lefts[range.end] ?? 0) - origin) }}
        />
        {drag.active && drag.at !== null && (
          <div className="strip-drop" aria-hidden="true" style={{ left: layout.lefts[drag.at] }} />
        )}
      </div>
    </div>
  );
}
