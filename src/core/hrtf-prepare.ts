/**
 * From a measured set to what the ears of the core take: every response shifted so that its sound begins at one sample,
 * the interaural delay kept apart, and both interpolated onto a regular grid. Aligned responses may be mixed without
 * combing, which delayed ones may not. Deterministic math only: the same bits on every host.
 */
import { HRTF_AZIMUTHS, HRTF_ELEVATIONS, HRTF_TAPS } from './contract.ts';
import { cos, sin } from './dmath.ts';
import type { HrtfSet } from './hrtf.ts';

/** A set on the core's grid. Plain data: it may be posted to other threads. */
export interface CoreHrtf {
  readonly sampleRate: number;
  /** Samples by which the left ear hears later: [elevation −90 … 90][azimuth 0 … 355, to the left]. */
  readonly delays: Float64Array;
  /** [elevation][azimuth][ear: left, right][HRTF_TAPS taps] */
  readonly responses: Float32Array;
}

/** Sample of a prepared response at which its sound begins. */
const ONSET = 10;
/** The sound has begun where a response first reaches this share of its peak. */
const THRESHOLD = 0.15;
/** Half width in samples and shape of the interpolating sinc. */
const SINC_HALF = 16;
const SINC_SHAPE = 8;
/** A measurement this near (cosine) is taken as it is. */
const SAME = 1 - 1e-8;
/** Measurements a direction may be interpolated between. */
const NEIGHBOURS = 9;
const FADE = 48;
const RADIANS = Math.PI / 180;

type Vector = readonly [number, number, number];

/** A measured direction: its vector, where its ears lie in the set, and when they begin to sound. */
interface Measured {
  readonly vector: Vector;
  readonly elevationDeg: number;
  readonly left: Float64Array;
  readonly right: Float64Array;
  readonly delay: number;
}

function unit(azimuthDeg: number, elevationDeg: number): Vector {
  const flat = cos(elevationDeg * RADIANS);
  return [flat * cos(azimuthDeg * RADIANS), flat * sin(azimuthDeg * RADIANS), sin(elevationDeg * RADIANS)];
}

const dot = (a: Vector, b: Vector): number => a[0] * b[0] + a[1] * b[1] + a[2] * b[2];

function bessel(x: number): number {
  let sum = 1;
  let term = 1;
  for (let k = 1; k < 40; k++) {
    term *= (x * x) / (4 * k * k);
    sum += term;
  }
  return sum;
}

/** Kaiser-windowed sinc at 256 places a sample; a shift is rounded to those, a hundredth of what an ear resolves. */
const PHASES = 256;
let sincs: Float64Array | null = null;
function sincTable(): Float64Array {
  if (sincs) return sincs;
  const table = new Float64Array((PHASES + 1) * 2 * SINC_HALF);
  const whole = bessel(SINC_SHAPE);
  for (let phase = 0; phase <= PHASES; phase++) {
    for (let tap = 0; tap < 2 * SINC_HALF; tap++) {
      const t = tap - SINC_HALF + 1 - phase / PHASES;
      const way = t / SINC_HALF;
      if (way * way >= 1) continue;
      const window = bessel(SINC_SHAPE * Math.sqrt(1 - way * way)) / whole;
      table[phase * 2 * SINC_HALF + tap] = t === 0 ? 1 : (window * sin(Math.PI * t)) / (Math.PI * t);
    }
  }
  sincs = table;
  return table;
}

/** Value of a response between its samples; `place` is a multiple of 1 / PHASES. */
function between(response: Float32Array, place: number): number {
  const table = sincTable();
  const whole = Math.floor(place);
  const row = Math.round((place - whole) * PHASES) * 2 * SINC_HALF;
  let sum = 0;
  const first = whole - SINC_HALF + 1;
  const from = Math.max(0, -first);
  const to = Math.min(2 * SINC_HALF, response.length - first);
  for (let tap = from; tap < to; tap++) sum += (response[first + tap] ?? 0) * (table[row + tap] ?? 0);
  return sum;
}

/** Where a response begins to sound, in samples, to 1 / PHASES. */
function onsetOf(response: Float32Array): number {
  let peak = 0;
  for (const value of response) peak = Math.max(peak, Math.abs(value));
  const wanted = THRESHOLD * peak;
  let index = response.findIndex((value) => Math.abs(value) >= wanted);
  if (index <= 0) return 0;
  let step = 0.5;
  let place = index - 1;
  // The crossing lies within the sample before; halve the way to it.
  for (; step >= 1 / PHASES; step /= 2) if (Math.abs(between(response, place + step)) < wanted) place += step;
  index = place;
  return index;
}

