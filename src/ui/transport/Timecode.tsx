import { useRef, useState } from 'react';
import { formatTimecode, framesToSamples, parseTimecode, samplesToFrames } from '../../units/index.ts';
import { usePaint } from '../kit/use-paint.ts';
import { useWorkspace } from '../state/workspace.ts';
import { musicalPosition } from './musical-position.ts';
import './timecode.css';

/** The big timecode: follows the playhead, and takes a typed position on click or Enter. Painted, never re-rendered. */
export function Timecode() {
  const { document, engine } = useWorkspace();
  const text = useRef<HTMLSpanElement>(null);
  const shown = useRef('');
  const [draft, setDraft] = useState<string | null>(null);
  const [fault, setFault] = useState<string | null>(null);

  const now = () => {
    const { session } = document.getState();
    const frame = samplesToFrames(engine.telemetry.position, session.frameRate, session.sampleRate);
    return formatTimecode(session.startFrames + frame, session.frameRate);
  };
  usePaint(() => {
    const next = now();
    if (text.current && (next !== shown.current || text.current.textContent === '')) {
      shown.current = next;
      text.current.textContent = next;
    }
  });

  const finish = (accept: boolean) => {
    if (draft === null) return;
    if (accept) {
      const { session } = document.getState();
      const typed = parseTimecode(draft, session.frameRate);
      if (!typed.ok) {
        setFault(`${typed.message} ${typed.remedy}`);
        return;
      }
      const sample = framesToSamples(
        typed.value - session.startFrames,
        session.frameRate,
        session.sampleRate,
      );
      engine.locate(Math.max(0, sample));
    }
    setDraft(null);
    setFault(null);
  };

  if (draft !== null) {
    return (
      <div className="timecode-typing">
        <input
          type="text"
          inputMode="numeric"
          className="timecode mono"
          aria-label="Go to timecode"
          aria-invalid={fault !== null || undefined}
          aria-describedby={fault === null ? undefined : 'timecode-fault'}
          // biome-ignore lint/a11y/noAutofocus: the user asked to type here this moment.
          autoFocus
          value={draft}
          onFocus={(event) => event.currentTarget.select()}
          onChange={(event) => {
            setDraft(event.currentTarget.value);
            setFault(null);
          }}
          onBlur={() => {
            setDraft(null);
            setFault(null);
          }}
          onKeyDown={(event) => {
            event.stopPropagation();
            if (event.key === 'Enter') finish(true);
            else if (event.key === 'Escape') finish(false);
            else return;
            event.preventDefault();
          }}
        />
        {fault !== null && (
          <p id="timecode-fault" className="timecode-fault" role="alert">
            {fault}
          </p>
        )}
      </div>
    );
  }
  return (
    <button
      type="button"
      className="timecode mono"
      title="Click to type a position"
      data-command="timecode"
      onClick={() => {
        shown.current = '';
        setDraft(now());
      }}
    >
      <span className="visually-hidden">Position </span>
      <span ref={text} />
    </button>
  );
}

/** Bars and beats, and the frame rate, beside the timecode. */
export function MusicalPosition() {
  const { document, engine } = useWorkspace();
  const text = useRef<HTMLSpanElement>(null);
  const shown = useRef('');
  usePaint(() => {
    const { session } = document.getState();
    const next = musicalPosition(session, engine.telemetry.position);
    if (text.current && next !== shown.current) {
      shown.current = next;
      text.current.textContent = next;
    }
  });
  return <span ref={text} className="mono" />;
}
