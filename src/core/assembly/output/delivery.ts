import { DELIVERY_FRAMES } from '../../contract';
import { reserve, resetArena } from '../arena';
import { truePeakBytes, truePeakFinish, truePeakInit, truePeakPlanes, truePeakRead } from '../limiter/true-peak';
import { measure, overs } from '../strip/kernels';

/**
 * The last step of a file: true peak, dither and quantisation, interleaving. Works in an instance of its own, whose memory
 * holds nothing else.
 */
const PLANE_BYTES: usize = 4 * DELIVERY_FRAMES;

/** Planes of DELIVERY_FRAMES f32, one a channel, that the host fills; bytes it takes away. */
export let deliveryPlanes: usize = 0;
export let deliveryOut: usize = 0;
let rounds: usize = 0;
let meter: usize = 0;
let channels: i32 = 0;

/** Takes memory, in place of everything else. */
export function initDelivery(count: i32): void {
  resetArena();
  channels = count;
  deliveryPlanes = reserve(PLANE_BYTES * <usize>count);
  deliveryOut = reserve(PLANE_BYTES * <usize>count);
  rounds = reserve(PLANE_BYTES);
  meter = reserve(truePeakBytes(count));
  truePeakInit(meter, count);
}

/** Enters the planes' first frames into the true-peak meter. */
export function measureDelivery(frames: i32): void {
  for (let at = 0; at < frames; at += 128) {
    truePeakPlanes(meter, deliveryPlanes + 4 * <usize>at, PLANE_BYTES, min(128, frames - at));
  }
}

/** Reads what the meter's filter still holds, and tells the largest true peak of all channels. */
export function finishDelivery(): f32 {
  truePeakFinish(meter);
  let most: f32 = 0.0;
  for (let channel = 0; channel < channels; channel++) most = max(most, truePeakRead(meter, channel));
  return most;
}

/** Interleaves floats as they are. @returns how many lie beyond full scale */
export function packFloats(frames: i32): i32 {
  let beyond = 0;
  const stride: usize = 4 * <usize>channels;
  for (let channel = 0; channel < channels; channel++) {
    const from = deliveryPlanes + PLANE_BYTES * <usize>channel;
    measure(from, frames);
    beyond += overs;
    let to = deliveryOut + 4 * <usize>channel;
    for (let frame = 0; frame < frames; frame++, to += stride) store<f32>(to, load<f32>(from + 4 * <usize>frame));
  }
  return beyond;
}

/** The half of the dither's hash that every channel shares: see `tpdf` in engine/bounce/dither.ts. */
function hashPlaces(position: f64, frames: i32): void {
  for (let frame = 0; frame < frames; frame++) {
    const place = <i64>position + <i64>frame;
    let h = (<i32>place ^ 0x9e3779b9) * 0x85ebca6b;
    h ^= h >>> 15;
    h = (h ^ (<i32>(place >> 32) * 0xc2b2ae35)) * 0x2c1b3c6d;
    store<i32>(rounds + 4 * <usize>frame, h ^ (h >>> 13));
  }
}

// @ts-ignore: decorator
@inline
function draw(round: i32, salt: i32): f64 {
  let h = (round ^ salt) * 0x297a2d39;
  h ^= h >>> 16;
  h *= 0x7feb352d;
  return <f64><u32>(h ^ (h >>> 15));
}

/**
 * Dithers, quantises to 16 or 24 bits and interleaves; the planes' first frame is timeline sample `position`.
 * CONTRACT: the same words as `quantise` in engine/bounce/dither.ts; delivery.test.ts compares them.
 * @returns samples beyond full scale, which are clipped
 */
export function packWords(bits: i32, frames: i32, position: f64): i32 {
  hashPlaces(position, frames);
  const scale: f64 = bits == 24 ? 8388608.0 : 32768.0;
  const most = scale - 1.0;
  const width: usize = bits == 24 ? 3 : 2;
  const stride = width * <usize>channels;
  let clipped = 0;
  for (let channel = 0; channel < channels; channel++) {
    const first = (2 * channel + 1) * 0x27d4eb2f;
    const second = (2 * channel + 2) * 0x27d4eb2f;
    const from = deliveryPlanes + PLANE_BYTES * <usize>channel;
    let to = deliveryOut + width * <usize>channel;
    for (let frame = 0; frame < frames; frame++) {
      const at: usize = 4 * <usize>frame;
      const value = <f64>load<f32>(from + at);
      const round = load<i32>(rounds + at);
      const dither = (draw(round, first) + draw(round, second)) * 2.3283064365386963e-10 - 1.0;
      let whole = floor(value * scale + dither + 0.5);
      if (whole > most || whole < -scale) {
        // Dither alone may push a full-scale peak over by one step; only audio beyond full scale counts as clipped.
        if (value > 1.0 || value < -1.0) clipped++;
        whole = whole > most ? most : -scale;
      }
      const word = <i32>whole;
      store<i16>(to, <i16>word);
      if (bits == 24) store<i8>(to, <i8>(word >> 16), 2);
      to += stride;
    }
  }
  return clipped;
}
