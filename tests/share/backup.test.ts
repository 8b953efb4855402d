/** The backup command, on the folder of a server that is being written to. */
import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from 'vitest';
import { openDatabase } from '../../src/server/db/open-database.ts';
import { createMix } from '../../src/server/store/mixes.ts';

const folder = mkdtempSync(join(tmpdir(), 'scorestage-backup-'));
afterAll(() => rmSync(folder, { recursive: true }));

const backup = (...words: string[]) =>
  new Promise<{ code: number | null; said: string }>((done) => {
    const child = spawn(process.execPath, ['--import', 'tsx', 'src/server/backup.ts', ...words], {
      env: { ...process.env, SCORESTAGE_DATA: folder },
    });
    let said = '';
    child.stdout.on('data', (chunk) => {
      said += chunk;
    });
    child.stderr.on('data', (chunk) => {
      said += chunk;
    });
    child.on('close', (code) => done({ code, said }));
  });

it('copies what was acknowledged before it began, whole, while more is written, and overwrites nothing', async () => {
  const live = await openDatabase(join(folder, 'share.sqlite'));
  const before = await Promise.all(Array.from({ length: 50 }, (_, n) => createMix(live, `Mix ${n}`, n)));
  const running = backup(join(folder, 'copy.sqlite'));
  const over = new AbortController();
  const written = running.then(() => over.abort());
  for (let n = 50; !over.signal.aborted; n++) {
    await createMix(live, `Mix ${n}`, n);
    // SQLite answers at once: without a turn of the loop nobody would hear that the copy is made.
    await new Promise((turn) => setImmediate(turn));
  }
  await written;
  expect(await running).toMatchObject({ code: 0 });
  await live.close();
  const copy = await openDatabase(join(folder, 'copy.sqlite'));
  const ids = new Set((await copy.db.selectFrom('mix').select('id').execute()).map(({ id }) => id));
  expect(before.every(({ mixId }) => ids.has(mixId))).toBe(true);
  await copy.close();
  expect(await backup(join(folder, 'copy.sqlite'))).toMatchObject({
    code: 2,
    said: expect.stringContaining('is there already'),
  });
  expect(await backup()).toMatchObject({ code: 2, said: expect.stringContaining('Say where to') });
  expect(existsSync(join(folder, 'copy.sqlite'))).toBe(true);
}, 60_000);
