import { RESPONSE_CHANNELS, RESPONSE_FRAMES } from '../../core/index.ts';
import { type Failure, fail } from '../../units/index.ts';

/** Bytes all responses of a session may take together, with the states they run on. The core's heap has 64 MiB more for everything else. */
export const RESPONSE_BYTES: number = 192 << 20;
/** Longest response, seconds. */
const RESPONSE_SECONDS = 20;

/** Taps of the longest partition, and bytes a direction takes whatever the length: rings, overlaps, partitions of the shorter lengths. */
const PARTITION = 16_384;
const LANE_BYTES = 850_000;
/** A ring of half a second is twice as long beyond 64 kHz. */
const FAST_LANE_BYTES = 990_000;
/** Directions a mono response is heard in. */
const DIRECTIONS = 9;

/** What a response is to the engine. */
export interface ResponseShape {
  readonly channels: number;
  /** At the session rate. */
  readonly frames: number;
  readonly sampleRate: number;
}

/** Bytes of memory a space with such a response takes: its spectra and a state. Never less than the core then asks for, and up to half as much again for short ones. */
export function responseCost({ channels, frames, sampleRate }: ResponseShape): number {
  const heard = channels > 2 ? channels - 1 : channels;
  const lanes = channels === 1 ? DIRECTIONS : heard;
  const fixed = sampleRate > 64_000 ? FAST_LANE_BYTES : LANE_BYTES;
  return 8 * (frames + PARTITION) * (heard + lanes) + fixed * lanes;
}

/** Longest response of so many channels that fits by itself, seconds. */
export function longestResponse(channels: number, sampleRate: number): number {
  const none = responseCost({ channels, frames: 0, sampleRate });
  const apiece = responseCost({ channels, frames: 1, sampleRate }) - none;
  return Math.min(RESPONSE_SECONDS, Math.floor((RESPONSE_BYTES - none) / apiece) / sampleRate);
}

const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 2 ** 20)} MiB`;

/** Says in words why a response can't be played; null if it can. `taken`: bytes other spaces of the session take. */
export function checkResponse(shape: ResponseShape, taken = 0): Failure | null {
  const { channels, frames, sampleRate } = shape;
  const seconds = frames / sampleRate;
  if (!RESPONSE_CHANNELS.includes(channels))
    return fail(
      'response-channels',
      `An impulse response has 1, 2, 6 (5.1), 8 (7.1) or 10 (7.1.2) channels; this one has ${channels}.`,
      'Choose channels of a file in one of these layouts.',
    );
  if (frames < 1)
    return fail(
      'response-empty',
      'There is nothing left of this impulse response: it begins behind the end of its file.',
      'Let it begin earlier.',
    );
  const cost = responseCost(shape);
  if (frames > RESPONSE_FRAMES || seconds > RESPONSE_SECONDS || cost > RESPONSE_BYTES) {
    const most = Math.floor(longestResponse(channels, sampleRate) * 10) / 10;
    return fail(
      'response-long',
      `This impulse response lasts ${seconds.toFixed(1)} s; with ${channels} channels at ${sampleRate / 1000} kHz up to ${most} s can be played.`,
      'Shorten it, or choose one with fewer channels.',
    );
  }
  if (cost > RESPONSE_BYTES - taken)
    return fail(
      'response-room',
      `This impulse response takes ${mebibytes(cost)} of memory; other spaces leave ${mebibytes(Math.max(0, RESPONSE_BYTES - taken))}.`,
      'Choose a shorter one, one with fewer channels, or delete a convolution.',
    );
  return null;
}
