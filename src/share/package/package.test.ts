import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { manifestOf } from '../../../tests/support/share-manifest.ts';
import { collectBlobs } from './collect.ts';
import { composePackage, type WrittenBlob, writeBlob } from './compose.ts';
import { MIX_PLACE, PIECE_BYTES } from './layout.ts';
import { type PackageElement, readPackage } from './read-package.ts';

const HOSTILE = '</script><img src=x onerror=alert(1)><!--<script>&lt;';
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');
const noise = (length: number, seed: number): Uint8Array<ArrayBuffer> =>
  Uint8Array.from({ length }, (_, at) => (Math.imul(at + seed, 0x9e3779b1) >>> 13) & 0xff);

/** The scripts of a page as a browser takes them apart: up to the first end tag, whatever is in them. */
function pageOf(html: string) {
  const scripts = [...html.matchAll(/<script([^>]*)>(.*?)<\/script>/gs)].map(
    ([, attributes = '', text = '']) => ({
      attributes,
      text,
      gone: false,
    }),
  );
  const element = (script: (typeof scripts)[number]): PackageElement => ({
    textContent: script.text,
    remove() {
      script.gone = true;
    },
  });
  const find = (attribute: string) =>
    scripts.filter(({ attributes, gone }) => !gone && attributes.includes(attribute)).map(element);
  return {
    scripts,
    getElementById: (id: string) => find(`id="${id}"`)[0] ?? null,
    querySelectorAll: (selector: string) => find(/\[(.*)\]/.exec(selector)?.[1] ?? '?'),
  };
}

const player = `<head></head><body><script>run()</script>${MIX_PLACE}</body>`;

async function composeOnce() {
  const proxy = noise(PIECE_BYTES + 5, 1);
  const ears = noise(1000, 2);
  const blobs = new Map<string, WrittenBlob>();
  for (const bytes of [proxy, ears])
    blobs.set(sha256(bytes), await writeBlob(sha256(bytes), new Blob([bytes])));
  const made = composePackage({
    player,
    mix: {
      facts: { n: 3, manifestSha256: '0'.repeat(64), note: HOSTILE, createdAt: 5 },
      manifest: { ...manifestOf({ sha256: sha256(proxy), bytes: proxy.length }), title: HOSTILE },
      hrtf: sha256(ears),
    },
    blobs,
  });
  return { html: await made.text(), proxy, ears };
}

/** Made once: its blob is longer than a piece. */
let composed: ReturnType<typeof composeOnce> | null = null;

async function compose(change: (html: string) => string = (html) => html) {
  composed ??= composeOnce();
  const { html, ...rest } = await composed;
  return { html: change(html), ...rest };
}

async function readAll(stream: ReadableStream<Uint8Array>): Promise<Uint8Array> {
  return new Uint8Array(await new Response(stream as ReadableStream<Uint8Array<ArrayBuffer>>).arrayBuffer());
}

describe('a mix saved as one file', () => {
  it('comes back as it was written, piece by piece, and is dropped once read', async () => {
    const { html, proxy, ears } = await compose();
    const page = pageOf(html);
    const opened = readPackage(page);
    if (!opened.ok) throw new Error(opened.message);
    const { mix, source, blob } = opened.value;
    expect(mix.manifest.title).toBe(HOSTILE);
    expect(source.versions()).toEqual([mix.facts]);
    expect(await source.manifest(3)).toEqual({ ok: true, value: mix.manifest });
    expect(await source.manifest(2)).toMatchObject({ ok: false });
    const { signal } = new AbortController();
    const read = await source.open(sha256(proxy), 7, signal);
    if (!read.ok) throw new Error(read.message);
    expect(sha256(await readAll(read.value))).toBe(sha256(proxy.subarray(7)));
    expect(page.scripts.filter(({ gone }) => gone)).toHaveLength(2);
    expect((await source.open(sha256(proxy), 0, signal)).ok).toBe(true);
    const kept = blob(sha256(ears));
    expect(new Uint8Array((await kept?.arrayBuffer()) ?? [])).toEqual(ears);
    await expect(source.open(sha256(ears), 0, AbortSignal.abort())).rejects.toThrow();
  });

  it('keeps hostile names out of the markup', async () => {
    const { html } = await compose();
    expect(html).not.toContain('<img');
    expect(pageOf(html).scripts).toHaveLength(5);
  });

  it('is read as damaged when it was cut, or a part of it is wrong', async () => {
    const { signal } = new AbortController();
    for (const change of [
      (html: string) => html.replace('"format":"scorestage-file"', '"format":"else"'),
      (html: string) => html.replace('"manifest":{', '"manifest":{"more":1,'),
      (html: string) => html.replace('"sampleRate":48000', '"sampleRate":1e999'),
      (html: string) => html.replace('id="scorestage-mix">{', 'id="scorestage-mix">{{'),
      (html: string) => html.replace(/"facts":\{/, '"facts":[{'),
      (html: string) => html.replace('id="scorestage-mix"', 'id="other"'),
    ]) {
      const { html } = await compose(change);
      expect(readPackage(pageOf(html))).toMatchObject({ ok: false });
    }
    for (const change of [
      (html: string) => html.slice(0, html.lastIndexOf('<script') - 20),
      (html: string) => html.replace(/(data-blob="[^"]*">)..../, '$1'),
      (html: string) => html.replace(/(data-blob="[^"]*">)./, '$1<'),
      (html: string) => html.replace(/(data-blob="[^"]*">)./, '$1 '),
    ]) {
      const { html, proxy } = await compose(change);
      const opened = readPackage(pageOf(html));
      if (!opened.ok) throw new Error(opened.message);
      expect(await opened.value.source.open(sha256(proxy), 0, signal)).toMatchObject({
        code: 'package-damaged',
      });
      expect(await opened.value.source.open('"] body [x="', 0, signal)).toMatchObject({ ok: false });
    }
  });

  it('is written only into a player, and stops when asked', async () => {
    const mix = {
      facts: { n: 1, manifestSha256: '0'.repeat(64), note: null, createdAt: 0 },
      manifest: manifestOf({ sha256: '1'.repeat(64), bytes: 1 }),
      hrtf: null,
    };
    expect(() => composePackage({ player: '<html>', mix, blobs: new Map() })).toThrow(TypeError);
    expect(() => composePackage({ player: player + MIX_PLACE, mix, blobs: new Map() })).toThrow(TypeError);
    const { receiver, blobs } = collectBlobs();
    const blob = new Blob(['sound']);
    const [hash, type] = ['1'.repeat(64), 'audio/ogg'];
    expect(await receiver.upload(blob, hash, type, { signal: AbortSignal.abort() })).toMatchObject({
      code: 'cancelled',
    });
    expect(await receiver.missing([hash])).toEqual({ ok: true, value: [hash] });
    const told: number[] = [];
    expect(await receiver.upload(blob, hash, type, { onProgress: (done) => told.push(done) })).toMatchObject({
      ok: true,
    });
    expect(told).toEqual([5]);
    expect(await receiver.missing([hash])).toEqual({ ok: true, value: [] });
    expect(blobs.get(hash)?.bytes).toBe(5);
  });
});
