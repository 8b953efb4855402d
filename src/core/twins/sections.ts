/**
 * The sections the core designs for a band, worked out beside it for drawing: closed forms, no core needed. Only pictures may
 * depend on these numbers, sound never does, so the host's transcendental functions will do.
 *
 * CONTRACT: follows assembly/eq/design.ts line by line; twins.test.ts holds the responses of both against each other.
 */

/** A second-order section; a0 is 1. */
export interface Section {
  readonly b0: number;
  readonly b1: number;
  readonly b2: number;
  readonly a1: number;
  readonly a2: number;
}

interface Poles {
  readonly a1: number;
  readonly a2: number;
  /** Square of the denominator at ω = 0 and ω = π, and its bow between. */
  readonly low: number;
  readonly high: number;
  readonly bow: number;
}

const { PI, sqrt, exp, expm1, sin, cos, max, min, abs } = Math;

const poles = (a1: number, a2: number, dc: number): Poles => ({
  a1,
  a2,
  low: dc * dc,
  high: (1 - a1 + a2) ** 2,
  bow: -4 * a2,
});

/** Poles of s² + ω·s/q + ω². */
function place(omega: number, q: number): Poles {
  const damping = 0.5 / q;
  if (damping < 1) {
    const turn = sqrt(1 - damping * damping) * omega;
    const shrink = exp(-damping * omega);
    const rest = -expm1(-damping * omega);
    return poles(-2 * shrink * cos(turn), shrink * shrink, rest * rest + 4 * shrink * sin(0.5 * turn) ** 2);
  }
  const apart = sqrt(damping * damping - 1);
  const one = expm1(-(damping - apart) * omega);
  const two = expm1(-(damping + apart) * omega);
  return poles(-(one + 1) - (two + 1), (one + 1) * (two + 1), one * two);
}

/** The pole of s + ω, alone. */
function placeOne(omega: number): Poles {
  const rest = expm1(-omega);
  return poles(-(rest + 1), 0, -rest);
}

const sineSquared = (omega: number): number => sin(0.5 * omega) ** 2;

const below = ({ low, high, bow }: Poles, s: number): number =>
  low * (1 - s) + high * s + 4 * bow * s * (1 - s);

/** The section whose numerator has the square n0·(1 − s) + n1·s + 4·n2·s·(1 − s). */
function section({ a1, a2 }: Poles, n0: number, n1: number, n2: number): Section {
  const left = sqrt(max(n0, 0));
  const right = sqrt(max(n1, 0));
  const mean = 0.5 * (left + right);
  const b0 = 0.5 * (mean + sqrt(max(mean * mean + n2, 0)));
  return { b0, b1: 0.5 * (left - right), b2: b0 > 0 ? (-0.25 * n2) / b0 : 0, a1, a2 };
}

/** 1/H, times a gain. */
function inverse({ b0, b1, b2, a1, a2 }: Section, gain: number): Section {
  const scale = gain / b0;
  return { b0: scale, b1: scale * a1, b2: scale * a2, a1: b1 / b0, a2: b2 / b0 };
}

/** A numerator that matches |H|² = h0 at 0, h1 at `omega` and h2 at `top`. */
function match(at: Poles, h0: number, omega: number, h1: number, top: number, h2: number): Section {
  const n0 = h0 * at.low;
  const s = sineSquared(omega);
  const t = sineSquared(top);
  const atOmega = (h1 * below(at, s) - n0 * (1 - s)) / s;
  const atTop = (h2 * below(at, t) - n0 * (1 - t)) / t;
  const n2 = (atOmega - atTop) / (4 * (t - s));
  return section(at, n0, atTop - 4 * n2 * (1 - t), n2);
}

function bellSquared(omega: number, at: number, g: number, q: number): number {
  const spread = omega * omega - at * at;
  const width = ((at * omega) / q) ** 2;
  return (spread * spread + width * g) / (spread * spread + width / g);
}

/** A bell with the amplitude gain `g`. */
export function bell(omega: number, g: number, q: number): Section {
  const boost = g < 1 ? 1 / g : g;
  const top = omega > 0.36 * PI ? 0.28 * PI : 0.45 * PI;
  const up = match(
    place(omega, q * sqrt(boost)),
    1,
    omega,
    boost * boost,
    top,
    bellSquared(omega, top, boost, q),
  );
  return g < 1 ? inverse(up, 1) : up;
}

function notchSquared(omega: number, at: number, q: number): number {
  const spread = omega * omega - at * at;
  return (spread * spread) / (spread * spread + ((at * omega) / q) ** 2);
}

function notchRest(omega: number, at: number, zero: number, q: number): number {
  const s = sineSquared(omega);
  const fall = (s - zero) / zero;
  return ((fall * fall) / notchSquared(omega, at, q) - (1 - s)) / s;
}

