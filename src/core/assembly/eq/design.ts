import { SECTION_BYTES } from '../../contract';
import { cos, exp, expm1, sin } from '../math/f64';

/**
 * Second-order sections whose magnitude follows their analogue prototypes up to 16 kHz at 48 kHz, where the bilinear transform
 * would squeeze them towards half the rate. Poles are those of the prototype mapped by z = eˢ (impulse invariance); zeros are
 * chosen so that |H|² is the prototype's at three frequencies, by Vicanek, "Matched Second Order Digital Filters" (2016): with
 * s = sin²(ω/2) and the basis (1 − s), s, 4·s·(1 − s), the squares of numerator and denominator are linear in three numbers each.
 * Which third frequency keeps the error smallest was searched for, kind by kind; the errors are in eq.test.ts.
 *
 * A cut is the inverse of a boost, bit for bit the same pair of polynomials. Angular frequencies ω are in radians a sample.
 */
// A section is f64 b0, b1, b2, a1, a2; a0 is 1.
const PI: f64 = 3.141592653589793;

/** Poles found by `place`, their value at ω = 0, and the square of the denominator. */
let a1: f64 = 0.0;
let a2: f64 = 0.0;
let dc: f64 = 0.0;
let low: f64 = 0.0;
let high: f64 = 0.0;
let bow: f64 = 0.0;

function squares(): void {
  low = dc * dc;
  high = (1.0 - a1 + a2) * (1.0 - a1 + a2);
  bow = -4.0 * a2;
}

/** Poles of s² + ω·s/q + ω². */
function place(omega: f64, q: f64): void {
  const damping = 0.5 / q;
  if (damping < 1.0) {
    const turn = sqrt(1.0 - damping * damping) * omega;
    const shrink = exp(-damping * omega);
    const half = sin(0.5 * turn);
    const rest = -expm1(-damping * omega);
    a1 = -2.0 * shrink * cos(turn);
    a2 = shrink * shrink;
    // 1 + a1 + a2 without the cancellation at low frequencies.
    dc = rest * rest + 4.0 * shrink * half * half;
  } else {
    const apart = sqrt(damping * damping - 1.0);
    const one = expm1(-(damping - apart) * omega);
    const two = expm1(-(damping + apart) * omega);
    a1 = -(one + 1.0) - (two + 1.0);
    a2 = (one + 1.0) * (two + 1.0);
    dc = one * two;
  }
  squares();
}

/** The pole of s + ω, alone. */
function placeOne(omega: f64): void {
  const rest = expm1(-omega);
  a1 = -(rest + 1.0);
  a2 = 0.0;
  dc = -rest;
  squares();
}

function sineSquared(omega: f64): f64 {
  const half = sin(0.5 * omega);
  return half * half;
}

/** Square of the denominator where sin²(ω/2) is s. */
function below(s: f64): f64 {
  return low * (1.0 - s) + high * s + 4.0 * bow * s * (1.0 - s);
}

/** Writes the section whose numerator has the square n0·(1 − s) + n1·s + 4·n2·s·(1 − s), zeros inside the unit circle. */
function write(to: usize, n0: f64, n1: f64, n2: f64): void {
  const left = sqrt(max(n0, 0.0));
  const right = sqrt(max(n1, 0.0));
  const mean = 0.5 * (left + right);
  const b0 = 0.5 * (mean + sqrt(max(mean * mean + n2, 0.0)));
  store<f64>(to, b0);
  store<f64>(to, 0.5 * (left - right), 8);
  store<f64>(to, b0 > 0.0 ? -0.25 * n2 / b0 : 0.0, 16);
  store<f64>(to, a1, 24);
  store<f64>(to, a2, 32);
}

/** Writes the section that passes everything. */
export function designNothing(to: usize): void {
  store<f64>(to, 1.0);
  for (let i: usize = 8; i < <usize>SECTION_BYTES; i += 8) store<f64>(to + i, 0.0);
}

