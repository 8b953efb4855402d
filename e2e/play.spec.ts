import { readFileSync } from 'node:fs';
import { expect, type Page, test } from 'playwright/test';
import { type Clip, parseSession, type Session, type Track, type TrackId } from '../src/session/index.ts';
import { writeFragment } from '../src/share/index.ts';
import { violations } from './desk/axe.ts';
import { tapDestination, tapPeak } from './desk/tap.ts';

const HOSTILE = '<img src=x onerror="document.title=\'owned\'">';

/** The demo with the tracks named, its first called something hostile. */
function demo(tracks: readonly string[]): Session {
  const parsed = parseSession(readFileSync('public/demo/session.json', 'utf8'));
  if (!parsed.ok) throw new Error(parsed.message);
  const session = parsed.value;
  const kept = Object.values<Track>(session.tracks).filter(({ name }) => tracks.includes(name));
  const ids = new Set<TrackId>(kept.map(({ id }) => id));
  return {
    ...session,
    name: HOSTILE,
    tracks: Object.fromEntries(kept.map((track) => [track.id, track])),
    trackOrder: session.trackOrder.filter((id) => ids.has(id)),
    clips: Object.fromEntries(
      Object.values<Clip>(session.clips)
        .filter(({ trackId }) => ids.has(trackId))
        .map((clip) => [clip.id, clip]),
    ),
    vcas: {},
    scenes: {},
    groups: {},
  } as Session;
}

async function linkOf(session: Session, at: (fileName: string) => string): Promise<string> {
  const addresses = new Map(
    Object.values(session.stems).map(({ sha256, fileName }) => [sha256, at(encodeURIComponent(fileName))]),
  );
  const written = await writeFragment(session, addresses);
  if (!written.ok) throw new Error(written.message);
  return `/play#${written.value}`;
}

function watch(page: Page): { readonly asked: string[]; readonly said: string[] } {
  const asked: string[] = [];
  const said: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('console', (message) => said.push(message.text()));
  page.on('pageerror', (error) => said.push(error.message));
  return { asked, said };
}

test('a mix in a link asks where it may fetch from, then plays', async ({ page }) => {
  await tapDestination(page);
  const { asked, said } = watch(page);
  await page.goto(await linkOf(demo(['High Strings', 'Low Strings']), (name) => `/demo/stems/${name}`));
  await expect(page.getByRole('heading', { level: 1 })).toHaveText(HOSTILE);
  await expect(page.getByText('(this site)')).toBeVisible();
  const audio = () => asked.filter((url) => /\.(opus|ogg|flac|wav)/.test(url));
  expect(audio()).toEqual([]);
  expect(await violations(page)).toEqual([]);

  await page.getByRole('button', { name: 'Fetch the stems' }).click();
  await page.getByRole('button', { name: 'Play', exact: true }).click();
  await expect.poll(() => tapPeak(page)).toBeGreaterThan(0.001);
  expect(audio()).toHaveLength(2);
  expect(await violations(page)).toEqual([]);

  await page.getByRole('button', { name: 'Mute Music' }).click();
  await expect.poll(() => tapPeak(page)).toBeLessThan(1e-4);
  expect(asked.every((url) => new URL(url).origin === new URL(page.url()).origin)).toBe(true);
  await expect(page).not.toHaveTitle('owned');
  expect(said).toEqual([]);
});

test('foreign origins are shown and not asked before consent; what can’t be fetched is said plainly', async ({
  page,
}) => {
  const { asked } = watch(page);
  await page.route('https://stems.example.com/**', (route) => route.abort());
  await page.goto(await linkOf(demo(['Brass']), (name) => `https://stems.example.com/${name}`));
  await expect(page.getByText('https://stems.example.com')).toBeVisible();
  await expect(page.getByText('no cookie')).toBeVisible();
  expect(asked.filter((url) => url.includes('example.com'))).toEqual([]);
  await page.getByRole('button', { name: 'Fetch the stems' }).click();
  await expect(page.getByRole('alert')).toContainText('CORS');
  expect(asked.filter((url) => url.includes('example.com'))).toHaveLength(1);
});

test('a link that is damaged says so', async ({ page }) => {
  await page.goto('/play#AQAAAAAAAA');
  await expect(page.getByRole('alert')).toContainText('damaged');
});
