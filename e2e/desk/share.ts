import { expect, type Page } from 'playwright/test';
import type { DeskPage } from './desk.ts';

/** What is published and for whom. */
export interface PublishWish {
  /** Timeline samples; null: the whole session. */
  readonly range: { readonly start: number; readonly end: number } | null;
  readonly content?: 'stems' | 'sound';
  readonly coding?: 'lossless' | 'opus';
  readonly picture?: boolean;
  readonly password?: string;
  readonly recipients: readonly { readonly name: string; readonly role: 'View' | 'Comment' | 'Approve' }[];
}

/** What came of it. */
export interface Publishing {
  readonly version: number;
  /** The words about bytes, as the dialog says them. */
  readonly words: string;
  /** A URL for each recipient. */
  readonly links: readonly string[];
}

/** Publishes the open session through the app's own dialog, and waits until it is there. */
export async function publishMix(page: Page, wish: PublishWish): Promise<Publishing> {
  const { range } = wish;
  if (range)
    await page.evaluate((loop) => {
      (globalThis as unknown as DeskPage).scorestage.edit('Loop', (draft) => {
        Object.assign(draft.loop, { ...loop, enabled: false });
      });
    }, range);
  await page.getByRole('button', { name: 'Share mix' }).click();
  const dialog = page.getByRole('dialog', { name: 'Share the mix' });
  const pick = (name: string) => dialog.getByRole('radio', { name, exact: true }).click();
  await expect(dialog.getByRole('textbox', { name: 'Title of the mix' })).toBeVisible();
  if (range) await pick('Loop');
  await pick(wish.content === 'sound' ? 'Sound alone' : 'Mix with stems');
  if (wish.content !== 'sound') await pick(wish.coding === 'opus' ? 'Opus' : 'Lossless');
  const picture = dialog.getByRole('checkbox', { name: /With the picture/ });
  if ((await picture.count()) > 0) await picture.setChecked(wish.picture ?? false);
  for (let left = await dialog.getByRole('button', { name: /^Leave out/ }).count(); left > 0; left -= 1)
    await dialog.getByRole('button', { name: 'Leave out recipient 1' }).click();
  for (const [index, { name, role }] of wish.recipients.entries()) {
    await dialog.getByRole('button', { name: 'Add a recipient' }).click();
    await dialog.getByRole('textbox', { name: `Recipient ${index + 1}`, exact: true }).fill(name);
    const choice = dialog.getByRole('button', { name: `Role of recipient ${index + 1}` });
    await choice.click();
    await page.getByRole('option', { name: new RegExp(`^${role}`) }).click();
  }
  if (wish.password !== undefined) await dialog.getByLabel('Password of the links').fill(wish.password);
  await dialog.getByRole('button', { name: /^Publish/ }).click();
  const told = dialog.getByText(/^Version \d+ is published/);
  await expect(told.or(dialog.getByRole('alert'))).toBeVisible({ timeout: 140_000 });
  const words = (await told.textContent()) ?? '';
  const links = await dialog
    .getByRole('textbox', { name: /^Link of/ })
    .evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value));
  return { version: Number(/Version (\d+)/.exec(words)?.[1] ?? Number.NaN), words, links };
}
