import { SECTION_BYTES, SECTION_STATE_BYTES, SECTIONS_TOGETHER } from '../../contract';

/**
 * Sections one after the other over the samples of one channel, in f64: in f32 a section at low frequencies would leave −84 dB of
 * error. Six run at once, each a sample behind the one before it, two to a vector: a section has to wait for its own last output, but not
 * for the others, and four would not take much less. What is not a whole six is filled up with sections that pass everything.
 */
/** A state below −300 dB has died away. */
const SILENCE: f64 = 1e-15;

// Pairs of sections: coefficients as vectors b0, b1, b2, a1, a2 of a pair; states as vectors s1, s2 of a pair.
const pairs: usize = memory.data(240, 16);
const states: usize = memory.data(96, 16);
/** Coefficients on their way, in the order of `pairs`: a vector of what they are now and one of their change with a frame. */
const ways: usize = memory.data(480, 16);
/** Vectors: 1½; the bits of the exponent of an f64; 2 in their place, which makes four times as much. */
const THREE_HALVES: usize = memory.data<f64>([1.5, 1.5], 16);
const EXPONENT: usize = memory.data<u64>([0x7ff0000000000000, 0x7ff0000000000000], 16);
const FOURFOLD: usize = memory.data<u64>([0x0020000000000000, 0x0020000000000000], 16);

function settle(value: f64): f64 {
  return abs(value) < SILENCE ? 0.0 : value;
}

/** Two numbers, one of each of two sections. */
// @ts-ignore: decorator
@inline
function both(at: usize, apart: usize): v128 {
  return v128.load64_lane(at + apart, v128.load64_zero(at), 1);
}

/** Brings the coefficients of six sections into vectors. */
function gather(sections: usize): void {
  let to = pairs;
  for (const end = sections + <usize>(SECTION_BYTES * SECTIONS_TOGETHER); sections < end; sections += <usize>(2 * SECTION_BYTES)) {
    for (let i: usize = 0; i < <usize>SECTION_BYTES; i += 8) {
      v128.store(to, both(sections + i, SECTION_BYTES));
      to += 16;
    }
  }
}

/**
 * Brings the coefficients of six sections into vectors that go from `starts` to `ends`. They and their change are rounded to 51 bits
 * of the larger of the two, so that adding up, however often, makes no error: what they are at a frame depends on nothing but the frame.
 */
function gatherWays(starts: usize, ends: usize, phases: usize, first: i32, step: f64): void {
  let to = ways;
  const share = f64x2.splat(step);
  for (let k = 0; k < SECTIONS_TOGETHER; k += 2) {
    const one = load<i32>(phases);
    const two = load<i32>(phases, 4);
    const stands = i64x2(one < 0 ? -1 : 0, two < 0 ? -1 : 0);
    // Each is a sample behind the one before it.
    const frames = f64x2(<f64>(one + first - k), <f64>(two + first - k - 1));
    for (let i: usize = 0; i < <usize>SECTION_BYTES; i += 8) {
      const start = both(starts + i, SECTION_BYTES);
      const end = both(ends + i, SECTION_BYTES);
      const most = v128.and(f64x2.pmax(f64x2.abs(start), f64x2.abs(end)), v128.load(EXPONENT));
      const round = f64x2.mul(i64x2.add(most, v128.load(FOURFOLD)), v128.load(THREE_HALVES));
      const change = f64x2.sub(f64x2.add(f64x2.mul(f64x2.sub(end, start), share), round), round);
      const from = f64x2.sub(f64x2.add(start, round), round);
      v128.store(to, v128.bitselect(start, f64x2.add(from, f64x2.mul(change, frames)), stands));
      v128.store(to, v128.andnot(change, stands), 16);
      to += 32;
    }
    starts += <usize>(2 * SECTION_BYTES);
    ends += <usize>(2 * SECTION_BYTES);
    phases += 8;
  }
}

/** Brings the states of six sections into vectors. */
function gatherStates(state: usize): void {
  let to = states;
  for (const end = state + <usize>(SECTION_STATE_BYTES * SECTIONS_TOGETHER); state < end; state += <usize>(2 * SECTION_STATE_BYTES)) {
    v128.store(to, both(state, SECTION_STATE_BYTES));
    v128.store(to, both(state + 8, SECTION_STATE_BYTES), 16);
    to += 32;
  }
}

/** Keeps the states of two sections. */
// @ts-ignore: decorator
@inline
function keepPair(state: usize, s1: v128, s2: v128): void {
  store<f64>(state, settle(f64x2.extract_lane(s1, 0)));
  store<f64>(state, settle(f64x2.extract_lane(s2, 0)), 8);
  store<f64>(state, settle(f64x2.extract_lane(s1, 1)), 16);
  store<f64>(state, settle(f64x2.extract_lane(s2, 1)), 24);
}

