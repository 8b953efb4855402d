import type { Track } from '../../session/index.ts';

/** Where a strip goes, short enough for its foot: "bed", "bed ▲", "bed + LFE", "obj", "obj ×2"; nothing for no strip. */
export function outputName(track: Track | undefined): string {
  if (!track) return '';
  const { output } = track;
  if (output.kind === 'object') return track.format === 'stereo' ? 'obj ×2' : 'object';
  const high = output.height > 0 || (track.lanes.height?.length ?? 0) > 0;
  return `bed${high ? ' ▲' : ''}${output.lfeDb > Number.NEGATIVE_INFINITY ? ' + LFE' : ''}`;
}

/** The same in words for screen readers. */
export function outputWords(track: Track | undefined): string {
  if (!track) return '';
  const { output } = track;
  if (output.kind === 'object') return track.format === 'stereo' ? 'two objects' : 'object';
  const parts = ['bed'];
  if (output.height > 0) parts.push('with height');
  if (output.lfeDb > Number.NEGATIVE_INFINITY) parts.push('with L F E');
  return parts.join(' ');
}
