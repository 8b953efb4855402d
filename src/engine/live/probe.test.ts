import { describe, expect, it } from 'vitest';
import { MAX_STRIPS, PROBE_BLOCKS, PROBE_FRAMES } from '../../core/index.ts';
import type { TrackId } from '../../session/index.ts';
import { PROBE_BYTES } from './probe-block.ts';
import { ProbeReader } from './probe-reader.ts';
import { ProbeWriter } from './probe-writer.ts';

const CELLO = 't-cello' as TrackId;
const VOICE = 't-voice' as TrackId;
const SLOTS = new Map([
  [CELLO, 3],
  [VOICE, 4],
]);
const BLOCK = 128;

/** A core whose probe counts: frame n is n ahead and −n behind, block b turns down by b with peaks b + ½ and b + ¼. */
function countingCore(start = 0) {
  const rings = new Float32Array(2 * PROBE_FRAMES + 3 * PROBE_BLOCKS);
  const reductions = new Float32Array(MAX_STRIPS);
  const core = {
    playing: true,
    probe: { slot: -1, frames: start, blocks: start / BLOCK, rings, reductions },
  };
  const render = (blocks: number): void => {
    for (let count = 0; count < blocks && core.probe.slot >= 0; count++) {
      const { frames, blocks: at } = core.probe;
      for (let n = frames; n < frames + BLOCK; n++) {
        rings[n & (PROBE_FRAMES - 1)] = n;
        rings[PROBE_FRAMES + (n & (PROBE_FRAMES - 1))] = -n;
      }
      rings.set([at, at + 0.5, at + 0.25], 2 * PROBE_FRAMES + 3 * (at & (PROBE_BLOCKS - 1)));
      core.probe.frames = (frames + BLOCK) | 0;
      core.probe.blocks = at + 1;
    }
  };
  return { core, render };
}

/** Writer and reader over shared memory, or by messages. */
function link(shared: boolean) {
  const buffer = shared ? new SharedArrayBuffer(PROBE_BYTES) : null;
  const writer = new ProbeWriter(buffer);
  const reader = new ProbeReader((track) => SLOTS.get(track));
  reader.attach(buffer);
  const pass = shared ? () => undefined : () => reader.append(writer.take());
  return { writer, reader, pass };
}

describe.each([
  ['shared memory', true],
  ['messages', false],
])('the probe over %s', (_name, shared) => {
  it('hands over the newest samples and every block once the audio thread has turned to the track', () => {
    const { core, render } = countingCore();
    const { writer, reader, pass } = link(shared);
    const step = (blocks: number) => {
      render(blocks);
      writer.write(core);
      pass();
    };
    reader.aim(CELLO);
    step(2);
    expect(reader.frames).toBe(0);
    core.probe.slot = 3;
    step(3);
    expect(reader.frames).toBe(3 * BLOCK);
    expect(reader.blocks).toBe(3);
    const samples = new Float32Array(4 * BLOCK);
    reader.readSamples('ahead', samples);
    expect([...samples.subarray(0, BLOCK)].every((value) => value === 0)).toBe(true);
    expect(samples[BLOCK + 5]).toBe(5);
    reader.readSamples('behind', samples);
    expect(samples.at(-1)).toBe(-(3 * BLOCK - 1));
    const blocks = new Float32Array(6);
    expect(reader.readBlocks(1, 10, blocks)).toBe(2);
    expect([...blocks]).toEqual([1, 1.5, 1.25, 2, 2.5, 2.25]);
    // Another strip: what was gathered before is none of its.
    reader.aim(VOICE);
    expect(reader.frames).toBe(0);
    core.probe.slot = 4;
    step(1);
    expect(reader.frames).toBe(BLOCK);
    reader.readSamples('ahead', samples);
    expect(samples[0]).toBe(0);
    expect(samples.at(-1)).toBe(4 * BLOCK - 1);
  });

  it('goes round its rings for a long time and keeps the order', () => {
    const { core, render } = countingCore();
    const { writer, reader, pass } = link(shared);
    reader.aim(CELLO);
    core.probe.slot = 3;
    for (let turn = 0; turn < 700; turn++) {
      render(10);
      writer.write(core);
      if (turn % 3 === 0 || turn === 699) pass();
    }
    expect(reader.blocks).toBe(7000);
    const samples = new Float32Array(16_384);
    reader.readSamples('ahead', samples);
    expect(samples[0]).toBe(7000 * BLOCK - 16_384);
    expect(samples.at(-1)).toBe(7000 * BLOCK - 1);
    const blocks = new Float32Array(3 * 4096);
    const count = reader.readBlocks(0, 7000, blocks);
    expect(count).toBe(4096 - 64);
    expect(blocks[0]).toBe(7000 - count);
    expect(blocks[3 * (count - 1)]).toBe(6999);
  });

  it('shows how far every strip is turned down, and nothing once the sound has stopped', () => {
    const { core } = countingCore();
    const { writer, reader, pass } = link(shared);
    core.probe.reductions[4] = 7.5;
    writer.write(core);
    pass();
    expect(reader.reductionOf(4)).toBe(7.5);
    core.playing = false;
    writer.write(core);
    pass();
    expect(reader.reductionOf(4)).toBe(0);
    expect(reader.reductionOf(-1)).toBe(0);
  });
});