/** Lanes of a pair of sections that have a sample at turn `t`: the first is `behind` samples late, the second one more. */
// @ts-ignore: decorator
@inline
function awake(t: i32, frames: i32, behind: i32): v128 {
  const now = i64x2(<i64>(t - behind), <i64>(t - behind - 1));
  return v128.andnot(i64x2.lt_s(now, i64x2.splat(<i64>frames)), i64x2.lt_s(now, i64x2.splat(0)));
}

/** The next states of a section: what comes in is x, what goes out y. */
// @ts-ignore: decorator
@inline
function firstState(b1: v128, x: v128, a1: v128, y: v128, s2: v128): v128 {
  // Only the last difference waits for y.
  return f64x2.sub(f64x2.add(f64x2.mul(b1, x), s2), f64x2.mul(a1, y));
}

// @ts-ignore: decorator
@inline
function secondState(b2: v128, x: v128, a2: v128, y: v128): v128 {
  return f64x2.sub(f64x2.mul(b2, x), f64x2.mul(a2, y));
}

function runSix(samples: usize, frames: i32, sections: usize, state: usize): void {
  gather(sections);
  gatherStates(state);
  const b0 = v128.load(pairs);
  const b1 = v128.load(pairs, 16);
  const b2 = v128.load(pairs, 32);
  const a1 = v128.load(pairs, 48);
  const a2 = v128.load(pairs, 64);
  const d0 = v128.load(pairs, 80);
  const d1 = v128.load(pairs, 96);
  const d2 = v128.load(pairs, 112);
  const c1 = v128.load(pairs, 128);
  const c2 = v128.load(pairs, 144);
  const f0 = v128.load(pairs, 160);
  const f1 = v128.load(pairs, 176);
  const f2 = v128.load(pairs, 192);
  const e1 = v128.load(pairs, 208);
  const e2 = v128.load(pairs, 224);
  let s1 = v128.load(states);
  let s2 = v128.load(states, 16);
  let r1 = v128.load(states, 32);
  let r2 = v128.load(states, 48);
  let q1 = v128.load(states, 64);
  let q2 = v128.load(states, 80);
  let y = f64x2.splat(0.0);
  let z = f64x2.splat(0.0);
  let o = f64x2.splat(0.0);
  const turns = frames + 5;
  for (let t = 0; t < turns; t++) {
    const sample = t < frames ? <f64>load<f32>(samples + (<usize>t << 2)) : 0.0;
    // The second of the six takes what the first gave a turn ago, and so on.
    const v = v128.shuffle<f64>(z, o, 1, 2);
    const w = v128.shuffle<f64>(y, z, 1, 2);
    const x = f64x2.replace_lane(v128.shuffle<f64>(y, y, 0, 0), 0, sample);
    y = f64x2.add(f64x2.mul(b0, x), s1);
    z = f64x2.add(f64x2.mul(d0, w), r1);
    o = f64x2.add(f64x2.mul(f0, v), q1);
    const t1 = firstState(b1, x, a1, y, s2);
    const t2 = secondState(b2, x, a2, y);
    const u1 = firstState(d1, w, c1, z, r2);
    const u2 = secondState(d2, w, c2, z);
    const p1 = firstState(f1, v, e1, o, q2);
    const p2 = secondState(f2, v, e2, o);
    if (t >= 5 && t < frames) {
      s1 = t1;
      s2 = t2;
      r1 = u1;
      r2 = u2;
      q1 = p1;
      q2 = p2;
    } else {
      const early = awake(t, frames, 0);
      const later = awake(t, frames, 2);
      const last = awake(t, frames, 4);
      s1 = v128.bitselect(t1, s1, early);
      s2 = v128.bitselect(t2, s2, early);
      r1 = v128.bitselect(u1, r1, later);
      r2 = v128.bitselect(u2, r2, later);
      q1 = v128.bitselect(p1, q1, last);
      q2 = v128.bitselect(p2, q2, last);
    }
    if (t >= 5) store<f32>(samples + (<usize>(t - 5) << 2), <f32>f64x2.extract_lane(o, 1));
  }
  keepPair(state, s1, s2);
  keepPair(state + 2 * <usize>SECTION_STATE_BYTES, r1, r2);
  keepPair(state + 4 * <usize>SECTION_STATE_BYTES, q1, q2);
}

/** A coefficient of two sections now, which then goes on by a frame. */
// @ts-ignore: decorator
@inline
function next(at: usize): v128 {
  const now = v128.load(ways + at);
  v128.store(ways + at, f64x2.add(now, v128.load(ways + at, 16)));
  return now;
}

