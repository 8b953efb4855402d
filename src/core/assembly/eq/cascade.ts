import { SECTION_BYTES, SECTION_STATE_BYTES, SECTIONS_TOGETHER } from '../../contract';

/**
 * Sections one after the other over the samples of one channel, in f64: in f32 a section at low frequencies would leave −84 dB of
 * error. Four run at once, each a sample behind the one before it, two to a vector: a section has to wait for its own last
 * output, but not for the others. What is not a whole four is filled up with sections that pass everything.
 */
/** A state below −300 dB has died away. */
const SILENCE: f64 = 1e-15;

/** Coefficients of the four, in the order b0, b1, b2, a1, a2: vectors of sections 0 and 1, then of 2 and 3. */
const pairs: usize = memory.data(160, 16);
const states: usize = memory.data(64, 16);
/** Coefficients on their way, in the order of `pairs`: a vector of what they are at frame 0 and one of their change with a frame. */
const lines: usize = memory.data(320, 16);
const ones: usize = memory.data<f64>([1.0, 1.0], 16);

// @ts-ignore: decorator
@inline
function gather(section: usize, at: usize): void {
  for (let i: usize = 0; i < <usize>SECTION_BYTES; i += 8) {
    store<f64>(pairs + 2 * i + at, load<f64>(section + i));
    store<f64>(pairs + 2 * i + at + 8, load<f64>(section + <usize>SECTION_BYTES + i));
  }
}

function settle(value: f64): f64 {
  return abs(value) < SILENCE ? 0.0 : value;
}

/** Lanes of a pair of sections that have a sample at turn `t`: the first is `behind` samples late, the second one more. */
// @ts-ignore: decorator
@inline
function awake(t: i32, frames: i32, behind: i32): v128 {
  const now = i64x2(<i64>(t - behind), <i64>(t - behind - 1));
  return v128.andnot(i64x2.lt_s(now, i64x2.splat(<i64>frames)), i64x2.lt_s(now, i64x2.splat(0)));
}

/** A coefficient of two sections at a frame. */
// @ts-ignore: decorator
@inline
function lineAt(at: usize, frame: v128): v128 {
  return f64x2.add(v128.load(lines + at), f64x2.mul(v128.load(lines + at, 16), frame));
}

/** Brings the states of four sections into vectors. */
// @ts-ignore: decorator
@inline
function gatherStates(state: usize): void {
  for (let i: usize = 0; i < 4; i++) {
    store<f64>(states + ((i >> 1) << 5) + ((i & 1) << 3), load<f64>(state + <usize>SECTION_STATE_BYTES * i));
    store<f64>(states + ((i >> 1) << 5) + ((i & 1) << 3) + 16, load<f64>(state + <usize>SECTION_STATE_BYTES * i, 8));
  }
}

/** Keeps the states of four sections. */
// @ts-ignore: decorator
@inline
function keepStates(state: usize, s1: v128, s2: v128, r1: v128, r2: v128): void {
  store<f64>(state, settle(f64x2.extract_lane(s1, 0)));
  store<f64>(state, settle(f64x2.extract_lane(s2, 0)), 8);
  store<f64>(state, settle(f64x2.extract_lane(s1, 1)), 16);
  store<f64>(state, settle(f64x2.extract_lane(s2, 1)), 24);
  store<f64>(state, settle(f64x2.extract_lane(r1, 0)), 32);
  store<f64>(state, settle(f64x2.extract_lane(r2, 0)), 40);
  store<f64>(state, settle(f64x2.extract_lane(r1, 1)), 48);
  store<f64>(state, settle(f64x2.extract_lane(r2, 1)), 56);
}

function runFour(samples: usize, frames: i32, sections: usize, state: usize): void {
  gather(sections, 0);
  gather(sections + 2 * <usize>SECTION_BYTES, 80);
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
  let s1 = v128.load(states);
  let s2 = v128.load(states, 16);
  let r1 = v128.load(states, 32);
  let r2 = v128.load(states, 48);
  let y = f64x2.splat(0.0);
  let z = f64x2.splat(0.0);
  const turns = frames + SECTIONS_TOGETHER - 1;
  for (let t = 0; t < turns; t++) {
    const sample = t < frames ? <f64>load<f32>(samples + (<usize>t << 2)) : 0.0;
    // The second of the four takes what the first gave a turn ago, and so on.
    const w = v128.shuffle<f64>(y, z, 1, 2);
    const x = f64x2.replace_lane(v128.shuffle<f64>(y, y, 0, 0), 0, sample);
    y = f64x2.add(f64x2.mul(b0, x), s1);
    z = f64x2.add(f64x2.mul(d0, w), r1);
    const t1 = f64x2.add(f64x2.sub(f64x2.mul(b1, x), f64x2.mul(a1, y)), s2);
    const t2 = f64x2.sub(f64x2.mul(b2, x), f64x2.mul(a2, y));
    const u1 = f64x2.add(f64x2.sub(f64x2.mul(d1, w), f64x2.mul(c1, z)), r2);
    const u2 = f64x2.sub(f64x2.mul(d2, w), f64x2.mul(c2, z));
    if (t >= SECTIONS_TOGETHER - 1 && t < frames) {
      s1 = t1;
      s2 = t2;
      r1 = u1;
      r2 = u2;
    } else {
      const early = awake(t, frames, 0);
      const late = awake(t, frames, 2);
      s1 = v128.bitselect(t1, s1, early);
      s2 = v128.bitselect(t2, s2, early);
      r1 = v128.bitselect(u1, r1, late);
      r2 = v128.bitselect(u2, r2, late);
    }
    if (t >= SECTIONS_TOGETHER - 1) store<f32>(samples + (<usize>(t - SECTIONS_TOGETHER + 1) << 2), <f32>f64x2.extract_lane(z, 1));
  }
  keepStates(state, s1, s2, r1, r2);
}

