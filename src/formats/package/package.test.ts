import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { asAsync, memorySource } from '../byte-source.ts';
import { type AssetName, extensionOf, parseAssetName } from './layout.ts';
import { type BlobPackageEntry, type OpenedPackage, openPackage } from './open.ts';
import { type PackageAsset, type PackageContent, type PackageWriteOptions, writePackage } from './write.ts';

/** Bytes that differ from place to place, so a shifted slice is noticed. */
const pattern = (length: number, seed: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 8) * 7 + seed) & 0xff);

const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

function asset(
  bytes: Uint8Array<ArrayBuffer>,
  kind: AssetName['kind'] = 'stem',
  extension = 'wav',
): PackageAsset {
  return { kind, extension, sha256: sha256(bytes), content: new Blob([bytes]) };
}

async function write(content: PackageContent, options?: PackageWriteOptions) {
  const chunks: Uint8Array<ArrayBuffer>[] = [];
  const output = new WritableStream<Uint8Array>({
    write: (chunk) => void chunks.push(new Uint8Array(chunk)),
  });
  const result = await writePackage(content, output, options);
  return { result, blob: new Blob(chunks) };
}

async function opened(blob: Blob): Promise<OpenedPackage<BlobPackageEntry>> {
  const result = await openPackage(blob, 'reel.scorestage');
  if (!result.ok) throw new Error(`${result.code}: ${result.message}`);
  return result.value;
}

/** Builds one zip entry by hand, for packages no honest writer makes. */
interface RawEntry {
  readonly name: string;
  readonly data: Uint8Array;
  readonly method?: number;
  readonly flags?: number;
  readonly crc?: number;
  readonly claimedSize?: number;
}

function crc32(bytes: Uint8Array): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit++) crc = (crc >>> 1) ^ (crc & 1 ? 0xedb88320 : 0);
  }
  return ~crc >>> 0;
}

function rawZip(entries: readonly RawEntry[]): Blob {
  const parts: Uint8Array<ArrayBuffer>[] = [];
  const directory: Uint8Array<ArrayBuffer>[] = [];
  let offset = 0;
  for (const { name, data, method = 0, flags = 0, crc = crc32(data), claimedSize = data.length } of entries) {
    const nameBytes = new TextEncoder().encode(name);
    const record = (central: boolean): Uint8Array<ArrayBuffer> => {
      const fixed = central ? 46 : 30;
      const bytes = new Uint8Array(fixed + nameBytes.length);
      const view = new DataView(bytes.buffer);
      const shift = central ? 2 : 0;
      view.setUint32(0, central ? 0x02014b50 : 0x04034b50, true);
      if (central) view.setUint16(4, 20, true);
      view.setUint16(4 + shift, 20, true);
      view.setUint16(6 + shift, flags, true);
      view.setUint16(8 + shift, method, true);
      view.setUint16(12 + shift, 33, true);
      view.setUint32(14 + shift, crc, true);
      view.setUint32(18 + shift, data.length, true);
      view.setUint32(22 + shift, claimedSize, true);
      view.setUint16(26 + shift, nameBytes.length, true);
      if (central) view.setUint32(42, offset, true);
      bytes.set(nameBytes, fixed);
      return bytes;
    };
    const local = record(false);
    directory.push(record(true));
    parts.push(local, new Uint8Array(data));
    offset += local.length + data.length;
  }
  const end = new Uint8Array(22);
  const view = new DataView(end.buffer);
  view.setUint32(0, 0x06054b50, true);
  view.setUint16(8, entries.length, true);
  view.setUint16(10, entries.length, true);
  view.setUint32(
    12,
    directory.reduce((sum, part) => sum + part.length, 0),
    true,
  );
  view.setUint32(16, offset, true);
  return new Blob([...parts, ...directory, end]);
}

const text = (value: string): Uint8Array => new TextEncoder().encode(value);
const session: RawEntry = { name: 'session.json', data: text('{}') };
const stemName = (digit: string): string => `stems/${digit.repeat(64)}.wav`;

async function refusal(entries: readonly RawEntry[]): Promise<string> {
  const result = await openPackage(rawZip(entries), 'reel.scorestage');
  if (result.ok) return 'accepted';
  expect(result.message).toContain('reel.scorestage');
  expect(result.remedy.length).toBeGreaterThan(10);
  return result.code;
}

