import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from 'playwright/test';
import { type Clip, parseSession, type Stem, serialiseSession, type Track } from '../src/session/index.ts';
import { composePackage, type Manifest } from '../src/share/index.ts';
import { holdStem } from '../src/stems/held/hold.ts';
import { poolKey } from '../src/stems/index.ts';
import { manifestOf } from '../tests/support/share-manifest.ts';
import { violations } from './desk/axe.ts';
import { tapDestination, tapPeak } from './desk/tap.ts';

const HOSTILE = '</script><img src=x onerror="document.title=\'owned\'"><!--<script>';
const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

let folder = '';
test.beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'scorestage-package-'));
});
test.afterAll(() => rmSync(folder, { recursive: true }));

/** SHA-256 of a stem's samples, as who publishes it has them. */
async function pcmOf(file: Blob, { channels, length }: Stem): Promise<string> {
  const all = Array.from({ length: channels }, (_, channel) => channel);
  const held = await holdStem({
    key: poolKey('0'.repeat(64), 48_000),
    fileName: 'stem',
    channels,
    length,
    pcm: null,
    parts: [{ file, channels: all, sha256: null }],
  });
  if (!held.ok) throw new Error(held.message);
  const hash = createHash('sha256');
  for (const piece of held.value.parts[0]?.pieces ?? [])
    hash.update(
      typeof piece === 'number' ? new Uint8Array(piece) : new Uint8Array(await piece.arrayBuffer()),
    );
  return hash.digest('hex');
}

/** The demo's two strings as one file, named as nobody should name things. */
async function makeFile(): Promise<string> {
  const parsed = parseSession(readFileSync('public/demo/session.json', 'utf8'));
  if (!parsed.ok) throw new Error(parsed.message);
  const whole = parsed.value;
  const tracks = Object.values<Track>(whole.tracks).filter(({ name }) => /^(High|Low) Strings$/.test(name));
  const clips = Object.values<Clip>(whole.clips).filter(({ trackId }) =>
    tracks.some(({ id }) => id === trackId),
  );
  const stems = Object.values<Stem>(whole.stems).filter(({ id }) =>
    clips.some(({ stemId }) => stemId === id),
  );
  const session = serialiseSession({
    ...whole,
    name: HOSTILE,
    tracks: Object.fromEntries(
      tracks.map((track) => [track.id, { ...track, name: `${track.name} ${HOSTILE}` }]),
    ),
    trackOrder: tracks.map(({ id }) => id),
    clips: Object.fromEntries(clips.map((clip) => [clip.id, clip])),
    stems: Object.fromEntries(stems.map((stem) => [stem.id, stem])),
    scenes: {},
    groups: {},
    vcas: {},
    picture: null,
  });
  const blobs = new Map<string, Blob>();
  const add = (bytes: Uint8Array<ArrayBuffer>) => {
    const hash = sha256(bytes);
    blobs.set(hash, new Blob([bytes]));
    return { sha256: hash, bytes: bytes.length };
  };
  const file = (path: string) => new Uint8Array(readFileSync(path));
  const proxy = add(file('public/demo/stems/amb-room.opus'));
  const ears = add(file('public/hrtf/kemar-48000.bin'));
  const coded: Manifest['stems'][number][] = [];
  for (const stem of stems) {
    const bytes = file(`public/demo/stems/${stem.fileName}`);
    coded.push({
      source: stem.sha256,
      coding: 'source',
      channels: stem.channels,
      length: stem.length,
      pcm: await pcmOf(new Blob([bytes]), stem),
      parts: [
        { ...add(bytes), type: 'audio/ogg', channels: Array.from({ length: stem.channels }, (_, n) => n) },
      ],
    });
  }
  const manifest: Manifest = {
    ...manifestOf(proxy),
    title: HOSTILE.slice(0, 100),
    session: { ...add(new TextEncoder().encode(session)), type: 'application/json' },
    stems: coded,
  };
  const made = await composePackage({
    player: readFileSync('dist/package/player.html', 'utf8'),
    mix: {
      facts: { n: 1, manifestSha256: '0'.repeat(64), note: HOSTILE, createdAt: 0 },
      manifest,
      hrtf: ears.sha256,
    },
    blobs,
  });
  if (!made.ok) throw new Error(made.message);
  const path = join(folder, 'mix.html');
  writeFileSync(path, new Uint8Array(await made.value.arrayBuffer()));
  return pathToFileURL(path).href;
}

test('a mix saved as one file plays from disk without a network', async ({ browser }) => {
  const address = await makeFile();
  const context = await browser.newContext({ offline: true });
  const page = await context.newPage();
  const asked: string[] = [];
  const said: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  await tapDestination(page);
  await page.goto(address);
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect.poll(() => tapPeak(page)).toBeGreaterThan(0.001);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(HOSTILE);
  expect(await page.evaluate(() => globalThis.crossOriginIsolated)).toBe(false);
  await page.getByRole('button', { name: 'Mute Music' }).click();
  await expect.poll(() => tapPeak(page)).toBeLessThan(1e-4);
  await page.getByRole('button', { name: 'Mute Music' }).click();
  await expect.poll(() => tapPeak(page)).toBeGreaterThan(0.001);
  expect(await violations(page)).toEqual([]);
  // Nothing leaves: the file itself, and what it carries.
  expect(asked.filter((url) => !/^(data|blob):/.test(url))).toEqual([address]);
  expect(said).toEqual([]);
  await expect(page).not.toHaveTitle('owned');
  await context.close();
});