/** A response moved so that its sound begins at ONSET, its end faded out. */
function aligned(response: Float32Array, onset: number): Float64Array {
  const out = new Float64Array(HRTF_TAPS);
  const table = sincTable();
  const whole = Math.floor(onset);
  // The same fraction for every sample: one row of the table.
  const row = Math.round((onset - whole) * PHASES) * 2 * SINC_HALF;
  const kernel = table.subarray(row, row + 2 * SINC_HALF);
  const padded = new Float64Array(HRTF_TAPS + 2 * SINC_HALF);
  const first = whole - ONSET - SINC_HALF + 1;
  const from = Math.max(0, first);
  padded.set(response.subarray(from, Math.min(response.length, first + padded.length)), from - first);
  for (let tap = 0; tap < 2 * SINC_HALF; tap++) {
    const weight = kernel[tap] ?? 0;
    for (let n = 0; n < HRTF_TAPS; n++) out[n] = (out[n] ?? 0) + weight * (padded[n + tap] ?? 0);
  }
  for (let left = 0; left < FADE; left++) {
    const n = HRTF_TAPS - left;
    if (left > 0) out[n] = (out[n] ?? 0) * (0.5 - 0.5 * cos((Math.PI * left) / FADE));
  }
  return out;
}

function measuredOf(set: HrtfSet): Measured[] {
  const { taps, responses, directions, mirrored } = set;
  const all: Measured[] = [];
  directions.forEach(({ azimuthDeg, elevationDeg }, index) => {
    const start = index * 2 * taps;
    const left = responses.subarray(start, start + taps);
    const right = responses.subarray(start + taps, start + 2 * taps);
    const leftOnset = onsetOf(left);
    const rightOnset = onsetOf(right);
    const here = {
      vector: unit(azimuthDeg, elevationDeg),
      elevationDeg,
      left: aligned(left, leftOnset),
      right: aligned(right, rightOnset),
      delay: leftOnset - rightOnset,
    };
    all.push(here);
    const [x, y, z] = here.vector;
    if (!mirrored || Math.abs(y) < 1e-9) return;
    all.push({ ...here, vector: [x, -y, z], left: here.right, right: here.left, delay: -here.delay });
  });
  return all;
}

/** Measurements and their shares of a direction. */
type Blend = readonly (readonly [Measured, number])[];

/** The measurements nearest to a direction, nearest first; among equals the earlier one. */
function nearest(all: readonly Measured[], target: Vector, count: number): Measured[] {
  const found: { measured: Measured; closeness: number }[] = [];
  for (const measured of all) {
    const closeness = dot(measured.vector, target);
    const last = found[count - 1];
    if (last && closeness <= last.closeness) continue;
    let at = found.length;
    while (at > 0 && (found[at - 1]?.closeness ?? 0) < closeness) at--;
    found.splice(at, 0, { measured, closeness });
    if (found.length > count) found.pop();
  }
  return found.map(({ measured }) => measured);
}

/** Shares of three directions in a target they enclose; null if they do not. */
function enclose(a: Vector, b: Vector, c: Vector, target: Vector): Vector | null {
  const cross = (p: Vector, q: Vector): Vector => [
    p[1] * q[2] - p[2] * q[1],
    p[2] * q[0] - p[0] * q[2],
    p[0] * q[1] - p[1] * q[0],
  ];
  const volume = dot(a, cross(b, c));
  if (Math.abs(volume) < 1e-7) return null;
  const u = dot(target, cross(b, c)) / volume;
  const v = dot(a, cross(target, c)) / volume;
  const w = dot(a, cross(b, target)) / volume;
  if (u < -1e-9 || v < -1e-9 || w < -1e-9) return null;
  const sum = u + v + w;
  return [u / sum, v / sum, w / sum];
}

/** The smallest triangle of near measurements round a direction; null where there is none. */
function triangle(near: readonly Measured[], target: Vector): Blend | null {
  for (let third = 2; third < near.length; third++) {
    for (let second = 1; second < third; second++) {
      for (let first = 0; first < second; first++) {
        const [a, b, c] = [near[first], near[second], near[third]];
        if (!a || !b || !c) continue;
        const shares = enclose(a.vector, b.vector, c.vector, target);
        if (shares)
          return [
            [a, shares[0]],
            [b, shares[1]],
            [c, shares[2]],
          ];
      }
    }
  }
  return null;
}

