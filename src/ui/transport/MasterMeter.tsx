import { useRef, useState } from 'react';
import { type FittedCanvas, useFittedCanvas } from '../kit/canvas-size.ts';
import { FrameKey } from '../kit/frame-key.ts';
import { addMeter, type MeterHold, newHold, paintMeter, updateHold } from '../kit/meter-paint.ts';
import { usePaint } from '../kit/use-paint.ts';
import { useEngine, useWorkspace } from '../state/workspace.ts';
import { LAYOUT_SPEAKERS, shortTargetName } from './targets.ts';
import './master-meter.css';

/** A bar and its gap at most, and all bars together, px: a wide layout must not push the rest of the bar out. */
const PITCH = 6;
const WIDEST = 72;
/** How often the meter's value is told to assistive technology, ms; it is not a live region. */
const TELL_MS = 500;

function paintAll(
  surface: FittedCanvas,
  holds: readonly MeterHold[],
  channels: number,
  peakOf: (channel: number) => number,
) {
  surface.context.clearRect(0, 0, surface.width, surface.height);
  const pitch = surface.width / channels;
  for (let channel = 0; channel < channels; channel++) {
    const hold = holds[channel];
    const peak = peakOf(channel);
    if (hold) paintMeter(surface.context, channel * pitch, 0, pitch - 1, surface.height, peak, peak, hold);
  }
}

/** Peaks of the output, a clip light with its count, the limiter's lamp, and reads that came too late. */
export function MasterMeter() {
  const { engine, prefs, status } = useWorkspace();
  const target = useEngine((state) => state.target);
  const channels = target === 'binaural' ? 2 : LAYOUT_SPEAKERS[target].length;
  const { ref, fitted } = useFittedCanvas();
  const meter = useRef<HTMLDivElement>(null);
  const holds = useRef<MeterHold[]>([]);
  const clipButton = useRef<HTMLButtonElement>(null);
  const lamp = useRef<HTMLSpanElement>(null);
  const missed = useRef<HTMLSpanElement>(null);
  const shown = useRef({ clips: -1, limiting: false, missed: -1, excused: 0, told: '', toldMs: 0 });
  const [key] = useState(() => new FrameKey());
  const [announcement, setAnnouncement] = useState('');

  usePaint((nowMs) => {
    const surface = fitted.current;
    if (!surface) return;
    const { telemetry } = engine;
    const held = holds.current;
    while (held.length < channels) held.push(newHold());
    const holdSeconds = prefs.getState().meterHold;
    let loudest = 0;
    key.begin();
    key.add(surface);
    for (let channel = 0; channel < channels; channel++) {
      const peak = telemetry.outputPeak(channel);
      const hold = held[channel];
      if (hold) {
        updateHold(hold, peak, nowMs, holdSeconds);
        addMeter(key, surface.height, peak, peak, hold);
      }
      if (peak > loudest) loudest = peak;
    }
    if (key.end()) paintAll(surface, held, channels, (channel) => telemetry.outputPeak(channel));

    const last = shown.current;
    if (telemetry.clipCount !== last.clips && clipButton.current) {
      // One announcement, then silence until the light is reset: WCAG asks not to flood.
      if (last.clips === 0 && telemetry.clipCount > 0)
        setAnnouncement('The output clipped before the limiter.');
      last.clips = telemetry.clipCount;
      clipButton.current.dataset['lit'] = String(last.clips > 0);
      clipButton.current.textContent =
        last.clips > 0 ? `clip ${last.clips > 9999 ? '9999+' : last.clips}` : 'clip';
    }
    // Below a tenth of a dB the ear and the eye are left alone.
    const limiting = telemetry.limiterDb < -0.1;
    if (limiting !== last.limiting && lamp.current) {
      last.limiting = limiting;
      lamp.current.dataset['lit'] = String(limiting);
    }
    if (telemetry.missedSlots !== last.missed && missed.current) {
      // Silence ahead of a decoder that still runs is expected: the import bar tells of it.
      if (status.getState().imports.some(({ state }) => state === 'running'))
        last.excused += telemetry.missedSlots - Math.max(0, last.missed);
      last.missed = telemetry.missedSlots;
      const count = last.missed - last.excused;
      missed.current.textContent = count > 0 ? `${count} missed` : '';
    }
    if (nowMs - last.toldMs > TELL_MS && meter.current) {
      last.toldMs = nowMs;
      const db = (loudest > 0 ? Math.max(-60, 20 * Math.log10(loudest)) : -60).toFixed(1);
      if (db === last.told) return;
      last.told = db;
      meter.current.setAttribute('aria-valuenow', db);
      meter.current.setAttribute('aria-valuetext', loudest > 0.001 ? `${db} dBFS` : 'silent');
    }
  });

  return (
    <div className="master">
      {/* biome-ignore lint/a11y/useSemanticElements: <meter> can't hold the canvas that paints one bar a channel. */}
      <div
        ref={meter}
        role="meter"
        aria-label={`Output level, ${shortTargetName(target)}`}
        aria-valuemin={-60}
        aria-valuemax={6}
        aria-valuenow={-60}
        className="master-meter"
        style={{ width: Math.min(channels * PITCH, WIDEST) }}
      >
        <canvas ref={ref} className="master-canvas" />
      </div>
      <div className="master-lamps">
        <button
          ref={clipButton}
          type="button"
          className="clip-light mono"
          title="Samples over full scale before the limiter. Click to reset."
          onClick={() => {
            engine.telemetry.resetClips();
            for (const hold of holds.current) hold.clipped = false;
            setAnnouncement('');
          }}
        >
          clip
        </button>
        <span ref={lamp} className="limiter-lamp" title="Lit while the monitor limiter turns down">
          limit
        </span>
      </div>
      <span
        ref={missed}
        className="missed mono"
        title="Audio that was not read from storage in time since the engine started"
      />
      <span className="visually-hidden" aria-live="polite">
        {announcement}
      </span>
    </div>
  );
}
