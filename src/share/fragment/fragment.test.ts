import { readFileSync } from 'node:fs';
import { constants, createDeflateRaw, deflateRawSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseSession, type Session, type Stem } from '../../session/index.ts';
import { crc32 } from '../../units/index.ts';
import { addressFault, originOf } from './address.ts';
import { fetchStem } from './fetch-stem.ts';
import { MAX_FRAGMENT_CHARACTERS, readFragment, writeFragment } from './fragment.ts';
import { fromBase64Url, inflate, toBase64Url } from './squeeze.ts';

const demoUrl = new URL('../../../public/demo/session.json', import.meta.url);
const demo = (): Session => {
  const parsed = parseSession(readFileSync(demoUrl, 'utf8'));
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
};
const stemsOf = (session: Session): readonly Stem[] => Object.values<Stem>(session.stems);
const addressesOf = (session: Session): ReadonlyMap<string, string> =>
  new Map(stemsOf(session).map(({ sha256, fileName }) => [sha256, `/demo/stems/${fileName}`]));

/** A fragment made by hand of any bytes. */
function made(json: Uint8Array, { version = 1, crc = crc32(json) } = {}): string {
  const packed = deflateRawSync(json, { level: 9 });
  const bytes = new Uint8Array(5 + packed.length);
  const view = new DataView(bytes.buffer);
  view.setUint8(0, version);
  view.setUint32(1, crc);
  bytes.set(packed, 5);
  return toBase64Url(bytes);
}
const madeOf = (value: unknown): string => made(new TextEncoder().encode(JSON.stringify(value)));

async function payloadOf(text: string): Promise<{ session: Record<string, unknown>; stems: unknown[] }> {
  const json = await inflate(fromBase64Url(text)?.slice(5) ?? new Uint8Array(), 2 ** 20);
  if (typeof json === 'string') throw new Error(json);
  return JSON.parse(new TextDecoder().decode(json));
}

async function demoText(): Promise<string> {
  const written = await writeFragment(demo(), addressesOf(demo()));
  if (!written.ok) throw new Error(written.message);
  return written.value;
}

