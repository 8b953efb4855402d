import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createCompiler, OfflineHost } from '../../src/engine/index.ts';
import { nodeEngine, RATE, richSession, toneStems } from '../../src/engine/test-engine.ts';
import { LAYOUT_SPEAKERS, RENDER_TARGETS, type RenderTarget } from '../../src/units/index.ts';

/**
 * Levels of a fixed session in every target, a line a channel. They move only when a panning law, a gain path, the fold or
 * the responses change what is heard: regenerate with `GOLDEN=write npx vitest run tests/golden` and review the difference.
 * Tolerance 0.01 dB: far below hearing, far above what an equal law computed in another order would differ by.
 */
const file = join(import.meta.dirname, 'levels.json');
const TOLERANCE_DB = 0.01;
const FRAMES = 3 * RATE;
/** Levels below this are noise of rounding, not sound. */
const FLOOR_DB = -120;

type Levels = Readonly<Record<string, Readonly<Record<string, readonly [rmsDb: number, peakDb: number]>>>>;

const engine = nodeEngine();

const decibels = (value: number): number =>
  Math.max(FLOOR_DB, Math.round(2000 * Math.log10(value + 1e-12)) / 100);

async function measure(target: RenderTarget): Promise<Levels[string]> {
  const session = richSession();
  const hrtf = await engine().hrtf(RATE);
  const host = await OfflineHost.create({
    module: engine().module,
    shared: true,
    sampleRate: RATE,
    target,
    hrtf: hrtf.ok ? hrtf.value : null,
    compiled: createCompiler().compile(session),
    openStem: toneStems(session),
  });
  if (!host.ok) throw new Error(host.message);
  const squares = new Float64Array(host.value.channels);
  const peaks = new Float64Array(host.value.channels);
  host.value.locate(0);
  for (let done = 0; done < FRAMES; done += 8000) {
    for (const [channel, plane] of host.value.render(8000).engine.entries()) {
      for (const value of plane) {
        squares[channel] = (squares[channel] ?? 0) + value * value;
        peaks[channel] = Math.max(peaks[channel] ?? 0, Math.abs(value));
      }
    }
  }
  const labels =
    target === 'binaural' ? ['left ear', 'right ear'] : LAYOUT_SPEAKERS[target].map(({ label }) => label);
  return Object.fromEntries(
    labels.map((label, channel) => [
      label,
      [decibels(Math.sqrt((squares[channel] ?? 0) / FRAMES)), decibels(peaks[channel] ?? 0)] as const,
    ]),
  );
}

describe('golden levels', () => {
  it('has every target as loud as it was, channel by channel', async () => {
    const now: Record<string, Levels[string]> = {};
    for (const target of RENDER_TARGETS) now[target] = (await measure(target)) ?? {};
    if (process.env['GOLDEN'] === 'write') writeFileSync(file, `${JSON.stringify(now, null, 1)}\n`);
    const golden = JSON.parse(readFileSync(file, 'utf8')) as Levels;
    expect(Object.keys(golden)).toEqual(Object.keys(now));
    for (const [target, channels] of Object.entries(golden)) {
      expect(Object.keys(channels), target).toEqual(Object.keys(now[target] ?? {}));
      for (const [label, levels] of Object.entries(channels)) {
        levels.forEach((level, index) => {
          const measured = now[target]?.[label]?.[index] ?? Number.NaN;
          expect(Math.abs(measured - level), `${target} ${label}`).toBeLessThan(TOLERANCE_DB + 1e-9);
        });
      }
    }
  });
});
