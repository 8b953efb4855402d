import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { makeSofa } from '../../../tests/fixtures/sofa/generate.ts';
import { coreHrtf, encodeHrtf, type MeasuredSet, parseHrtf, prepareMeasured } from '../../core/index.ts';
import { readSofa } from '../../formats/index.ts';
import { plainObject } from '../../session/index.ts';
import type { RoomPosition } from '../../units/index.ts';
import { createCompiler } from '../compile/session-compiler.ts';
import { nodeEngine, RATE, testSession, toneStems } from '../test-engine.ts';
import { OfflineHost } from './offline-host.ts';

const engine = nodeEngine();

/** The set of a file on its whole way: read, prepared, kept, read again. */
async function setOf(bytes: Uint8Array, keep: (measured: MeasuredSet) => MeasuredSet) {
  const read = await readSofa(bytes, 'set.sofa');
  if (!read.ok) throw new Error(read.message);
  const { sets } = prepareMeasured(keep(read.value), { sampleRates: [RATE], mirrored: false });
  const [prepared] = sets;
  if (!prepared) throw new Error('no set was prepared');
  const set = parseHrtf(encodeHrtf(prepared).buffer);
  if (!set.ok) throw new Error(set.message);
  return coreHrtf(set.value);
}

/** Frames before the room's first reflection reaches the ears: all there is to hear is the set. */
const DIRECT_FRAMES = 180;

/** Power at each ear of an object at rest, dB. */
async function ears(hrtf: Awaited<ReturnType<typeof setOf>>, position: RoomPosition): Promise<number[]> {
  const output = { ...plainObject(position, 0, 0), binaural: 'near' as const };
  const session = testSession([{ name: 'one', format: 'mono', output, clips: [[0, RATE, 0]] }]);
  const host = await OfflineHost.create({
    module: engine().module,
    shared: true,
    sampleRate: RATE,
    target: 'binaural',
    hrtf,
    compiled: createCompiler().compile(session),
    openStem: toneStems(session),
  });
  if (!host.ok) throw new Error(host.message);
  host.value.locate(0);
  const powers = host.value
    .render(DIRECT_FRAMES)
    .engine.map((plane) => plane.reduce((sum, value) => sum + value * value, 0));
  expect(host.value.core.faults).toBe(0);
  return powers.map((power) => 10 * Math.log10(power / DIRECT_FRAMES));
}

/** Only the measurements at ear height: they are what is asked for, and take a tenth of the time. */
function earHeight(set: MeasuredSet): MeasuredSet {
  const kept = set.directions.flatMap(({ elevationDeg }, index) => (elevationDeg === 0 ? [index] : []));
  const row = 2 * set.taps;
  return {
    ...set,
    directions: kept.flatMap((index) => set.directions[index] ?? []),
    responses: Float64Array.from(
      kept.flatMap((index) => Array.from(set.responses.subarray(index * row, (index + 1) * row))),
    ),
    delays: Float64Array.from(
      kept.flatMap((index) => Array.from(set.delays.subarray(index * 2, index * 2 + 2))),
    ),
  };
}

async function expectSides(hrtf: Awaited<ReturnType<typeof setOf>>, least: number): Promise<void> {
  const [left = 0, farLeft = 0] = await ears(hrtf, { x: -1, y: 0, z: 0 });
  const [farRight = 0, right = 0] = await ears(hrtf, { x: 1, y: 0, z: 0 });
  expect(left - farLeft).toBeGreaterThan(least);
  expect(left).toBeCloseTo(right, 0);
  expect(farLeft).toBeCloseTo(farRight, 0);
  const [one = 0, other = 0] = await ears(hrtf, { x: 0, y: 1, z: 0 });
  expect(one).toBeCloseTo(other, 1);
  expect(one).toBeGreaterThan(-60);
}

describe('a SOFA file', () => {
  it('renders', async () => {
    const side = (direction: number) => (direction === 12 ? 0 : Math.sin((direction * Math.PI) / 6));
    const bytes = await makeSofa({
      sample: (direction, ear, tap) => {
        const sign = ear === 0 ? 1 : -1;
        return tap === 30 - Math.round(sign * 12 * side(direction)) ? 0.5 + sign * 0.3 * side(direction) : 0;
      },
    });
    await expectSides(await setOf(bytes, (set) => set), 6);
  });

  const kemar = '/usr/share/libmysofa/MIT_KEMAR_normal_pinna.sofa';
  it.skipIf(!existsSync(kemar))("from libmysofa's package renders", { timeout: 120_000 }, async () => {
    await expectSides(await setOf(new Uint8Array(readFileSync(kemar)), earHeight), 6);
  });
});