describe('a mix in a link', () => {
  it('comes back as it is heard, in less than 20,000 characters for the demo', async () => {
    const session = demo();
    const text = await demoText();
    expect(text).toMatch(/^[A-Za-z0-9_-]+$/);
    expect(text.length).toBeLessThan(20_000);
    const read = await readFragment(text);
    if (!read.ok) throw new Error(read.message);
    const names = ({ tracks, trackOrder }: Session) => trackOrder.map((id) => tracks[id]?.name);
    expect(names(read.value.session)).toEqual(names(session));
    expect(stemsOf(read.value.session).map(({ sha256 }) => read.value.addresses.get(sha256))).toHaveLength(
      stemsOf(session).length,
    );
    const again = await writeFragment(read.value.session, read.value.addresses);
    expect(again).toEqual({ ok: true, value: text });
  });

  it('comes back whatever the names are', async () => {
    const session = demo();
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 100 }), async (name) => {
        const written = await writeFragment({ ...session, name }, addressesOf(session));
        if (!written.ok) throw new Error(written.message);
        expect(await readFragment(written.value)).toMatchObject({ ok: true, value: { session: { name } } });
      }),
      { numRuns: 20, seed: 5 },
    );
  });

  it('is not made without addresses, of refused ones, or longer than 32 kB', async () => {
    const session = demo();
    expect(await writeFragment(session, new Map())).toMatchObject({ code: 'fragment-no-address' });
    const local = new Map(stemsOf(session).map(({ sha256 }) => [sha256, 'http://127.0.0.1/a']));
    expect(await writeFragment(session, local)).toMatchObject({ code: 'fragment-refused' });
    const clips = Object.fromEntries(
      Object.values(session.clips).flatMap((clip) =>
        Array.from({ length: 40 }, (_, n) => {
          const id = `${clip.id}-${n}`;
          const name = deflateRawSync(`${id}${n * 7919}`)
            .toString('base64url')
            .repeat(3)
            .slice(0, 200);
          return [id, { ...clip, id, name }];
        }),
      ),
    );
    expect(
      await writeFragment({ ...session, clips } as unknown as Session, addressesOf(session)),
    ).toMatchObject({ code: 'fragment-too-long', remedy: expect.stringContaining('Publish') });
  });

  it('is refused when it is cut anywhere or changed anywhere', async () => {
    const text = await demoText();
    const good = await readFragment(text);
    for (let length = 0; length < text.length; length += 97)
      expect(await readFragment(text.slice(0, length))).toMatchObject({ ok: false });
    await fc.assert(
      fc.asyncProperty(fc.nat(text.length - 1), fc.constantFrom(...'AQgw-_7z'), async (at, letter) => {
        if (text[at] === letter) return;
        const read = await readFragment(text.slice(0, at) + letter + text.slice(at + 1));
        // Some bits mean nothing, or the same: a repeat may be taken from two places.
        if (read.ok) expect(read).toEqual(good);
      }),
      { numRuns: 60, seed: 7 },
    );
  });

  it('is refused for a foreign alphabet, another version, or too many characters', async () => {
    const text = await demoText();
    for (const odd of ['', 'A', `${text}=`, ` ${text}`, `${text}%`, '<script>', 'AAAA'])
      expect(await readFragment(odd)).toMatchObject({ ok: false });
    const json = new TextEncoder().encode('{}');
    expect(await readFragment(made(json, { version: 2 }))).toMatchObject({ code: 'fragment-newer' });
    expect(await readFragment(made(json, { crc: 1 }))).toMatchObject({ code: 'fragment-damaged' });
    expect(await readFragment('A'.repeat(MAX_FRAGMENT_CHARACTERS + 1))).toMatchObject({
      code: 'fragment-too-long',
    });
  });

  it('stops a bomb that fits into 32 kB', async () => {
    const text = made(new Uint8Array(24 * 2 ** 20));
    expect(text.length).toBeLessThan(MAX_FRAGMENT_CHARACTERS);
    expect(await readFragment(text)).toMatchObject({ code: 'fragment-too-large' });
  });

  it('is refused for hostile content', async () => {
    const good = await payloadOf(await demoText());
    expect(await readFragment(madeOf(good))).toMatchObject({ ok: true });
    const [first] = good.stems as [string, string][];
    const swapped = (address: unknown) => ({
      ...good,
      stems: [[first?.[0], address], ...good.stems.slice(1)],
    });
    const hostile: unknown[] = [
      null,
      [],
      { ...good, more: 1 },
      { ...good, stems: good.stems.slice(1) },
      { ...good, stems: 'none' },
      { ...good, session: { ...good.session, sampleRate: 44_100 } },
      { ...good, session: { ...good.session, tracks: { __proto__x: 1 } } },
      { ...good, session: null },
      swapped('http://example.com/a.opus'),
      swapped('javascript:alert(1)'),
      swapped('data:audio/ogg;base64,AAAA'),
      swapped('https://user:pass@example.com/a'),
      swapped('https://192.168.0.1/a'),
      swapped('//example.com/a'),
      swapped(7),
    ];
    for (const value of hostile)
      expect(await readFragment(madeOf(value)), JSON.stringify(value)).toMatchObject({ ok: false });
    const json = JSON.stringify(good).replace('"session":{', '"session":{"__proto__":{"x":1},');
    expect(await readFragment(made(new TextEncoder().encode(json)))).toMatchObject({ ok: false });
    expect(await readFragment(made(Uint8Array.of(0xff, 0xfe)))).toMatchObject({ ok: false });
    const large = structuredClone(good) as unknown as {
      session: { stems: Record<string, { bytes: number }> };
    };
    for (const stem of Object.values(large.session.stems)) stem.bytes = 2 ** 40;
    expect(await readFragment(madeOf(large))).toMatchObject({ code: 'fragment-too-large' });
  });
});

