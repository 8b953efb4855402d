import { useRef, useState } from 'react';
import { shuttleText, spokenShuttle } from '../commands/shuttle.ts';
import { usePaint } from '../kit/use-paint.ts';
import { useEngine, useWorkspace } from '../state/workspace.ts';
import { LateLamp } from './late-lamp.ts';

/** Speed of a shuttle beside the timecode, and a lamp while it outruns what reads for it; empty while there is none. */
export function ShuttleSpeed() {
  const { engine } = useWorkspace();
  const speed = useEngine((state) => (state.playing ? state.speed : 0));
  const gaps = useRef<HTMLSpanElement>(null);
  const [lamp] = useState(() => new LateLamp());
  // Said once: lamps that come and go would flood a listener.
  const [told, setTold] = useState(false);

  usePaint((nowMs) => {
    if (!lamp.read(engine.telemetry.shuttleMisses, nowMs) || !gaps.current) return;
    gaps.current.hidden = !lamp.lit;
    if (lamp.lit) setTold(true);
  });

  return (
    <div className="shuttle">
      <output className="shuttle-speed mono" title="K stops, L and J change the speed">
        <span aria-hidden="true">{shuttleText(speed)}</span>
        <span className="visually-hidden">{spokenShuttle(speed)}</span>
      </output>
      <span
        ref={gaps}
        className="shuttle-gaps"
        title="The shuttle is faster than the audio can be read: what is not there in time is silent"
        hidden
      >
        gaps
      </span>
      <span className="visually-hidden" aria-live="polite">
        {told ? 'The shuttle is faster than the audio can be read: it has gaps.' : ''}
      </span>
    </div>
  );
}