/**
 * As `runFour`, of sections on their way from `starts` to `ends`: each coefficient is a line in time, evaluated at every sample. The
 * triangle of stable denominators is convex, so a section between two stable ones is stable.
 * @param first frame of the block the samples begin with
 * @param phases i32 a section: frames since its way began at frame 0 of the block, −1 if it stands
 * @param step part of a way that goes with a frame
 */
function glideFour(samples: usize, frames: i32, first: i32, starts: usize, ends: usize, phases: usize, step: f64, state: usize): void {
  for (let k: usize = 0; k < 4; k++) {
    const section = <usize>SECTION_BYTES * k;
    const phase = load<i32>(phases + 4 * k);
    const at = lines + 160 * (k >> 1) + 8 * (k & 1);
    for (let i: usize = 0; i < 5; i++) {
      const start = load<f64>(starts + section + 8 * i);
      const slope = phase < 0 ? 0.0 : (load<f64>(ends + section + 8 * i) - start) * step;
      // Section k is k samples behind.
      store<f64>(at + 32 * i, start + slope * <f64>(phase - <i32>k));
      store<f64>(at + 32 * i + 16, slope);
    }
  }
  gatherStates(state);
  const one = v128.load(ones);
  let n = f64x2.splat(<f64>first);
  let s1 = v128.load(states);
  let s2 = v128.load(states, 16);
  let r1 = v128.load(states, 32);
  let r2 = v128.load(states, 48);
  let y = f64x2.splat(0.0);
  let z = f64x2.splat(0.0);
  const turns = frames + SECTIONS_TOGETHER - 1;
  for (let t = 0; t < turns; t++) {
    const sample = t < frames ? <f64>load<f32>(samples + (<usize>t << 2)) : 0.0;
    const w = v128.shuffle<f64>(y, z, 1, 2);
    const x = f64x2.replace_lane(v128.shuffle<f64>(y, y, 0, 0), 0, sample);
    y = f64x2.add(f64x2.mul(lineAt(0, n), x), s1);
    z = f64x2.add(f64x2.mul(lineAt(160, n), w), r1);
    const t1 = f64x2.add(f64x2.sub(f64x2.mul(lineAt(32, n), x), f64x2.mul(lineAt(96, n), y)), s2);
    const t2 = f64x2.sub(f64x2.mul(lineAt(64, n), x), f64x2.mul(lineAt(128, n), y));
    const u1 = f64x2.add(f64x2.sub(f64x2.mul(lineAt(192, n), w), f64x2.mul(lineAt(256, n), z)), r2);
    const u2 = f64x2.sub(f64x2.mul(lineAt(224, n), w), f64x2.mul(lineAt(288, n), z));
    n = f64x2.add(n, one);
    if (t >= SECTIONS_TOGETHER - 1 && t < frames) {
      s1 = t1;
      s2 = t2;
      r1 = u1;
      r2 = u2;
    } else {
      const early = awake(t, frames, 0);
      const late = awake(t, frames, 2);
      s1 = v128.bitselect(t1, s1, early);
      s2 = v128.bitselect(t2, s2, early);
      r1 = v128.bitselect(u1, r1, late);
      r2 = v128.bitselect(u2, r2, late);
    }
    if (t >= SECTIONS_TOGETHER - 1) store<f32>(samples + (<usize>(t - SECTIONS_TOGETHER + 1) << 2), <f32>f64x2.extract_lane(z, 1));
  }
  keepStates(state, s1, s2, r1, r2);
}

/**
 * As `runCascade`, of sections of which some are on their way (see `glideFour`). Fours in which none is have the bits of
 * `runCascade`. Audio thread.
 */
export function glideCascade(samples: usize, frames: i32, first: i32, starts: usize, ends: usize, phases: usize, step: f64, count: i32, states: usize): void {
  for (let i = 0; i < count; i += SECTIONS_TOGETHER) {
    const at = <usize>SECTION_BYTES * <usize>i;
    const state = states + <usize>SECTION_STATE_BYTES * <usize>i;
    const moving = phases + 4 * <usize>i;
    // All four stand where all are −1.
    if (i8x16.all_true(i32x4.eq(v128.load(moving), i32x4.splat(-1)))) runFour(samples, frames, starts + at, state);
    else glideFour(samples, frames, first, starts + at, ends + at, moving, step, state);
  }
}

/**
 * Runs `count` sections (a multiple of SECTIONS_TOGETHER, SECTION_BYTES each) over `frames` samples in place. Audio thread.
 * @param states SECTION_STATE_BYTES a section: f64 s1 and s2 (transposed direct form II), zeros at the start
 */
export function runCascade(samples: usize, frames: i32, sections: usize, count: i32, states: usize): void {
  assert(count % SECTIONS_TOGETHER == 0, 'cascades are filled up to fours');
  for (let i = 0; i < count; i += SECTIONS_TOGETHER) {
    runFour(samples, frames, sections + <usize>SECTION_BYTES * <usize>i, states + <usize>SECTION_STATE_BYTES * <usize>i);
  }
}
