import { BLOCK_FRAMES, MAX_SPEAKERS } from '../contract';
import { reserve } from './arena';
import { sin } from './math/f64';
import { outputChannels, outputPlanes } from './output/target';
import { emptyRing, holdRing, initShuttleRing, ringAt, workBack } from './shuttle-ring';

/**
 * The mix at any speed, forwards and backwards. The timeline is rendered as it stands and read off through a windowed
 * sinc that lets pass what the speed leaves below half the sample rate; a new speed is reached like that of a tape, in 20 ms.
 * Beyond FASTEST_READ times the speed stretches are heard at READ_SPEED, one after the other with a cross-fade, so that the
 * cost has a bound: 5 blocks a block at 4× backwards, below 4 on average beyond.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
/** Fastest speed at which all is read, and the speed of the stretches heard beyond it. */
const FASTEST_READ: f64 = 4.0;
const READ_SPEED: f64 = 2.0;
/** Blocks of output that a stretch lasts: 43 ms. */
const STRETCH_BLOCKS: i32 = 16;
/** Zero crossings of the sinc on either side, and steps of its table between two of them. */
const CROSSINGS: i32 = 8;
const STEPS: i32 = 256;
/** Frames of timeline the widest kernel needs on either side of its place. */
const REACH: f64 = 40.0;
/** Most taps of a kernel, a multiple of 4. */
const TAPS: i32 = 80;
/** Frames kept ready behind the place on the way back: a stretch of the ring, so that its cost is spread. */
const READY: f64 = 768.0;

let sinc: usize = 0;
let weights: usize = 0;
let places: usize = 0;
let rates: usize = 0;
let tail: usize = 0;
let slew: f64 = 0.0;

/** Timeline sample at which the next output frame stands, fractional. */
export let shuttlePlace: f64 = 0.0;
/** Where the next frame is read: the same, or a place in the stretch heard now. */
let readPlace: f64 = 0.0;
/** Speed now and the one aimed at; 1 is that of play. */
export let shuttleRate: f64 = 1.0;
let aim: f64 = 1.0;
let stretchLeft: i32 = 0;
/** Bytes of the kernel made last. */
let kernelBytes: usize = 0;

/** Takes memory. */
export function initShuttle(sampleRate: f64): void {
  initShuttleRing();
  sinc = reserve(8 * <usize>(CROSSINGS * STEPS + 2));
  weights = reserve(4 * TAPS);
  places = reserve(8 * BLOCK_FRAMES);
  rates = reserve(8 * BLOCK_FRAMES);
  tail = reserve(BLOCK_BYTES * MAX_SPEAKERS);
  slew = 1.0 / (0.02 * sampleRate);
  store<f64>(sinc, 1.0);
  for (let i = 1; i < CROSSINGS * STEPS; i++) {
    const x = 3.141592653589793 * <f64>i / <f64>STEPS;
    const window = sin(0.5 * (3.141592653589793 + x / <f64>CROSSINGS));
    store<f64>(sinc + 8 * <usize>i, (i % STEPS == 0 ? 0.0 : sin(x) / x) * window * window);
  }
}

/** Begins at a timeline sample with a speed, aiming at another: the first is that of what sounds already, if anything does. */
export function beginShuttle(at: f64, rate: f64, speed: f64): void {
  shuttleRate = rate;
  aim = speed;
  placeShuttle(at);
}

/** Goes on from another place; nothing of the old one is heard again. */
export function placeShuttle(at: f64): void {
  shuttlePlace = readPlace = at;
  stretchLeft = 0;
  emptyRing();
}

/** Aims at another speed. */
export function aimShuttle(speed: f64): void {
  aim = speed;
}

/** True once the way back has come to the beginning. */
export function shuttleEnded(): bool {
  return shuttlePlace <= 0.0 && shuttleRate < 0.0 && aim < 0.0;
}

/** Writes where a block of frames is read from `read` on; `fast` reads a stretch. Moves the rate and the place if `moves`. */
function trace(read: f64, fast: bool, moves: bool): f64 {
  for (let i: usize = 0; i < <usize>BLOCK_FRAMES; i++) {
    const speed = fast ? (shuttleRate < 0.0 ? -READ_SPEED : READ_SPEED) : shuttleRate;
    store<f64>(places + 8 * i, read);
    store<f64>(rates + 8 * i, speed);
    read = max(0.0, read + speed);
    if (!moves) continue;
    shuttlePlace = max(0.0, shuttlePlace + shuttleRate);
    if (shuttleRate < aim) shuttleRate = min(aim, shuttleRate + slew * max(1.0, abs(aim)));
    else if (shuttleRate > aim) shuttleRate = max(aim, shuttleRate - slew * max(1.0, abs(aim)));
  }
  return read;
}