describe('a package', () => {
  it('gives back the document and every byte, as slices and as checked streams', async () => {
    const stem = pattern(300_001, 1);
    const picture = pattern(4_096, 2);
    const json = JSON.stringify({ name: 'Łighthouse — 1m1' });
    const { result, blob } = await write({
      sessionJson: json,
      assets: [asset(stem), asset(picture, 'picture', 'webm')],
    });
    expect(result).toEqual({ ok: true, value: { bytes: blob.size } });
    const { sessionJson, entries } = await opened(blob);
    expect(sessionJson).toBe(json);
    expect([...entries.keys()]).toEqual([sha256(stem), sha256(picture)]);
    for (const [bytes, kind] of [
      [stem, 'stem'],
      [picture, 'picture'],
    ] as const) {
      const entry = entries.get(sha256(bytes));
      expect(entry?.kind).toBe(kind);
      expect(entry?.size).toBe(bytes.length);
      const sliced = await entry?.blob();
      expect(sha256(new Uint8Array((await sliced?.arrayBuffer()) ?? new ArrayBuffer(0)))).toBe(sha256(bytes));
      const streamed = await new Response(entry?.stream()).arrayBuffer();
      expect(sha256(new Uint8Array(streamed))).toBe(sha256(bytes));
      const source = await entry?.source();
      expect(source?.size).toBe(bytes.length);
      expect(await source?.read(1_000, 10)).toEqual(bytes.slice(1_000, 1_010));
      expect((await source?.read(bytes.length - 3, 50))?.length).toBe(3);
    }
  });

  it('opens through a byte source as it does from a Blob, and as often as asked', async () => {
    const bytes = pattern(600_000, 8);
    const { blob } = await write({ sessionJson: '{}', assets: [asset(bytes)] });
    const result = await openPackage(
      asAsync(memorySource(new Uint8Array(await blob.arrayBuffer()))),
      'reel.scorestage',
    );
    if (!result.ok) throw new Error(result.message);
    const entry = result.value.entries.get(sha256(bytes));
    for (let round = 0; round < 2; round++) {
      expect(await (await entry?.source())?.read(599_990, 20)).toEqual(bytes.slice(-10));
      expect(sha256(new Uint8Array(await new Response(entry?.stream()).arrayBuffer()))).toBe(sha256(bytes));
    }
  });

  it('lets go of a stream that is cancelled', async () => {
    const bytes = pattern(900_000, 9);
    const { blob } = await write({ sessionJson: '{}', assets: [asset(bytes)] });
    const entry = (await opened(blob)).entries.get(sha256(bytes));
    const reader = entry?.stream().getReader();
    expect((await reader?.read())?.value?.length).toBeGreaterThan(0);
    await reader?.cancel();
    const controller = new AbortController();
    const aborted = new Response(entry?.stream(controller.signal)).arrayBuffer();
    controller.abort();
    await expect(aborted).rejects.toThrow();
  });

  it('takes an asset as a stream, reports progress and is the same bytes each time', async () => {
    const bytes = pattern(700_000, 3);
    const content = { stream: () => new Blob([bytes]).stream(), size: bytes.length };
    const assets: PackageAsset[] = [{ kind: 'stem', extension: 'flac', sha256: sha256(bytes), content }];
    const seen: number[] = [];
    const first = await write({ sessionJson: '{}', assets }, { onProgress: (done) => seen.push(done) });
    const second = await write({ sessionJson: '{}', assets });
    expect(seen.at(-1)).toBe(bytes.length);
    expect(seen).toEqual([...seen].sort((a, b) => a - b));
    const hash = async (blob: Blob): Promise<string> => sha256(new Uint8Array(await blob.arrayBuffer()));
    expect(await hash(first.blob)).toBe(await hash(second.blob));
    expect((await opened(first.blob)).entries.get(sha256(bytes))?.size).toBe(bytes.length);
  });

  it('stops on cancel and aborts its output', async () => {
    const bytes = pattern(10_000, 4);
    const controller = new AbortController();
    let aborted = false;
    const output = new WritableStream<Uint8Array>({
      write: () => controller.abort(),
      abort: () => {
        aborted = true;
      },
    });
    const result = await writePackage({ sessionJson: '{}', assets: [asset(bytes)] }, output, {
      signal: controller.signal,
    });
    expect(result.ok ? 'ok' : result.code).toBe('cancelled');
    expect(aborted).toBe(true);
  });

  it('answers a failing output with a failure that leaves the session alone', async () => {
    const output = new WritableStream<Uint8Array>({
      write: () => {
        throw new Error('no space left');
      },
    });
    const result = await writePackage({ sessionJson: '{}', assets: [] }, output);
    expect(result).toMatchObject({ ok: false, code: 'package-write-failed' });
  });

  it('refuses to write malformed or repeated names', async () => {
    const bytes = pattern(10, 5);
    const output = (): WritableStream<Uint8Array> => new WritableStream();
    const bad = { ...asset(bytes), extension: '../x' };
    await expect(writePackage({ sessionJson: '{}', assets: [bad] }, output())).rejects.toThrow(RangeError);
    const twice = [asset(bytes), asset(bytes)];
    await expect(writePackage({ sessionJson: '{}', assets: twice }, output())).rejects.toThrow(/twice/);
  });
});

