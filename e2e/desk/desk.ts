import { expect, type Page } from 'playwright/test';
import type { Clip, Marker, Session, Track } from '../../src/session/index.ts';
import type { ProvedPage } from '../../tests/prove/page.ts';

/** What the page puts on `globalThis`; only for code that runs in it. */
export type DeskPage = ProvedPage;

/** Opens the app on its demo and waits for the window. */
export async function open(page: Page): Promise<void> {
  await page.goto('/');
  await expect(page.getByRole('button', { name: 'Play', exact: true })).toBeVisible({ timeout: 30_000 });
  await page.waitForFunction(() => 'scorestage' in globalThis);
}

/** The document as it stands. */
export const session = (page: Page): Promise<Session> =>
  page.evaluate(() => (globalThis as unknown as DeskPage).scorestage.document.getState().session);

/** Label of the step that undo would take back. */
export const undoLabel = (page: Page): Promise<string | null> =>
  page.evaluate(() => (globalThis as unknown as DeskPage).scorestage.document.getState().undoLabel);

/** Timeline sample under the playhead. */
export const position = (page: Page): Promise<number> =>
  page.evaluate(() => (globalThis as unknown as DeskPage).scorestage.engine.telemetry.position);

/** Whether the transport runs. */
export const playing = (page: Page): Promise<boolean> =>
  page.evaluate(() => (globalThis as unknown as DeskPage).scorestage.engine.telemetry.playing);

/** Moves the playhead. */
export const locate = (page: Page, sample: number): Promise<void> =>
  page.evaluate((at) => (globalThis as unknown as DeskPage).scorestage.engine.locate(at), sample);

/** A clip of the document by its id. @throws if it is gone */
export async function clipOf(page: Page, id: string): Promise<Clip> {
  const found = Object.values<Clip>((await session(page)).clips).find((clip) => clip.id === id);
  if (!found) throw new Error(`clip ${id} is gone`);
  return found;
}

/** Markers of the document in time order. */
export const markersOf = async (page: Page): Promise<readonly Marker[]> =>
  Object.values<Marker>((await session(page)).markers).sort((one, other) => one.start - other.start);

/** A track of the document by its name. @throws if there is none */
export async function trackNamed(page: Page, name: string): Promise<Track> {
  const found = Object.values<Track>((await session(page)).tracks).find((track) => track.name === name);
  if (!found) throw new Error(`no track is called ${name}`);
  return found;
}

/** Waits until all stems that were being fetched are in. */
export async function allIn(page: Page): Promise<void> {
  await page.waitForFunction(
    () =>
      (globalThis as unknown as DeskPage).scorestage.status
        .getState()
        .imports.every(({ state }) => state === 'done'),
    null,
    { timeout: 240_000 },
  );
}

/** Presses Tab until the focus is on something whose accessible name matches. @throws after 80 presses */
export async function tabTo(
  page: Page,
  name: RegExp,
  key: 'Tab' | 'Shift+Tab' | 'F6' = 'Tab',
): Promise<void> {
  const here = () =>
    page.evaluate(() => {
      const focused = document.activeElement;
      if (!focused || focused === document.body) return '';
      const labelled = focused
        .getAttribute('aria-labelledby')
        ?.split(' ')
        .map((id) => document.getElementById(id)?.textContent ?? '')
        .join(' ');
      const label = focused instanceof HTMLInputElement ? focused.labels?.[0]?.textContent : null;
      return focused.getAttribute('aria-label') ?? label ?? labelled ?? focused.textContent ?? '';
    });
  const seen: string[] = [];
  for (let press = 0; press < 80; press += 1) {
    const now = await here();
    if (name.test(now)) return;
    seen.push(now);
    await page.keyboard.press(key);
  }
  throw new Error(`${key} never reached ${name}; it went over ${seen.join(' | ')}`);
}

/** A wave file of one tone. */
export function toneWav(frames: number, hertz = 440, rate = 48_000): Buffer {
  const bytes = Buffer.alloc(44 + frames * 2);
  bytes.write('RIFF', 0);
  bytes.writeUInt32LE(36 + frames * 2, 4);
  bytes.write('WAVEfmt ', 8);
  bytes.writeUInt32LE(16, 16);
  bytes.writeUInt16LE(1, 20);
  bytes.writeUInt16LE(1, 22);
  bytes.writeUInt32LE(rate, 24);
  bytes.writeUInt32LE(rate * 2, 28);
  bytes.writeUInt16LE(2, 32);
  bytes.writeUInt16LE(16, 34);
  bytes.write('data', 36);
  bytes.writeUInt32LE(frames * 2, 40);
  for (let at = 0; at < frames; at += 1)
    bytes.writeInt16LE(Math.round(16_000 * Math.sin((2 * Math.PI * hertz * at) / rate)), 44 + at * 2);
  return bytes;
}
