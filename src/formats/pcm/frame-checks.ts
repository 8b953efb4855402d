import type { Failure } from '../../units/index.ts';
import { fileFault } from './file-fault.ts';
import { type FormatFailureCode, MAX_CHANNELS, MAX_RATE, MIN_RATE } from './file-info.ts';

/** The refusal for an impossible channel count, or null. */
export function checkChannels(fileName: string, channels: number): Failure<FormatFailureCode> | null {
  if (channels < 1) {
    return fileFault(fileName, 'no-channels', 'claims to have no channels, so there is nothing to play.');
  }
  if (channels > MAX_CHANNELS) {
    return fileFault(
      fileName,
      'too-many-channels',
      `has ${channels} channels; at most ${MAX_CHANNELS} can be used.`,
      `Split it into files of up to ${MAX_CHANNELS} channels.`,
    );
  }
  return null;
}

/** The refusal for an impossible sample rate, or null. */
export function checkRate(fileName: string, rate: number): Failure<FormatFailureCode> | null {
  if (rate >= MIN_RATE && rate <= MAX_RATE) return null;
  if (Number.isNaN(rate)) return fileFault(fileName, 'bad-rate', 'has an unreadable sample rate.');
  return fileFault(
    fileName,
    'bad-rate',
    `claims a sample rate of ${rate} Hz; rates from ${MIN_RATE} to ${MAX_RATE} Hz can be used.`,
  );
}
