import { type ReactNode, useRef, useState } from 'react';
import { FRAME_RATE_FACTS, type FrameRate, formatTimecode, parseTimecode } from '../../units/index.ts';
import { NumericField } from '../kit/NumericField.tsx';
import { formatNumber, speakNumber, type ValueHandlers, type ValueRange } from '../kit/value-range.ts';
import './inspector.css';

/** A titled group of rows. */
export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <section className="inspector-section" aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}

/** A line with a label and any control. */
export function Row({ label, children }: { readonly label: string; readonly children: ReactNode }) {
  return (
    <div className="inspector-row">
      <span className="slider-label">{label}</span>
      <div className="inspector-control">{children}</div>
    </div>
  );
}

/** A line of text that is edited in place: Enter or leaving keeps it, Escape takes it back. */
export function TextRow({
  label,
  value,
  maxLength = 200,
  onCommit,
}: {
  readonly label: string;
  readonly value: string;
  readonly maxLength?: number;
  onCommit(text: string): void;
}) {
  const [draft, setDraft] = useState<string | null>(null);
  const cancelled = useRef(false);
  return (
    <Row label={label}>
      <input
        className="text-input"
        type="text"
        aria-label={label}
        maxLength={maxLength}
        value={draft ?? value}
        onChange={(event) => setDraft(event.currentTarget.value)}
        onBlur={() => {
          const text = draft?.trim() ?? '';
          if (!cancelled.current && text !== '' && text !== value) onCommit(text);
          cancelled.current = false;
          setDraft(null);
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter' && event.key !== 'Escape') return;
          event.preventDefault();
          cancelled.current = event.key === 'Escape';
          event.currentTarget.blur();
        }}
      />
    </Row>
  );
}

/** Properties of a time line. Values are samples at the session rate. */
export interface TimeRowProps extends ValueHandlers {
  readonly label: string;
  readonly value: number;
  readonly min?: number;
  readonly max?: number;
  readonly default?: number;
  readonly frameRate: FrameRate;
  readonly sampleRate: number;
  /** Frames added to show a position as timecode; 0 for lengths. */
  readonly originFrames: number;
}

const DAY_HOURS = 24;

/** A position or length in timecode: arrows move a frame, shift a quarter of one, typing takes timecode. */
export function TimeRow({
  label,
  value,
  min = 0,
  max,
  default: fallback = 0,
  frameRate,
  sampleRate,
  originFrames,
  onChange,
  onCommit,
  onCancel,
}: TimeRowProps) {
  const facts = FRAME_RATE_FACTS[frameRate];
  const samplesPerFrame = (sampleRate * facts.denominator) / facts.numerator;
  const range: ValueRange = {
    min: min / samplesPerFrame,
    max: (max ?? DAY_HOURS * 3600 * sampleRate) / samplesPerFrame,
    step: 1,
    fine: 0.25,
    page: facts.nominal,
    default: fallback / samplesPerFrame,
  };
  const format = (frames: number): string => {
    // A sample's rounding must not show the frame before.
    const whole = Math.floor(frames + 0.002);
    const quarter = Math.round((frames - whole) * 100);
    return `${formatTimecode(originFrames + whole, frameRate)}${quarter > 0 ? `.${String(quarter).padStart(2, '0')}` : ''}`;
  };
  return (
    <Row label={label}>
      <NumericField
        className="time-field"
        label={label}
        value={value / samplesPerFrame}
        range={range}
        format={format}
        parse={(text) => {
          const [main = '', part] = text.split('.');
          const parsed = parseTimecode(main, frameRate);
          if (!parsed.ok) return null;
          return parsed.value - originFrames + (part === undefined ? 0 : Number(`0.${part}`) || 0);
        }}
        onChange={(frames) => onChange(Math.round(frames * samplesPerFrame))}
        onCommit={onCommit}
        onCancel={onCancel}
      />
    </Row>
  );
}

/** A length in milliseconds; the value is samples at the session rate. */
export function MillisecondsRow({
  label,
  value,
  max,
  sampleRate,
  ...handlers
}: ValueHandlers & {
  readonly label: string;
  readonly value: number;
  readonly max: number;
  readonly sampleRate: number;
}) {
  const perSample = 1000 / sampleRate;
  const range: ValueRange = { min: 0, max: max * perSample, step: 10, fine: 1, page: 100, default: 0 };
  return (
    <Row label={label}>
      <NumericField
        className="time-field"
        label={label}
        value={value * perSample}
        range={range}
        format={(milliseconds) =>
          `${formatNumber(milliseconds, milliseconds < 10 && milliseconds > 0 ? 2 : 0)} ms`
        }
        speak={(milliseconds) => speakNumber(milliseconds, 0, 'milliseconds')}
        onChange={(milliseconds) => handlers.onChange(Math.min(max, Math.round(milliseconds / perSample)))}
        onCommit={handlers.onCommit}
        onCancel={handlers.onCancel}
      />
    </Row>
  );
}
