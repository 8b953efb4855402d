import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fail, ok } from '../../../units/index.ts';
import type { MixSource } from '../types.ts';
import { fetchBlob } from './fetch-blob.ts';

const bytes = Uint8Array.from({ length: 50_000 }, (_, n) => (Math.imul(n, 2654435761) >>> 13) & 255);
const sha256 = createHash('sha256').update(bytes).digest('hex');
const blob = { sha256, bytes: bytes.length };

/** Serves bytes; connection number n breaks off after `cuts[n]` of them, or gets no answer where that is 0. */
function served(body: Uint8Array, cuts: readonly number[]) {
  const froms: number[] = [];
  const open: MixSource['open'] = async (_sha, from) => {
    const cut = cuts[froms.length] ?? Number.POSITIVE_INFINITY;
    froms.push(from);
    if (cut === 0) return fail('offline', 'no line', '');
    let at = from;
    return ok(
      new ReadableStream<Uint8Array>(
        {
          pull(controller) {
            const size = Math.min(3_000, body.length - at, from + cut - at);
            if (at >= body.length) controller.close();
            else if (size <= 0) controller.error(new TypeError('network'));
            else controller.enqueue(body.slice(at, at + size));
            at += Math.max(0, size);
          },
        },
        { highWaterMark: 0 },
      ),
    );
  };
  return { source: { open } as MixSource, froms };
}

const get = (source: MixSource, signal = new AbortController().signal) =>
  fetchBlob(source, blob, { signal, pause: async () => undefined });

describe('a blob that is fetched', () => {
  it('is whole wherever lines break, and no byte is asked for twice', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.integer({ min: 0, max: 20_000 }), { maxLength: 6 }), async (cuts) => {
        const { source, froms } = served(bytes, cuts);
        const got = await get(source);
        if (!got.ok) throw new Error(got.message);
        expect(Buffer.from(await got.value.arrayBuffer()).equals(Buffer.from(bytes))).toBe(true);
        for (const [index, from] of froms.entries())
          if (index > 0) expect(from).toBe((froms[index - 1] ?? 0) + Math.min(50_000, cuts[index - 1] ?? 0));
      }),
      { numRuns: 30 },
    );
  });

  it('is refused if a byte differs, if there are more, and if they never come', async () => {
    const other = bytes.slice();
    other[40_000] = (other[40_000] ?? 0) ^ 1;
    const longer = new Uint8Array(60_000);
    longer.set(bytes);
    for (const body of [other, longer]) {
      const got = await get(served(body, []).source);
      expect(!got.ok && got.code).toBe('blob-differs');
    }
    const never = await get(
      served(
        bytes,
        Array.from({ length: 50 }, () => 0),
      ).source,
    );
    expect(!never.ok && never.code).toBe('offline');
  });

  it('gives up at once where it is not allowed, and when nobody wants it any more', async () => {
    const refused = await get({
      open: async () => fail('not-found', 'not here', ''),
    } as unknown as MixSource);
    expect(!refused.ok && refused.code).toBe('not-found');
    const stop = new AbortController();
    stop.abort();
    const cancelled = await get(served(bytes, []).source, stop.signal);
    expect(!cancelled.ok && cancelled.code).toBe('cancelled');
  });
});