function blendOf(all: readonly Measured[], azimuthDeg: number, elevationDeg: number): Blend {
  const target = unit(azimuthDeg, elevationDeg);
  const same = all.find(({ vector }) => dot(vector, target) >= SAME);
  if (same) return [[same, 1]];
  const near = nearest(all, target, NEIGHBOURS);
  if (near.length === 0) throw new RangeError('a set has at least one direction');
  const found = triangle(near, target);
  if (found) return found;
  // Outside what was measured: by nearness.
  const shares = near.slice(0, 3).map((m) => 1 / Math.max(1e-6, 1 - dot(m.vector, target)));
  const sum = shares.reduce((total, share) => total + share, 0);
  return near.slice(0, 3).map((m, index) => [m, (shares[index] ?? 0) / sum] as const);
}

/** What a ring of measurements has in common: the response straight below, the same for both sides of the head. */
function meanOf(ring: readonly Measured[]): Measured {
  const left = new Float64Array(HRTF_TAPS);
  const right = new Float64Array(HRTF_TAPS);
  let delay = 0;
  for (const measured of ring) {
    delay += measured.delay / ring.length;
    for (let n = 0; n < HRTF_TAPS; n++) {
      left[n] = (left[n] ?? 0) + (measured.left[n] ?? 0) / ring.length;
      right[n] = (right[n] ?? 0) + (measured.right[n] ?? 0) / ring.length;
    }
  }
  return { vector: [0, 0, -1], elevationDeg: -90, left, right, delay };
}

/**
 * Prepares a set for `Core.setHrtf`. Below the lowest measured ring responses go over to that ring's mean straight down.
 * Any thread; about 50 ms, so not the audio thread.
 */
export function coreHrtf(set: HrtfSet): CoreHrtf {
  const all = measuredOf(set);
  const lowest = all.reduce((least, { elevationDeg }) => Math.min(least, elevationDeg), 90);
  const below: Measured = meanOf(all.filter(({ elevationDeg }) => elevationDeg === lowest));
  const directions = HRTF_AZIMUTHS * HRTF_ELEVATIONS;
  const delays = new Float64Array(directions);
  const responses = new Float32Array(directions * 2 * HRTF_TAPS);
  const columns = set.mirrored ? HRTF_AZIMUTHS / 2 + 1 : HRTF_AZIMUTHS;
  for (let line = 0; line < HRTF_ELEVATIONS; line++) {
    const elevationDeg = (line * 180) / (HRTF_ELEVATIONS - 1) - 90;
    const depth = elevationDeg < lowest ? (lowest - elevationDeg) / (lowest + 90) : 0;
    for (let column = 0; column < columns; column++) {
      const azimuthDeg = (column * 360) / HRTF_AZIMUTHS;
      const blend: (readonly [Measured, number])[] =
        depth === 1
          ? []
          : blendOf(all, azimuthDeg, Math.max(lowest, elevationDeg)).map(([m, share]) => [
              m,
              share * (1 - depth),
            ]);
      if (depth > 0) blend.push([below, depth]);
      const index = line * HRTF_AZIMUTHS + column;
      write(blend, index, delays, responses);
      if (set.mirrored && column > 0 && column < HRTF_AZIMUTHS / 2)
        mirror(index, index + HRTF_AZIMUTHS - 2 * column, delays, responses);
    }
  }
  return { sampleRate: set.sampleRate, delays, responses };
}

function write(blend: Blend, index: number, delays: Float64Array, responses: Float32Array): void {
  let delay = 0;
  const left = new Float64Array(HRTF_TAPS);
  const right = new Float64Array(HRTF_TAPS);
  for (const [measured, share] of blend) {
    delay += share * measured.delay;
    for (let n = 0; n < HRTF_TAPS; n++) {
      left[n] = (left[n] ?? 0) + share * (measured.left[n] ?? 0);
      right[n] = (right[n] ?? 0) + share * (measured.right[n] ?? 0);
    }
  }
  delays[index] = delay;
  responses.set(left, index * 2 * HRTF_TAPS);
  responses.set(right, (index * 2 + 1) * HRTF_TAPS);
}

function mirror(from: number, to: number, delays: Float64Array, responses: Float32Array): void {
  delays[to] = -(delays[from] ?? 0);
  const start = from * 2 * HRTF_TAPS;
  responses.copyWithin((to * 2 + 1) * HRTF_TAPS, start, start + HRTF_TAPS);
  responses.copyWithin(to * 2 * HRTF_TAPS, start + HRTF_TAPS, start + 2 * HRTF_TAPS);
}