/** Makes the taps of a place. @returns the first timeline sample they stand on */
function makeKernel(place: f64, speed: f64): f64 {
  const base = floor(place);
  const rate = min(abs(speed), FASTEST_READ);
  // A little narrower than the Nyquist limit asks, since the flank has a width; at 1 the kernel leaves whole samples alone.
  const cut = rate <= 1.0 ? 1.0 : 1.0 / (1.0 + 1.12 * (rate - 1.0));
  const half = <i32>ceil(<f64>CROSSINGS / cut);
  assert(2 * half <= TAPS, 'a kernel is too wide');
  let sum = 0.0;
  kernelBytes = <usize>((8 * half + 15) & ~15);
  memory.fill(weights, 0, kernelBytes);
  const begin = base - <f64>(half - 1);
  for (let i = 0; i < 2 * half; i++) {
    const x = abs(begin + <f64>i - place) * cut * <f64>STEPS;
    if (x >= <f64>(CROSSINGS * STEPS)) continue;
    const step = <i32>x;
    const at = sinc + 8 * <usize>step;
    const low = load<f64>(at);
    const weight = low + (load<f64>(at, 8) - low) * (x - <f64>step);
    store<f32>(weights + 4 * <usize>i, <f32>weight);
    sum += weight;
  }
  const scale = f32x4.splat(<f32>(1.0 / sum));
  for (let i: usize = 0; i < kernelBytes; i += 16) v128.store(weights + i, f32x4.mul(v128.load(weights + i), scale));
  return begin;
}

/** Reads a block along `places` into planes of BLOCK_FRAMES. */
function read(to: usize): void {
  for (let frame: usize = 0; frame < <usize>BLOCK_FRAMES; frame++) {
    const begin = makeKernel(load<f64>(places + 8 * frame), load<f64>(rates + 8 * frame));
    for (let channel = 0; channel < outputChannels; channel++) {
      const source = ringAt(channel, begin);
      let sum = f32x4.splat(0.0);
      for (let i: usize = 0; i < kernelBytes; i += 16) {
        sum = f32x4.add(sum, f32x4.mul(v128.load(source + i), v128.load(weights + i)));
      }
      const value = f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1) + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
      store<f32>(to + BLOCK_BYTES * <usize>channel + 4 * frame, value);
    }
  }
}

/** Sees to it that what `places` asks for has been rendered. */
function hold(back: bool): void {
  const first = load<f64>(places);
  const last = load<f64>(places + 8 * (BLOCK_FRAMES - 1));
  // In between the place may have turned round, by no more than the slew allows: REACH covers it.
  holdRing(min(first, last) - REACH, max(first, last) + REACH, back);
}

/** Passes a block of time without a sound: a test signal is heard instead. */
export function passShuttle(): void {
  trace(readPlace, false, true);
  placeShuttle(shuttlePlace);
}

/** Renders a block of output frames into `outputPlanes`. */
export function renderShuttle(): void {
  const back = shuttleRate < 0.0 || (shuttleRate == 0.0 && aim < 0.0);
  const fast = abs(shuttleRate) > FASTEST_READ;
  let jumps = false;
  if (fast) {
    jumps = stretchLeft == 0;
    if (jumps) stretchLeft = STRETCH_BLOCKS;
    stretchLeft--;
  } else {
    jumps = stretchLeft > 0 || readPlace != shuttlePlace;
    stretchLeft = 0;
  }
  if (jumps && readPlace != shuttlePlace) {
    trace(readPlace, true, false);
    hold(back);
    read(tail);
    readPlace = shuttlePlace;
  } else jumps = false;
  const next = trace(readPlace, fast, true);
  hold(back);
  readPlace = fast ? next : shuttlePlace;
  if (back) workBack(readPlace - REACH - READY, <i32>ceil(1.25 * (fast ? READ_SPEED : abs(shuttleRate))));
  // Rendering writes to the output planes: all of it is done before the result is put there.
  read(outputPlanes);
  if (jumps) fadeFromTail();
}

function fadeFromTail(): void {
  for (let channel = 0; channel < outputChannels; channel++) {
    for (let frame: usize = 0; frame < <usize>BLOCK_FRAMES; frame++) {
      const at = BLOCK_BYTES * <usize>channel + 4 * frame;
      const old = load<f32>(tail + at);
      const way: f32 = (<f32>frame + 0.5) / <f32>BLOCK_FRAMES;
      store<f32>(outputPlanes + at, old + (load<f32>(outputPlanes + at) - old) * way);
    }
  }
}
