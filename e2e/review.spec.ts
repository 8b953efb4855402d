import { expect, type Page, test } from 'playwright/test';
import { newShareId } from '../src/share/index.ts';
import { violations } from './desk/axe.ts';
import { tabTo } from './desk/desk.ts';
import { got, type SharedMix, shareMix } from './desk/share-mix.ts';

let mix: SharedMix;
test.beforeAll(async () => {
  mix = await shareMix(test.info().project.use.baseURL ?? '', { picture: true });
});

/** Notes what the page's policy refused, and every dialog: neither may happen. */
async function guarded(page: Page): Promise<readonly string[]> {
  const faults: string[] = [];
  page.on('dialog', (dialog) => {
    faults.push(`dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy|violates/i.test(message.text())) faults.push(message.text());
  });
  return faults;
}

const big = (page: Page) => page.getByRole('button', { name: 'Play the mix' });
const card = (page: Page, words: string) => page.getByRole('listitem').filter({ hasText: words }).first();

test('reviewed by keyboard alone: opened, played, commented, resolved, approved', async ({ page }) => {
  const faults = await guarded(page);
  const { path, linkId } = await mix.link();
  await page.goto(path);
  await expect(big(page)).toBeVisible();
  // The capability is neither in the address nor in the history any more.
  expect(new URL(page.url()).pathname + new URL(page.url()).hash).toBe(`/r/${linkId}`);

  await page.keyboard.press('Space');
  await expect(page.getByRole('button', { name: 'Stop', exact: true })).toBeVisible();
  // Whoever films the picture films the recipient's name.
  const named = await page.locator('video').evaluate((picture) => {
    const marked = picture.closest('.rv-marked');
    const { content, display } = marked
      ? getComputedStyle(marked, '::after')
      : { content: '', display: 'none' };
    return { content, display, width: marked?.getBoundingClientRect().width ?? 0 };
  });
  expect(named).toMatchObject({ content: '"Director"', display: 'block' });
  expect(named.width).toBeGreaterThan(300);
  await expect(big(page)).toHaveCount(0);
  await page.keyboard.press('k');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible();
  const timecode = page.getByRole('button', { name: /^Position/ });
  await tabTo(page, /^Position/);
  await page.keyboard.press('Enter');
  await page.keyboard.type('01:00:10:00');
  await page.keyboard.press('Enter');
  await expect(timecode).toContainText('01:00:10:00');
  await page.keyboard.press('ArrowRight');
  await expect(timecode).toContainText('01:00:10:01');

  await page.keyboard.press('i');
  await page.keyboard.press('Shift+ArrowRight');
  await page.keyboard.press('o');
  await page.keyboard.press('c');
  await page.keyboard.type('The harp hides #1m1');
  await expect(page.getByRole('option', { name: '1m1 Lamp-lighting' })).toBeVisible();
  await page.keyboard.press('Enter');
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Control+Enter');
  const comment = card(page, 'The harp hides #1m1 Lamp-lighting');
  await expect(comment).toContainText('01:00:10:01 – 01:00:11:01');
  await expect(comment.getByRole('button', { name: '#1m1 Lamp-lighting' })).toBeVisible();
  await tabTo(page, /^Resolve/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('radio', { name: 'Resolved 1' })).toBeVisible();
  const said = got(await mix.owner.comments());
  expect(said.map(({ at, end, resolvedAt }) => [at, end, resolvedAt !== null])).toEqual([
    [482_000, 530_000, true],
  ]);

  await tabTo(page, /^Comments/, 'Shift+Tab');
  await page.keyboard.press('ArrowRight');
  await expect(page.getByRole('tab', { name: 'Versions' })).toBeFocused();
  await tabTo(page, /^Approve…/);
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('dialog', { name: 'Approve?' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await expect(page.getByRole('button', { name: 'Not yet' })).toBeFocused();
  await tabTo(page, /^Yes/);
  await page.keyboard.press('Enter');
  await expect(page.getByRole('region', { name: 'Judgements' })).toContainText('Approved');
  const [facts] = got(await mix.owner.facts()).versions;
  expect(got(await mix.owner.approvals())).toMatchObject([
    { verdict: 'approved', manifestSha256: facts?.manifestSha256, range: null },
  ]);
  await page.keyboard.press('?');
  await expect(page.getByRole('dialog', { name: 'Keys and help' })).toBeVisible();
  expect(await violations(page)).toEqual([]);
  await page.keyboard.press('Escape');

  // Loaded again, the cookie opens it.
  await page.reload();
  await expect(big(page)).toBeVisible();
  expect(faults).toEqual([]);
});

test('one thumb: a phone held upright', async ({ page }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  const faults = await guarded(page);
  await page.goto((await mix.link({ recipient: 'Producer' })).path);
  await big(page).click();
  const stop = page.getByRole('button', { name: 'Stop', exact: true });
  const box = await stop.boundingBox();
  expect(box?.y).toBeGreaterThan(744);
  expect(box?.height).toBeGreaterThanOrEqual(44);
  await stop.click();
  await page.getByRole('button', { name: 'Comment', exact: true }).click();
  await page.getByRole('textbox', { name: 'Comment' }).fill('Too dense here');
  expect(await violations(page)).toEqual([]);
  await page.getByRole('button', { name: 'Send' }).click();
  await expect(card(page, 'Too dense here')).toBeVisible();
  for (const name of ['Mix', 'Versions', 'Comments']) {
    await page.getByRole('tab', { name }).click();
    await expect(page.getByRole('tabpanel', { name })).toBeVisible();
    expect(await violations(page), name).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  }
  const small = await page.evaluate(() =>
    [...document.querySelectorAll('button, select, a[href]')]
      .map((element) => ({ name: element.textContent, ...element.getBoundingClientRect().toJSON() }))
      .filter(({ width, height }) => width > 0 && (width < 24 || height < 24))
      .map(({ name }) => name),
  );
  expect(small).toEqual([]);
  expect(faults).toEqual([]);
});

test('what strangers wrote is text, wherever it is shown', async ({ page }) => {
  const faults = await guarded(page);
  const corpus = [
    '<img src=x onerror=alert(1)>',
    '<script>alert(2)</script>',
    '"><svg onload=alert(3)>',
    "javascript:alert(4)//'",
    '{{7*7}}%{alert(5)}',
    '</textarea><iframe srcdoc="<script>alert(6)</script>">',
  ];
  const [first = '', second = '', third = ''] = corpus;
  const hostile = await shareMix(test.info().project.use.baseURL ?? '', {
    title: first,
    change: {
      cues: corpus.map((name, index) => ({ name, start: index * 480_000, end: (index + 1) * 480_000 })),
      hrtf: { id: second, sha256: '2'.repeat(64) },
    },
  });
  await hostile.publish(third);
  for (const [index, body] of corpus.entries())
    got(
      await hostile.owner.comment({
        id: newShareId(),
        version: 2,
        author: body.slice(0, 120),
        body: `${body} #${body}`,
        at: index * 480_000,
        end: null,
        target: { kind: 'track', id: 't', name: body },
        place: null,
        drawing: null,
        parent: null,
      }),
    );
  await page.goto((await hostile.link({ recipient: second, downloads: true })).path);
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(first);
  for (const body of corpus) await expect(card(page, body)).toContainText(body);
  const elements = () =>
    page.evaluate(
      () =>
        document.querySelectorAll(
          '#root :is(img, script, iframe, object, embed, [onerror], [onload], [srcdoc])',
        ).length,
    );
  expect(await elements()).toBe(0);
  await page.keyboard.press('c');
  await page.keyboard.type('#');
  await expect(page.getByRole('listbox').getByRole('option')).toHaveCount(corpus.length);
  await page.keyboard.press('Escape');
  await page.keyboard.press('Escape');
  await page.getByRole('tab', { name: 'Versions' }).click();
  await expect(page.getByText(third).first()).toBeAttached();
  await page.getByRole('button', { name: 'What is heard' }).click();
  await expect(page.getByRole('dialog')).toContainText(second);
  expect(await elements()).toBe(0);
  expect(await page.title()).toBe(`${first} · Scorestage`);
  expect(faults).toEqual([]);
});

