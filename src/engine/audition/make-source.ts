import type { HeldSound } from '../types.ts';
import { INSTRUMENTS, type InstrumentName, renderInstrument } from './instruments.ts';
import { toSourceLevel } from './loop.ts';
import { makeSignal, type SignalName } from './signals.ts';

/** What a place can be listened to with besides the stems of a session. */
export type AuditionSource = SignalName | InstrumentName;

const isInstrument = (source: AuditionSource): source is InstrumentName =>
  INSTRUMENTS.some((name) => name === source);

/** The bytes' SHA-256, lower-case hex. */
async function sha256Of(samples: Float32Array<ArrayBuffer>): Promise<string> {
  const digest = await crypto.subtle.digest('SHA-256', samples);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}

/**
 * Makes a source at a rate: mono, a loop without a seam, at −20 LUFS or a peak of −8 dBFS, whichever is lower. The same each time.
 * Main thread. Rejects where an instrument can't be loaded.
 */
export async function makeSource(source: AuditionSource, sampleRate: number): Promise<HeldSound> {
  const loop = isInstrument(source)
    ? await renderInstrument(source, sampleRate)
    : makeSignal(source, sampleRate);
  const samples = new Float32Array(toSourceLevel(loop, sampleRate));
  return { sha256: await sha256Of(samples), sampleRate, samples };
}
