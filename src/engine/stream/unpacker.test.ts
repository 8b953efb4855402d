import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { wavBytes } from '../../../tests/fixtures/storage/wav-bytes.ts';
import { Core, createMemory, feederUnpacker, planMemory, RingWriter, SLOT_FRAMES } from '../../core/index.ts';
import { loadCoreModule } from '../../core/node.ts';
import { asAsync, memorySource, type SampleFormat } from '../../formats/index.ts';
import { importFile, openStem, type StemReader } from '../../stems/index.ts';
import { createMemoryStore } from '../../store/index.ts';

const RATE = 48_000;
const RINGS = 140;

/** A stem in a pool of its own; samples are any bits the format can hold. */
async function stemOf(format: SampleFormat, channels: number, frames: number): Promise<StemReader> {
  const bytes = wavBytes(format, channels, RATE, frames, (frame, channel) => {
    const word = Math.imul(frame * 131 + channel + 1, 0x9e3779b1);
    return frame % 97 === 0 ? (word < 0 ? -1 : 1 - 2 ** -23) : word / 2 ** 31;
  });
  const store = createMemoryStore();
  const imported = await importFile({
    source: asAsync(memorySource(bytes)),
    fileName: 'x',
    store,
    rate: RATE,
  });
  if (!imported.ok) throw new Error(imported.message);
  const opened = await openStem(store, imported.value.entry.key);
  if (!opened.ok) throw new Error(opened.message);
  return opened.value;
}

async function coreWithRings(build: 'debug' | 'shared') {
  const plan = planMemory({ rings: RINGS, voices: RINGS, heapBytes: 1 << 16, maxRings: RINGS });
  const memory = createMemory(plan, build === 'shared');
  const core = new Core(await loadCoreModule(build), memory, plan, { sampleRate: RATE, target: '2.0' });
  return { core, writer: new RingWriter(memory, plan) };
}

const word = (views: readonly Float32Array[]): number[][] =>
  views.map((view) => [...new Int32Array(view.buffer, view.byteOffset, view.length)]);

describe('unpacker', () => {
  it('fills ring slots with the bits that decoding gives, whatever the format, the channels and the place', async () => {
    const { core, writer } = await coreWithRings('debug');
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom<SampleFormat>('u8', 's16le', 's24le', 's32le', 'f32le', 'f64le'),
        fc.constantFrom(1, 2, 3, 4, 6, 12, 33),
        fc.integer({ min: 1, max: 3000 }),
        fc.integer({ min: -300, max: 3000 }),
        fc.array(fc.nat(), { minLength: 1, maxLength: 9 }),
        fc.integer({ min: 1, max: 2500 }),
        async (format, channels, length, start, picks, frames) => {
          const reader = await stemOf(format, channels, length);
          // Half the time a run of neighbours, as whole files are read; else any channels in any order.
          const wanted = picks.map((pick, k) => (picks.length % 2 ? k : pick) % channels);
          const slots = wanted.map((_, k) => writer.slotView(k, k % 8).subarray(0, frames));
          const arrays = wanted.map(() => new Float32Array(frames));
          reader.read(start, frames, wanted, slots, core.unpacker);
          reader.read(start, frames, wanted, arrays);
          expect(word(slots)).toEqual(word(arrays));
        },
      ),
      { seed: 31, numRuns: 60 },
    );
  });

  it('takes a whole slot of 128 channels in several pieces, from shared memory', async () => {
    const { core, writer } = await coreWithRings('shared');
    const reader = await stemOf('s24le', 128, SLOT_FRAMES);
    const wanted = Array.from({ length: 128 }, (_, channel) => channel);
    const slots = wanted.map((channel) => writer.slotView(channel, 3));
    expect(core.unpacker.framesAtOnce('s24le', 128, slots)).toBeLessThan(SLOT_FRAMES);
    const arrays = wanted.map(() => new Float32Array(SLOT_FRAMES));
    reader.read(0, SLOT_FRAMES, wanted, slots, core.unpacker);
    reader.read(0, SLOT_FRAMES, wanted, arrays);
    const equal = (k: number): boolean =>
      Buffer.from(new Uint8Array(arrays[k]?.buffer ?? new ArrayBuffer(0))).equals(
        Buffer.from(new Float32Array(slots[k] ?? []).buffer),
      );
    expect(wanted.filter((k) => !equal(k))).toEqual([]);
  });

  it('leaves other formats and other memory to the decoder, and refuses what does not fit', async () => {
    const { core, writer } = await coreWithRings('debug');
    const slot = writer.slotView(0, 0);
    expect(core.unpacker.framesAtOnce('s24le', 2, [slot])).toBeGreaterThan(0);
    expect(core.unpacker.framesAtOnce('s24be', 2, [slot])).toBe(0);
    expect(core.unpacker.framesAtOnce('s24le', 2, [new Float32Array(8)])).toBe(0);
    expect(() => core.unpacker.unpack('s24le', 2, 8, [2], [slot], 0)).toThrow(RangeError);
    expect(() => core.unpacker.unpack('s24le', 2, 8, [1], [slot], SLOT_FRAMES - 7)).toThrow(RangeError);
    expect(() => core.unpacker.unpack('s24le', 2, 1 << 20, [1], [slot], 0)).toThrow(RangeError);
  });

  it('works on another thread’s core: the same bits, and nothing of the core is touched', async () => {
    const plan = planMemory({ rings: RINGS, voices: RINGS, heapBytes: 1 << 16, maxRings: RINGS });
    const memory = createMemory(plan, true);
    const core = new Core(await loadCoreModule('shared'), memory, plan, {
      sampleRate: RATE,
      target: '7.1.4',
    });
    core.render(512);
    const own = new Uint8Array(memory.buffer, 0, plan.unpackAt);
    const before = own.slice();
    const unpacker = feederUnpacker(await loadCoreModule('feeder'), memory, plan);
    const writer = new RingWriter(memory, plan);
    const reader = await stemOf('s24le', 128, 20_000);
    const wanted = Array.from({ length: 128 }, (_, channel) => channel);
    const slots = wanted.map((ring) => writer.slotView(ring, 3));
    const arrays = wanted.map(() => new Float32Array(SLOT_FRAMES));
    expect(unpacker.framesAtOnce('s24le', 128, slots)).toBeGreaterThan(0);
    reader.read(SLOT_FRAMES, SLOT_FRAMES, wanted, slots, unpacker);
    reader.read(SLOT_FRAMES, SLOT_FRAMES, wanted, arrays);
    expect(word(slots)).toEqual(word(arrays));
    expect(Buffer.compare(own, before)).toBe(0);
  });
});
