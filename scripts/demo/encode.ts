import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { interleave, type Sound } from './sound/wav.ts';
import { run } from './tools.ts';

/** Opus bitrates (variable, so these are means over what sounds) by channel count, bits a second. */
const BITRATES: Readonly<Record<number, number>> = { 1: 64_000, 2: 96_000, 4: 144_000 };
const LAYOUTS: Readonly<Record<number, string>> = { 1: 'mono', 2: 'stereo', 4: 'quad' };

/** SHA-256 of bytes, lower-case hex. */
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Encodes a sound as Ogg Opus; the same sound gives the same bytes (no tags, fixed stream serial). */
export function encodeOpus(
  sound: Sound,
  target: string,
): { bytes: number; sha256: string; fileName: string } {
  const channels = sound.length;
  const bitrate = BITRATES[channels];
  const layout = LAYOUTS[channels];
  if (!bitrate || !layout) throw new RangeError(`no bitrate is set for ${channels} channels`);
  run(
    'ffmpeg',
    [
      '-v',
      'error',
      '-y',
      '-f',
      'f32le',
      '-ar',
      '48000',
      '-ac',
      String(channels),
      '-channel_layout',
      layout,
      '-i',
      '-',
      '-c:a',
      'libopus',
      '-b:a',
      String(bitrate),
      '-vbr',
      'on',
      '-application',
      'audio',
      '-frame_duration',
      '20',
      ...(channels > 2 ? ['-mapping_family', '1'] : []),
      '-map_metadata',
      '-1',
      '-fflags',
      '+bitexact',
      '-flags:a',
      '+bitexact',
      '-serial_offset',
      '1',
      '-f',
      'ogg',
      target,
    ],
    interleave(sound),
  );
  const bytes = readFileSync(target);
  return { bytes: bytes.length, sha256: sha256(bytes), fileName: basename(target) };
}

/** Decoded length of an Ogg Opus file: last granule position less the pre-skip (RFC 7845 §4). @throws Error if it is none. */
export function opusLength(path: string): number {
  const bytes = readFileSync(path);
  const head = bytes.indexOf('OpusHead', 0, 'latin1');
  const last = bytes.lastIndexOf('OggS', bytes.length, 'latin1');
  if (head < 0 || last < 0) throw new Error(`${path} is not Ogg Opus`);
  return Number(bytes.readBigUInt64LE(last + 6)) - bytes.readUInt16LE(head + 10);
}