describe('inflating', () => {
  it('ends at its bound with 10 MB that unpack to 10 GB', async () => {
    // Blocks that end at a byte can be put one after the other: 640 times 16 MB of zeros.
    const block = await new Promise<Buffer>((resolve, reject) => {
      const packer = createDeflateRaw({ level: 9 });
      const parts: Buffer[] = [];
      packer.on('data', (part: Buffer) => parts.push(part));
      packer.on('error', reject);
      packer.write(Buffer.alloc(16 * 2 ** 20));
      packer.flush(constants.Z_FULL_FLUSH, () => resolve(Buffer.concat(parts)));
    });
    const bomb = new Uint8Array(Buffer.concat(Array.from({ length: 640 }, () => block)));
    expect(bomb.length).toBeGreaterThan(9 * 2 ** 20);
    const before = process.memoryUsage.rss();
    expect(await inflate(bomb, 2 ** 20)).toBe('too-large');
    expect(process.memoryUsage.rss() - before).toBeLessThan(200 * 2 ** 20);
  });
});

describe('addresses', () => {
  it.each(['https://stems.example.com/a%20b.flac?x=1', '/demo/stems/mx.opus', 'https://1.2.3.4/a'])(
    'takes %s',
    (address) => expect(addressFault(address)).toBeNull(),
  );

  it.each([
    'http://example.com/a',
    'ftp://example.com/a',
    'file:///etc/passwd',
    'blob:https://example.com/1',
    'demo/a.opus',
    '../a.opus',
    '//evil.example/a',
    '/\\evil.example/a',
    'https:\\\\evil.example',
    'https://localhost/a',
    'https://a.localhost./a',
    'https://nas/a',
    'https://printer.local/a',
    'https://127.0.0.1/a',
    'https://2130706433/a',
    'https://0x7f.1/a',
    'https://10.1.2.3/a',
    'https://172.31.0.1/a',
    'https://192.168.1.1/a',
    'https://169.254.169.254/latest/meta-data',
    'https://100.64.0.1/a',
    'https://[::1]/a',
    'https://[::ffff:10.0.0.1]/a',
    'https://[fe80::1]/a',
    'https://user@example.com/a',
    'https://example.com/a#b',
    'https://example.com/a b',
    'https://exam\nple.com/a',
    `https://example.com/${'a'.repeat(2100)}`,
    'https://',
    '',
  ])('refuses %s', (address) => expect(addressFault(address)).not.toBeNull());

  it('are shown by their origin', () => {
    expect(originOf('https://Stems.Example.com:8443/a/b')).toBe('https://stems.example.com:8443');
    expect(originOf('/demo/a')).toBeNull();
  });
});

describe('fetching a stem', () => {
  const stem = { fileName: 'a.opus', bytes: 4 };
  const run = (respond: () => Response | Promise<Response>, seen: RequestInit[] = []) =>
    fetchStem(stem, 'https://example.com/a.opus', {
      signal: new AbortController().signal,
      onBytes: () => undefined,
      fetch: async (_, init) => {
        if (init) seen.push(init);
        return respond();
      },
    });

  it('asks without cookies, referrer or redirects', async () => {
    const seen: RequestInit[] = [];
    expect(await run(() => new Response('abcd'), seen)).toMatchObject({ ok: true });
    expect(seen).toEqual([
      expect.objectContaining({
        mode: 'cors',
        credentials: 'omit',
        referrerPolicy: 'no-referrer',
        redirect: 'error',
      }),
    ]);
  });

  it('takes no byte more or less than the session says', async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(new Uint8Array(2));
      },
    });
    expect(await run(() => new Response(endless))).toMatchObject({ code: 'stem-changed' });
    expect(sent).toBeLessThan(10);
    expect(await run(() => new Response('abc'))).toMatchObject({ code: 'stem-changed' });
  });

  it('says in words what is missing', async () => {
    expect(await run(() => new Response('no', { status: 404 }))).toMatchObject({ code: 'stem-not-there' });
    expect(await run(() => Promise.reject(new TypeError('failed')))).toMatchObject({
      code: 'stem-not-fetched',
      remedy: expect.stringContaining('CORS'),
    });
  });

  it('goes to no address that is refused', async () => {
    const options = { signal: new AbortController().signal, onBytes: () => undefined };
    await expect(fetchStem(stem, 'https://10.0.0.1/a', options)).rejects.toThrow(RangeError);
  });
});
