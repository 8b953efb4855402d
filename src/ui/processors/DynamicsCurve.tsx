import { type KeyboardEvent, type PointerEvent, useEffect, useRef, useState } from 'react';
import { outputDb } from '../../engine/index.ts';
import type { Dynamics, TrackId } from '../../session/index.ts';
import { useFittedCanvas } from '../kit/canvas-size.ts';
import { FrameKey } from '../kit/frame-key.ts';
import { onEscape } from '../kit/on-escape.ts';
import { useGestureEnd } from '../kit/use-gesture-end.ts';
import { usePaint } from '../kit/use-paint.ts';
import { keyValue } from '../kit/value-range.ts';
import { useWorkspace } from '../state/workspace.ts';
import {
  CURVE_AXIS,
  CURVE_GRIPS,
  type CurveGrip,
  curveOf,
  GRIP_FIELDS,
  gripInput,
  gripValue,
} from './dynamics-model.ts';
import { CURVE_INSETS, levelX, levelY, paintStaticCurve } from './dynamics-paint.ts';
import { paintPlate } from './eq-paint.ts';
import { PARAMS } from './params.ts';
import { turnDynamics } from './processor-edits.ts';

const GRIPS: Readonly<Record<CurveGrip, { readonly name: string; readonly letter: string }>> = {
  threshold: { name: 'Threshold', letter: 'T' },
  ratio: { name: 'Ratio', letter: 'R' },
  knee: { name: 'Knee', letter: 'K' },
  makeUp: { name: 'Make-up', letter: 'M' },
};
const SPAN = CURVE_AXIS.high - CURVE_AXIS.low;

interface Grab {
  readonly grip: CurveGrip;
  readonly pointer: number;
  x: number;
  y: number;
  inDb: number;
  outDb: number;
}

/** Level that goes in and comes out now, filled anew each frame so that none allocates. */
const newest = new Float32Array(3);
const decibelsOf = (peak: number): number => (peak > 0 ? 20 * Math.log10(peak) : Number.NEGATIVE_INFINITY);

