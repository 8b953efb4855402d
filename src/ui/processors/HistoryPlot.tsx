import { useEffect, useRef, useState } from 'react';
import type { TrackId } from '../../session/index.ts';
import { useFittedCanvas } from '../kit/canvas-size.ts';
import { FrameKey } from '../kit/frame-key.ts';
import { usePaint } from '../kit/use-paint.ts';
import { formatNumber } from '../kit/value-range.ts';
import { useSession, useWorkspace } from '../state/workspace.ts';
import { paintHistory, paintHistoryGrid } from './dynamics-paint.ts';
import { ReductionHistory } from './history.ts';
import { useProbe } from './use-strip-spectrum.ts';

/** Seconds shown. */
const SECONDS = 4;
const RIGHT = 28;

/** The last seconds of the strip: level in, level out and how far the dynamics turned down, scrolling with the sound. */
export function HistoryPlot({ id }: { readonly id: TrackId }) {
  const { engine } = useWorkspace();
  const rate = useSession((session) => session.sampleRate);
  const { ref: canvas, fitted } = useFittedCanvas();
  const [key] = useState(() => new FrameKey());
  const history = useRef<ReductionHistory | null>(null);
  const figure = useRef<HTMLSpanElement>(null);
  const turns = useRef(0);
  useProbe(id);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another strip has another history.
  useEffect(() => {
    history.current = null;
  }, [id, rate]);
  usePaint(() => {
    const surface = fitted.current;
    if (!surface) return;
    const { context, width, height } = surface;
    const columns = Math.max(1, Math.floor((width - RIGHT) / 2));
    if (history.current?.reduction.length !== columns)
      history.current = new ReductionHistory(columns, SECONDS, rate);
    const { telemetry } = engine;
    if (history.current.follow(telemetry.probe)) turns.current += 1;
    const reduction = Math.round(telemetry.stripReduction(id) * 10) / 10;
    key.begin();
    for (const value of [
      surface,
      history.current,
      turns.current,
      reduction,
      globalThis.document.fonts.status,
    ])
      key.add(value);
    if (!key.end()) return;
    const box = { x: 0, y: 2, width: columns * 2, height: height - 4 };
    context.clearRect(0, 0, width, height);
    paintHistory(context, box, history.current);
    paintHistoryGrid(context, box, SECONDS);
    if (figure.current) figure.current.textContent = `${formatNumber(-reduction, 1)} dB`;
  });
  return (
    <div className="history-plot">
      <canvas ref={canvas} className="history-canvas" />
      <span ref={figure} className="history-figure" role="img" aria-label="Gain reduction" />
    </div>
  );
}
