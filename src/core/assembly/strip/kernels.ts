/**
 * The inner loops, four samples at a time. A ramp's gain is computed from the sample's index, never by accumulation,
 * so the bits of a sample do not depend on where a block was cut. Lengths and alignments are free.
 */

const line: usize = memory.data(16, 16);
const FOUR: usize = memory.data<f32>([4.0], 4);

// @ts-ignore: decorator
@inline
function lanes(index: i32): v128 {
  return f32x4.add(f32x4.splat(<f32>index), f32x4(0.0, 1.0, 2.0, 3.0));
}

/** to = Σ from · gain, over `count` pairs of an address and an f32 at `list`, in their order; `frames` a multiple of 16. */
export function sumScaled(to: usize, list: usize, count: i32, frames: i32): void {
  const last = list + 8 * <usize>count;
  for (let offset: usize = 0; offset < <usize>frames << 2; offset += 64) {
    let a = f32x4.splat(0.0);
    let b = a;
    let c = a;
    let d = a;
    for (let entry = list; entry < last; entry += 8) {
      const from = load<usize>(entry) + offset;
      const g = v128.load32_splat(entry, 4);
      a = f32x4.add(a, f32x4.mul(v128.load(from), g));
      b = f32x4.add(b, f32x4.mul(v128.load(from, 16), g));
      c = f32x4.add(c, f32x4.mul(v128.load(from, 32), g));
      d = f32x4.add(d, f32x4.mul(v128.load(from, 48), g));
    }
    v128.store(to + offset, a);
    v128.store(to + offset, b, 16);
    v128.store(to + offset, c, 32);
    v128.store(to + offset, d, 48);
  }
}

/** to += from · gain */
export function addScaled(to: usize, from: usize, frames: i32, gain: f32): void {
  const quads = to + (<usize>(frames & ~15) << 2);
  const vectors = to + (<usize>(frames & ~3) << 2);
  const end = to + (<usize>frames << 2);
  const g = f32x4.splat(gain);
  while (to < quads) {
    const a = f32x4.add(v128.load(to), f32x4.mul(v128.load(from), g));
    const b = f32x4.add(v128.load(to, 16), f32x4.mul(v128.load(from, 16), g));
    const c = f32x4.add(v128.load(to, 32), f32x4.mul(v128.load(from, 32), g));
    const d = f32x4.add(v128.load(to, 48), f32x4.mul(v128.load(from, 48), g));
    v128.store(to, a);
    v128.store(to, b, 16);
    v128.store(to, c, 32);
    v128.store(to, d, 48);
    to += 64;
    from += 64;
  }
  while (to < vectors) {
    v128.store(to, f32x4.add(v128.load(to), f32x4.mul(v128.load(from), g)));
    to += 16;
    from += 16;
  }
  while (to < end) {
    store<f32>(to, load<f32>(to) + load<f32>(from) * gain);
    to += 4;
    from += 4;
  }
}

/** to = from · gain */
export function setScaled(to: usize, from: usize, frames: i32, gain: f32): void {
  const quads = to + (<usize>(frames & ~15) << 2);
  const vectors = to + (<usize>(frames & ~3) << 2);
  const end = to + (<usize>frames << 2);
  const g = f32x4.splat(gain);
  while (to < quads) {
    v128.store(to, f32x4.mul(v128.load(from), g));
    v128.store(to, f32x4.mul(v128.load(from, 16), g), 16);
    v128.store(to, f32x4.mul(v128.load(from, 32), g), 32);
    v128.store(to, f32x4.mul(v128.load(from, 48), g), 48);
    to += 64;
    from += 64;
  }
  while (to < vectors) {
    v128.store(to, f32x4.mul(v128.load(from), g));
    to += 16;
    from += 16;
  }
  while (to < end) {
    store<f32>(to, load<f32>(from) * gain);
    to += 4;
    from += 4;
  }
}