/** The static curve of a strip's dynamics; threshold, ratio, knee and make-up are dragged on it, or turned by keys. */
export function DynamicsCurve({ id, dynamics }: { readonly id: TrackId; readonly dynamics: Dynamics }) {
  const workspace = useWorkspace();
  const { engine } = workspace;
  const { ref: canvas, fitted } = useFittedCanvas();
  const [key] = useState(() => new FrameKey());
  const area = useRef<HTMLDivElement>(null);
  const grab = useRef<Grab | null>(null);
  const end = useGestureEnd(() => workspace.commit());

  usePaint(() => {
    const surface = fitted.current;
    if (!surface) return;
    const { telemetry } = engine;
    const { blocks } = telemetry.probe;
    const read = telemetry.playing && blocks > 0 ? telemetry.probe.readBlocks(blocks - 1, 1, newest) : 0;
    const inDb = read > 0 ? Math.round(decibelsOf(newest[1] ?? 0)) : Number.NEGATIVE_INFINITY;
    const outDb = read > 0 ? Math.round(decibelsOf(newest[2] ?? 0)) : Number.NEGATIVE_INFINITY;
    key.begin();
    for (const value of [
      surface,
      dynamics,
      grab.current?.grip,
      inDb,
      outDb,
      globalThis.document.fonts.status,
    ])
      key.add(value);
    if (!key.end()) return;
    const { context, width, height } = surface;
    const box = {
      x: CURVE_INSETS.left,
      y: CURVE_INSETS.top,
      width: width - CURVE_INSETS.left - CURVE_INSETS.right,
      height: height - CURVE_INSETS.top - CURVE_INSETS.bottom,
    };
    context.clearRect(0, 0, width, height);
    paintStaticCurve(context, box, curveOf(dynamics), dynamics.on, { inDb, outDb });
    const held = grab.current?.grip;
    if (held === undefined) return;
    const at = gripInput(dynamics, held);
    const text = `${GRIPS[held].name} ${PARAMS[held].format(dynamics[GRIP_FIELDS[held]])}`;
    paintPlate(context, box, levelX(box, at), levelY(box, outputDb(curveOf(dynamics), at)), text);
  });

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

  const turn = (grip: CurveGrip, value: number) =>
    turnDynamics(workspace, id, GRIPS[grip].name, { [GRIP_FIELDS[grip]]: value });

  const onKeyDown = (event: KeyboardEvent, grip: CurveGrip) => {
    const param = PARAMS[grip];
    if (event.key === 'Escape') {
      end.drop();
      workspace.cancel();
    } else if (event.key === 'Enter') {
      document.querySelector<HTMLElement>(`[data-dynamics="${grip}"] [role="spinbutton"]`)?.focus();
    } else {
      const next = keyValue(param.range, param.toField(dynamics[GRIP_FIELDS[grip]]), event);
      if (next === null) return;
      turn(grip, param.fromField(next));
      end.later();
    }
    event.preventDefault();
  };

  const onPointerMove = (event: PointerEvent) => {
    const held = grab.current;
    const box = area.current?.getBoundingClientRect();
    if (!held || held.pointer !== event.pointerId || !box) return;
    const share = event.shiftKey ? 0.2 : 1;
    held.inDb += (share * SPAN * (event.clientX - held.x)) / box.width;
    held.outDb -= (share * SPAN * (event.clientY - held.y)) / box.height;
    held.x = event.clientX;
    held.y = event.clientY;
    const input =
      held.grip === 'threshold' || held.grip === 'knee' ? held.inDb : gripInput(dynamics, held.grip);
    turn(held.grip, gripValue(dynamics, held.grip, input, held.outDb));
  };

  return (
    <div className="curve-plot">
      <canvas ref={canvas} className="curve-canvas" />
      {/* biome-ignore lint/a11y/useSemanticElements: a fieldset brings form semantics; the grips inside are the controls. */}
      <div
        ref={area}
        role="group"
        aria-label="Static curve"
        className="curve-area"
        onPointerMove={onPointerMove}
        onPointerUp={(event) => {
          if (grab.current?.pointer !== event.pointerId) return;
          grab.current = null;
          workspace.commit();
        }}
        onPointerCancel={(event) => {
          if (grab.current?.pointer !== event.pointerId) return;
          grab.current = null;
          workspace.cancel();
        }}
      >
        {CURVE_GRIPS.map((grip) => {
          const at = gripInput(dynamics, grip);
          const out = Math.max(CURVE_AXIS.low, Math.min(CURVE_AXIS.high, outputDb(curveOf(dynamics), at)));
          const value = dynamics[GRIP_FIELDS[grip]];
          const param = PARAMS[grip];
          return (
            <div
              key={grip}
              className="curve-grip"
              role="slider"
              tabIndex={0}
              aria-label={GRIPS[grip].name}
              aria-valuemin={param.fromField(param.range.min)}
              aria-valuemax={param.fromField(param.range.max)}
              aria-valuenow={value}
              aria-valuetext={param.speak(value)}
              data-grip={grip}
              style={{
                left: `${(100 * (at - CURVE_AXIS.low)) / SPAN}%`,
                // The knee's end stands at the foot of the plot, where the threshold's grip can't cover it.
                top: grip === 'knee' ? 'calc(100% - 15px)' : `${(100 * (CURVE_AXIS.high - out)) / SPAN}%`,
              }}
              onKeyDown={(event) => onKeyDown(event, grip)}
              onBlur={end.now}
              onPointerDown={(event) => {
                if (event.button !== 0) return;
                end.now();
                area.current?.setPointerCapture(event.pointerId);
                grab.current = {
                  grip,
                  pointer: event.pointerId,
                  x: event.clientX,
                  y: event.clientY,
                  inDb: at,
                  outDb: outputDb(curveOf(dynamics), at),
                };
              }}
            >
              <span aria-hidden="true">{GRIPS[grip].letter}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
