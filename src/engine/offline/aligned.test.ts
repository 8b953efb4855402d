/** Latency: whatever is late in a strip, all strips stay together to the sample. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  type Dynamics,
  plainDynamics,
  plainObject,
  type Session,
  type Track,
  type TrackId,
} from '../../session/index.ts';
import { createCompiler } from '../compile/session-compiler.ts';
import { nodeEngine, RATE, testSession, toneStems } from '../test-engine.ts';
import { OfflineHost } from './offline-host.ts';

const engine = nodeEngine();
const FRAMES = 6000;

async function render(session: Session, from: number): Promise<Float32Array[]> {
  const host = await OfflineHost.create({
    module: engine().module,
    shared: true,
    sampleRate: RATE,
    target: '5.1',
    hrtf: null,
    compiled: createCompiler().compile(session),
    openStem: toneStems(session),
    quantum: 256,
  });
  if (!host.ok) throw new Error(host.message);
  host.value.locate(from);
  const pieces = Array.from({ length: Math.ceil(FRAMES / 2000) }, () =>
    host.value.render(2000).engine.map((plane) => plane.slice()),
  );
  expect([host.value.missedSlots, host.value.core.faults]).toEqual([0, 0]);
  host.value.dispose();
  return (pieces[0] ?? []).map((_, channel) =>
    Float32Array.from(pieces.flatMap((piece) => Array.from(piece[channel] ?? []))),
  );
}

/** Dynamics that turn nothing down, but look ahead. */
const idle = (lookaheadMs: number, key: TrackId | null): Dynamics => ({
  ...plainDynamics(),
  on: true,
  ratio: 1,
  lookaheadMs,
  key,
});

describe('alignment of strips', () => {
  const tracks = fc.array(
    fc.record({
      lookaheadMs: fc.constantFrom(0, 0.02, 1, 5, 13.7, 50),
      on: fc.boolean(),
      object: fc.boolean(),
      /** How many tracks above it listens to; 0 for itself. */
      key: fc.nat({ max: 3 }),
      clips: fc.array(
        fc.tuple(fc.nat({ max: 9000 }), fc.integer({ min: 1, max: 5000 }), fc.nat({ max: 20_000 })),
        {
          minLength: 1,
          maxLength: 3,
        },
      ),
    }),
    { minLength: 2, maxLength: 7 },
  );

  it('is exact over random routings, look-aheads and keys, from anywhere: every sample is where it is without them', async () => {
    await fc.assert(
      fc.asyncProperty(tracks, fc.constantFrom(0, 1, 777, 8191, 9000), async (made, from) => {
        const plain = testSession(
          made.map(({ object, clips }, index) => ({
            name: `t${index}`,
            format: 'mono',
            ...(object && { output: plainObject({ x: (index % 3) - 1, y: 1, z: 0 }) }),
            clips,
          })),
        );
        const changed = Object.fromEntries(
          made.map(({ lookaheadMs, on, key }, index): [string, Track] => {
            const id = `track${index}` as TrackId;
            const track = plain.tracks[id];
            if (!track) throw new Error('no track');
            const above = key > 0 && index - key >= 0 ? (`track${index - key}` as TrackId) : null;
            const dynamics = on ? idle(lookaheadMs, above) : track.strip.dynamics;
            return [id, { ...track, strip: { ...track.strip, dynamics } }];
          }),
        );
        expect(await render({ ...plain, tracks: changed }, from)).toEqual(await render(plain, from));
      }),
      { seed: 12, numRuns: 25 },
    );
  });
});