/** to += from · (base + slope · i), where i counts from `index`. */
export function addRamped(to: usize, from: usize, frames: i32, base: f32, slope: f32, index: i32): void {
  const b = f32x4.splat(base);
  const s = f32x4.splat(slope);
  const four = f32x4.splat(4.0);
  let i = lanes(index);
  const vectors = to + (<usize>(frames & ~3) << 2);
  const end = to + (<usize>frames << 2);
  while (to < vectors) {
    v128.store(to, f32x4.add(v128.load(to), f32x4.mul(v128.load(from), f32x4.add(b, f32x4.mul(s, i)))));
    i = f32x4.add(i, four);
    to += 16;
    from += 16;
  }
  let n = <f32>(index + (frames & ~3));
  while (to < end) {
    store<f32>(to, load<f32>(to) + load<f32>(from) * (base + slope * n));
    n += 1.0;
    to += 4;
    from += 4;
  }
}

/**
 * As `addRamped` to two destinations at once, the same bits in less time: each sample is loaded once. `gains` of either
 * are base and slope.
 */
export function addRampedPair(
  one: usize, two: usize, from: usize, frames: i32, oneBase: f32, oneSlope: f32, twoBase: f32, twoSlope: f32, index: i32,
): void {
  // Loaded, since engines make a splat anew in every turn of a loop.
  store<f32>(line, oneBase);
  store<f32>(line, oneSlope, 4);
  store<f32>(line, twoBase, 8);
  store<f32>(line, twoSlope, 12);
  const b1 = v128.load32_splat(line);
  const s1 = v128.load32_splat(line, 4);
  const b2 = v128.load32_splat(line, 8);
  const s2 = v128.load32_splat(line, 12);
  const four = v128.load32_splat(FOUR);
  let i = lanes(index);
  const pairs = one + (<usize>(frames & ~7) << 2);
  const vectors = one + (<usize>(frames & ~3) << 2);
  const end = one + (<usize>frames << 2);
  while (one < pairs) {
    const x = v128.load(from);
    const y = v128.load(from, 16);
    const j = f32x4.add(i, four);
    const a = f32x4.add(v128.load(one), f32x4.mul(x, f32x4.add(b1, f32x4.mul(s1, i))));
    const b = f32x4.add(v128.load(two), f32x4.mul(x, f32x4.add(b2, f32x4.mul(s2, i))));
    const c = f32x4.add(v128.load(one, 16), f32x4.mul(y, f32x4.add(b1, f32x4.mul(s1, j))));
    const d = f32x4.add(v128.load(two, 16), f32x4.mul(y, f32x4.add(b2, f32x4.mul(s2, j))));
    v128.store(one, a);
    v128.store(two, b);
    v128.store(one, c, 16);
    v128.store(two, d, 16);
    i = f32x4.add(j, four);
    one += 32;
    two += 32;
    from += 32;
  }
  while (one < vectors) {
    const x = v128.load(from);
    v128.store(one, f32x4.add(v128.load(one), f32x4.mul(x, f32x4.add(b1, f32x4.mul(s1, i)))));
    v128.store(two, f32x4.add(v128.load(two), f32x4.mul(x, f32x4.add(b2, f32x4.mul(s2, i)))));
    i = f32x4.add(i, four);
    one += 16;
    two += 16;
    from += 16;
  }
  let n = <f32>(index + (frames & ~3));
  while (one < end) {
    const x = load<f32>(from);
    store<f32>(one, load<f32>(one) + x * (oneBase + oneSlope * n));
    store<f32>(two, load<f32>(two) + x * (twoBase + twoSlope * n));
    n += 1.0;
    one += 4;
    two += 4;
    from += 4;
  }
}

/** to += from · gain · envelope */
export function addShaped(to: usize, from: usize, frames: i32, envelope: usize): void {
  const vectors = to + (<usize>(frames & ~3) << 2);
  const end = to + (<usize>frames << 2);
  while (to < vectors) {
    v128.store(to, f32x4.add(v128.load(to), f32x4.mul(v128.load(from), v128.load(envelope))));
    to += 16;
    from += 16;
    envelope += 16;
  }
  while (to < end) {
    store<f32>(to, load<f32>(to) + load<f32>(from) * load<f32>(envelope));
    to += 4;
    from += 4;
    envelope += 4;
  }
}

