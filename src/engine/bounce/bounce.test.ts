import { describe, expect, it } from 'vitest';
import { memorySource, parseWavSync } from '../../formats/index.ts';
import { plainObject } from '../../session/index.ts';
import { decibels, LAYOUT_SPEAKERS } from '../../units/index.ts';
import { nodeEngine, RATE, richSession, testSession, toneStems } from '../test-engine.ts';
import type { BounceSink } from './bounce.ts';
import { type BounceJob, bounceSession } from './bounce-session.ts';

const engine = nodeEngine();

/** A file in memory. */
function memoryFile(): BounceSink & { bytes(): Uint8Array } {
  let held = new Uint8Array(0);
  return {
    write(bytes, offset) {
      if (offset + bytes.length > held.length) {
        const longer = new Uint8Array(offset + bytes.length);
        longer.set(held);
        held = longer;
      }
      held.set(bytes, offset);
    },
    bytes: () => held,
  };
}

async function run(
  job: Partial<BounceJob> & Pick<BounceJob, 'session'>,
  more: { signal?: AbortSignal } = {},
) {
  const file = memoryFile();
  const whole: BounceJob = { target: '5.1', coding: 'int24', range: null, limit: false, ...job };
  const hrtf = whole.target === 'binaural' ? await engine().hrtf(RATE) : null;
  const result = await bounceSession(
    whole,
    {
      module: engine().module,
      shared: true,
      hrtf: hrtf?.ok ? hrtf.value : null,
      openStem: toneStems(whole.session),
      ...more,
    },
    file,
  );
  return { result, bytes: file.bytes() };
}

/** The audio bytes of a WAV file and what its header says. */
function audioOf(bytes: Uint8Array) {
  const info = parseWavSync(memorySource(bytes));
  if (!info.ok) throw new Error(info.message);
  const { dataOffset, frames, channels } = info.value;
  return { info: info.value, data: bytes.subarray(dataOffset), frames, channels };
}

describe('bounceSession', () => {
  it('writes a range with the same bytes as that stretch of the whole, at every depth', async () => {
    for (const coding of ['int16', 'int24', 'float32'] as const) {
      for (const target of ['7.1.4', 'binaural'] as const) {
        const session = richSession();
        const whole = await run({ session, coding, target, range: { from: 0, to: RATE } });
        const part = await run({ session, coding, target, range: { from: 12_345, to: 30_000 } });
        const all = audioOf(whole.bytes);
        const some = audioOf(part.bytes);
        const frame = all.data.length / all.frames;
        expect(some.frames).toBe(30_000 - 12_345);
        const slice = all.data.subarray(12_345 * frame, 30_000 * frame);
        expect(Buffer.from(some.data).equals(Buffer.from(slice)), `${coding} ${target}`).toBe(true);
      }
    }
  });

  it('writes every speaker of a layout to its own channel, in the order of the layout', async () => {
    for (const target of ['5.1', '7.1.4', '9.1.6'] as const) {
      // One object at each speaker, one after another; the LFE, which no object reaches, by a bed channel of its own.
      const span = 4800;
      const session = testSession(
        LAYOUT_SPEAKERS[target].map(({ label, room }, index) => ({
          name: label,
          format: room ? ('mono' as const) : ('5.1' as const),
          clips: [[index * span, span, 0]] as const,
          ...(room ? { output: plainObject(room) } : {}),
        })),
      );
      const { bytes } = await run({ session, target, coding: 'float32' });
      const { data, channels } = audioOf(bytes);
      const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
      LAYOUT_SPEAKERS[target].forEach(({ room }, speaker) => {
        if (!room) return;
        for (let channel = 0; channel < channels; channel++) {
          let peak = 0;
          for (let n = speaker * span + 1000; n < (speaker + 1) * span - 200; n++) {
            peak = Math.max(peak, Math.abs(view.getFloat32((n * channels + channel) * 4, true)));
          }
          if (channel === speaker) expect(peak, `${target} ${speaker}`).toBeGreaterThan(0.05);
          else expect(peak, `${target} ${speaker} in ${channel}`).toBeLessThan(1e-6);
        }
      });
    }
  });

  it('renders from the start to the end of the last clip unless told otherwise', async () => {
    const session = testSession([{ name: 'a', format: 'mono', clips: [[1000, 2000, 0]] }]);
    const { result, bytes } = await run({ session });
    expect(result.ok && result.value.frames).toBe(3000);
    expect(audioOf(bytes).frames).toBe(3000);
  });

  it('stamps the file with the timecode of its first sample', async () => {
    const session = testSession([{ name: 'a', format: 'mono', clips: [[0, 9000, 0]] }]);
    const { bytes } = await run({ session, range: { from: 500, to: 900 } });
    expect(audioOf(bytes).info.bext?.timeReference).toBe(3600 * RATE + 500);
  });

  it('gives the hash of the float output whatever the file holds', async () => {
    const session = richSession();
    const range = { from: 0, to: 20_000 };
    const hashes = [];
    for (const coding of ['int16', 'float32'] as const) {
      const { result } = await run({ session, coding, range });
      hashes.push(result.ok ? result.value.hash : result.message);
    }
    const limited = await run({ session, range, limit: true });
    hashes.push(limited.result.ok ? limited.result.value.hash : limited.result.message);
    expect(new Set(hashes).size).toBe(1);
    expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/);
  });

  it('counts clipped samples and true peak, and the limiter leaves none', async () => {
    const hot = richSession();
    const families = { ...hot.families, music: { ...hot.families.music, faderDb: decibels(12) } };
    const session = { ...hot, families };
    const range = { from: 0, to: RATE };
    const loud = await run({ session, target: '2.0', range });
    const held = await run({ session, target: '2.0', range, limit: true });
    if (!loud.result.ok || !held.result.ok) throw new Error('both render');
    expect(loud.result.value.clippedSamples).toBeGreaterThan(0);
    expect(loud.result.value.truePeak).toBeGreaterThan(1);
    expect(held.result.value.clippedSamples).toBe(0);
    expect(20 * Math.log10(held.result.value.truePeak)).toBeLessThan(-0.7);
    expect(held.result.value.truePeak).toBeGreaterThan(0.5);
  });

  it('stops when cancelled and says so', async () => {
    const stop = new AbortController();
    stop.abort();
    const { result } = await run({ session: richSession() }, { signal: stop.signal });
    expect(!result.ok && result.code).toBe('cancelled');
  });

  it('refuses an empty range and a session with nothing in it', async () => {
    const empty = await run({ session: testSession([]) });
    expect(!empty.result.ok && empty.result.code).toBe('empty-range');
    const turned = await run({ session: richSession(), range: { from: 10, to: 10 } });
    expect(!turned.result.ok && turned.result.code).toBe('empty-range');
  });
});
