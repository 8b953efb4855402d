/** Notes of reviewers come back to the composer: live, answered, resolved, brought into the review lane, out and in as files. */
import { createHash } from 'node:crypto';
import type { Page } from 'playwright/test';
import {
  type Comment,
  createLinkClient,
  createMix,
  createOwnerClient,
  type Fetch,
  type LinkClient,
  newShareId,
  openLink,
} from '../src/share/index.ts';
import { manifestOf } from '../tests/support/share-manifest.ts';
import { violations } from './desk/axe.ts';
import { open, position, session, trackNamed } from './desk/desk.ts';
import { expect, test } from './desk/returning.ts';

test.use({ stage: false });

const value = <Value>(result: { ok: true; value: Value } | { ok: false; message: string }): Value => {
  if (!result.ok) throw new Error(result.message);
  return result.value;
};

/** Publishes a mix that stands for the open session's, gives this browser its key, and opens it as a director. */
async function published(page: Page, baseURL: string): Promise<LinkClient> {
  const send: Fetch = (path, init) => fetch(baseURL + path, init);
  const key = value(await createMix(send, 'The Lighthouse', null));
  const owner = createOwnerClient(send, key);
  const proxy = new Uint8Array(300);
  const sha256 = createHash('sha256').update(proxy).digest('hex');
  value(await owner.upload(new Blob([proxy]), sha256, 'audio/ogg'));
  value(await owner.publish(manifestOf({ sha256, bytes: proxy.length }), null));
  const { token } = value(
    await owner.link({
      recipient: 'Director',
      role: 'approve',
      versions: null,
      expiresAt: null,
      password: null,
      downloads: false,
      stems: true,
    }),
  );
  let cookie = '';
  const keeping: Fetch = async (path, init = {}) => {
    const headers = new Headers(init.headers);
    if (cookie !== '') headers.set('cookie', cookie);
    const answer = await send(path, { ...init, headers });
    cookie ||= answer.headers.get('set-cookie')?.split(';')[0] ?? '';
    return answer;
  };
  const { linkId, versions } = value(await openLink(keeping, token, null));
  const { id } = await session(page);
  await page.evaluate(
    ([sessionId, kept]) => {
      localStorage.setItem('scorestage.mix-keys', JSON.stringify([{ sessionId, ...kept }]));
      // As another tab's storage would tell it.
      dispatchEvent(new StorageEvent('storage', { key: 'scorestage.mix-keys' }));
    },
    [id, key] as const,
  );
  const link = createLinkClient(keeping, linkId);
  const manifestSha256 = versions[0]?.manifestSha256 ?? '';
  value(
    await link.approve({
      id: newShareId(),
      version: 1,
      manifestSha256,
      author: 'Ines Duarte',
      verdict: 'approved-with-notes',
      note: 'The storm is right. The cello may wait.',
      range: null,
    }),
  );
  return link;
}

const said = (over: Partial<Comment>) => ({
  id: newShareId(),
  version: 1,
  author: 'Ines Duarte',
  body: 'The cello comes too early; wait for the door.',
  at: 48_000 * 12,
  end: null,
  target: null,
  place: null,
  drawing: null,
  parent: null,
  ...over,
});