/** A notch. */
export function notch(omega: number, q: number): Section {
  const half = 0.5 / q;
  const edge = half + sqrt(half * half + 1);
  const zero = sineSquared(omega);
  const lower = omega / edge;
  const upper = min(omega * edge, 0.5 * PI);
  const under = abs(lower - 0.5 * omega) < 0.05 * omega ? 0.4 * omega : 0.5 * omega;
  const other = upper < 1.02 * omega ? under : upper;
  const s = sineSquared(lower);
  const t = sineSquared(other);
  const atOther = notchRest(other, omega, zero, q);
  const n2 = (notchRest(lower, omega, zero, q) - atOther) / (4 * (t - s));
  const flat = section(poles(0, 0, 1), 1, atOther - 4 * n2 * (1 - t), n2);
  const scale = 1 / flat.b0;
  const c = scale / (4 * zero);
  return { b0: c, b1: -2 * c * (1 - 2 * zero), b2: c, a1: scale * flat.b1, a2: scale * flat.b2 };
}

function lowShelfSquared(way: number, root: number, q: number): number {
  const width = (root * way * way) / (q * q);
  const above = root - way * way;
  const under = 1 - root * way * way;
  return (root * root * (above * above + width)) / (under * under + width);
}

function boostLow(omega: number, g: number, q: number): Section {
  const root = sqrt(g);
  const top = omega < 0.3 * PI ? 0.45 * PI : 0.6 * PI;
  const other = min(abs(omega - top) < 0.05 ? 0.85 * omega : omega, 0.95 * PI);
  const near = lowShelfSquared(other / omega, root, q);
  return match(place(omega / sqrt(root), q), g * g, other, near, top, lowShelfSquared(top / omega, root, q));
}

/** A low shelf with the amplitude gain `g` below. */
export function lowShelf(omega: number, g: number, q: number): Section {
  const up = boostLow(omega, g < 1 ? 1 / g : g, q);
  return g < 1 ? inverse(up, 1) : up;
}

/** A high shelf with the amplitude gain `g` above. */
export function highShelf(omega: number, g: number, q: number): Section {
  const up = boostLow(omega, g < 1 ? 1 / g : g, q);
  return g < 1 ? { ...up, b0: up.b0 * g, b1: up.b1 * g, b2: up.b2 * g } : inverse(up, g);
}

/** A tilt: `g` far above, 1/g far below. */
export function tilt(omega: number, g: number): Section {
  const boost = g < 1 ? 1 / g : g;
  const at = placeOne(omega / boost);
  const top = 0.4 * PI;
  const way = (top / omega) ** 2;
  const square = boost * boost;
  const t = sineSquared(top);
  const n0 = square * at.low;
  const atTop = ((way + square) / (way * square + 1)) * below(at, t);
  const down = section(at, n0, (atTop - n0 * (1 - t)) / t, 0);
  return g > 1 ? inverse(down, 1) : down;
}

function lowPassSquared(way: number, q: number): number {
  const rest = 1 - way * way;
  return 1 / (rest * rest + (way / q) ** 2);
}

function lowPassTwo(omega: number, q: number): Section {
  const other = min(abs(omega - 0.5 * PI) < 0.02 ? 0.9 * omega : omega, 0.95 * PI);
  const near = lowPassSquared(other / omega, q);
  return match(place(omega, q), 1, other, near, 0.5 * PI, lowPassSquared((0.5 * PI) / omega, q));
}

function lowPassOne(omega: number): Section {
  const at = placeOne(omega);
  const top = 0.5 * PI;
  const way = top / omega;
  const t = sineSquared(top);
  return section(at, at.low, (below(at, t) / (1 + way * way) - at.low * (1 - t)) / t, 0);
}

function highPassTwo(omega: number, q: number): Section {
  const at = place(omega, q);
  const s = sineSquared(omega);
  const b = (0.25 * sqrt(q * q * below(at, s))) / s;
  return { b0: b, b1: -2 * b, b2: b, a1: at.a1, a2: at.a2 };
}

function highPassOne(omega: number): Section {
  const at = placeOne(omega);
  const top = 0.3 * PI;
  const t = sineSquared(top);
  const way = top / omega;
  const b = 0.5 * sqrt((((way * way) / (1 + way * way)) * below(at, t)) / t);
  return { b0: b, b1: -b, b2: 0, a1: at.a1, a2: at.a2 };
}

/** The sections of a Butterworth filter of order 1 … 8. */
export function pass(low: boolean, order: number, omega: number): readonly Section[] {
  const first = order % 2 === 1 ? [low ? lowPassOne(omega) : highPassOne(omega)] : [];
  const pairs = Array.from({ length: Math.floor(order / 2) }, (_, i) => {
    const q = 0.5 / cos((PI * (order - 1 - 2 * i)) / (2 * order));
    return low ? lowPassTwo(omega, q) : highPassTwo(omega, q);
  });
  return [...first, ...pairs];
}
