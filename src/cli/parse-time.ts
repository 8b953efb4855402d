import type { Session } from '../session/index.ts';
import { fail, framesToSamples, parseTimecode, type Result } from '../units/index.ts';

/**
 * Reads a place on the timeline: SMPTE timecode ("01:00:12:00", absolute) or seconds from the session's start ("12.5").
 * Returns a timeline sample.
 */
export function parseTime(text: string, session: Session): Result<number, string> {
  if (/^\d+(\.\d+)?$/.test(text)) return { ok: true, value: Math.round(Number(text) * session.sampleRate) };
  const frames = parseTimecode(text, session.frameRate);
  if (!frames.ok) return frames;
  const sinceStart = frames.value - session.startFrames;
  if (sinceStart < 0) {
    return fail(
      'before-start',
      `${text} lies before the session's start.`,
      'Give a timecode at or after the start timecode, or seconds from the start.',
    );
  }
  return { ok: true, value: framesToSamples(sinceStart, session.frameRate, session.sampleRate) };
}
