/** Codings the WAV writer offers. */
export const WRITE_CODINGS = ['int16', 'int24', 'float32'] as const;
export type WriteCoding = (typeof WRITE_CODINGS)[number];

const WRITE_BYTES: Readonly<Record<WriteCoding, number>> = { int16: 2, int24: 3, float32: 4 };

/** Bytes of one sample as written. */
export const writeSampleBytes = (coding: WriteCoding): number => WRITE_BYTES[coding];

/** Checks the room of a packer's arguments once, outside its loop. */
function checkRoom(
  planes: readonly ArrayLike<number>[],
  frames: number,
  out: Uint8Array,
  width: number,
): void {
  const needed = frames * planes.length * width;
  if (out.length < needed) throw new RangeError(`packing ${needed} bytes into ${out.length}`);
  for (const plane of planes) {
    if (plane.length < frames)
      throw new RangeError(`packing ${frames} frames of a channel with ${plane.length}`);
  }
}

/**
 * Interleaves quantised samples (−32768…32767; only the low 16 bits are written) as little-endian 16 bit.
 * Answers the bytes written. Any thread; allocates nothing. @throws RangeError if an array is too short.
 */
export function packInt16(planes: readonly Int32Array[], frames: number, out: Uint8Array): number {
  checkRoom(planes, frames, out, 2);
  const stride = planes.length * 2;
  for (let channel = 0; channel < planes.length; channel++) {
    const plane = planes[channel];
    if (!plane) continue;
    for (let i = 0, at = channel * 2; i < frames; i++, at += stride) {
      const value = plane[i] ?? 0;
      out[at] = value;
      out[at + 1] = value >> 8;
    }
  }
  return frames * stride;
}

/**
 * Interleaves quantised samples (−8388608…8388607; only the low 24 bits are written) as little-endian 24 bit.
 * Answers the bytes written. Any thread; allocates nothing. @throws RangeError if an array is too short.
 */
export function packInt24(planes: readonly Int32Array[], frames: number, out: Uint8Array): number {
  checkRoom(planes, frames, out, 3);
  const stride = planes.length * 3;
  for (let channel = 0; channel < planes.length; channel++) {
    const plane = planes[channel];
    if (!plane) continue;
    for (let i = 0, at = channel * 3; i < frames; i++, at += stride) {
      const value = plane[i] ?? 0;
      out[at] = value;
      out[at + 1] = value >> 8;
      out[at + 2] = value >> 16;
    }
  }
  return frames * stride;
}

/**
 * Interleaves floats as little-endian 32 bit, bit for bit. Answers the bytes written. Any thread.
 * @throws RangeError if an array is too short.
 */
export function packFloat32(planes: readonly Float32Array[], frames: number, out: Uint8Array): number {
  checkRoom(planes, frames, out, 4);
  const stride = planes.length * 4;
  const view = new DataView(out.buffer, out.byteOffset, out.byteLength);
  for (let channel = 0; channel < planes.length; channel++) {
    const plane = planes[channel];
    if (!plane) continue;
    for (let i = 0, at = channel * 4; i < frames; i++, at += stride) view.setFloat32(at, plane[i] ?? 0, true);
  }
  return frames * stride;
}
