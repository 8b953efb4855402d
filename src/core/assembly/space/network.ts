import { cos, exp, sin } from '../math/f64';
import { clear, copy } from '../fill';
import { CHUNK, CHUNK_BYTES, chunkSize, DIRECTIONS, mirrorRing, ringBytes, ringRead } from './planes';
import { crossoverTangent, designShelves, runShelves, SHELF_BYTES, SHELF_STATE_BYTES } from './shelves';

/**
 * The tail: a feedback delay network of 32 lines (Jot and Chaigne, AES 90 (1991) 3030) of prime lengths in a geometric row
 * about twice the mean free path of the room. Every line's filter gives the decay times of three bands; a Hadamard matrix mixes them
 * without loss. Its first stage turns pairs of lines by 45° and a little more or less, slowly and each pair at its own rate: a matrix
 * that moves but stays orthogonal (Schlecht and Habets, JASA 138 (2015) 1389) breaks up ringing modes and can neither grow
 * nor change a decay time, as moving delays would.
 *
 * Nine of the 32 mixed signals are the tail's outputs: sums of all lines with signs that are orthogonal to one another.
 */
// @ts-ignore: decorator
@inline export const LINES: i32 = 32;
// @ts-ignore: decorator
@inline const PAIRS: i32 = 16;
/** The first line re the mean free path, and the logarithm of how much longer the last is (8/3). */
const FIRST: f64 = 0.6;
const SPREAD: f64 = 0.9808292530117262;
/** Twice the mean free path of the shoebox re its length, over the speed of sound: s a metre. */
const PATH: f64 = 0.8780487804878049 / 343.2;
/** Shortest mean path, s: in smaller rooms the lines would have too few modes to be a tail. */
const SHORTEST: f64 = 0.014;
/** Longest, s: the rings hold no more. */
const LONGEST: f64 = 0.1;
/** Turn at a modulation of 1, radians. */
const TURN: f64 = 0.7;
const QUARTER: f64 = 0.7853981633974483;
const CIRCLE: f64 = 6.283185307179586;
/** Golden angle: phases of the pairs. */
const GOLDEN: f64 = 2.399963229728653;
/** A chunk of all lines whose samples' sizes sum to less than this is silence (−190 dB a sample). */
const SILENCE: f32 = 1e-6;

/** f64 × 2 a pair: angle at the start of the chunk (NaN: none yet), and by how much it turns in a frame. */
// @ts-ignore: decorator
@inline const TURNS: usize = 0;
/** f64 a pair: phase. */
// @ts-ignore: decorator
@inline const PHASES: usize = TURNS + 16 * <usize>PAIRS;
/** i32 a line: delay in force, and the one being faded to. */
// @ts-ignore: decorator
@inline const DELAYS: usize = PHASES + 8 * <usize>PAIRS;
// @ts-ignore: decorator
@inline const NEXT: usize = DELAYS + 4 * <usize>LINES;
// @ts-ignore: decorator
@inline const SHELVES: usize = NEXT + 4 * <usize>LINES;
// @ts-ignore: decorator
@inline const STATES: usize = SHELVES + SHELF_BYTES * <usize>(LINES >> 2);
// @ts-ignore: decorator
@inline const BEFORE: usize = STATES + SHELF_STATE_BYTES * <usize>(LINES >> 2);
// @ts-ignore: decorator
@inline const RINGS: usize = BEFORE + SHELF_BYTES * <usize>(LINES >> 2);

/** A chunk of every line; one for all networks, which run one after the other. */
const work: usize = memory.data(16384, 16);
/** Four lines through the filters they had before, and what those remember. */
const other: usize = memory.data(2048, 16);
const otherState: usize = memory.data(64, 16);
/** f32: vectors of the turn of a pair while it runs. */
const vectors: usize = memory.data(96, 16);
const SIGNS: u32 = 0b01101001110010100101101110001101;

/** Frames of a line's ring: the longest line is 165 ms. */
export function lineFrames(sampleRate: f64): i32 {
  return sampleRate > 64000.0 ? 16384 : 8192;
}

