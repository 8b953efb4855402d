import { BLOCK_FRAMES } from '../../contract';
import { halfSine } from '../law/half-sine';
import { addRampedPair } from '../strip/kernels';

/**
 * What an object sends to the room: to the two virtual speakers beside its direction, at constant power, on the ring at ear
 * height or the one on the ceiling; between z 0.3 and 0.7 it goes over from the one to the other. Angles are measured along
 * the walls, without trigonometry. The room is diffuse: more speakers would cost more and tell the ears nothing.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
/** Places along the walls, 0 front middle … 4 back middle … 8, clockwise, and the speakers (of 9.1.6 without LFE) that stand there. */
const EAR_RING: usize = memory.data<f64>([0.0, 1.0, 1.322581, 2.0, 3.0, 5.0, 6.0, 6.677419, 7.0, 8.0]);
const EAR_SPEAKERS: usize = memory.data<i32>([2, 1, 8, 4, 6, 5, 3, 7, 0, 2]);
const TOP_RING: usize = memory.data<f64>([-1.0, 1.0, 2.0, 3.0, 5.0, 6.0, 7.0, 9.0]);
const TOP_SPEAKERS: usize = memory.data<i32>([9, 10, 12, 14, 13, 11, 9, 10]);

/** A place: two speakers of either ring and their gains. */
const places: usize = memory.data(64, 16);

function along(x: f64, y: f64): f64 {
  const reach = max(abs(x), abs(y));
  if (reach == 0.0) return 0.0;
  if (y == reach) return x >= 0.0 ? x / reach : 8.0 + x / reach;
  if (x == reach) return 2.0 - y / reach;
  if (y == -reach) return 4.0 - x / reach;
  return 6.0 + y / reach;
}

function between(ring: usize, speakers: usize, way: f64, level: f64, to: usize): void {
  let i: usize = 0;
  while (way > load<f64>(ring + 8 * (i + 1))) i++;
  const from = load<f64>(ring + 8 * i);
  const share = (way - from) / (load<f64>(ring + 8 * (i + 1)) - from);
  store<i32>(to, load<i32>(speakers + 4 * i));
  store<i32>(to, load<i32>(speakers + 4 * i + 4), 4);
  store<f32>(to, <f32>(level * halfSine(1.0 - share)), 8);
  store<f32>(to, <f32>(level * halfSine(share)), 12);
}

function locate(to: usize, x: f64, y: f64, z: f64, level: f64): void {
  const way = along(max(-1.0, min(1.0, x)), max(-1.0, min(1.0, y)));
  const up = max(0.0, min(1.0, (z - 0.3) * 2.5));
  store<i32>(to, -1);
  store<i32>(to, -1, 16);
  if (up < 1.0) between(EAR_RING, EAR_SPEAKERS, way, level * halfSine(1.0 - up), to);
  if (up > 0.0) between(TOP_RING, TOP_SPEAKERS, way, level * halfSine(up), to + 16);
}

let fromX: f64 = 0.0;
let fromY: f64 = 0.0;
let fromZ: f64 = 0.0;

/** Notes where the block begins. */
export function sendFrom(x: f64, y: f64, z: f64): void {
  fromX = x;
  fromY = y;
  fromZ = z;
}

function addPair(pair: usize, planes: usize, source: usize, first: i32, frames: i32, near: f32, far: f32): void {
  const one = planes + BLOCK_BYTES * <usize>load<i32>(pair);
  const two = planes + BLOCK_BYTES * <usize>load<i32>(pair, 4);
  const a = load<f32>(pair, 8);
  const b = load<f32>(pair, 12);
  const slope = (far - near) / <f32>BLOCK_FRAMES;
  addRampedPair(one, two, source, frames, a * near, a * slope, b * near, b * slope, first);
}

/** Sends frames `first` … `end` of a plane to the room, on its way from the place noted to another. */
export function sendTo(x: f64, y: f64, z: f64, level: f32, source: usize, first: i32, end: i32, planes: usize): void {
  const at: usize = 4 * <usize>first;
  locate(places, fromX, fromY, fromZ, level);
  const still = x == fromX && y == fromY && z == fromZ;
  if (!still) locate(places + 32, x, y, z, level);
  for (let ring: usize = 0; ring < 32; ring += 16) {
    const here = places + ring;
    const there = here + 32;
    if (still) {
      if (load<i32>(here) >= 0) addPair(here, planes + at, source + at, first, end - first, 1.0, 1.0);
    } else if (load<i32>(here) >= 0 && load<i32>(here) == load<i32>(there) && load<i32>(here, 4) == load<i32>(there, 4)) {
      const one = planes + at + BLOCK_BYTES * <usize>load<i32>(here);
      const two = planes + at + BLOCK_BYTES * <usize>load<i32>(here, 4);
      const a = load<f32>(here, 8);
      const b = load<f32>(here, 12);
      const step: f32 = 1.0 / <f32>BLOCK_FRAMES;
      addRampedPair(one, two, source + at, end - first, a, (load<f32>(there, 8) - a) * step, b, (load<f32>(there, 12) - b) * step, first);
    } else {
      if (load<i32>(here) >= 0) addPair(here, planes + at, source + at, first, end - first, 1.0, 0.0);
      if (load<i32>(there) >= 0) addPair(there, planes + at, source + at, first, end - first, 0.0, 1.0);
    }
  }
}
