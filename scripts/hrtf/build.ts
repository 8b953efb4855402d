/**
 * Builds public/hrtf/kemar-48000.bin and kemar-96000.bin from the MIT KEMAR set. The format and what is done to the
 * data are described in public/hrtf/README.md.
 *
 *     apt-get install libmysofa1
 *     node --import tsx scripts/hrtf/build.ts [file.sofa]
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { encodeHrtf, type MeasuredSet, prepareMeasured } from '../../src/core/index.ts';
import { readSofa } from '../../src/formats/index.ts';

const source = process.argv[2] ?? '/usr/share/libmysofa/MIT_KEMAR_normal_pinna.sofa';
const folder = new URL('../../public/hrtf/', import.meta.url);

const responseOf = (set: MeasuredSet, direction: number, ear: number): Float64Array => {
  const start = (direction * 2 + ear) * set.taps;
  return set.responses.subarray(start, start + set.taps);
};

/** Largest difference between the ears of mirrored directions; 0 for a mirrored set. */
function asymmetry(set: MeasuredSet): number {
  let most = 0;
  set.directions.forEach((direction, index) => {
    const wanted = (360 - direction.azimuthDeg) % 360;
    const mirror = set.directions.findIndex(
      (other) =>
        other.elevationDeg === direction.elevationDeg &&
        Math.abs(((other.azimuthDeg - wanted + 900) % 360) - 180) < 0.01,
    );
    if (mirror < 0) throw new Error(`no mirror image of azimuth ${direction.azimuthDeg}`);
    const right = responseOf(set, mirror, 1);
    responseOf(set, index, 0).forEach((value, n) => {
      most = Math.max(most, Math.abs(value - (right[n] ?? 0)));
    });
  });
  return most;
}

const measured = await readSofa(readFileSync(source), source);
if (!measured.ok) throw new Error(measured.message);
const difference = asymmetry(measured.value);
if (difference > 0)
  throw new Error(`${source}: left and right differ by ${difference}; write both halves instead`);
const { sets, gainDb, startSeconds } = prepareMeasured(measured.value, {
  sampleRates: [48_000, 96_000],
  mirrored: true,
});
console.log(
  `gain ${gainDb.toFixed(2)} dB; starts ${(startSeconds * 1000).toFixed(3)} ms into the measurement`,
);
for (const set of sets) {
  const bytes = encodeHrtf(set);
  writeFileSync(new URL(`kemar-${set.sampleRate}.bin`, folder), bytes);
  console.log(`kemar-${set.sampleRate}.bin: ${bytes.length} bytes`);
}
