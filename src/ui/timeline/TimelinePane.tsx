import {
  type CSSProperties,
  type DragEvent,
  lazy,
  Suspense,
  useEffect,
  useMemo,
  useRef,
  useState,
} from 'react';
import { type Marker, sessionEnd, type TrackId } from '../../session/index.ts';
import { formatTimecode, samplesToFrames } from '../../units/index.ts';
import { AutomationBar } from '../automation/AutomationBar.tsx';
import { onEscape } from '../kit/on-escape.ts';
import { Pane } from '../kit/Pane.tsx';
import { usePaint } from '../kit/use-paint.ts';
import { useSession, useUi, useWorkspace, type Workspace } from '../state/workspace.ts';
import { beatGrid } from './beat-grid.ts';
import { ClipCursor } from './ClipCursor.tsx';
import { LaneCursor } from './lanes/LaneCursor.tsx';
import { hasOwner } from './lanes/lane-rows.ts';
import { useLaneGestures } from './lanes/use-lane-gestures.ts';
import { MarkerCursor } from './MarkerCursor.tsx';
import { RenameMarker } from './RenameMarker.tsx';
import { maxTop, type RowLayout, rowLayout } from './rows.ts';
import { TimelineTools } from './TimelineTools.tsx';
import { TrackHeads } from './TrackHeads.tsx';
import { followPage, sampleToX, scrollBy, xToSample, zoomAt, zoomToFit } from './time-scale.ts';
import { timelineData } from './timeline-data.ts';
import { type LaneSurface, useClipGestures } from './use-clip-gestures.ts';
import { useLanePainting } from './use-lane-painting.ts';
import { useRulerGestures } from './use-ruler-gestures.ts';
import './timeline.css';

const EmptyTimeline = lazy(() =>
  import('./EmptyTimeline.tsx').then((loaded) => ({ default: loaded.EmptyTimeline })),
);
const NoteLane = lazy(() => import('./NoteLane.tsx').then((loaded) => ({ default: loaded.NoteLane })));

/** Factor of one wheel notch of zoom. */
const ZOOM_STEP = 1.2;