/** Bytes of a network's state. */
export function networkBytes(sampleRate: f64): usize {
  return RINGS + <usize>LINES * ringBytes(lineFrames(sampleRate));
}

function isPrime(odd: i32): bool {
  for (let d = 3; d * d <= odd; d += 2) if (odd % d == 0) return false;
  return true;
}

/** Writes the lengths of the lines of a room `size` metres long to what is faded to. */
export function planLines(at: usize, size: f64, sampleRate: f64): void {
  const path = min(max(SHORTEST, PATH * size), LONGEST);
  const ratio = exp(SPREAD / <f64>(LINES - 1));
  let length = FIRST * path * sampleRate;
  let last = 0;
  for (let line = 0; line < LINES; line++) {
    let delay = max(<i32>length, last + 1) | 1;
    while (!isPrime(delay)) delay += 2;
    assert(delay >= CHUNK && delay <= lineFrames(sampleRate) - CHUNK, 'a line is too short or too long');
    store<i32>(at + 4 * <usize>line, delay, NEXT);
    last = delay;
    length *= ratio;
  }
}

/** Puts the lengths planned last in force. */
export function settleLines(at: usize): void {
  memory.copy(at + DELAYS, at + NEXT, 4 * <usize>LINES);
}

/** Designs the lines' filters, keeping those before for one chunk. @returns the level of an output at which tail and what feeds it have the same energy */
export function designLines(at: usize, low: f64, mid: f64, high: f64, lowCross: f64, highCross: f64, sampleRate: f64): f64 {
  copy(at + BEFORE, at + SHELVES, SHELF_BYTES * <usize>(LINES >> 2));
  const lowTangent = crossoverTangent(lowCross, sampleRate);
  const highTangent = crossoverTangent(highCross, sampleRate);
  let kept: f64 = 0.0;
  for (let line = 0; line < LINES; line++) {
    const four = at + SHELVES + SHELF_BYTES * <usize>(line >> 2);
    const delay = <f64>load<i32>(at + 4 * <usize>line, NEXT) / sampleRate;
    // The quarter makes the two stages of the matrix that are not turns lossless.
    const gain = designShelves(four, line & 3, delay, low, mid, high, lowTangent, highTangent, 0.25);
    kept += (gain * gain) / <f64>LINES;
  }
  // Each time round this share of the energy is kept, evenly in the lines; nine of them are heard.
  return sqrt(((1.0 - kept) * <f64>LINES) / (kept * <f64>DIRECTIONS));
}

/** Empties the lines. */
export function emptyNetwork(at: usize, sampleRate: f64): void {
  memory.fill(at + RINGS, 0, <usize>LINES * ringBytes(lineFrames(sampleRate)));
}

/** Forgets what the filters remember; the movement begins anew. */
export function resetNetwork(at: usize): void {
  clear(at + STATES, SHELF_STATE_BYTES * <usize>(LINES >> 2));
  for (let pair = 0; pair < PAIRS; pair++) {
    store<f64>(at + PHASES + 8 * <usize>pair, GOLDEN * <f64>pair);
    store<f64>(at + TURNS + 16 * <usize>pair, NaN);
  }
}

/** Moves the turns on by a chunk. Rates of the pairs lie between 0.6 and 1.4 times that asked for. */
export function moveTurns(at: usize, depth: f64, hertz: f64, sampleRate: f64): void {
  for (let pair = 0; pair < PAIRS; pair++) {
    const turn = at + TURNS + 16 * <usize>pair;
    const place = at + PHASES + 8 * <usize>pair;
    let phase = load<f64>(place);
    const last = load<f64>(turn);
    const angle = last == last ? last + <f64>CHUNK * load<f64>(turn, 8) : QUARTER + TURN * depth * sin(phase);
    phase += (CIRCLE * hertz * (0.6 + 0.05 * <f64>pair) * <f64>CHUNK) / sampleRate;
    if (phase > CIRCLE) phase -= CIRCLE;
    store<f64>(place, phase);
    store<f64>(turn, angle);
    store<f64>(turn, (QUARTER + TURN * depth * sin(phase) - angle) / <f64>CHUNK, 8);
  }
}

