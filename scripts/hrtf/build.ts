/**
 * Builds public/hrtf/kemar-48000.bin and kemar-96000.bin from the MIT KEMAR set. The format and what is done to the
 * data are described in public/hrtf/README.md.
 *
 *     apt-get install libmysofa1 libmysofa-utils
 *     node --import tsx scripts/hrtf/build.ts [file.sofa]
 */
import { writeFileSync } from 'node:fs';
import { log10 } from '../../src/core/dmath.ts';
import { equaliseSet } from './equalise.ts';
import { fadeEnds, resampler } from './resample.ts';
import { type MeasuredSet, readSofa } from './sofa.ts';
import { SIZE, spectrumOf, square } from './spectrum.ts';

const source = process.argv[2] ?? '/usr/share/libmysofa/MIT_KEMAR_normal_pinna.sofa';
const folder = new URL('../../public/hrtf/', import.meta.url);
const HEADER_BYTES = 32;
/** The earliest sound stands this long after a response's start. */
const PREROLL_SECONDS = 0.00025;

const at = (array: Float64Array, index: number): number => array[index] ?? 0;
const responseOf = (set: MeasuredSet, direction: number, ear: number): Float64Array => {
  const start = (direction * 2 + ear) * set.taps;
  return set.responses.subarray(start, start + set.taps);
};

/** Index of the first sample that reaches a tenth of the peak. */
function onset(signal: Float64Array): number {
  const peak = signal.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return signal.findIndex((value) => Math.abs(value) >= peak / 10);
}

/** Largest difference between the ears of mirrored directions; 0 for a mirrored set. */
function asymmetry(set: MeasuredSet): number {
  let most = 0;
  set.directions.forEach((direction, index) => {
    const wanted = (360 - direction.azimuthDeg) % 360;
    const mirror = set.directions.findIndex(
      (other) =>
        other.elevationDeg === direction.elevationDeg &&
        Math.abs(((other.azimuthDeg - wanted + 540) % 360) - 180) < 0.01,
    );
    if (mirror < 0) throw new Error(`no mirror image of azimuth ${direction.azimuthDeg}`);
    const right = responseOf(set, mirror, 1);
    responseOf(set, index, 0).forEach((value, n) => {
      most = Math.max(most, Math.abs(value - at(right, n)));
    });
  });
  return most;
}

/** Gain that gives a frontal source power 1 over both ears, every octave from 200 Hz to 8 kHz counting alike. */
function frontalGain(set: MeasuredSet): number {
  const front = set.directions.findIndex((d) => d.azimuthDeg === 0 && d.elevationDeg === 0);
  const ears = [0, 1].map((ear) => spectrumOf(responseOf(set, front, ear)));
  let sum = 0;
  let weights = 0;
  for (let k = Math.ceil((200 * SIZE) / set.sampleRate); (k * set.sampleRate) / SIZE <= 8000; k++) {
    weights += 1 / k;
    for (const { re, im } of ears) sum += (square(at(re, k)) + square(at(im, k))) / k;
  }
  return 1 / Math.sqrt(sum / weights);
}

function encode(set: MeasuredSet, rate: number, taps: number, startSample: number, gain: number): Uint8Array {
  const kept = set.directions
    .map((direction, index) => ({ ...direction, index }))
    .filter(({ azimuthDeg }) => azimuthDeg <= 180);
  const bytes = new Uint8Array(HEADER_BYTES + kept.length * (8 + taps * 8));
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('SSHR'));
  view.setUint32(4, 1, true);
  view.setUint32(8, rate, true);
  view.setUint32(12, taps, true);
  view.setUint32(16, kept.length, true);
  view.setUint32(20, 1, true);
  const { run } = resampler(set.sampleRate, rate, startSample, taps);
  let offset = HEADER_BYTES;
  for (const { azimuthDeg, elevationDeg } of kept) {
    view.setFloat32(offset, azimuthDeg, true);
    view.setFloat32(offset + 4, elevationDeg, true);
    offset += 8;
  }
  for (const { index } of kept) {
    for (const ear of [0, 1]) {
      const signal = run(responseOf(set, index, ear));
      fadeEnds(signal, Math.round(rate / 6000), taps / 4);
      for (const value of signal) {
        view.setFloat32(offset, value * gain, true);
        offset += 4;
      }
    }
  }
  return bytes;
}

const measured = readSofa(source);
const difference = asymmetry(measured);
if (difference > 0)
  throw new Error(`${source}: left and right differ by ${difference}; write both halves instead`);
const equal = equaliseSet(measured);
const gain = frontalGain(equal);
const first = measured.directions.reduce(
  (least, _, index) =>
    Math.min(least, onset(responseOf(equal, index, 0)), onset(responseOf(equal, index, 1))),
  SIZE,
);
const start = first / equal.sampleRate - PREROLL_SECONDS;
console.log(
  `gain ${(20 * log10(gain)).toFixed(2)} dB; starts ${(start * 1000).toFixed(3)} ms into the measurement`,
);
for (const [rate, taps] of [
  [48_000, 256],
  [96_000, 512],
] as const) {
  const bytes = encode(equal, rate, taps, start * rate, gain);
  writeFileSync(new URL(`kemar-${rate}.bin`, folder), bytes);
  console.log(`kemar-${rate}.bin: ${bytes.length} bytes`);
}