/**
 * As `runSix`, of sections on their way from `starts` to `ends`: each coefficient is a line in time, evaluated at every sample. The
 * triangle of stable denominators is convex, so a section between two stable ones is stable.
 * @param first frame of the block the samples begin with
 * @param phases i32 a section: frames since its way began at frame 0 of the block, −1 if it stands
 * @param step part of a way that goes with a frame
 */
function glideSix(samples: usize, frames: i32, first: i32, starts: usize, ends: usize, phases: usize, step: f64, state: usize): void {
  gatherWays(starts, ends, phases, first, step);
  gatherStates(state);
  let s1 = v128.load(states);
  let s2 = v128.load(states, 16);
  let r1 = v128.load(states, 32);
  let r2 = v128.load(states, 48);
  let q1 = v128.load(states, 64);
  let q2 = v128.load(states, 80);
  let y = f64x2.splat(0.0);
  let z = f64x2.splat(0.0);
  let o = f64x2.splat(0.0);
  const turns = frames + 5;
  for (let t = 0; t < turns; t++) {
    const sample = t < frames ? <f64>load<f32>(samples + (<usize>t << 2)) : 0.0;
    const v = v128.shuffle<f64>(z, o, 1, 2);
    const w = v128.shuffle<f64>(y, z, 1, 2);
    const x = f64x2.replace_lane(v128.shuffle<f64>(y, y, 0, 0), 0, sample);
    y = f64x2.add(f64x2.mul(next(0), x), s1);
    z = f64x2.add(f64x2.mul(next(160), w), r1);
    o = f64x2.add(f64x2.mul(next(320), v), q1);
    const t1 = firstState(next(32), x, next(96), y, s2);
    const t2 = secondState(next(64), x, next(128), y);
    const u1 = firstState(next(192), w, next(256), z, r2);
    const u2 = secondState(next(224), w, next(288), z);
    const p1 = firstState(next(352), v, next(416), o, q2);
    const p2 = secondState(next(384), v, next(448), o);
    if (t >= 5 && t < frames) {
      s1 = t1;
      s2 = t2;
      r1 = u1;
      r2 = u2;
      q1 = p1;
      q2 = p2;
    } else {
      const early = awake(t, frames, 0);
      const later = awake(t, frames, 2);
      const last = awake(t, frames, 4);
      s1 = v128.bitselect(t1, s1, early);
      s2 = v128.bitselect(t2, s2, early);
      r1 = v128.bitselect(u1, r1, later);
      r2 = v128.bitselect(u2, r2, later);
      q1 = v128.bitselect(p1, q1, last);
      q2 = v128.bitselect(p2, q2, last);
    }
    if (t >= 5) store<f32>(samples + (<usize>(t - 5) << 2), <f32>f64x2.extract_lane(o, 1));
  }
  keepPair(state, s1, s2);
  keepPair(state + 2 * <usize>SECTION_STATE_BYTES, r1, r2);
  keepPair(state + 4 * <usize>SECTION_STATE_BYTES, q1, q2);
}

/** True if none of six sections is on its way. */
function stand(phases: usize): bool {
  for (let i = 0; i < SECTIONS_TOGETHER; i++) if (load<i32>(phases + 4 * <usize>i) >= 0) return false;
  return true;
}

/**
 * As `runCascade`, of sections of which some are on their way (see `glideSix`). Sixes in which none is have the bits of
 * `runCascade`. Audio thread.
 */
export function glideCascade(samples: usize, frames: i32, first: i32, starts: usize, ends: usize, phases: usize, step: f64, count: i32, states: usize): void {
  for (let i = 0; i < count; i += SECTIONS_TOGETHER) {
    const at = <usize>SECTION_BYTES * <usize>i;
    const state = states + <usize>SECTION_STATE_BYTES * <usize>i;
    const moving = phases + 4 * <usize>i;
    if (stand(moving)) runSix(samples, frames, starts + at, state);
    else glideSix(samples, frames, first, starts + at, ends + at, moving, step, state);
  }
}

/**
 * Runs `count` sections (a multiple of SECTIONS_TOGETHER, SECTION_BYTES each) over `frames` samples in place. Audio thread.
 * @param states SECTION_STATE_BYTES a section: f64 s1 and s2 (transposed direct form II), zeros at the start
 */
export function runCascade(samples: usize, frames: i32, sections: usize, count: i32, states: usize): void {
  assert(count % SECTIONS_TOGETHER == 0, 'cascades are filled up to sixes');
  for (let i = 0; i < count; i += SECTIONS_TOGETHER) {
    runSix(samples, frames, sections + <usize>SECTION_BYTES * <usize>i, states + <usize>SECTION_STATE_BYTES * <usize>i);
  }
}