/** Ruler, tracks and clips. */
export function TimelinePane() {
  const workspace = useWorkspace();
  const { ui, prefs, engine } = workspace;
  const trackOrder = useSession((session) => session.trackOrder);
  const clips = useSession((session) => session.clips);
  const tempo = useSession((session) => session.tempo);
  const frameRate = useSession((session) => session.frameRate);
  const startFrames = useSession((session) => session.startFrames);
  const sampleRate = useSession((session) => session.sampleRate);
  const hasNotes = useSession(({ reviewNotes }) => Object.keys(reviewNotes).length > 0);
  const headsWidth = useUi((state) => state.sizes.heads);
  const data = useMemo(() => timelineData({ trackOrder, clips }), [trackOrder, clips]);
  const layout = useRows(trackOrder);
  const grid = useMemo(() => beatGrid(tempo, sampleRate, frameRate), [tempo, sampleRate, frameRate]);
  const clock = useMemo(() => ({ sampleRate, frameRate, startFrames }), [sampleRate, frameRate, startFrames]);

  const frame = useRef<HTMLDivElement>(null);
  const lanes = useRef<HTMLDivElement>(null);
  const ruler = useRef<HTMLDivElement>(null);
  const playhead = useRef<HTMLDivElement>(null);
  const marquee = useRef<HTMLDivElement>(null);
  const readout = useRef<HTMLOutputElement>(null);
  const [laneSize, setLaneSize] = useState({ width: 0, height: 0 });
  const [renaming, setRenaming] = useState<Marker | null>(null);

  const timecode = (sample: number) =>
    formatTimecode(
      samplesToFrames(Math.max(0, Math.round(sample)), frameRate, sampleRate) + startFrames,
      frameRate,
    );
  const surface: LaneSurface = {
    element: lanes,
    marquee,
    readout,
    data: () => data,
    layout: () => layout,
    grid: () => grid,
    clock: timecode,
    span: (length) => `${length < 0 ? '−' : ''}${Math.abs((length / sampleRate) * 1000).toFixed(0)} ms`,
  };
  const clipGestures = useClipGestures(workspace, surface);
  const laneGestures = useLaneGestures(workspace, surface);
  const rulerGestures = useRulerGestures(workspace, ruler, () => grid, setRenaming);
  const { laneCanvas, rulerCanvas } = useLanePainting({ data, layout, grid, clock });

  const takeBack = useRef<() => boolean>(() => false);
  useEffect(() => {
    takeBack.current = () => clipGestures.cancel() || laneGestures.cancel() || rulerGestures.cancel();
  });
  useEffect(() => onEscape(() => takeBack.current()), []);

  useEffect(() => {
    const element = lanes.current;
    if (!element) return;
    const observer = new ResizeObserver(() =>
      setLaneSize({ width: element.clientWidth, height: element.clientHeight }),
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  useEffect(() => {
    const [element, whole] = [lanes.current, frame.current];
    if (!element || !whole) return;
    // React's wheel listener is passive; zooming must keep the page from zooming as well.
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const { view } = ui.getState();
      const x = event.clientX - element.getBoundingClientRect().left;
      if (event.ctrlKey || event.metaKey) {
        ui.setState({ view: { ...view, ...zoomAt(view, event.deltaY > 0 ? ZOOM_STEP : 1 / ZOOM_STEP, x) } });
        return;
      }
      const sideways = event.shiftKey ? event.deltaY : event.deltaX;
      const down = event.shiftKey ? 0 : event.deltaY;
      const end = sessionEnd(workspace.document.getState().session);
      const top = Math.min(maxTop(layout, element.clientHeight), Math.max(0, view.top + down));
      ui.setState({ view: { ...view, ...scrollBy(view, sideways, element.clientWidth, end), top } });
    };
    whole.addEventListener('wheel', onWheel, { passive: false });
    return () => whole.removeEventListener('wheel', onWheel);
  }, [ui, workspace, layout]);

  // A session opened anew is shown whole.
  const sessionId = useSession((session) => session.id);
  const lastSample = useSession(sessionEnd);
  const fittedFor = useRef<string | null>(null);
  useEffect(() => {
    if (laneSize.width === 0 || fittedFor.current === sessionId) return;
    if (lastSample === 0) return;
    fittedFor.current = sessionId;
    ui.setState({ view: { ...zoomToFit(0, lastSample, laneSize.width), top: 0 } });
  }, [laneSize.width, sessionId, ui, lastSample]);

  usePaint(() => {
    const line = playhead.current;
    const width = lanes.current?.clientWidth ?? 0;
    if (!line || width === 0) return;
    const { telemetry } = engine;
    const { view } = ui.getState();
    if (telemetry.playing && prefs.getState().follow) {
      const start = followPage(view, telemetry.position, width);
      if (start !== null) ui.setState({ view: { ...view, start } });
    }
    const x = sampleToX(ui.getState().view, telemetry.position);
    line.style.transform = `translateX(${x}px)`;
    line.style.visibility = x < -1 || x > width ? 'hidden' : 'visible';
  });

  const onDrop = (event: DragEvent) => {
    if (!event.dataTransfer.types.includes('Files')) return;
    event.preventDefault();
    const box = lanes.current?.getBoundingClientRect();
    const at = xToSample(ui.getState().view, event.clientX - (box?.left ?? 0));
    void workspace.importFiles([...event.dataTransfer.files], Math.max(0, Math.round(at)));
  };

  return (
    <Pane
      name="timeline"
      title="Timeline"
      tools={
        <>
          <AutomationBar />
          <TimelineTools width={laneSize.width} />
        </>
      }
    >
      <div
        ref={frame}
        className="timeline"
        data-notes={hasNotes || undefined}
        style={{ '--heads': `${headsWidth}px` } as CSSProperties}
      >
        <div className="timeline-corner">
          <span>Cues</span>
          <CueNames />
        </div>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: locating, loop and markers have keys and the inspector */}
        <div
          ref={ruler}
          className="timeline-ruler"
          onPointerDown={rulerGestures.onPointerDown}
          onPointerMove={rulerGestures.onPointerMove}
          onPointerUp={rulerGestures.onPointerUp}
          onPointerCancel={rulerGestures.onPointerCancel}
          onDoubleClick={rulerGestures.onDoubleClick}
        >
          <canvas ref={rulerCanvas} />
          <MarkerCursor ruler={ruler} timecode={timecode} onRename={setRenaming} />
          {renaming && (
            <RenameMarker
              marker={renaming}
              onDone={(byKey) => {
                setRenaming(null);
                if (byKey) ruler.current?.querySelector<HTMLElement>('.timeline-marker-cursor')?.focus();
              }}
            />
          )}
        </div>
        {hasNotes && (
          <Suspense
            fallback={
              <>
                <div />
                <div />
              </>
            }
          >
            <NoteLane timecode={timecode} />
          </Suspense>
        )}
        <div className="timeline-heads-clip" onScroll={(event) => takeScroll(workspace, event.currentTarget)}>
          <TrackHeads height={laneSize.height} layout={layout} />
        </div>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the pointer surface; the clip cursor is its keyboard twin */}
        <div
          ref={lanes}
          className="timeline-lanes"
          onScroll={(event) => takeScroll(workspace, event.currentTarget)}
          onPointerDown={(event) => {
            if (!laneGestures.onPointerDown(event)) clipGestures.onPointerDown(event);
          }}
          onPointerMove={(event) => {
            if (clipGestures.active() || !laneGestures.onPointerMove(event))
              clipGestures.onPointerMove(event);
          }}
          onPointerUp={(event) => {
            if (!laneGestures.onPointerUp(event)) clipGestures.onPointerUp(event);
          }}
          onPointerCancel={() => {
            if (!laneGestures.cancel()) clipGestures.onPointerCancel();
          }}
          onDoubleClick={laneGestures.onDoubleClick}
          onDragOver={(event) => event.preventDefault()}
          onDrop={onDrop}
        >
          <canvas ref={laneCanvas} />
          <ClipCursor data={data} layout={layout} lanes={lanes} timecode={timecode} sampleRate={sampleRate} />
          <LaneCursor layout={layout} lanes={lanes} timecode={timecode} />
          <div ref={marquee} className="timeline-marquee" hidden />
          <output ref={readout} className="timeline-readout mono" hidden />
          {trackOrder.length === 0 && (
            <Suspense>
              <EmptyTimeline />
            </Suspense>
          )}
        </div>
        <div className="timeline-playhead-clip" aria-hidden="true">
          <div ref={playhead} className="timeline-playhead" />
        </div>
      </div>
    </Pane>
  );
}

