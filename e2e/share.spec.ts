/** Publishing from the app to its own server: what travels, what it is, and what of it travels again. */
import { createHash } from 'node:crypto';
import type { APIRequestContext, Page } from 'playwright/test';
import { GatedMeter, loudnessWeights } from '../src/engine/index.ts';
import { asAsync, memorySource } from '../src/formats/index.ts';
import { type OpenedLink, SHARE_API, type VersionAnswer } from '../src/share/schema/index.ts';
import { openAudio } from '../src/stems/index.ts';
import { chooseFiles } from '../tests/prove/page.ts';
import { violations } from './desk/axe.ts';
import { allIn, type DeskPage, open, session, toneWav } from './desk/desk.ts';
import { expect, test } from './desk/returning.ts';
import { publishMix } from './desk/share.ts';

test.use({ stage: false });

const RATE = 48_000;
const RANGE = { start: 20 * RATE, end: 24 * RATE };

/** A link as its holder reads it, without a page. */
async function holder(request: APIRequestContext, url: string) {
  const token = new URL(url).hash.slice(1);
  const link: OpenedLink = await (await request.post(`${SHARE_API}/links/open`, { data: { token } })).json();
  const base = `${SHARE_API}/r/${link.linkId}`;
  return {
    link,
    version: async (n: number): Promise<VersionAnswer> => (await request.get(`${base}/versions/${n}`)).json(),
    blob: async (sha256: string) =>
      new Uint8Array(await (await request.get(`${base}/blobs/${sha256}`)).body()),
  };
}

/** Frames and gated loudness of a coded file, by the decoders readers have. */
async function heardIn(bytes: Uint8Array) {
  const { stream } = await openAudio(asAsync(memorySource(bytes)), 'proxy');
  const meter = new GatedMeter(RATE, loudnessWeights('2.0'));
  const { frames } = await stream.decode({
    signal: undefined,
    onBytes: () => undefined,
    sink: (planes, count) => meter.push(planes, count),
  });
  return { frames, lkfs: meter.integrated() };
}

const closeDialog = (page: Page) => page.getByRole('button', { name: 'Done' }).click();

test('the sound of a cue is published and opened by its link; the next version sends what changed', async ({
  page,
  request,
}) => {
  await open(page);
  await allIn(page);
  const first = await publishMix(page, {
    range: RANGE,
    content: 'sound',
    recipients: [
      { name: 'Director', role: 'Approve' },
      { name: 'Editor', role: 'Comment' },
    ],
  });
  expect(await violations(page, '.dialog')).toEqual([]);
  expect(first.links).toHaveLength(2);
  await closeDialog(page);

  const director = await holder(request, first.links[0] ?? '');
  expect(director.link).toMatchObject({ role: 'approve', recipient: 'Director', stems: false });
  const { manifest } = await director.version(1);
  expect(manifest).toMatchObject({ range: RANGE, sampleRate: RATE, hrtf: { id: 'kemar' } });
  expect(manifest.proxies.map(({ name, target }) => `${name} ${target}`)).toEqual(
    expect.arrayContaining(['mix binaural', 'mix 2.0', 'music binaural', 'dialogue 2.0']),
  );
  for (const proxy of manifest.proxies.filter(({ name }) => name === 'mix')) {
    const bytes = await director.blob(proxy.sha256);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(proxy.sha256);
    const { frames, lkfs } = await heardIn(bytes);
    expect(frames).toBe(RANGE.end - RANGE.start);
    expect(Math.abs(lkfs - (proxy.integratedLkfs ?? 0))).toBeLessThan(0.2);
  }

  await page.evaluate(() => {
    (globalThis as unknown as DeskPage).scorestage.edit('Fader', (draft) => {
      draft.families.music.faderDb = -6 as never;
    });
  });
  const second = await publishMix(page, { range: RANGE, content: 'sound', recipients: [] });
  await closeDialog(page);
  console.log(`v1: ${first.words} v2: ${second.words}`);
  expect(second.version).toBe(2);
  const next = await director.version(2);
  expect(next.manifest).toMatchObject({ session: null, stems: [] });
  expect(next.manifest.render).not.toBe(manifest.render);

  // Who has looked is told, and a link can be taken back.
  await page.getByRole('button', { name: 'Share mix' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share the mix' });
  await dialog.getByRole('radio', { name: 'Versions and links' }).click();
  await expect(dialog.getByText('opened the link')).toBeVisible();
  expect(await violations(page, '.dialog')).toEqual([]);
  await dialog.getByRole('button', { name: 'Add a recipient' }).click();
  await dialog.getByRole('textbox', { name: 'Recipient 1' }).fill('Producer');
  await dialog.getByRole('button', { name: 'Make the links' }).click();
  const made = await dialog.getByRole('textbox', { name: 'Link of Producer' }).inputValue();
  expect((await holder(request, made)).link).toMatchObject({
    recipient: 'Producer',
    versions: [{ n: 2 }, { n: 1 }],
  });
  await closeDialog(page);
  await page.getByRole('button', { name: 'Share mix' }).click();
  await dialog.getByRole('radio', { name: 'Versions and links' }).click();
  await dialog.getByRole('button', { name: 'Revoke the link of Director' }).click();
  await expect(dialog.getByRole('button', { name: 'Revoke the link of Director' })).toBeHidden();
  expect((await request.get(`${SHARE_API}/r/${director.link.linkId}`)).status()).toBe(404);
});

test('a stem sent as Opus is as long and as loud as it was; lossless it is FLAC', async ({
  page,
  request,
}) => {
  await open(page);
  const frames = 2 * RATE + 123;
  await page.evaluate(() =>
    (globalThis as unknown as DeskPage).scorestage.createSession({
      name: 'Tones',
      sampleRate: 48_000,
      frameRate: '24',
      startTimecode: '01:00:00:00',
    }),
  );
  await expect(page.getByRole('button', { name: 'Session: Tones' })).toBeVisible();
  await chooseFiles(page, 'Import stems…', [
    { name: 'tone.wav', mimeType: 'audio/wav', buffer: toneWav(frames) },
  ]);
  await allIn(page);
  await expect.poll(async () => Object.keys((await session(page)).stems).length).toBe(1);
  const lossless = await publishMix(page, {
    range: null,
    recipients: [{ name: 'Director', role: 'View' }],
  });
  await closeDialog(page);
  await publishMix(page, { range: null, coding: 'opus', recipients: [] });
  const director = await holder(request, lossless.links[0] ?? '');
  const heard = [];
  for (const n of [1, 2]) {
    const [stem] = (await director.version(n)).manifest.stems;
    if (!stem) throw new Error('no stem');
    expect(stem.length).toBe(frames);
    const { frames: there, lkfs } = await heardIn(await director.blob(stem.parts[0]?.sha256 ?? ''));
    expect(there).toBe(frames);
    heard.push({ coding: stem.coding, lkfs });
  }
  expect(heard.map(({ coding }) => coding)).toEqual(['flac', 'opus']);
  expect(Math.abs((heard[0]?.lkfs ?? 0) - (heard[1]?.lkfs ?? 9))).toBeLessThan(0.2);
});
