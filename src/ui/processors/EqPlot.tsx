import { type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import type { Equaliser, TrackId } from '../../session/index.ts';
import { useFittedCanvas } from '../kit/canvas-size.ts';
import { FrameKey } from '../kit/frame-key.ts';
import { onEscape } from '../kit/on-escape.ts';
import { useGestureEnd } from '../kit/use-gesture-end.ts';
import { usePaint } from '../kit/use-paint.ts';
import { stepValue } from '../kit/value-range.ts';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { EqHandle } from './EqHandle.tsx';
import {
  CURVE_FREQUENCIES,
  CURVE_POINTS,
  EQ_POINTS,
  type EqPoint,
  freeBand,
  frequencyOf,
  frequencyToWay,
  gainOf,
  hasGain,
  hasQ,
  isOn,
  pointCurve,
  sumCurve,
  wayToFrequency,
} from './eq-model.ts';
import {
  EQ_INSETS,
  type PlotBox,
  paintEqGrid,
  paintPlate,
  paintPointCurve,
  paintSpectrum,
  paintSumCurve,
} from './eq-paint.ts';
import { decibelText, frequencyParam, frequencyText, PARAMS } from './params.ts';
import { clearPoint, editPoint, turnPoint } from './processor-edits.ts';
import { useStripSpectrum } from './use-strip-spectrum.ts';

/** How much slower a drag with shift moves. */
const FINE = 0.2;

/** Properties of the plot. */
export interface EqPlotProps {
  readonly id: TrackId;
  readonly eq: Equaliser;
  readonly point: EqPoint;
  /** dB at the upper edge. */
  readonly reach: number;
  onChoose(point: EqPoint): void;
}

interface Grab {
  readonly point: EqPoint;
  readonly pointer: number;
  x: number;
  y: number;
  way: number;
  gainDb: number;
}

/** Words of a point under the hand. */
function pointWords(eq: Equaliser, point: EqPoint): string {
  const words = [frequencyText(frequencyOf(eq, point))];
  if (hasGain(eq, point)) words.push(decibelText(gainOf(eq, point)));
  if (point === 'highPass' || point === 'lowPass') words.push(`${eq[point].slope} dB/oct`);
  else if (hasQ(eq, point)) words.push(`Q ${PARAMS.q.format(eq.bands[point]?.q ?? 1)}`);
  return words.join(' · ');
}

/** The equaliser's curve over the strip's spectrum, with a handle for everything that is on. */
export function EqPlot({ id, eq, point, reach, onChoose }: EqPlotProps) {
  const workspace = useWorkspace();
  const { engine } = workspace;
  const rate = useSession((session) => session.sampleRate);
  const { ref: canvas, fitted } = useFittedCanvas();
  const area = useRef<HTMLDivElement>(null);
  const [key] = useState(() => new FrameKey());
  const spectrum = useStripSpectrum(id);
  const hover = useRef<number | null>(null);
  const grab = useRef<Grab | null>(null);
  /** What the pointer pressed last: a captured pointer's double-click arrives at the area, wherever it was. */
  const pressed = useRef<EqPoint | null>(null);
  const turns = useRef(0);
  const wheelEnd = useGestureEnd(() => workspace.commit());
  const curves = useMemo(
    () => ({
      sum: sumCurve({ ...eq, on: true }, rate),
      chosen: isOn(eq, point) ? pointCurve(eq, point, rate, CURVE_FREQUENCIES) : null,
    }),
    [eq, point, rate],
  );

  usePaint(() => {
    const surface = fitted.current;
    if (!surface) return;
    const { telemetry } = engine;
    if (spectrum.follow(telemetry.probe, telemetry.playing)) turns.current += 1;
    key.begin();
    for (const value of [surface, eq, curves, reach, hover.current, grab.current?.point, turns.current])
      key.add(value);
    key.add(globalThis.document.fonts.status);
    if (!key.end()) return;
    const { context, width, height } = surface;
    const box: PlotBox = {
      x: EQ_INSETS.left,
      y: EQ_INSETS.top,
      width: width - EQ_INSETS.left - EQ_INSETS.right,
      height: height - EQ_INSETS.top - EQ_INSETS.bottom,
    };
    context.clearRect(0, 0, width, height);
    paintEqGrid(context, box, reach);
    if (telemetry.playing) {
      paintSpectrum(context, box, spectrum.behind.levels, true);
      paintSpectrum(context, box, spectrum.ahead.levels, false);
    }
    if (curves.chosen && eq.on) paintPointCurve(context, box, curves.chosen, reach);
    paintSumCurve(context, box, curves.sum, reach, eq.on);
    const held = grab.current?.point;
    if (held !== undefined) {
      const x = box.x + box.width * frequencyToWay(frequencyOf(eq, held));
      const y = box.y + box.height * (0.5 - gainOf(eq, held) / (2 * reach));
      paintPlate(context, box, x, y, pointWords(eq, held));
    } else if (hover.current !== null) {
      const way = hover.current;
      const db = curves.sum[Math.round(way * (CURVE_POINTS - 1))] ?? 0;
      const y = box.y + box.height * (0.5 - Math.max(-reach, Math.min(reach, db)) / (2 * reach));
      paintPlate(
        context,
        box,
        box.x + box.width * way,
        y,
        `${frequencyText(wayToFrequency(way))} · ${decibelText(db)}`,
      );
    }
  });

  /** Where a pointer is: way along the axis, dB. */
  const placeOf = (event: { readonly clientX: number; readonly clientY: number }) => {
    const box = area.current?.getBoundingClientRect();
    if (!box || box.width === 0) return { way: 0, gainDb: 0 };
    return {
      way: (event.clientX - box.left) / box.width,
      gainDb: reach * (1 - (2 * (event.clientY - box.top)) / box.height),
    };
  };

  useEffect(
    () =>
      onEscape(() => {
        if (!grab.current) return false;
        grab.current = null;
        workspace.cancel();
        return true;
      }),
    [workspace],
  );

  useEffect(() => {
    const element = area.current;
    if (!element) return;
    // React's wheel listener is passive; the page must not scroll while a band is turned.
    const onWheel = (event: WheelEvent) => {
      if (event.deltaY === 0 || !isOn(eq, point) || !hasQ(eq, point) || typeof point !== 'number') return;
      event.preventDefault();
      const { q: param } = PARAMS;
      const value = param.toField(eq.bands[point]?.q ?? 1);
      const next = stepValue(
        param.range,
        value,
        event.deltaY < 0 ? 1 : -1,
        event.shiftKey ? param.range.fine : param.range.step,
      );
      turnPoint(workspace, id, point, { q: param.fromField(next) });
      wheelEnd.later();
    };
    element.addEventListener('wheel', onWheel, { passive: false });
    return () => element.removeEventListener('wheel', onWheel);
  });

  const take = (event: PointerEvent, held: EqPoint) => {
    wheelEnd.now();
    pressed.current = held;
    area.current?.setPointerCapture(event.pointerId);
    grab.current = {
      point: held,
      pointer: event.pointerId,
      x: event.clientX,
      y: event.clientY,
      way: frequencyToWay(frequencyOf(eq, held)),
      gainDb: gainOf(eq, held),
    };
    onChoose(held);
  };

  const move = (event: PointerEvent) => {
    const held = grab.current;
    const box = area.current?.getBoundingClientRect();
    if (!held || held.pointer !== event.pointerId || !box) {
      const { way } = placeOf(event);
      hover.current = event.pointerType !== 'touch' && way >= 0 && way <= 1 ? way : null;
      return;
    }
    const share = event.shiftKey ? FINE : 1;
    held.way += (share * (event.clientX - held.x)) / box.width;
    held.gainDb -= (share * 2 * reach * (event.clientY - held.y)) / box.height;
    held.x = event.clientX;
    held.y = event.clientY;
    const frequency = frequencyParam(1000).fromField(frequencyParam(1000).toField(wayToFrequency(held.way)));
    turnPoint(workspace, id, held.point, { frequency, gainDb: Math.round(held.gainDb * 10) / 10 });
  };

  const drop = (event: PointerEvent) => {
    if (grab.current?.pointer !== event.pointerId) return;
    grab.current = null;
    workspace.commit();
  };

  const on = EQ_POINTS.filter((one) => isOn(eq, one));
  return (
    <div className="eq-plot">
      <canvas ref={canvas} className="eq-canvas" />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset brings form semantics; the points inside are the controls. */}
      <div
        ref={area}
        role="group"
        aria-label="Equaliser curve"
        className="eq-area"
        data-bypassed={!eq.on || undefined}
        onPointerDown={(event) => {
          const onHandle = event.target instanceof Element && event.target.closest('.eq-handle') !== null;
          if (!onHandle) pressed.current = null;
        }}
        onPointerMove={move}
        onPointerUp={drop}
        onPointerCancel={(event) => {
          if (grab.current?.pointer !== event.pointerId) return;
          grab.current = null;
          workspace.cancel();
        }}
        onPointerLeave={() => {
          hover.current = null;
        }}
        onDoubleClick={(event) => {
          if (pressed.current !== null) {
            clearPoint(workspace, id, pressed.current);
            pressed.current = null;
            return;
          }
          const { way, gainDb } = placeOf(event);
          const free = freeBand(eq, wayToFrequency(way));
          if (free === null) return;
          const frequency = frequencyParam(1000).fromField(frequencyParam(1000).toField(wayToFrequency(way)));
          editPoint(workspace, id, free, { on: true, frequency, gainDb: Math.round(gainDb * 10) / 10 });
          onChoose(free);
        }}
      >
        {on.map((one) => (
          <EqHandle
            key={one}
            id={id}
            eq={eq}
            point={one}
            chosen={one === point}
            reach={reach}
            onChoose={() => onChoose(one)}
            onGrab={(event) => take(event, one)}
          />
        ))}
      </div>
    </div>
  );
}
