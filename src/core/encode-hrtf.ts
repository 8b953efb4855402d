import type { HrtfSet } from './hrtf.ts';

const HEADER_BYTES = 32;

/** A set in the format of public/hrtf/README.md, as `parseHrtf` reads it. */
export function encodeHrtf(set: HrtfSet): Uint8Array<ArrayBuffer> {
  const { directions, responses } = set;
  const bytes = new Uint8Array(HEADER_BYTES + directions.length * 8 + responses.length * 4);
  const view = new DataView(bytes.buffer);
  bytes.set(new TextEncoder().encode('SSHR'));
  view.setUint32(4, 1, true);
  view.setUint32(8, set.sampleRate, true);
  view.setUint32(12, set.taps, true);
  view.setUint32(16, directions.length, true);
  view.setUint32(20, set.mirrored ? 1 : 0, true);
  directions.forEach(({ azimuthDeg, elevationDeg }, index) => {
    view.setFloat32(HEADER_BYTES + index * 8, azimuthDeg, true);
    view.setFloat32(HEADER_BYTES + index * 8 + 4, elevationDeg, true);
  });
  const start = HEADER_BYTES + directions.length * 8;
  responses.forEach((value, index) => {
    view.setFloat32(start + index * 4, value, true);
  });
  return bytes;
}