/** to = to · (1 − way) + from · way, `way` a line over the chunk. */
function fadeChunk(to: usize, from: usize, way: f32, slope: f32): void {
  store<f32>(vectors, way);
  store<f32>(vectors, way + slope, 4);
  store<f32>(vectors, way + <f32>2.0 * slope, 8);
  store<f32>(vectors, way + <f32>3.0 * slope, 12);
  store<f32>(vectors, <f32>4.0 * slope, 16);
  let w = v128.load(vectors);
  const s = v128.load32_splat(vectors, 16);
  for (const end = to + CHUNK_BYTES; to < end; to += 16, from += 16) {
    const old = v128.load(to);
    v128.store(to, f32x4.add(old, f32x4.mul(w, f32x4.sub(v128.load(from), old))));
    w = f32x4.add(w, s);
  }
}

/** Turns two neighbouring lines into each other, (c·a + s·b, s·a − c·b), by an angle that is a line over the chunk. */
function turnPair(pair: usize, turn: usize): void {
  const step = load<f64>(turn, 8);
  // The first terms of the series: a frame turns by less than 0.001, four by less than 0.004.
  const stepCos = 1.0 - 0.5 * step * step;
  const stepSin = step - (step * step * step) / 6.0;
  let cosine = cos(load<f64>(turn));
  let sine = sin(load<f64>(turn));
  for (let i: usize = 0; i < 16; i += 4) {
    store<f32>(vectors + i, <f32>cosine);
    store<f32>(vectors + i, <f32>sine, 16);
    const next = cosine * stepCos - sine * stepSin;
    sine = sine * stepCos + cosine * stepSin;
    cosine = next;
  }
  const four = 4.0 * step;
  store<f32>(vectors, <f32>(1.0 - 0.5 * four * four), 32);
  store<f32>(vectors, <f32>(four - (four * four * four) / 6.0), 36);
  let c = v128.load(vectors);
  let s = v128.load(vectors, 16);
  const dc = v128.load32_splat(vectors, 32);
  const ds = v128.load32_splat(vectors, 36);
  for (const end = pair + CHUNK_BYTES; pair < end; pair += 16) {
    const a = v128.load(pair);
    const b = v128.load(pair, CHUNK_BYTES);
    v128.store(pair, f32x4.add(f32x4.mul(c, a), f32x4.mul(s, b)));
    v128.store(pair, f32x4.sub(f32x4.mul(s, a), f32x4.mul(c, b)), CHUNK_BYTES);
    const next = f32x4.sub(f32x4.mul(c, dc), f32x4.mul(s, ds));
    s = f32x4.add(f32x4.mul(s, dc), f32x4.mul(c, ds));
    c = next;
  }
}

/** Sums and differences of four lines, `apart` bytes from one another. */
function mixFour(a: usize, apart: usize): void {
  const b = a + apart;
  const c = b + apart;
  const d = c + apart;
  for (let n: usize = 0; n < CHUNK_BYTES; n += 16) {
    const va = v128.load(a + n);
    const vb = v128.load(b + n);
    const vc = v128.load(c + n);
    const vd = v128.load(d + n);
    const ab = f32x4.add(va, vb);
    const cd = f32x4.add(vc, vd);
    const amb = f32x4.sub(va, vb);
    const cmd = f32x4.sub(vc, vd);
    v128.store(a + n, f32x4.add(ab, cd));
    v128.store(b + n, f32x4.add(amb, cmd));
    v128.store(c + n, f32x4.sub(ab, cd));
    v128.store(d + n, f32x4.sub(amb, cmd));
  }
}

/** A line's new chunk: what was mixed for it and its share of a direction's reflections. */
function feedLine(to: usize, mixed: usize, from: usize, gain: f32): void {
  store<f32>(vectors, gain);
  const g = v128.load32_splat(vectors);
  for (const end = to + CHUNK_BYTES; to < end; to += 16, mixed += 16, from += 16) {
    v128.store(to, f32x4.add(v128.load(mixed), f32x4.mul(v128.load(from), g)));
  }
}