/** The rows of tracks and of the lanes shown of what is in the session; the same while the same are shown. */
function useRows(tracks: readonly TrackId[]): RowLayout {
  const shown = useUi((state) => state.lanes);
  const owned = useSession((session) =>
    shown.map(({ owner }) => (hasOwner(session, owner) ? '1' : '0')).join(''),
  );
  return useMemo(
    () =>
      rowLayout(
        tracks,
        shown.filter((_, index) => owned[index] === '1'),
      ),
    [tracks, shown, owned],
  );
}

/**
 * Focus may scroll a clipped box to show what it landed on. The view does the scrolling here, so the box's own is
 * turned into the view's and the heads and lanes stay together.
 */
function takeScroll({ ui }: Workspace, box: HTMLElement): void {
  if (box.scrollTop === 0 && box.scrollLeft === 0) return;
  const { view } = ui.getState();
  ui.setState({ view: { ...view, top: view.top + box.scrollTop } });
  box.scrollTo(0, 0);
}

/** Names of the cues, under each other's reading order. */
function CueNames() {
  const markers = useSession((session) => session.markers);
  const names = Object.values(markers)
    .filter(({ kind }) => kind === 'cue')
    .sort((a, b) => a.start - b.start)
    .map(({ name }) => name.split(' ')[0] ?? name);
  return <span className="mono timeline-cues">{names.length > 0 ? names.join(' · ') : '—'}</span>;
}
