import { readFileSync } from 'node:fs';
import { run } from '../tools.ts';

/** Sound in memory: one array per channel at the demo's rate, nominal ±1. */
export type Sound = readonly Float32Array[];

/** Silence of a length in samples. */
export const silence = (channels: number, length: number): Float32Array[] =>
  Array.from({ length: channels }, () => new Float32Array(length));

/**
 * Reads any file ffmpeg knows as float at 48 kHz.
 * @throws Error if ffmpeg cannot read it.
 */
export function readSound(path: string, channels: number): Float32Array[] {
  const raw = run('ffmpeg', [
    '-v',
    'error',
    '-i',
    path,
    '-f',
    'f32le',
    '-ac',
    String(channels),
    '-ar',
    '48000',
    '-af',
    'aresample=resampler=swr:filter_size=64',
    '-',
  ]);
  const frames = Math.floor(raw.length / 4 / channels);
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const sound = silence(channels, frames);
  for (let frame = 0; frame < frames; frame++) {
    for (let channel = 0; channel < channels; channel++) {
      const plane = sound[channel];
      if (plane) plane[frame] = view.getFloat32((frame * channels + channel) * 4, true);
    }
  }
  return sound;
}

/** Reads a 32-bit float WAV FluidSynth wrote, without a resampler in between. @throws Error if it is not one. */
export function readFloatWav(path: string): Float32Array[] {
  const bytes = readFileSync(path);
  let at = 12;
  let channels = 0;
  while (at + 8 <= bytes.length) {
    const name = bytes.toString('latin1', at, at + 4);
    const size = bytes.readUInt32LE(at + 4);
    if (name === 'fmt ') channels = bytes.readUInt16LE(at + 10);
    if (name === 'data' && channels > 0) {
      const frames = Math.floor(Math.min(size, bytes.length - at - 8) / 4 / channels);
      const sound = silence(channels, frames);
      sound.forEach((plane, channel) => {
        for (let frame = 0; frame < frames; frame++)
          plane[frame] = bytes.readFloatLE(at + 8 + (frame * channels + channel) * 4);
      });
      return sound;
    }
    at += 8 + size + (size & 1);
  }
  throw new Error(`${path} is not a float WAV`);
}

/** Interleaves for a raw pipe (f32, little-endian). */
export function interleave(sound: Sound): Uint8Array {
  const length = sound[0]?.length ?? 0;
  const out = new Float32Array(length * sound.length);
  sound.forEach((plane, channel) => {
    for (let frame = 0; frame < length; frame++) out[frame * sound.length + channel] = plane[frame] ?? 0;
  });
  return new Uint8Array(out.buffer);
}

/** Largest magnitude. */
export function peakOf(sound: Sound): number {
  let peak = 0;
  for (const plane of sound) for (const value of plane) peak = Math.max(peak, Math.abs(value));
  return peak;
}

/** Adds `from` into `into` at a sample, times a gain; what does not fit is left out. */
export function mixInto(into: Float32Array, from: Float32Array, at = 0, gain = 1): void {
  const first = Math.max(0, -at);
  const last = Math.min(from.length, into.length - at);
  for (let index = first; index < last; index++)
    into[at + index] = (into[at + index] ?? 0) + (from[index] ?? 0) * gain;
}

/** Multiplies in place. */
export function scale(sound: Sound, gain: number): void {
  for (const plane of sound)
    for (let index = 0; index < plane.length; index++) plane[index] = (plane[index] ?? 0) * gain;
}

/** Linear gain of decibels. */
export const fromDb = (db: number): number => 10 ** (db / 20);
