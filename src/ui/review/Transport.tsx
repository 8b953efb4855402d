import { ChevronLeft, ChevronRight, ChevronsLeft, ChevronsRight, Pause, Play, Repeat, X } from 'lucide-react';
import { useRef, useState } from 'react';
import { useFittedCanvas } from '../kit/canvas-size.ts';
import { FrameKey } from '../kit/frame-key.ts';
import { IconButton } from '../kit/IconButton.tsx';
import { addMeter, newHold, paintMeter, updateHold } from '../kit/meter-paint.ts';
import { usePaint } from '../kit/use-paint.ts';
import { clearMarks, goTo, mark, stepFrames, stepSeconds, toggleLoop, togglePlay } from './state/actions.ts';
import { useClock, usePlayer, useReview, useView } from './state/review.ts';

/** Play, steps, where we are, and the range that is marked. */
export function Transport({ narrow }: { readonly narrow: boolean }) {
  const review = useReview();
  const playing = usePlayer((state) => state.playing);
  const loop = usePlayer((state) => state.loop !== null);
  const Glyph = playing ? Pause : Play;
  const steps = (
    <div className="rv-steps">
      <IconButton
        label="A second back"
        keys="Shift ←"
        icon={ChevronsLeft}
        size={16}
        onPress={() => stepSeconds(review, -1)}
      />
      <IconButton
        label="A frame back"
        keys="←"
        icon={ChevronLeft}
        size={16}
        onPress={() => stepFrames(review, -1)}
      />
      <IconButton
        label="A frame on"
        keys="→"
        icon={ChevronRight}
        size={16}
        onPress={() => stepFrames(review, 1)}
      />
      <IconButton
        label="A second on"
        keys="Shift →"
        icon={ChevronsRight}
        size={16}
        onPress={() => stepSeconds(review, 1)}
      />
    </div>
  );
  return (
    <section className="rv-transport" aria-label="Transport">
      <button
        type="button"
        className="rv-play"
        aria-label={playing ? 'Stop' : 'Play'}
        aria-keyshortcuts="Space"
        onClick={() => togglePlay(review)}
      >
        <Glyph size={narrow ? 24 : 18} aria-hidden="true" />
      </button>
      {steps}
      <PageTimecode />
      <IconButton
        label="Loop what is marked"
        keys="R"
        icon={Repeat}
        size={15}
        pressed={loop}
        onPress={() => toggleLoop(review)}
      />
      {!narrow && <MarkButtons />}
      <Level />
    </section>
  );
}

/** Buttons for the range, and the range itself. */
export function MarkButtons() {
  const review = useReview();
  const marks = useView((state) => state.marks);
  const clock = useClock();
  const text = (at: number | null) => (at === null || !clock ? '–' : clock.text(at));
  const isMarked = marks.start !== null || marks.end !== null;
  return (
    // biome-ignore lint/a11y/useSemanticElements: a row of buttons is no form fieldset
    <div className="rv-marks" role="group" aria-label="Range">
      <button type="button" className="rv-mark" onClick={() => mark(review, 'start')}>
        In <span className="mono">{text(marks.start)}</span>
      </button>
      <button type="button" className="rv-mark" onClick={() => mark(review, 'end')}>
        Out <span className="mono">{text(marks.end)}</span>
      </button>
      {isMarked && <IconButton label="Clear the range" icon={X} onPress={() => clearMarks(review)} />}
    </div>
  );
}

/** The timecode: follows the sound; a press lets a position be typed. */
function PageTimecode() {
  const review = useReview();
  const clock = useClock();
  const text = useRef<HTMLSpanElement>(null);
  const shown = useRef('');
  const [typed, setTyped] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);
  usePaint(() => {
    const next = clock ? clock.text(review.player.position()) : '--:--:--:--';
    if (text.current && next !== shown.current) {
      shown.current = next;
      text.current.textContent = next;
    }
  });
  if (typed === null || !clock)
    return (
      <div className="rv-clock">
        <button
          type="button"
          className="rv-timecode mono"
          title="Press to type a position"
          onClick={() => {
            shown.current = '';
            if (clock) setTyped(clock.text(review.player.position()));
          }}
        >
          <span className="visually-hidden">Position </span>
          <span ref={text} />
        </button>
        <span className="rv-rate">{clock ? `${clock.name} fps` : ''}</span>
      </div>
    );
  const leave = () => {
    setTyped(null);
    setFault(null);
  };
  return (
    <div className="rv-clock">
      <input
        type="text"
        inputMode="numeric"
        className="rv-timecode mono"
        aria-label="Go to timecode"
        aria-invalid={fault !== null || undefined}
        aria-describedby={fault === null ? undefined : 'rv-timecode-fault'}
        // biome-ignore lint/a11y/noAutofocus: the reader asked to type here this moment.
        autoFocus
        value={typed}
        onFocus={(event) => event.currentTarget.select()}
        onChange={(event) => {
          setTyped(event.currentTarget.value);
          setFault(null);
        }}
        onBlur={leave}
        onKeyDown={(event) => {
          if (event.key === 'Escape') leave();
          else if (event.key === 'Enter') {
            const at = clock.parse(typed);
            if (at.ok) {
              goTo(review, at.value);
              leave();
            } else setFault(`${at.message} ${at.remedy}`);
          } else return;
          event.preventDefault();
          event.stopPropagation();
        }}
      />
      {fault !== null && (
        <p id="rv-timecode-fault" className="rv-clock-fault" role="alert">
          {fault}
        </p>
      )}
    </div>
  );
}

/** Peaks of what is heard, left and right. */
function Level() {
  const { player } = useReview();
  const { ref, fitted } = useFittedCanvas();
  const state = useRef({
    peaks: { left: 0, right: 0 },
    fall: [0, 0],
    holds: [newHold(), newHold()],
    key: new FrameKey(),
  });
  usePaint((nowMs) => {
    const canvas = fitted.current;
    if (!canvas) return;
    const { peaks, fall, holds, key } = state.current;
    player.readPeaks(peaks);
    const levels = [peaks.left, peaks.right];
    key.begin();
    key.add(canvas);
    holds.forEach((hold, side) => {
      // Falls 20 dB in a third of a second, as the console's do.
      fall[side] = Math.max(levels[side] ?? 0, (fall[side] ?? 0) * 0.89);
      updateHold(hold, fall[side] ?? 0, nowMs, 1.5);
      addMeter(key, canvas.height, 0, fall[side] ?? 0, hold);
    });
    if (!key.end()) return;
    const { context, width, height } = canvas;
    context.clearRect(0, 0, width, height);
    const bar = (width - 2) / 2;
    holds.forEach((hold, side) => {
      paintMeter(context, side * (bar + 2), 0, bar, height, fall[side] ?? 0, fall[side] ?? 0, hold);
    });
  });
  return (
    <div className="rv-level" aria-hidden="true">
      <canvas ref={ref} />
    </div>
  );
}