test('notes come back: live, answered, into the review lane, out and in as files', async ({
  page,
  baseURL,
}, info) => {
  await open(page);
  const link = await published(page, baseURL ?? '');
  const cello = await trackNamed(page, 'Solo Cello');
  const circle = Array.from({ length: 26 }, (_, n) => ({
    x: 0.72 + Math.cos(n / 4) / 12,
    y: 0.42 + Math.sin(n / 4) / 8,
  }));
  const first = said({
    end: 48_000 * 16,
    target: { kind: 'track', id: cello.id, name: cello.name },
    place: { x: -0.4, y: 0.8, z: 0 },
    drawing: { over: 'picture', strokes: [circle] },
  });
  value(await link.comment(first));
  // The judgement and the comment are seen without asking.
  const button = page.getByRole('button', { name: 'Notes of reviewers: 2 new' });
  await expect(button).toBeVisible();
  value(await link.comment(said({ at: 48_000 * 30, body: '=SUM(1)\nMore air\u00a0here.' })));
  await page.getByRole('button', { name: 'Notes of reviewers: 3 new' }).click();

  const panel = page.getByRole('complementary', { name: 'Notes' });
  await expect(panel.getByRole('status')).toHaveText('Live');
  await expect(page.getByRole('button', { name: 'Notes of reviewers', exact: true })).toBeVisible();
  await expect(panel.getByRole('list', { name: 'Judgements' })).toContainText('Approved with notes');
  await panel
    .getByRole('button', { name: /: go to the note by Ines Duarte/ })
    .first()
    .click();
  expect(await position(page)).toBe(48_000 * 12);
  await expect(page.locator('[data-pane="inspector"]')).toContainText('Solo Cello');
  await expect(page.getByRole('img', { name: 'Drawing of a reviewer on the picture' })).toBeVisible();
  await expect(panel).toContainText('in the room: left 40, front 80, height 0');
  await panel.getByRole('button', { name: 'Solo Solo Cello' }).click();
  expect((await trackNamed(page, 'Solo Cello')).strip.soloed).toBe(true);
  await panel.getByRole('button', { name: 'Solo Solo Cello' }).click();

  await panel.getByRole('button', { name: /^Answer the note by Ines Duarte: The cello/ }).click();
  await panel.getByRole('textbox', { name: 'Answer to Ines Duarte' }).fill('Moved behind the door.');
  await page.keyboard.press('ControlOrMeta+Enter');
  await expect(panel.getByRole('list', { name: 'Answers to Ines Duarte' })).toContainText('behind the door');
  expect(value(await link.comments()).at(-1)).toMatchObject({ author: 'Composer', recipient: null });
  await page.screenshot({ path: info.outputPath('notes-live.png') });
  expect(await violations(page, 'aside')).toEqual([]);
  await panel
    .getByRole('button', { name: /^Resolve: note by Ines Duarte at/ })
    .first()
    .click();
  await expect.poll(async () => value(await link.comments())[0]?.resolvedAt).not.toBeNull();

  await panel.getByRole('radio', { name: 'All', exact: true }).click();
  await panel.getByRole('button', { name: 'Bring 2 into the review lane' }).click();
  const lane = page.getByRole('group', { name: /^Note by Ines Duarte, .* about Solo Cello, resolved/ });
  await expect(lane).toBeVisible();
  expect(Object.values((await session(page)).reviewNotes)).toHaveLength(2);
  // What is opened again in the session is told to the reviewers when that is wished.
  await panel.getByRole('button', { name: /^Open again: note by Ines Duarte at/ }).click();
  await panel.getByRole('button', { name: 'Tell reviewers what changed (1)' }).click();
  await expect.poll(async () => value(await link.comments())[0]?.resolvedAt).toBeNull();
  await page.keyboard.press('ControlOrMeta+z');
  await lane.focus();
  await page.keyboard.press('ArrowRight');
  expect(await position(page)).toBe(48_000 * 30);
  await page.keyboard.press('Shift+P');
  await expect.poll(() => position(page)).toBe(48_000 * 12);
  await page.screenshot({ path: info.outputPath('notes-lane.png') });
  expect(await violations(page)).toEqual([]);

  const menu = async (item: RegExp) => {
    await panel.getByRole('button', { name: 'Import and export notes' }).click();
    await page.getByRole('menuitem', { name: item }).click();
  };
  const [csv] = await Promise.all([page.waitForEvent('download'), menu(/^CSV/)]);
  const [edl] = await Promise.all([page.waitForEvent('download'), menu(/^CMX 3600/)]);
  for (const download of [csv, edl]) {
    const path = info.outputPath(download.suggestedFilename());
    await download.saveAs(path);
    await page.keyboard.press('ControlOrMeta+z');
    await expect.poll(async () => Object.keys((await session(page)).reviewNotes)).toHaveLength(0);
    const [chooser] = await Promise.all([page.waitForEvent('filechooser'), menu(/^Notes from a/)]);
    await chooser.setFiles(path);
    await expect.poll(async () => Object.keys((await session(page)).reviewNotes)).toHaveLength(2);
    const notes = Object.values((await session(page)).reviewNotes).sort((a, b) => a.start - b.start);
    expect(notes).toMatchObject([
      {
        start: 48_000 * 12,
        end: 48_000 * 16,
        author: 'Ines Duarte',
        about: { kind: 'track', id: cello.id },
        text: 'The cello comes too early; wait for the door.\n↳ Composer: Moved behind the door.',
        resolved: true,
      },
      { start: 48_000 * 30, end: null, text: '=SUM(1)\nMore air\u00a0here.', resolved: false },
    ]);
  }

  await page.setViewportSize({ width: 390, height: 844 });
  await page.screenshot({ path: info.outputPath('notes-phone.png') });
  expect(await violations(page)).toEqual([]);
  await panel.getByRole('button', { name: 'Close the notes' }).click();
  await page.screenshot({ path: info.outputPath('notes-phone-lane.png') });
});
