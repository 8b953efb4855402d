import { CircleSlash2, Eraser, Gauge } from 'lucide-react';
import { type KeyboardEvent, useEffect, useLayoutEffect, useRef, useState } from 'react';
import { FAMILIES, type FamilyName, type TrackId } from '../../session/index.ts';
import { NARROW, useMedia } from '../app/use-media.ts';
import { runCommand } from '../commands/registry.ts';
import { Segmented } from '../kit/Button.tsx';
import { useFittedCanvas } from '../kit/canvas-size.ts';
import { FrameKey } from '../kit/frame-key.ts';
import { IconButton } from '../kit/IconButton.tsx';
import { Pane } from '../kit/Pane.tsx';
import { usePaint } from '../kit/use-paint.ts';
import { MeterBridge } from '../meters/MeterBridge.tsx';
import { useTelling } from '../meters/telling.ts';
import { selectTrack } from '../state/ui-store.ts';
import { usePrefs, useSession, useUi, useWorkspace } from '../state/workspace.ts';
import { FamilyStrip } from './FamilyStrip.tsx';
import { Strip } from './Strip.tsx';
import {
  type HoldTable,
  paintFamilyStrip,
  paintTrackStrip,
  readFamilyStrip,
  readTrackStrip,
  resetHolds,
} from './strip-canvas.ts';
import {
  FAMILY_PITCH,
  measureStrip,
  PITCH_LIMITS,
  STRIP_GAP,
  type StripBoxes,
  type StripWindow,
  scrollToStrip,
  stripPitch,
  stripWindow,
} from './strip-geometry.ts';
import { TELL_MS, tellStrips } from './strip-telling.ts';
import './console.css';

/** A console stop of the keyboard: a track or a family. */
type Stop =
  | { readonly kind: 'track'; readonly id: TrackId }
  | { readonly kind: 'family'; readonly name: FamilyName };

const stopKey = (stop: Stop): string => (stop.kind === 'track' ? stop.id : `family-${stop.name}`);