/** Turns a section with its zeros inside the unit circle round: 1/H, times a gain. */
function invert(at: usize, gain: f64): void {
  const b0 = load<f64>(at);
  const b1 = load<f64>(at, 8);
  const b2 = load<f64>(at, 16);
  const scale = gain / b0;
  store<f64>(at, scale);
  store<f64>(at, scale * load<f64>(at, 24), 8);
  store<f64>(at, scale * load<f64>(at, 32), 16);
  store<f64>(at, b1 / b0, 24);
  store<f64>(at, b2 / b0, 32);
}

/** A numerator that matches |H|² = h0 at 0, h1 at `omega` and h2 at `top`. */
function match(to: usize, h0: f64, omega: f64, h1: f64, top: f64, h2: f64): void {
  const n0 = h0 * low;
  const s = sineSquared(omega);
  const t = sineSquared(top);
  const atOmega = (h1 * below(s) - n0 * (1.0 - s)) / s;
  const atTop = (h2 * below(t) - n0 * (1.0 - t)) / t;
  // n1 + 4·n2·(1 − s) is `atOmega` at s and `atTop` at t.
  const n2 = (atOmega - atTop) / (4.0 * (t - s));
  write(to, n0, atTop - 4.0 * n2 * (1.0 - t), n2);
}

/** |H|² of a bell with the amplitude gain `g` at its centre. */
function bellSquared(omega: f64, at: f64, g: f64, q: f64): f64 {
  const spread = omega * omega - at * at;
  const width = (at * omega / q) * (at * omega / q);
  return (spread * spread + width * g) / (spread * spread + width / g);
}

/** A bell: gain `g` > 0 (amplitude) at ω, 1 far from it. @param q of the prototype (s² + ω·s·√g/q + ω²)/(s² + ω·s/(q·√g) + ω²) */
export function designBell(to: usize, omega: f64, g: f64, q: f64): void {
  const boost = g < 1.0 ? 1.0 / g : g;
  place(omega, q * sqrt(boost));
  const top = omega > 0.36 * PI ? 0.28 * PI : 0.45 * PI;
  match(to, 1.0, omega, boost * boost, top, bellSquared(omega, top, boost, q));
  if (g < 1.0) invert(to, 1.0);
}

/** |H|² of a notch. */
function notchSquared(omega: f64, at: f64, q: f64): f64 {
  const spread = omega * omega - at * at;
  const width = at * omega / q;
  return (spread * spread) / (spread * spread + width * width);
}

/** What the square of a notch's denominator needs at a frequency beside its share at 0 Hz. */
function notchRest(omega: f64, at: f64, zero: f64, q: f64): f64 {
  const s = sineSquared(omega);
  const fall = (s - zero) / zero;
  return (fall * fall / notchSquared(omega, at, q) - (1.0 - s)) / s;
}

/**
 * A notch: (s² + ω²)/(s² + ω·s/q + ω²). Here the zeros are exact and the denominator is matched, at the edges of the notch or
 * where there is room below it.
 */
export function designNotch(to: usize, omega: f64, q: f64): void {
  const half = 0.5 / q;
  const edge = half + sqrt(half * half + 1.0);
  const zero = sineSquared(omega);
  const lower = omega / edge;
  const upper = min(omega * edge, 0.5 * PI);
  const under = abs(lower - 0.5 * omega) < 0.05 * omega ? 0.4 * omega : 0.5 * omega;
  const other = upper < 1.02 * omega ? under : upper;
  const s = sineSquared(lower);
  const t = sineSquared(other);
  const atLower = notchRest(lower, omega, zero, q);
  const atOther = notchRest(other, omega, zero, q);
  const n2 = (atLower - atOther) / (4.0 * (t - s));
  write(to, 1.0, atOther - 4.0 * n2 * (1.0 - t), n2);
  const scale = 1.0 / load<f64>(to);
  const c = scale / (4.0 * zero);
  store<f64>(to, scale * load<f64>(to, 8), 24);
  store<f64>(to, scale * load<f64>(to, 16), 32);
  store<f64>(to, c);
  store<f64>(to, -2.0 * c * (1.0 - 2.0 * zero), 8);
  store<f64>(to, c, 16);
}

function lowShelfSquared(way: f64, root: f64, q: f64): f64 {
  const width = (root * way * way) / (q * q);
  const above = root - way * way;
  const under = 1.0 - root * way * way;
  return (root * root * (above * above + width)) / (under * under + width);
}

