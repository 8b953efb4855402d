import { StretchMeter } from '../loudness/stretch-meter.ts';

/** What every source is brought to, K-weighted without gates: of one speaker at unity. */
export const SOURCE_LUFS = -20;
/**
 * Highest sample of any source, dBFS; what is mostly silence stays quieter for it. Headphones raise the peaks of clicks by up to 5 dB
 * (the built-in set's directions), its room by some more.
 */
export const SOURCE_PEAK_DB = -8;

/** Seconds over which the end of a loop passes into its beginning. */
const JOIN_SECONDS = 0.03;

/**
 * Cuts a loop out of a phrase that was played twice and a little on, so that what rings over the end rings on at the
 * beginning: the second time round, its first 30 ms passing from what follows it.
 * @param played two times `frames` and at least 30 ms more
 */
export function cutLoop(played: Float32Array, frames: number, sampleRate: number): Float32Array {
  const join = Math.round(JOIN_SECONDS * sampleRate);
  if (played.length < 2 * frames + join)
    throw new RangeError('the phrase is too short to be cut into a loop');
  const loop = played.slice(frames, 2 * frames);
  for (let frame = 0; frame < join; frame++) {
    const share = (frame + 0.5) / join;
    const onwards = played[2 * frames + frame] ?? 0;
    loop[frame] = share * (loop[frame] ?? 0) + (1 - share) * onwards;
  }
  return loop;
}

/** K-weighted loudness of a loop that goes round for ever, LUFS without gates. */
export function loopLoudness(loop: Float32Array, sampleRate: number): number {
  // The second round finds the filters as every later one does.
  const warm = new StretchMeter(sampleRate, '2.0');
  warm.push([loop], loop.length);
  const once = warm.level();
  warm.push([loop], loop.length);
  const twice = warm.level();
  return 10 * Math.log10(Math.max(0, 2 * 10 ** (twice / 10) - 10 ** (once / 10)));
}

/** The loop at the level every source has: −20 LUFS, or as near as a peak of −8 dBFS lets it. Silence stays. */
export function toSourceLevel(loop: Float32Array, sampleRate: number): Float32Array {
  const peak = loop.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  if (peak === 0) return loop;
  const wanted = 10 ** ((SOURCE_LUFS - loopLoudness(loop, sampleRate)) / 20);
  const gain = Math.min(wanted, 10 ** (SOURCE_PEAK_DB / 20) / peak);
  return loop.map((value) => value * gain);
}
