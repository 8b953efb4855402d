import type { Session, Span } from '../../session/index.ts';
import { FRAME_RATE_FACTS, formatTimecode } from '../../units/index.ts';
import { Row } from '../inspector/fields.tsx';
import { NumericField } from '../kit/NumericField.tsx';
import {
  formatNumber,
  parseLevel,
  shortDb,
  speakDb,
  speakNumber,
  type ValueRange,
} from '../kit/value-range.ts';

const still = { onCommit: () => undefined, onCancel: () => undefined };

/** Samples of a frame of the picture. */
export const samplesPerFrame = ({
  frameRate,
  sampleRate,
}: Pick<Session, 'frameRate' | 'sampleRate'>): number => {
  const { numerator, denominator } = FRAME_RATE_FACTS[frameRate];
  return (sampleRate * denominator) / numerator;
};

/** A timeline sample as timecode. */
export const timecodeAt = (session: Session, sample: number): string =>
  formatTimecode(
    session.startFrames + Math.floor(sample / samplesPerFrame(session) + 0.002),
    session.frameRate,
  );

/** A silence in words: where, and how long. */
export const spanWords = (session: Session, { start, end }: Span): string =>
  `${timecodeAt(session, start)}, ${formatNumber((end - start) / session.sampleRate, 1)} s`;

/** A line with a level. */
export function LevelRow({
  label,
  name,
  value,
  range,
  onChange,
}: {
  readonly label: string;
  readonly name: string;
  readonly value: number;
  readonly range: ValueRange;
  onChange(value: number): void;
}) {
  return (
    <Row label={label}>
      <NumericField
        label={name}
        value={value}
        range={range}
        format={(level) => `${shortDb(level)} dB`}
        speak={speakDb}
        parse={parseLevel}
        onChange={onChange}
        {...still}
      />
    </Row>
  );
}

/** A line with a length in frames of the picture. */
export function FramesRow({
  label,
  name,
  value,
  most,
  fallback,
  onChange,
}: {
  readonly label: string;
  readonly name: string;
  readonly value: number;
  readonly most: number;
  readonly fallback: number;
  onChange(frames: number): void;
}) {
  const range: ValueRange = { min: 0, max: most, step: 1, fine: 0.25, page: 6, default: fallback };
  return (
    <Row label={label}>
      <NumericField
        label={name}
        value={value}
        range={range}
        format={(frames) => `${formatNumber(frames, frames % 1 === 0 ? 0 : 2)} fr`}
        speak={(frames) => speakNumber(frames, frames % 1 === 0 ? 0 : 2, 'frames')}
        onChange={onChange}
        {...still}
      />
    </Row>
  );
}