/** The boost of a low shelf: gain `g` ≥ 1 below ω, 1 above. */
function boostLow(to: usize, omega: f64, g: f64, q: f64): void {
  const root = sqrt(g);
  place(omega / sqrt(root), q);
  const top = omega < 0.3 * PI ? 0.45 * PI : 0.6 * PI;
  // Too near to the other frequency the two would not tell the numerator.
  const other = min(abs(omega - top) < 0.05 ? 0.85 * omega : omega, 0.95 * PI);
  match(to, g * g, other, lowShelfSquared(other / omega, root, q), top, lowShelfSquared(top / omega, root, q));
}

/** A low shelf: gain `g` > 0 below, 1 above, √g at ω. @param q of either corner, √½ without a bump */
export function designLowShelf(to: usize, omega: f64, g: f64, q: f64): void {
  boostLow(to, omega, g < 1.0 ? 1.0 / g : g, q);
  if (g < 1.0) invert(to, 1.0);
}

/** A high shelf: gain `g` > 0 above, 1 below: a low shelf the other way up. */
export function designHighShelf(to: usize, omega: f64, g: f64, q: f64): void {
  boostLow(to, omega, g < 1.0 ? 1.0 / g : g, q);
  if (g < 1.0) {
    for (let i: usize = 0; i < 24; i += 8) store<f64>(to + i, load<f64>(to + i) * g);
  } else invert(to, g);
}

/** A tilt: gain `g` > 0 far above ω, 1/g far below, 1 at ω; of the first order. */
export function designTilt(to: usize, omega: f64, g: f64): void {
  const boost = g < 1.0 ? 1.0 / g : g;
  placeOne(omega / boost);
  const top = 0.4 * PI;
  const way = (top / omega) * (top / omega);
  const square = boost * boost;
  const t = sineSquared(top);
  const n0 = square * low;
  const atTop = ((way + square) / (way * square + 1.0)) * below(t);
  write(to, n0, (atTop - n0 * (1.0 - t)) / t, 0.0);
  if (g > 1.0) invert(to, 1.0);
}

/** A low-pass of the second order: ω²/(s² + ω·s/q + ω²). */
export function designLowPass(to: usize, omega: f64, q: f64): void {
  place(omega, q);
  const other = min(abs(omega - 0.5 * PI) < 0.02 ? 0.9 * omega : omega, 0.95 * PI);
  match(to, 1.0, other, lowPassSquared(other / omega, q), 0.5 * PI, lowPassSquared((0.5 * PI) / omega, q));
}

function lowPassSquared(way: f64, q: f64): f64 {
  const rest = 1.0 - way * way;
  return 1.0 / (rest * rest + (way / q) * (way / q));
}

/** A low-pass of the first order: ω/(s + ω). */
export function designLowPassOne(to: usize, omega: f64): void {
  placeOne(omega);
  const top = 0.5 * PI;
  const way = top / omega;
  const t = sineSquared(top);
  write(to, low, (below(t) / (1.0 + way * way) - low * (1.0 - t)) / t, 0.0);
}

/** A high-pass of the second order: s²/(s² + ω·s/q + ω²). Both zeros stay at 0 Hz. */
export function designHighPass(to: usize, omega: f64, q: f64): void {
  place(omega, q);
  const s = sineSquared(omega);
  const b = 0.25 * sqrt(q * q * below(s)) / s;
  store<f64>(to, b);
  store<f64>(to, -2.0 * b, 8);
  store<f64>(to, b, 16);
  store<f64>(to, a1, 24);
  store<f64>(to, a2, 32);
}

/** A high-pass of the first order: s/(s + ω). */
export function designHighPassOne(to: usize, omega: f64): void {
  placeOne(omega);
  const top = 0.3 * PI;
  const t = sineSquared(top);
  const way = top / omega;
  const b = 0.5 * sqrt((way * way / (1.0 + way * way)) * below(t) / t);
  store<f64>(to, b);
  store<f64>(to, -b, 8);
  store<f64>(to, 0.0, 16);
  store<f64>(to, a1, 24);
  store<f64>(to, a2, 32);
}
