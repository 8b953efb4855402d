import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CORE_BYTES, RING_BYTES, RING_SLOTS, TAG_BYTES, VOICE_BYTES } from './contract.ts';
import { Core } from './core.ts';
import { instantiateCore } from './exports.ts';
import { createMemory, growRings, planMemory } from './memory.ts';
import { loadCoreModule } from './node.ts';
import { RecordHeap } from './record-heap.ts';
import { RingWriter } from './ring-writer.ts';
import { makeRig, ones, renderLeft, stripOf } from './test-rig.ts';

describe('memory', () => {
  it('lies in order, aligned, rings last and without overlap', () => {
    fc.assert(
      fc.property(
        fc.nat({ max: 3000 }),
        fc.nat({ max: 50_000 }),
        fc.nat({ max: 1 << 24 }),
        fc.nat({ max: 3000 }),
        (rings, voices, heapBytes, more) => {
          const plan = planMemory({ rings, voices, heapBytes, maxRings: rings + more });
          expect(plan.heapAt).toBe(CORE_BYTES);
          expect(plan.voicesAt).toBeGreaterThanOrEqual(plan.heapAt + heapBytes);
          expect(plan.tagsAt).toBeGreaterThanOrEqual(plan.voicesAt + voices * VOICE_BYTES);
          expect(plan.ringsAt).toBeGreaterThanOrEqual(plan.tagsAt + plan.maxRings * RING_SLOTS * TAG_BYTES);
          expect(plan.ringsAt % 65_536).toBe(0);
          expect(plan.pages * 65_536).toBeGreaterThanOrEqual(plan.ringsAt + rings * RING_BYTES);
        },
      ),
      { seed: 5 },
    );
  });

  it('refuses what WebAssembly cannot address', () => {
    expect(() => planMemory({ rings: 20_000 })).toThrow(/pages/);
    expect(() => planMemory({ rings: -1 })).toThrow(/rings/);
    expect(() => planMemory({ rings: 4, maxRings: 3 })).toThrow(/maxRings/);
  });

  it('grows by rings without moving anything, shared or not, while the core plays on', async () => {
    for (const build of ['shared', 'unshared'] as const) {
      const { core, memory, plan, writer } = await makeRig({ build, source: ones });
      core.setStrip(0, stripOf());
      core.play(0);
      expect(renderLeft(core, 128)[5]).toBe(1);
      const grown = growRings(memory, plan, 3);
      expect(grown.rings).toBe(3);
      expect(renderLeft(core, 128)[5]).toBe(1);
      writer.slotView(2, 7).fill(0.5);
      writer.publish(2, 7, 1000, 0);
      writer.assign(0, 2, 1000);
      expect(renderLeft(core, 128)[5]).toBe(0.5);
      expect(growRings(memory, grown, 2)).toBe(grown);
    }
  });

  it('serves a second core after the first: a context that was made anew', async () => {
    const first = await makeRig({ build: 'shared' });
    first.core.setStrip(0, stripOf());
    first.core.setTestSignal('pink');
    first.core.play(0);
    renderLeft(first.core, 1000);
    const { memory, plan } = first;
    const core = new Core(await loadCoreModule('shared'), memory, plan, {
      sampleRate: 48_000,
      target: '5.1',
    });
    core.play(0);
    expect(renderLeft(core, 1000).every((value) => value === 0)).toBe(true);
    core.stop();
    core.setStrip(0, stripOf());
    core.play(0);
    expect(renderLeft(core, 1000)[500]).not.toBe(0);
    expect(core.faults + core.missedSlots).toBe(0);
  });

  it('holds the core’s own share', async () => {
    const plan = planMemory({ rings: 0, voices: 1, heapBytes: 0, maxRings: 0 });
    const memory = createMemory(plan, false);
    for (const sampleRate of [48_000, 96_000]) {
      const wasm = instantiateCore(await loadCoreModule('debug'), memory);
      wasm.init(sampleRate, 2, plan.voicesAt, 1, plan.tagsAt, plan.unpackAt, plan.ringsAt);
      expect(wasm.freeBytes()).toBeGreaterThan(100_000);
    }
  });
});

describe('rings', () => {
  it('refuse rings, slots and voices that are not there', () => {
    const plan = planMemory({ rings: 2, voices: 3, heapBytes: 0, maxRings: 4 });
    const writer = new RingWriter(createMemory(plan, false), plan);
    expect(() => writer.slotView(2, 0)).toThrow(/ring 2/);
    expect(() => writer.slotView(-1, 0)).toThrow(RangeError);
    expect(() => writer.publish(0, RING_SLOTS, 1, 0)).toThrow(/slot/);
    expect(() => writer.assign(3, 0, 1)).toThrow(/voice 3/);
    expect(() => writer.assign(0, 0, 0)).toThrow(/generation/);
  });
});

describe('record heap', () => {
  it('never hands out overlapping pieces and takes everything back', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.boolean(), fc.nat({ max: 900 })), { maxLength: 300 }), (steps) => {
        const heap = new RecordHeap(4096, 16_384);
        const held: { at: number; bytes: number }[] = [];
        for (const [take, size] of steps) {
          if (take) {
            const at = heap.take(size + 1);
            if (at < 0) continue;
            expect(at % 16).toBe(0);
            expect(at).toBeGreaterThanOrEqual(4096);
            expect(at + size + 1).toBeLessThanOrEqual(4096 + 16_384);
            for (const other of held)
              expect(at >= other.at + other.bytes || at + size + 1 <= other.at).toBe(true);
            held.push({ at, bytes: size + 1 });
          } else {
            const [piece] = held.splice(size % Math.max(1, held.length), 1);
            if (piece) heap.give(piece.at);
          }
        }
        for (const piece of held) heap.give(piece.at);
        expect(heap.free).toBe(16_384);
        expect(heap.take(16_384)).toBe(4096);
      }),
      { seed: 9 },
    );
  });

  it('refuses what it did not hand out', () => {
    expect(() => new RecordHeap(0, 64).give(16)).toThrow(RangeError);
  });
});