/** Measures the painted boxes once a strip stands, and again when the row's height changes. */
function useStripBoxes(
  row: React.RefObject<HTMLElement | null>,
  ready: boolean,
  pitch: number,
): React.RefObject<StripBoxes | null> {
  const boxes = useRef<StripBoxes | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new pitch moves the boxes although the row keeps its size.
  useEffect(() => {
    const element = row.current;
    if (!element || !ready) return;
    const measure = () => {
      const strip = element.querySelector('[data-strip]');
      boxes.current = strip ? measureStrip(strip) : null;
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [row, ready, pitch]);
  return boxes;
}

function TrackRow({ tabStop, holds }: { readonly tabStop: string; readonly holds: HoldTable }) {
  const { document, engine, prefs } = useWorkspace();
  const order = useSession((session) => session.trackOrder);
  const scroller = useRef<HTMLDivElement>(null);
  const { ref: canvas, fitted } = useFittedCanvas();
  const [pitch, setPitch] = useState<number>(PITCH_LIMITS.min);
  const boxes = useStripBoxes(scroller, order.length > 0, pitch);
  const [key] = useState(() => new FrameKey());
  const [range, setRange] = useState<StripWindow>({ first: 0, end: Math.min(order.length, 32) });
  const { fonts } = globalThis.document;

  useLayoutEffect(() => {
    const element = scroller.current;
    if (!element) return;
    const follow = () => {
      const step = stripPitch(element.clientWidth, order.length);
      setPitch(step);
      const next = stripWindow(element.scrollLeft, element.clientWidth, order.length, step);
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
  }, [order.length]);

  usePaint((nowMs) => {
    const surface = fitted.current;
    if (!surface || !boxes.current) return;
    const { session } = document.getState();
    const frame = {
      context: surface.context,
      boxes: boxes.current,
      holds,
      telemetry: engine.telemetry,
      nowMs,
      holdSeconds: prefs.getState().meterHold,
    };
    key.begin();
    // Numbers are painted in the page's font, which may come after the first frame.
    for (const value of [surface, boxes.current, session, range, pitch, fonts.status]) key.add(value);
    key.add(engine.telemetry.position);
    for (let index = range.first; index < range.end; index++) {
      const id = session.trackOrder[index];
      if (id !== undefined) readTrackStrip(frame, key, id);
    }
    if (!key.end()) return;
    surface.context.clearRect(0, 0, surface.width, surface.height);
    for (let index = range.first; index < range.end; index++) {
      const id = session.trackOrder[index];
      if (id !== undefined) paintTrackStrip(frame, session, id, (index - range.first) * pitch);
    }
  });

  const stopIndex = order.indexOf(tabStop as TrackId);
  const shown = order.slice(range.first, range.end).map((id, index) => ({ id, index: range.first + index }));
  // The strip that holds the focus stays in the page wherever the row is scrolled to; in the same list as the others,
  // so that it keeps its element, and the focus, when it scrolls into view.
  const focused = order[stopIndex];
  if (focused !== undefined && (stopIndex < range.first || stopIndex >= range.end)) {
    shown.push({ id: focused, index: stopIndex });
  }
  return (
    <div ref={scroller} className="strip-scroller" data-count={order.length}>
      <div className="strip-row" style={{ width: Math.max(0, order.length * pitch - STRIP_GAP) }}>
        {shown.map(({ id, index }) => (
          <Strip key={id} id={id} index={index} pitch={pitch} tabStop={id === tabStop} />
        ))}
        <canvas
          ref={canvas}
          className="strip-canvas"
          style={{
            left: range.first * pitch,
            width: Math.max(0, range.end - range.first) * pitch,
          }}
        />
      </div>
    </div>
  );
}

function FamilyRow({ tabStop, holds }: { readonly tabStop: string; readonly holds: HoldTable }) {
  const { document, engine, prefs } = useWorkspace();
  const row = useRef<HTMLDivElement>(null);
  const { ref: canvas, fitted } = useFittedCanvas();
  const boxes = useStripBoxes(row, true, FAMILY_PITCH);
  const [key] = useState(() => new FrameKey());
  const { fonts } = globalThis.document;
  usePaint((nowMs) => {
    const surface = fitted.current;
    if (!surface || !boxes.current) return;
    const { session } = document.getState();
    const frame = {
      context: surface.context,
      boxes: boxes.current,
      holds,
      telemetry: engine.telemetry,
      nowMs,
      holdSeconds: prefs.getState().meterHold,
    };
    key.begin();
    // The count is painted in the page's font, which may come after the first frame.
    for (const value of [surface, boxes.current, session, fonts.status]) key.add(value);
    for (const name of FAMILIES) readFamilyStrip(frame, key, name);
    if (!key.end()) return;
    surface.context.clearRect(0, 0, surface.width, surface.height);
    FAMILIES.forEach((name, index) => {
      paintFamilyStrip(frame, session, name, index * FAMILY_PITCH);
    });
  });
  return (
    <div ref={row} className="family-row" style={{ width: FAMILIES.length * FAMILY_PITCH - STRIP_GAP }}>
      {FAMILIES.map((name, index) => (
        <FamilyStrip key={name} name={name} index={index} tabStop={tabStop === `family-${name}`} />
      ))}
      <canvas ref={canvas} className="strip-canvas" style={{ left: 0, width: '100%' }} />
    </div>
  );
}

/** The mixing console: a strip per track, the four families at the right. */
export function Console() {
  const workspace = useWorkspace();
  const { document, ui } = workspace;
  const count = useSession((session) => session.trackOrder.length);
  const first = useSession((session) => session.trackOrder[0]);
  const primary = useUi(({ selection }) =>
    selection.kind === 'tracks'
      ? (selection.ids.at(-1) ?? '')
      : selection.kind === 'family'
        ? `family-${selection.name}`
        : '',
  );
  const narrow = useMedia(NARROW);
  const [half, setHalf] = useState<'tracks' | 'families' | 'meters'>('tracks');
  const bridge = usePrefs((prefs) => prefs.meterBridge);
  const body = useRef<HTMLDivElement>(null);
  const [trackHolds] = useState<HoldTable>(() => new Map());
  const [familyHolds] = useState<HoldTable>(() => new Map());
  const pending = useRef<{ readonly key: string; readonly control: string } | null>(null);
  const tabStop = primary !== '' ? primary : (first ?? 'family-music');

  const focusPending = () => {
    const wanted = pending.current;
    if (!wanted || !body.current) return;
    const strip = body.current.querySelector(`[data-strip="${CSS.escape(wanted.key)}"]`);
    const control = strip?.querySelector<HTMLElement>(
      wanted.control === 'fader'
        ? 'input[type="range"]'
        : wanted.control === 'name'
          ? '.strip-name'
          : `[data-control="${wanted.control}"] button`,
    );
    if (!control) return;
    pending.current = null;
    control.focus({ preventScroll: true });
  };
  useLayoutEffect(focusPending);

  const go = (stop: Stop, control: string) => {
    if (stop.kind === 'track') {
      const scroller = body.current?.querySelector('.strip-scroller');
      const index = document.getState().session.trackOrder.indexOf(stop.id);
      if (scroller)
        scroller.scrollLeft = scrollToStrip(
          index,
          scroller.scrollLeft,
          scroller.clientWidth,
          stripPitch(scroller.clientWidth, document.getState().session.trackOrder.length),
        );
      selectTrack(ui, stop.id);
    } else ui.setState({ selection: { kind: 'family', name: stop.name } });
    pending.current = { key: stopKey(stop), control };
    // The strip may stand already; if not, the layout effect after the coming render finds it.
    focusPending();
  };

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.defaultPrevented || event.shiftKey || event.altKey || event.ctrlKey || event.metaKey) return;
    const target = event.target instanceof Element ? event.target : null;
    const strip = target?.closest<HTMLElement>('[data-strip]');
    if (!target || !strip || target.matches('input[type="text"]')) return;
    const control = target.matches('input[type="range"]')
      ? 'fader'
      : (target.closest<HTMLElement>('[data-control]')?.dataset['control'] ?? 'fader');
    const { trackOrder } = document.getState().session;
    const stops: readonly Stop[] = [
      ...trackOrder.map((id): Stop => ({ kind: 'track', id })),
      ...FAMILIES.map((name): Stop => ({ kind: 'family', name })),
    ];
    const at = stops.findIndex((stop) => stopKey(stop) === strip.dataset['strip']);
    const jumps: Partial<Record<string, number>> = { ArrowLeft: at - 1, ArrowRight: at + 1 };
    if (control === 'name') {
      jumps['Home'] = 0;
      jumps['End'] = stops.length - 1;
    }
    const index = jumps[event.key];
    if (index === undefined) return;
    event.preventDefault();
    const next = stops[index];
    if (next) go(next, control);
  };

  useTelling(() => {
    if (body.current) tellStrips(body.current, workspace.engine.telemetry);
  }, TELL_MS);

  const shows = (part: typeof half): boolean => (narrow ? half === part : part !== 'meters' || bridge);
  return (
    <Pane
      name="console"
      title="Console"
      tools={
        <>
          {narrow && (
            <Segmented
              label="Strips shown"
              options={[
                { value: 'tracks', text: 'Tracks' },
                { value: 'families', text: 'Families' },
                { value: 'meters', text: 'Loudness' },
              ]}
              value={half}
              onChange={(value: 'tracks' | 'families' | 'meters') => setHalf(value)}
            />
          )}
          <IconButton
            label="Clear all solos"
            icon={CircleSlash2}
            onPress={() => runCommand(workspace, 'mix.clear-solos')}
          />
          <IconButton
            label="Reset clip caps and held peaks"
            icon={Eraser}
            onPress={() => {
              resetHolds(trackHolds);
              resetHolds(familyHolds);
              workspace.engine.telemetry.resetClips();
              workspace.engine.telemetry.resetPeaks();
            }}
          />
          {!narrow && (
            <IconButton
              label="Loudness of the 5.1 re-render"
              icon={Gauge}
              pressed={bridge}
              onPress={() => workspace.prefs.setState({ meterBridge: !bridge })}
            />
          )}
        </>
      }
    >
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the arrows of the strips inside arrive here. */}
      <div ref={body} className="console-body" onKeyDown={onKeyDown}>
        {shows('tracks') &&
          (count > 0 ? (
            <TrackRow tabStop={tabStop} holds={trackHolds} />
          ) : (
            <div className="console-empty">
              <p>No strips yet</p>
              <p className="dim">Each stem you drop becomes a strip here.</p>
            </div>
          ))}
        {shows('families') && <FamilyRow tabStop={tabStop} holds={familyHolds} />}
        {shows('meters') && <MeterBridge />}
      </div>
    </Pane>
  );
}
