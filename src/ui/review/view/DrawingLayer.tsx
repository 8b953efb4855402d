import { type PointerEvent, useRef } from 'react';
import { SHARE_LIMITS } from '../../../share/index.ts';
import { useComments, useReview, useView } from '../state/review.ts';
import type { Stroke } from '../state/view.ts';

/** Way of the pen before another point is kept, of the surface's width. */
const STEP = 0.004;

const NONE: readonly Stroke[] = [];

/** What is drawn over picture or stage: the open comment's strokes, or those of the comment that is being written. */
export function DrawingLayer({ over }: { readonly over: 'picture' | 'stage' }) {
  const { view } = useReview();
  const drawing = useView((state) => state.draft?.drawing ?? null);
  const writes = useView((state) => state.draft !== null);
  const active = useView((state) => state.pen === over);
  const opened = useView((state) => state.opened);
  const comments = useComments();
  const shown = writes ? drawing : (comments.find(({ id }) => id === opened)?.drawing ?? null);
  const strokes = shown?.over === over ? shown.strokes : NONE;
  const pen = useRef<number | null>(null);

  const add = (event: PointerEvent<SVGSVGElement>, begins: boolean) => {
    const box = event.currentTarget.getBoundingClientRect();
    const part = (value: number) => Math.round(Math.min(1, Math.max(0, value)) * 1e4) / 1e4;
    const point = {
      x: part((event.clientX - box.left) / box.width),
      y: part((event.clientY - box.top) / box.height),
    };
    view.setState(({ draft }) => {
      if (!draft) return {};
      const before: readonly Stroke[] = draft.drawing?.over === over ? draft.drawing.strokes : [];
      const points = before.reduce((sum, stroke) => sum + stroke.length, 0);
      if (points >= SHARE_LIMITS.drawingPoints) return {};
      if (begins && before.length >= SHARE_LIMITS.strokes) return {};
      const last = before.at(-1) ?? [];
      const end = last.at(-1);
      if (!begins && end && Math.hypot(end.x - point.x, end.y - point.y) < STEP) return {};
      const next = begins ? [...before, [point]] : [...before.slice(0, -1), [...last, point]];
      return { draft: { ...draft, drawing: { over, strokes: next } } };
    });
  };

  if (!active && strokes.length === 0) return null;
  return (
    <svg
      className="rv-drawing"
      data-active={active || undefined}
      viewBox="0 0 1 1"
      preserveAspectRatio="none"
      role="img"
      aria-label={active ? `Draw on the ${over}` : `Drawing on the ${over}`}
      onPointerDown={(event) => {
        if (!active || event.button !== 0) return;
        pen.current = event.pointerId;
        event.currentTarget.setPointerCapture(event.pointerId);
        add(event, true);
      }}
      onPointerMove={(event) => {
        if (pen.current === event.pointerId) add(event, false);
      }}
      onPointerUp={() => {
        pen.current = null;
      }}
      onPointerCancel={() => {
        pen.current = null;
      }}
    >
      {strokes.map((stroke, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: strokes of one drawing have no other identity.
        <g key={index}>
          <Line stroke={stroke} className="rv-stroke-edge" />
          <Line stroke={stroke} className="rv-stroke" />
        </g>
      ))}
    </svg>
  );
}

/** One stroke; a single point is a dot. */
function Line({ stroke, className }: { readonly stroke: Stroke; readonly className: string }) {
  const [first] = stroke;
  const points = stroke.length === 1 && first ? [first, { x: first.x + 0.0005, y: first.y }] : stroke;
  return (
    <polyline
      className={className}
      points={points.map(({ x, y }) => `${x},${y}`).join(' ')}
      vectorEffect="non-scaling-stroke"
    />
  );
}
