import { readFile } from 'node:fs/promises';
import { type CoreHrtf, coreHrtf, parseHrtf, type StripProgram } from '../../src/core/index.ts';
import { createCompiler } from '../../src/engine/index.ts';
import { largeSession } from '../fixtures/large/large-session.ts';

/** Rate of every measurement. */
export const RATE = 48_000;
/** Every way the engine renders, widest last. */
export const TARGETS = [
  '2.0',
  '5.1',
  '7.1',
  '5.1.2',
  '5.1.4',
  '7.1.2',
  '7.1.4',
  '9.1.6',
  'binaural',
] as const;

/** The impulse responses the page would load. */
export async function loadHrtf(): Promise<CoreHrtf> {
  const bytes = await readFile(new URL(`../../public/hrtf/kemar-${RATE}.bin`, import.meta.url));
  const set = parseHrtf(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length) as ArrayBuffer);
  if (!set.ok) throw new Error(`${set.message} ${set.remedy}`);
  return coreHrtf(set.value);
}

/** The large session as the core plays it. */
export function compiledLoad(seconds: number): { strips: readonly StripProgram[]; voices: number } {
  const session = largeSession({
    sha256: '0'.repeat(64),
    fileName: 'bench.wav',
    bytes: 1,
    frames: seconds * RATE,
    sampleRate: RATE,
  });
  const { program } = createCompiler().compile(session);
  return { strips: program.strips, voices: 128 };
}