describe('a hostile package', () => {
  it.each([
    '../evil.wav',
    '/etc/passwd',
    'stems/../session.json',
    'stems\\x.wav',
    `stems/${'A'.repeat(64)}.wav`,
    `stems/${'a'.repeat(63)}.wav`,
    `stems/${'a'.repeat(64)}.wav.exe`,
    `stems/${'a'.repeat(64)}`,
    'C:/x.wav',
    'SESSION.JSON',
    'stems/',
  ])('is refused for the name %s', async (name) => {
    expect(parseAssetName(name)).toBeNull();
    expect(await refusal([session, { name, data: new Uint8Array(4) }])).toBe('package-foreign-entry');
  });

  it('is accepted when it is plain, as a control', async () => {
    expect(await refusal([session, { name: stemName('a'), data: new Uint8Array(4) }])).toBe('accepted');
  });

  it('is refused when it is encrypted, compressed or repeats an asset', async () => {
    const data = new Uint8Array(4);
    expect(await refusal([session, { name: stemName('a'), data, flags: 1 }])).toBe('package-encrypted');
    expect(await refusal([session, { name: stemName('a'), data, method: 8 }])).toBe('package-compressed');
    const again = { name: `picture/${'a'.repeat(64)}.webm`, data };
    expect(await refusal([session, { name: stemName('a'), data }, again])).toBe('package-duplicate');
    expect(await refusal([session, session])).toMatch(/package-(duplicate|damaged)/);
    expect(await refusal([{ name: stemName('a'), data }])).toBe('package-no-session');
  });

  it('is refused when stored sizes disagree or the document is enormous', async () => {
    const data = new Uint8Array(4);
    expect(await refusal([session, { name: stemName('a'), data, claimedSize: 5e8 }])).toBe('package-damaged');
    expect(await refusal([{ ...session, method: 8, claimedSize: 2 ** 31 }])).toBe('session-too-large');
  });

  it('stops unpacking a document that grows past its claim', async () => {
    const zeros = await new Response(
      new Blob([new Uint8Array(70 * 2 ** 20)]).stream().pipeThrough(new CompressionStream('deflate-raw')),
    ).arrayBuffer();
    const data = new Uint8Array(zeros);
    expect(data.length).toBeLessThan(200_000);
    expect(await refusal([{ name: 'session.json', data, method: 8, claimedSize: 1_000 }])).toBe(
      'package-damaged',
    );
  });

  it('reads a compressed document of honest size', async () => {
    const packed = await new Response(
      new Blob(['{"a":1}']).stream().pipeThrough(new CompressionStream('deflate-raw')),
    ).arrayBuffer();
    const entry = {
      name: 'session.json',
      data: new Uint8Array(packed),
      method: 8,
      claimedSize: 7,
      crc: crc32(text('{"a":1}')),
    };
    expect((await opened(rawZip([entry]))).sessionJson).toBe('{"a":1}');
  });

  it('is refused when it has too many entries', async () => {
    const data = new Uint8Array(0);
    const many = Array.from({ length: 5_000 }, (_, n) => ({
      name: `stems/${n.toString(16).padStart(64, '0')}.wav`,
      data,
    }));
    expect(await refusal([session, ...many])).toBe('package-too-many-entries');
  });

  it('is refused when entries lie over one another', async () => {
    // A thousand names for the same bytes: a small file that would be read as a large one.
    const data = pattern(4_000, 3);
    const whole = new Uint8Array(
      await rawZip([session, { name: stemName('a'), data }, { name: stemName('b'), data }]).arrayBuffer(),
    );
    const view = new DataView(whole.buffer);
    const records: number[] = [];
    for (let at = 0; at + 46 <= whole.length; at += 1)
      if (view.getUint32(at, true) === 0x02014b50) records.push(at);
    const [, first = 0, second = 0] = records;
    view.setUint32(second + 42, view.getUint32(first + 42, true), true);
    const result = await openPackage(new Blob([whole]));
    if (!result.ok) return;
    const sources = [...result.value.entries.values()].map((entry) => entry.source());
    const settled = await Promise.allSettled(sources);
    expect(settled.some(({ status }) => status === 'rejected')).toBe(true);
  });

  it('errors the stream of an asset whose bytes were changed', async () => {
    const entry = { name: stemName('b'), data: pattern(5_000, 6), crc: 12_345 };
    const asset = (await opened(rawZip([session, entry]))).entries.get('b'.repeat(64));
    await expect(new Response(asset?.stream()).arrayBuffer()).rejects.toThrow();
  });

  it('never throws however it is cut or flipped', async () => {
    const { blob } = await write({ sessionJson: '{"name":"x"}', assets: [asset(pattern(64, 7))] });
    const whole = new Uint8Array(await blob.arrayBuffer());
    for (let length = 0; length < whole.length; length += 5) {
      const result = await openPackage(new Blob([whole.slice(0, length)]));
      expect(result.ok).toBe(false);
    }
    for (let at = 0; at < whole.length; at += 3) {
      const flipped = whole.slice();
      flipped[at] = (flipped[at] ?? 0) ^ 0xff;
      const result = await openPackage(new Blob([flipped]));
      if (result.ok)
        for (const entry of result.value.entries.values())
          expect(entry.size).toBeLessThanOrEqual(whole.length);
    }
  });
});

describe('extensionOf', () => {
  it('keeps plain extensions and nothing else', () => {
    expect(extensionOf('Strings.WAV')).toBe('wav');
    expect(extensionOf('a.b.flac')).toBe('flac');
    expect(extensionOf('no extension')).toBe('bin');
    expect(extensionOf('x.toolongext')).toBe('bin');
    expect(extensionOf('x./..')).toBe('bin');
  });
});
