/** `npm run prove -- share-kill` has 300 listeners and 3,000 events. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { fanOut } from '../prove/share/fan-out.ts';
import { startPostgres } from '../support/postgres.ts';

const folder = mkdtempSync(join(tmpdir(), 'scorestage-two-'));
/** null where no Postgres can be had: what needs it is skipped and counted as such. */
const postgres = await startPostgres();
afterAll(async () => {
  await postgres?.stop();
  rmSync(folder, { recursive: true });
});

describe.skipIf(postgres === null)('two processes on one Postgres', () => {
  it('tell everyone at either of them everything, in order', async () => {
    const options = { folder, databaseUrl: postgres?.url ?? '', listeners: 12, events: 60, writers: 4 };
    const { delivered, across, faults } = await fanOut(options);
    expect(faults).toEqual([]);
    expect([delivered, across]).toEqual([720, 360]);
  }, 120_000);
});
