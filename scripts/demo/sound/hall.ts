import { RATE } from '../plan.ts';
import { convolvePair } from './fft.ts';
import { seeded } from './random.ts';
import { mixInto, type Sound, silence } from './wav.ts';

/** A room as its impulse response. */
export interface Room {
  readonly left: Float32Array;
  readonly right: Float32Array;
}

/** What makes a room: reverberation time at mid frequencies, time before the first reflection, and how dull it is (0…1). */
export interface RoomShape {
  readonly seconds: number;
  readonly preDelayMs: number;
  readonly dullness: number;
  readonly earlyGain: number;
  readonly seed: number;
}

/**
 * Builds a response: a handful of early reflections, then noise that dies exponentially while a one-pole low-pass closes on
 * it (air and plush absorb highs first). Left and right noise are independent, which the ear takes for width.
 */
export function buildRoom(shape: RoomShape): Room {
  const length = Math.round(shape.seconds * 1.1 * RATE);
  const random = seeded(shape.seed);
  const preDelay = Math.round((shape.preDelayMs * RATE) / 1000);
  const side = (): Float32Array => {
    const out = new Float32Array(length);
    for (let tap = 0; tap < 9; tap++) {
      const at = preDelay + Math.round(((6 + tap * 7.3 + random() * 6) * RATE) / 1000);
      if (at < length) out[at] = shape.earlyGain * (random() < 0.5 ? -1 : 1) * 0.8 ** tap;
    }
    let low = 0;
    let floor = 0;
    const tailStart = preDelay + Math.round(0.024 * RATE);
    for (let index = tailStart; index < length; index++) {
      const way = (index - tailStart) / RATE;
      const opening = Math.min(1, way / 0.05);
      const cutoff = 0.16 + (1 - shape.dullness) * 0.6 * Math.exp((-3 * way) / shape.seconds);
      low += cutoff * (random() * 2 - 1 - low);
      // Rumble is not wanted in a reverb return: a gentle high-pass near 120 Hz.
      floor += 0.016 * (low - floor);
      out[index] =
        (out[index] ?? 0) + (low - floor) * opening * Math.exp((-6.91 * way) / shape.seconds) * 0.12;
    }
    return out;
  };
  const room = { left: side(), right: side() };
  let energy = 0;
  for (const value of room.left) energy += value * value;
  const gain = 1 / Math.sqrt(energy);
  for (const plane of [room.left, room.right])
    for (let index = 0; index < length; index++) plane[index] = (plane[index] ?? 0) * gain;
  return room;
}

/** Puts mono or stereo sound into a room; the result is stereo. `dry` and `wet` are linear. */
export function inRoom(sound: Sound, room: Room, dry: number, wet: number): Float32Array[] {
  const [first = new Float32Array(0), second = first] = sound;
  const out = silence(2, first.length);
  const [left, right] = out;
  if (!left || !right) return out;
  mixInto(left, first, 0, dry);
  mixInto(right, second, 0, dry);
  const share = sound.length > 1 ? wet * 0.75 : wet;
  for (const source of sound.length > 1 ? [first, second] : [first]) {
    const swap = source === second && sound.length > 1;
    const [a, b] = convolvePair(source, swap ? room.right : room.left, swap ? room.left : room.right);
    mixInto(left, a, 0, share);
    mixInto(right, b, 0, share);
  }
  return out;
}
