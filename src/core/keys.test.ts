import { describe, expect, it } from 'vitest';
import { LAYOUT_SPEAKERS } from '../units/index.ts';
import { MONITOR_OFF } from './contract.ts';
import { encodeStrip } from './encode-strip.ts';
import { type CoreExports, instantiateCore } from './exports.ts';
import { loadCoreModule } from './node.ts';
import type { StripProgram } from './program.ts';
import { RecordHeap } from './record-heap.ts';
import { writeSpeakers } from './targets.ts';
import { clipOf, largestError, makeRig, noise, stripOf } from './test-rig.ts';

/** A strip that only feeds keys. */
const feeder = (keys: readonly number[], changes = {}) =>
  stripOf({ output: { kind: 'keys', buses: keys }, ...changes });

/** A core called past its host: what a detector would read of a key bus is no part of what a host sees. */
interface KeyRig {
  readonly wasm: CoreExports & { keyPlane(bus: number, delay: number): number };
  readonly memory: WebAssembly.Memory;
  /** Puts a strip into a slot. */
  readonly put: (slot: number, strip: StripProgram) => void;
}

async function keyRig(histories: readonly number[], voices = 1): Promise<KeyRig> {
  const { memory, plan } = await makeRig({ voices });
  const wasm = instantiateCore(await loadCoreModule('debug'), memory) as KeyRig['wasm'];
  writeSpeakers(memory, wasm.speakersPtr(), LAYOUT_SPEAKERS['7.1.2']);
  wasm.init(48_000, MONITOR_OFF, plan.voicesAt, plan.voices, plan.tagsAt, plan.unpackAt, plan.ringsAt);
  const heap = new RecordHeap(plan.heapAt, plan.heapBytes);
  wasm.setKeys(histories.length);
  for (const [bus, frames] of histories.entries())
    wasm.setKey(bus, frames > 0 ? heap.take(4 * frames) : 0, frames);
  const put = (slot: number, strip: StripProgram): void => {
    const record = encodeStrip(strip);
    const at = heap.take(record.byteLength);
    new Uint8Array(memory.buffer, at, record.byteLength).set(new Uint8Array(record));
    wasm.setStrip(slot, at);
  };
  return { wasm, memory, put };
}

/** Renders block by block and keeps what a bus carried `delay` samples back. */
function listen({ wasm, memory }: KeyRig, bus: number, delay: number, blocks: number): Float32Array {
  const heard = new Float32Array(128 * blocks);
  for (let block = 0; block < blocks; block++) {
    wasm.render(128);
    heard.set(new Float32Array(memory.buffer, wasm.keyPlane(bus, delay), 128), 128 * block);
  }
  return heard;
}

describe('key buses', () => {
  it('carry the strip behind its fader, as the sum of its channels, and add nothing to the output', async () => {
    const rig = await keyRig([0], 2);
    rig.put(1, feeder([0], { channels: ['L', 'R'], clips: [clipOf([0, 1])], gain: 0.5 }));
    rig.wasm.play(0);
    const half = (voice: number, n: number) => Math.fround(noise(voice, n)) / 2;
    expect(largestError(listen(rig, 0, 0, 20), (n) => Math.fround(half(0, n) + half(1, n)))).toBe(0);
    const output = new Float32Array(rig.memory.buffer, rig.wasm.outputPtr(), 128);
    expect(output.every((sample) => sample === 0)).toBe(true);
  });

  it.each([1, 127, 128, 129, 1000, 4096])('are heard %i samples back', async (delay) => {
    const rig = await keyRig([0, 4096]);
    rig.put(0, feeder([1]));
    rig.wasm.play(0);
    const heard = listen(rig, 1, delay, 50);
    expect(largestError(heard, (n) => (n < delay ? 0 : Math.fround(noise(0, n - delay))))).toBe(0);
  });

  it('begin in silence after a jump, and follow a block that is cut', async () => {
    const rig = await keyRig([256]);
    rig.put(0, feeder([0]));
    rig.wasm.play(0);
    rig.wasm.render(128);
    rig.wasm.locate(1000);
    rig.wasm.render(24);
    const plane = new Float32Array(rig.memory.buffer, rig.wasm.keyPlane(0, 20), 128).slice(104);
    expect(largestError(plane, (n) => (n < 20 ? 0 : Math.fround(noise(0, 1000 + n - 20))))).toBe(0);
    // The next block is whole: what it hears of 20 samples ago joins on.
    rig.wasm.render(128);
    const next = new Float32Array(rig.memory.buffer, rig.wasm.keyPlane(0, 20), 128);
    expect(largestError(next, (n) => Math.fround(noise(0, 1024 + n - 20)))).toBe(0);
  });

  it('are silent where there are none, and farther back than they reach', async () => {
    const rig = await keyRig([128]);
    rig.put(0, feeder([0, 1]));
    rig.wasm.play(0);
    for (const [bus, delay] of [
      [1, 0],
      [-1, 0],
      [0, 129],
      [0, -1],
    ] as const)
      expect(listen(rig, bus, delay, 3).every((sample) => sample === 0)).toBe(true);
  });

  it('are refused where there are none, and beside controls', () => {
    expect(() => encodeStrip(feeder([64]))).toThrow(RangeError);
    expect(() => encodeStrip(feeder([0], { controls: [0] }))).toThrow(/no controls/);
  });
});
