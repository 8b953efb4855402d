import { type RefObject, useRef } from 'react';
import { usePaint } from '../kit/use-paint.ts';
import { useSession, useUi, useWorkspace } from '../state/workspace.ts';
import { Strokes } from './Strokes.tsx';
import './sketch.css';

/** What a reviewer drew, over the film; gone as soon as the playhead leaves the place. */
export function NoteSketch({ film }: { readonly film: RefObject<HTMLVideoElement | null> }) {
  const { engine } = useWorkspace();
  const sketch = useUi((state) => state.sketch);
  const sampleRate = useSession((session) => session.sampleRate);
  const drawing = useRef<SVGSVGElement>(null);
  usePaint(() => {
    if (!drawing.current || !sketch) return;
    // Within a frame of any rate: the playhead may rest on samples of the frame.
    const there = Math.abs(engine.telemetry.position - sketch.at) < sampleRate / 24;
    drawing.current.style.visibility = there ? 'visible' : 'hidden';
  });
  if (!sketch) return null;
  const { videoWidth = 0, videoHeight = 0 } = film.current ?? {};
  const [width, height] = videoWidth > 0 && videoHeight > 0 ? [videoWidth, videoHeight] : [1600, 900];
  return (
    // The view box is fitted as the film is (contain), so points lie where they were drawn.
    <svg
      ref={drawing}
      className="sketch-over"
      viewBox={`0 0 ${width} ${height}`}
      role="img"
      aria-label="Drawing of a reviewer on the picture"
    >
      <Strokes strokes={sketch.strokes} width={width} height={height} />
    </svg>
  );
}
