import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { blobSource } from '../../../formats/index.ts';
import { importFile, openStem, poolKey } from '../../../stems/index.ts';
import { createMemoryStore } from '../../../store/index.ts';
import { ok } from '../../../units/index.ts';
import type { MixSource } from '../types.ts';
import { BlobReader } from './blob-reader.ts';
import { OpusVoice, type Stereo } from './opus-voice.ts';
import { openWasmDecoder } from './packet-decoder.ts';

const file = readFileSync(new URL('../../../../public/demo/stems/amb-room.opus', import.meta.url));
const sha256 = createHash('sha256').update(file).digest('hex');

/** Serves the file in chunks; counts what is asked for, and breaks each connection off after `breakAfter` bytes. */
function served(bytes: Uint8Array, breakAfter = Number.POSITIVE_INFINITY) {
  const opened: number[] = [];
  let sent = 0;
  const open: MixSource['open'] = async (_sha, from) => {
    opened.push(from);
    let at = from;
    let left = breakAfter;
    return ok(
      new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            if (left <= 0) {
              controller.error(new TypeError('network'));
              return;
            }
            const chunk = bytes.slice(at, at + Math.min(5_000, left));
            at += chunk.length;
            left -= chunk.length;
            sent += chunk.length;
            if (chunk.length === 0) controller.close();
            else controller.enqueue(chunk);
          },
        },
        { highWaterMark: 0 },
      ),
    );
  };
  const source = { open } as MixSource;
  return { source, opened, sent: () => sent };
}

const reader = (source: MixSource, bytes = file.length) =>
  new BlobReader(source, { sha256, bytes }, async () => undefined);

/** The file as the pool has it: what the pinned decoder makes of all of it. */
async function wholeFile(): Promise<{ length: number; planes: Float32Array[] }> {
  const store = createMemoryStore();
  const imported = await importFile({
    source: blobSource(new Blob([file])),
    fileName: 'mix.opus',
    store,
    rate: 48_000,
  });
  if (!imported.ok) throw new Error(imported.message);
  const stem = await openStem(store, poolKey(sha256, 48_000));
  if (!stem.ok) throw new Error(stem.message);
  const { channels, length } = stem.value;
  const planes = Array.from({ length: channels }, () => new Float32Array(length));
  stem.value.read(
    0,
    length,
    planes.map((_, channel) => channel),
    planes,
  );
  return { length, planes };
}

async function must<T>(result: Promise<{ ok: true; value: T } | { ok: false; message: string }>): Promise<T> {
  const settled = await result;
  if (!settled.ok) throw new Error(settled.message);
  return settled.value;
}

const same = (one: Float32Array, two: Float32Array): boolean =>
  Buffer.from(one.buffer).equals(Buffer.from(two.buffer));

/** Energy of a difference against the energy of what it should be, dB. */
function residualDb(got: Float32Array, wanted: Float32Array): number {
  let error = 0;
  let energy = 0;
  for (let n = 0; n < got.length; n++) {
    error += ((got[n] ?? 0) - (wanted[n] ?? 0)) ** 2;
    energy += (wanted[n] ?? 0) ** 2;
  }
  return 10 * Math.log10((error + 1e-30) / (energy + 1e-20));
}

describe('a voice of a proxy', async () => {
  const whole = await wholeFile();
  const [left = new Float32Array(0), right = left] = whole.planes;

  const voiceOf = (source: MixSource) => new OpusVoice(reader(source), whole.length, openWasmDecoder);

  async function pullMany(voice: OpusVoice, frames: number, step: number): Promise<Stereo> {
    const all: [Float32Array<ArrayBuffer>, Float32Array<ArrayBuffer>] = [
      new Float32Array(frames),
      new Float32Array(frames),
    ];
    for (let at = 0; at < frames; at += step) {
      const [one, two] = await must(voice.pull(Math.min(step, frames - at)));
      all[0].set(one, at);
      all[1].set(two, at);
    }
    return all;
  }

  it('is the same samples as the pinned decoder makes of the file, however it is pulled and wherever lines break', async () => {
    const { source } = served(file, 30_000);
    const voice = voiceOf(source);
    await must(voice.seek(0));
    const frames = 10 * 48_000;
    const [one, two] = await pullMany(voice, frames, 3333);
    expect(same(one, left.slice(0, frames))).toBe(true);
    expect(same(two, right.slice(0, frames))).toBe(true);
    voice.close();
  });

  it('finds any place with few bytes, to the sample', async () => {
    for (const share of [0.9, 0.35, 0.6]) {
      const { source, sent, opened } = served(file);
      const voice = voiceOf(source);
      const frame = Math.round(whole.length * share) + 17;
      await must(voice.seek(frame));
      const [one, two] = await pullMany(voice, 24_000, 4000);
      expect(residualDb(one, left.slice(frame, frame + 24_000))).toBeLessThan(-45);
      expect(residualDb(two, right.slice(frame, frame + 24_000))).toBeLessThan(-45);
      expect(opened.length).toBeLessThan(8);
      expect(sent()).toBeLessThan(file.length / 2);
      voice.close();
    }
  });

  it('goes back and forth in what it has without asking again', async () => {
    const { source, opened } = served(file);
    const voice = voiceOf(source);
    await must(voice.seek(0));
    await pullMany(voice, 48_000, 4800);
    const asked = opened.length;
    await must(voice.seek(12_000));
    const [one] = await pullMany(voice, 24_000, 4800);
    expect(residualDb(one, left.slice(12_000, 36_000))).toBeLessThan(-45);
    expect(opened.length).toBe(asked);
    voice.close();
  });

  it('is silent before its first and behind its last frame', async () => {
    const voice = voiceOf(served(file).source);
    await must(voice.seek(-500));
    const [start] = await must(voice.pull(1000));
    expect(start.subarray(0, 500).every((value) => value === 0)).toBe(true);
    expect(same(start.slice(500), left.slice(0, 500))).toBe(true);
    await must(voice.seek(whole.length - 300));
    const [end] = await must(voice.pull(1000));
    expect(residualDb(end.slice(0, 300), left.slice(whole.length - 300))).toBeLessThan(-45);
    expect(end.subarray(300).every((value) => value === 0)).toBe(true);
    voice.close();
  });

  it('says what is wrong with bytes that are no mix, and does not hang', async () => {
    const noise = new Uint8Array(200_000).map((_, n) => (n * 2654435761) >>> 24);
    const voice = new OpusVoice(reader(served(noise).source, noise.length), 48_000, openWasmDecoder);
    const sought = await voice.seek(24_000);
    expect(!sought.ok && sought.code).toBe('proxy-damaged');
    voice.close();
  });

  it('ends where the file is cut off', async () => {
    const cut = file.subarray(0, 150_000);
    const voice = new OpusVoice(reader(served(cut).source, cut.length), whole.length, openWasmDecoder);
    await must(voice.seek(0));
    const [all] = await must(voice.pull(whole.length));
    expect(all.subarray(-48_000).every((value) => value === 0)).toBe(true);
    expect(residualDb(all.slice(0, 48_000), left.slice(0, 48_000))).toBeLessThan(-100);
    voice.close();
  });
});