/** Plane of the mixed lines that is heard from a direction, after `runNetwork`. */
export function tailPlane(direction: i32): usize {
  return work + CHUNK_BYTES * <usize>((7 * direction + 3) & (LINES - 1));
}

/**
 * Brings the network on by the chunk at `now`, a multiple of 128. `feed`: a chunk for each direction. While lengths fade, `way` … `way` + 128 ·
 * `slope` is the share of the new ones; `moved` if the filters were designed anew, and are faded to. Audio thread; allocates nothing. @returns 0 once nothing is left in the chunk
 */
export function runNetwork(at: usize, now: i32, feed: usize, fading: bool, way: f32, slope: f32, moved: bool, sampleRate: f64): f32 {
  const frames = lineFrames(sampleRate);
  const bytes = ringBytes(frames);
  for (let line = 0; line < LINES; line++) {
    const ring = at + RINGS + bytes * <usize>line;
    const plane = work + CHUNK_BYTES * <usize>line;
    copy(plane, ringRead(ring, frames, now, load<i32>(at + 4 * <usize>line, DELAYS)), CHUNK_BYTES);
    if (fading) fadeChunk(plane, ringRead(ring, frames, now, load<i32>(at + 4 * <usize>line, NEXT)), way, slope);
  }
  for (let four: usize = 0; four < <usize>(LINES >> 2); four++) {
    const lines = work + 4 * CHUNK_BYTES * four;
    const state = at + STATES + SHELF_STATE_BYTES * four;
    if (moved) {
      copy(other, lines, 4 * CHUNK_BYTES);
      copy(otherState, state, SHELF_STATE_BYTES);
      runShelves(other, at + BEFORE + SHELF_BYTES * four, otherState);
    }
    runShelves(lines, at + SHELVES + SHELF_BYTES * four, state);
    if (!moved) continue;
    for (let i: usize = 0; i < 4 * CHUNK_BYTES; i += CHUNK_BYTES) {
      fadeChunk(other + i, lines + i, 0.0, <f32>1.0 / <f32>CHUNK);
      copy(lines + i, other + i, CHUNK_BYTES);
    }
  }
  let size: f32 = 0.0;
  for (let line: usize = 0; line < <usize>LINES; line++) size += chunkSize(work + CHUNK_BYTES * line);
  for (let pair: usize = 0; pair < <usize>PAIRS; pair++) turnPair(work + 2 * CHUNK_BYTES * pair, at + TURNS + 16 * pair);
  for (let eight: usize = 0; eight < 4; eight++) {
    mixFour(work + 8 * CHUNK_BYTES * eight, 2 * CHUNK_BYTES);
    mixFour(work + 8 * CHUNK_BYTES * eight + CHUNK_BYTES, 2 * CHUNK_BYTES);
  }
  for (let i: usize = 0; i < 8; i++) mixFour(work + CHUNK_BYTES * i, 8 * CHUNK_BYTES);
  for (let direction: usize = 0; direction < <usize>DIRECTIONS; direction++) size += chunkSize(feed + CHUNK_BYTES * direction);
  const silent = size < SILENCE;
  const written = now & (frames - 1);
  for (let line = 0; line < LINES; line++) {
    const ring = at + RINGS + bytes * <usize>line;
    const to = ring + (<usize>written << 2);
    const from = line % DIRECTIONS;
    // Five directions feed four lines each, four of them three.
    const gain: f32 = from < 5 ? 0.5 : 0.57735026;
    if (silent) clear(to, CHUNK_BYTES);
    else feedLine(to, work + CHUNK_BYTES * <usize>line, feed + CHUNK_BYTES * <usize>from, (SIGNS >> line) & 1 ? -gain : gain);
    mirrorRing(ring, frames, written);
  }
  return silent ? 0.0 : size;
}
