import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { asAsync, memorySource } from '../../formats/index.ts';
import { openAudio } from '../../stems/index.ts';
import { createOggOpusWriter, packetFrames, preSkipOf } from './ogg-opus.ts';

const fixture = (name: string) =>
  new Uint8Array(readFileSync(new URL(`../../../tests/fixtures/audio/${name}`, import.meta.url)));

/** The packets of an Ogg file of one stream. */
function packetsOf(file: Uint8Array): Uint8Array[] {
  const packets: Uint8Array[] = [];
  let open: Uint8Array[] = [];
  for (let at = 0; at < file.length; ) {
    const count = file[at + 26] ?? 0;
    let body = at + 27 + count;
    for (let n = 0; n < count; n++) {
      const size = file[at + 27 + n] ?? 0;
      open.push(file.subarray(body, body + size));
      body += size;
      if (size === 255) continue;
      packets.push(new Uint8Array(open.flatMap((part) => [...part])));
      open = [];
    }
    at = body;
  }
  return packets;
}

function rewritten(file: Uint8Array, frames: number): Uint8Array {
  const [head = new Uint8Array(0), , ...audio] = packetsOf(file);
  const pages: Uint8Array[] = [];
  const writer = createOggOpusWriter(head, (page) => pages.push(page));
  for (const packet of audio) writer.add(packet);
  writer.finish(frames);
  return new Uint8Array(Buffer.concat(pages));
}

async function decoded(file: Uint8Array) {
  const { stream } = await openAudio(asAsync(memorySource(file)), 'x.opus');
  const hash = createHash('sha256');
  const { frames, warnings } = await stream.decode({
    signal: undefined,
    onBytes: () => undefined,
    sink: (planes, count) => {
      for (const plane of planes) hash.update(new Uint8Array(plane.slice(0, count).buffer));
    },
  });
  return { frames, warnings, expected: stream.facts.expectedFrames, hash: hash.digest('hex') };
}

describe('Ogg Opus', () => {
  it.each(['tone-mono.opus', 'tone-stereo.opus', 'long-mono.opus'])(
    '%s: the same packets decode alike behind our pages, to the sample',
    async (name) => {
      const file = fixture(name);
      const before = await decoded(file);
      const after = await decoded(rewritten(file, before.frames));
      expect(after).toMatchObject({ frames: before.frames, expected: before.frames, warnings: [] });
      if (before.frames < 20_000) expect(after.hash).toBe(before.hash);
    },
  );

  it('ends where it is told, in the middle of a packet or before packets that came on', async () => {
    const file = fixture('long-mono.opus');
    for (const frames of [1, 959, 960, 961, 30_000, 59_999])
      expect(await decoded(rewritten(file, frames))).toMatchObject({ frames, warnings: [] });
    expect(() => rewritten(file, 10_000_000)).toThrow(RangeError);
  });

  it('is the same file each time', () => {
    const file = fixture('tone-stereo.opus');
    expect(rewritten(file, 9001)).toEqual(rewritten(file, 9001));
  });

  it('counts the samples of packets of every length', () => {
    const toc = (config: number, code: number) => (config << 3) | code;
    expect(packetFrames(new Uint8Array([toc(0, 0)]))).toBe(480);
    expect(packetFrames(new Uint8Array([toc(3, 0)]))).toBe(2880);
    expect(packetFrames(new Uint8Array([toc(13, 1)]))).toBe(1920);
    expect(packetFrames(new Uint8Array([toc(16, 0)]))).toBe(120);
    expect(packetFrames(new Uint8Array([toc(31, 3), 3]))).toBe(2880);
    expect(() => packetFrames(new Uint8Array(0))).toThrow(RangeError);
    expect(preSkipOf(new Uint8Array([...new Uint8Array(10), 0x38, 0x01]))).toBe(312);
  });
});
