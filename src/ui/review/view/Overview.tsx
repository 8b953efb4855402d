import { type PointerEvent, useMemo, useRef } from 'react';
import { useFittedCanvas } from '../../kit/canvas-size.ts';
import { FrameKey } from '../../kit/frame-key.ts';
import { PALETTE } from '../../kit/theme.ts';
import { usePaint } from '../../kit/use-paint.ts';
import { goTo, openComment, setMarks } from '../state/actions.ts';
import { useClock, useOthers, usePlayer, useReview, useThreads, useView } from '../state/review.ts';
import { flagsOf, OVERVIEW, type OverviewScene, paintOverview, sampleAt, xOf } from './overview-paint.ts';
import { useOverviewPeaks } from './use-overview-peaks.ts';

/** Reach of a press around a flag, CSS pixels. */
const REACH = 12;
/** Way of the pointer before a press is a drag, CSS pixels. */
const SLOP = 4;

/**
 * All that was published on one line: its loudness, cues, comments, the range. A press goes there, a drag over the times marks a
 * range, a press on a flag opens its comment. The list of comments and the marks' buttons do the same without a pointer.
 */
export function Overview() {
  const review = useReview();
  const { player } = review;
  const manifest = usePlayer((state) => state.manifest);
  const clock = useClock();
  const threads = useThreads();
  const opened = useView((state) => state.opened);
  const marks = useView((state) => state.marks);
  const loop = usePlayer((state) => state.loop);
  const others = useOthers();
  const peaks = useOverviewPeaks();
  const { ref, fitted } = useFittedCanvas();
  const slider = useRef<HTMLDivElement>(null);
  const key = useRef(new FrameKey());
  const spoken = useRef('');
  const drag = useRef<{ readonly from: number; readonly marking: boolean; moved: boolean } | null>(null);
  const scene = useMemo<OverviewScene | null>(
    () => (manifest && clock ? { manifest, clock, peaks, threads, opened, marks, loop, here: others } : null),
    [manifest, clock, peaks, threads, opened, marks, loop, others],
  );

  usePaint(() => {
    const canvas = fitted.current;
    if (!canvas || !scene) return;
    const at = player.position();
    const { context, width, height } = canvas;
    const head = Math.round(xOf(scene.manifest, at, width) * 2) / 2;
    key.current.begin();
    key.current.add(canvas);
    key.current.add(scene);
    key.current.add(scene.peaks?.done);
    key.current.add(head);
    if (!key.current.end()) return;
    paintOverview(context, width, height, scene, at);
    context.fillStyle = PALETTE.accent;
    context.fillRect(head - 0.5, 0, 1.5, height - OVERVIEW.foot);
    const text = scene.clock.text(at);
    if (slider.current && text !== spoken.current) {
      spoken.current = text;
      slider.current.setAttribute('aria-valuetext', text);
      slider.current.setAttribute(
        'aria-valuenow',
        String(Math.round((at - scene.manifest.range.start) / scene.manifest.sampleRate)),
      );
    }
  });

  const pointOf = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect();
    return { x: event.clientX - box.left, y: event.clientY - box.top, width: box.width, height: box.height };
  };
  const seconds = manifest
    ? Math.floor((manifest.range.end - manifest.range.start) / manifest.sampleRate)
    : 0;
  return (
    <div
      ref={slider}
      className="rv-overview"
      role="slider"
      tabIndex={0}
      aria-label="Position"
      aria-valuemin={0}
      aria-valuemax={seconds}
      aria-valuenow={0}
      aria-valuetext="00:00:00:00"
      aria-keyshortcuts="ArrowLeft ArrowRight Home End PageUp PageDown"
      onKeyDown={(event) => {
        if (!manifest) return;
        const { start, end } = manifest.range;
        const step = Math.round((end - start) / 20);
        const now = player.position();
        const { key: pressed } = event;
        const frame = manifest.frames.denominator / manifest.frames.numerator;
        const by = event.shiftKey ? manifest.sampleRate : Math.ceil(frame * manifest.sampleRate);
        const to = {
          Home: start,
          End: end - 1,
          PageUp: now - step,
          PageDown: now + step,
          ArrowLeft: now - by,
          ArrowRight: now + by,
        }[pressed];
        if (to === undefined) return;
        event.preventDefault();
        goTo(review, to);
      }}
      onPointerDown={(event) => {
        if (!scene || event.button !== 0) return;
        const { x, y, width, height } = pointOf(event);
        if (y > height - OVERVIEW.foot - 4) {
          const near = flagsOf(scene, width)
            .map((flag) => ({ ...flag, away: Math.abs(flag.x + 4 - x) }))
            .sort((one, other) => one.away - other.away)[0];
          const thread =
            near && near.away < REACH ? threads.find(({ root }) => root.id === near.id) : undefined;
          if (thread) {
            openComment(review, thread.root);
            return;
          }
        }
        event.currentTarget.setPointerCapture(event.pointerId);
        drag.current = { from: x, marking: y < OVERVIEW.head, moved: false };
        if (!drag.current.marking) goTo(review, sampleAt(scene.manifest, x, width));
      }}
      onPointerMove={(event) => {
        const held = drag.current;
        if (!held || !scene || !clock) return;
        const { x, width } = pointOf(event);
        if (!held.moved && Math.abs(x - held.from) < SLOP) return;
        held.moved = true;
        if (!held.marking) {
          goTo(review, sampleAt(scene.manifest, x, width));
          return;
        }
        const frame = (pixel: number) => clock.frameAt(sampleAt(scene.manifest, pixel, width));
        const first = frame(Math.min(x, held.from));
        const last = Math.max(first + 1, frame(Math.max(x, held.from)));
        setMarks(review, Math.max(0, clock.sampleOf(first)), clock.sampleOf(last));
      }}
      onPointerUp={(event) => {
        const held = drag.current;
        drag.current = null;
        if (held?.marking && !held.moved && scene) {
          const { x, width } = pointOf(event);
          goTo(review, sampleAt(scene.manifest, x, width));
        }
      }}
      onPointerCancel={() => {
        drag.current = null;
      }}
    >
      <div aria-hidden="true">
        <canvas ref={ref} />
      </div>
    </div>
  );
}
