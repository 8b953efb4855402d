import type { ClipProgram } from '../../core/index.ts';
import type { Clip, Stem } from '../../session/index.ts';
import type { StreamClip } from '../stream/stream-program.ts';
import type { VoiceTable } from './voice-table.ts';

/** Decibels to linear gain, the same bits on every machine; the core's converter. */
export type GainOf = (decibels: number) => number;

/** A clip resolved for the core and for the streamer. `stem` in `stream` is set by the caller. */
export interface CompiledClip {
  readonly clip: Clip;
  readonly stem: Stem;
  readonly latencySamples: number;
  readonly program: ClipProgram;
  readonly stream: Omit<StreamClip, 'stem'>;
  /** Keys under which its voices were allotted, to free them with. */
  readonly voiceKeys: readonly string[];
}

/** Name under which a voice belongs to one channel of a clip; another stem, channel or reader is another voice. */
const voiceKey = (reader: string, clip: Clip, stem: Stem, stemChannel: number, channel: number): string =>
  `${reader}${clip.id}/${channel}/${stem.sha256}/${stemChannel}`;

/** Compiles one clip. Channels beyond the stem's, or for which no voice is left, are silent. `reader` names a second strip that reads it. */
export function compileClip(
  clip: Clip,
  stem: Stem,
  latencySamples: number,
  voices: VoiceTable,
  toGain: GainOf,
  reader = '',
): CompiledClip {
  const channelVoices: number[] = [];
  const voiceKeys: string[] = [];
  const streamVoices: number[] = [];
  const streamChannels: number[] = [];
  clip.channels.forEach((stemChannel, channel) => {
    if (stemChannel < 0 || stemChannel >= stem.channels) {
      channelVoices.push(-1);
      return;
    }
    const key = voiceKey(reader, clip, stem, stemChannel, channel);
    const voice = voices.voice(key);
    channelVoices.push(voice);
    if (voice < 0) return;
    voiceKeys.push(key);
    streamVoices.push(voice);
    streamChannels.push(stemChannel);
  });
  return {
    clip,
    stem,
    latencySamples,
    voiceKeys,
    program: {
      id: clip.id,
      start: clip.start,
      length: clip.length,
      sourceOffset: clip.sourceOffset,
      gain: toGain(clip.gainDb),
      fadeInLength: clip.fadeIn.length,
      fadeInShape: clip.fadeIn.shape,
      fadeOutLength: clip.fadeOut.length,
      fadeOutShape: clip.fadeOut.shape,
      voices: channelVoices,
    },
    stream: {
      start: clip.start - latencySamples,
      end: clip.start - latencySamples + clip.length,
      sourceOffset: clip.sourceOffset,
      ...(latencySamples > 0 && { held: latencySamples }),
      voices: streamVoices,
      channels: streamChannels,
    },
  };
}
