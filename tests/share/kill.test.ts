/** `npm run prove -- share-kill` kills thirty times, on both databases. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { killUnderLoad } from '../prove/share/kill-server.ts';

const folder = mkdtempSync(join(tmpdir(), 'scorestage-kill-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('loses nothing it acknowledged and shows no half blob when it is killed, and uploads go on', async () => {
  const report = await killUnderLoad({ folder, rounds: 2, bytes: 2e6, seed: 11, say: () => undefined });
  expect(report.faults).toEqual([]);
  expect(report.comments).toBeGreaterThan(10);
  expect(report.amidUploads).toBeGreaterThan(0);
}, 120_000);