/** at *= base + slope · i, where i counts from `index`. */
export function ramp(at: usize, frames: i32, base: f32, slope: f32, index: i32): void {
  const b = f32x4.splat(base);
  const s = f32x4.splat(slope);
  const four = f32x4.splat(4.0);
  let i = lanes(index);
  const vectors = at + (<usize>(frames & ~3) << 2);
  const end = at + (<usize>frames << 2);
  while (at < vectors) {
    v128.store(at, f32x4.mul(v128.load(at), f32x4.add(b, f32x4.mul(s, i))));
    i = f32x4.add(i, four);
    at += 16;
  }
  let n = <f32>(index + (frames & ~3));
  while (at < end) {
    store<f32>(at, load<f32>(at) * (base + slope * n));
    n += 1.0;
    at += 4;
  }
}

/** Found by `weigh` and `measure`. A sample that is not a number makes the energy one that is not either. */
export let peak: f32 = 0.0;
export let energy: f32 = 0.0;
/** Samples beyond full scale, found by `measure`. */
export let overs: i32 = 0;

// @ts-ignore: decorator
@inline
function across(peaks: v128, squares: v128): void {
  peak = max(
    max(f32x4.extract_lane(peaks, 0), f32x4.extract_lane(peaks, 1)),
    max(f32x4.extract_lane(peaks, 2), f32x4.extract_lane(peaks, 3)),
  );
  energy =
    f32x4.extract_lane(squares, 0) + f32x4.extract_lane(squares, 1) + (f32x4.extract_lane(squares, 2) + f32x4.extract_lane(squares, 3));
}

/** Peak and sum of squares of a stretch. */
export function weigh(at: usize, frames: i32): void {
  let peaks = f32x4.splat(0.0);
  let squares = f32x4.splat(0.0);
  let otherPeaks = f32x4.splat(0.0);
  let otherSquares = f32x4.splat(0.0);
  const quads = at + (<usize>(frames & ~15) << 2);
  const vectors = at + (<usize>(frames & ~3) << 2);
  const end = at + (<usize>frames << 2);
  // Two chains of sums, since each addition waits for the one before.
  while (at < quads) {
    const a = v128.load(at);
    const b = v128.load(at, 16);
    const c = v128.load(at, 32);
    const d = v128.load(at, 48);
    peaks = f32x4.pmax(peaks, f32x4.pmax(f32x4.abs(a), f32x4.abs(b)));
    otherPeaks = f32x4.pmax(otherPeaks, f32x4.pmax(f32x4.abs(c), f32x4.abs(d)));
    squares = f32x4.add(squares, f32x4.add(f32x4.mul(a, a), f32x4.mul(b, b)));
    otherSquares = f32x4.add(otherSquares, f32x4.add(f32x4.mul(c, c), f32x4.mul(d, d)));
    at += 64;
  }
  peaks = f32x4.pmax(peaks, otherPeaks);
  squares = f32x4.add(squares, otherSquares);
  while (at < vectors) {
    const x = v128.load(at);
    peaks = f32x4.pmax(peaks, f32x4.abs(x));
    squares = f32x4.add(squares, f32x4.mul(x, x));
    at += 16;
  }
  across(peaks, squares);
  while (at < end) {
    const x = load<f32>(at);
    if (abs(x) > peak) peak = abs(x);
    energy += x * x;
    at += 4;
  }
}

/** As `weigh`, and the samples beyond full scale. */
export function measure(at: usize, frames: i32): void {
  weigh(at, frames);
  overs = 0;
  // What is no number is not beyond.
  if (peak <= 1.0) return;
  const end = at + (<usize>frames << 2);
  while (at < end) {
    if (abs(load<f32>(at)) > 1.0) overs++;
    at += 4;
  }
}
