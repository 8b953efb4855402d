import type { RenderTarget } from '../../units/index.ts';

/** Labels of the WAVE_FORMAT_EXTENSIBLE speaker bits, lowest first (dwChannelMask); null has no name in this house. */
const BIT_LABELS: readonly (string | null)[] = [
  'L',
  'R',
  'C',
  'LFE',
  'Lrs',
  'Rrs',
  null,
  null,
  'Cs',
  'Lss',
  'Rss',
  null,
  'Ltf',
  null,
  'Rtf',
  'Ltr',
  null,
  'Rtr',
];
const BACK_PAIR = 0x30;
const SIDE_PAIR = 0x600;

/** Speakers a mask names. */
export function maskSpeakerCount(mask: number): number {
  let count = 0;
  for (let bit = 0; bit < 32; bit++) if ((mask >>> bit) & 1) count++;
  return count;
}

/**
 * Labels of the channels a mask names, in file order (ascending bits), for exactly `channels` channels; null for
 * a speaker without a name here and for channels beyond the mask. A lone surround pair is Ls/Rs whichever bits it uses.
 */
export function maskSpeakers(mask: number, channels: number): readonly (string | null)[] {
  const both = (mask & BACK_PAIR) !== 0 && (mask & SIDE_PAIR) !== 0;
  const labels: (string | null)[] = [];
  for (let bit = 0; bit < 32 && labels.length < channels; bit++) {
    if (((mask >>> bit) & 1) === 0) continue;
    const label = BIT_LABELS[bit] ?? null;
    labels.push(!both && label !== null && /^[LR][rs]s$/.test(label) ? `${label.charAt(0)}s` : label);
  }
  while (labels.length < channels) labels.push(null);
  return labels;
}

/**
 * The mask to write for a render target, or 0 where none is true: a mask also promises that channels come in ascending
 * bit order, which our 7.1 order (sides before rears) breaks, and top-side and wide speakers have no bit at all.
 */
export function channelMaskFor(target: RenderTarget): number {
  switch (target) {
    case 'binaural':
    case '2.0':
      return 0x3;
    case '5.1':
      return 0x3f;
    case '5.1.4':
      return 0x2d03f;
    default:
      return 0;
  }
}