test('what is written without a connection waits, is sent once, and an ended link stops everything', async ({
  page,
  context,
}) => {
  const { path, linkId } = await mix.link({ recipient: 'Editor' });
  await page.goto(path);
  await big(page).click();
  await context.setOffline(true);
  await page.keyboard.press('c');
  await page.keyboard.type('Written in a tunnel');
  await page.keyboard.press('Control+Enter');
  const comment = card(page, 'Written in a tunnel');
  await expect(comment).toContainText('Waiting to be sent');
  await context.setOffline(false);
  await expect(comment).not.toContainText('Waiting to be sent');
  const sent = got(await mix.owner.comments()).filter(({ body }) => body === 'Written in a tunnel');
  expect(sent).toHaveLength(1);

  // What the composer answers is there without a reload.
  got(
    await mix.owner.comment({
      id: newShareId(),
      version: 1,
      author: 'Ada',
      body: 'Lights on again',
      at: sent[0]?.at ?? 0,
      end: null,
      target: null,
      place: null,
      drawing: null,
      parent: sent[0]?.id ?? null,
    }),
  );
  await expect(comment).toContainText('Lights on again');
  got(await mix.owner.revoke(linkId));
  await expect(page.getByRole('heading', { name: 'There is nothing here, or no longer' })).toBeVisible();
  const words = await page.getByRole('main').textContent();
  await page.goto('about:blank');
  await page.goto(`/r/#${'x'.repeat(43)}`);
  await expect(page.getByRole('heading', { name: 'There is nothing here, or no longer' })).toBeVisible();
  expect(await page.getByRole('main').textContent()).toBe(words);
});
