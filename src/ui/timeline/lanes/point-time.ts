import type { Session } from '../../../session/index.ts';
import { formatTimecode, framesToSamples, parseTimecode, samplesToFrames } from '../../../units/index.ts';

/** What turns samples into timecode. */
export type PointClock = Pick<Session, 'frameRate' | 'sampleRate' | 'startFrames'>;

/** A time as it is typed: timecode where it lies on a frame, else samples. */
export function pointTimeText({ frameRate, sampleRate, startFrames }: PointClock, time: number): string {
  const frames = Math.round(samplesToFrames(time, frameRate, sampleRate));
  return framesToSamples(frames, frameRate, sampleRate) === time
    ? formatTimecode(frames + startFrames, frameRate)
    : `${time} smp`;
}

/** Reads a typed time: timecode ("01:00:03:12", with a part of a frame behind a point), or samples ("48000 smp"). Null refuses it. */
export function readPointTime(
  { frameRate, sampleRate, startFrames }: PointClock,
  text: string,
): number | null {
  const plain = text.trim();
  const count = /^(\d{1,12})\s*(smp|samples?)$/i.exec(plain)?.[1];
  if (count !== undefined) return Number(count);
  const [main = '', part] = plain.split('.');
  const parsed = parseTimecode(main, frameRate);
  if (!parsed.ok || (part !== undefined && !/^\d{1,6}$/.test(part))) return null;
  const frames = parsed.value - startFrames + (part === undefined ? 0 : Number(`0.${part}`));
  const sample = Math.round(framesToSamples(frames, frameRate, sampleRate));
  return sample >= 0 ? sample : null;
}
