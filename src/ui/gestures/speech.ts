import { type Clip, joined, type Session, type Span, speechIn, type Track } from '../../session/index.ts';
import type { Workspace } from '../state/workspace.ts';

/** Samples of an envelope's step, about 10 ms. */
const STEP = 512;
/** Peaks from −50 dBFS on are speech. */
const THRESHOLD = 10 ** (-50 / 20);
/** Silences between words, seconds. */
const PAUSE_SECONDS = 0.4;

/** Where dialogue speaks, as far as its peaks have been read; `complete` is false while some are on their way. */
export interface Speech {
  readonly spans: readonly Span[];
  readonly complete: boolean;
}

/** Highest peak of each step of a clip over its channels, at the clip's level; null until its peaks are read. */
function envelopeOf(
  workspace: Pick<Workspace, 'peaks'>,
  clip: Clip,
): { step: number; peaks: Float32Array } | null {
  const gain = 10 ** (clip.gainDb / 20);
  let step = 0;
  let peaks: Float32Array | null = null;
  for (const channel of new Set(clip.channels)) {
    const strip = workspace.peaks(clip.id, channel, STEP);
    if (!strip) return null;
    const { samplesPerBin, firstBin, values } = strip;
    step = samplesPerBin;
    const count = Math.ceil(clip.length / samplesPerBin);
    peaks ??= new Float32Array(count);
    const first = Math.floor(clip.sourceOffset / samplesPerBin) - firstBin;
    for (let index = 0; index < Math.min(count, peaks.length); index += 1) {
      const low = values[2 * (first + index)] ?? 0;
      const high = values[2 * (first + index) + 1] ?? 0;
      peaks[index] = Math.max(peaks[index] ?? 0, gain * Math.max(-low, high));
    }
  }
  return peaks && { step, peaks };
}

/** Finds where the dialogue of a session speaks: the clips of its unmuted dialogue tracks, by their peaks. */
export function dialogueSpeech(workspace: Pick<Workspace, 'peaks'>, session: Session): Speech {
  const pause = Math.round(PAUSE_SECONDS * session.sampleRate);
  const speaking = new Set(
    Object.values<Track>(session.tracks)
      .filter(({ family, strip }) => family === 'dialogue' && !strip.muted)
      .map(({ id }) => id),
  );
  const spans: Span[] = [];
  let complete = true;
  for (const clip of Object.values<Clip>(session.clips)) {
    if (clip.muted || !speaking.has(clip.trackId)) continue;
    const envelope = envelopeOf(workspace, clip);
    if (!envelope) {
      complete = false;
      continue;
    }
    spans.push(...speechIn(envelope.peaks, clip.start, envelope.step, { threshold: THRESHOLD, pause }));
  }
  return { spans: joined(spans, pause), complete };
}
