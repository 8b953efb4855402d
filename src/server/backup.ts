/**
 * `npm run backup -- FILE`: a copy of the metadata that is whole in itself, while the server runs. Blobs never change: copy
 * their folder after it, and everything the copy names is there.
 */
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { openDatabase } from './db/open-database.ts';
import { shareSettings } from './settings.ts';

const settings = shareSettings(process.env);
const [, , target] = process.argv;

function refuse(message: string): never {
  console.error(message);
  process.exit(2);
}

if (!settings.ok) refuse(`${settings.message} ${settings.remedy}`);
if (target === undefined) refuse('Say where to: npm run backup -- FILE');
if (settings.value.databaseUrl !== null)
  refuse('The metadata is in Postgres. Use pg_dump, or the backups of whoever runs it.');
const file = join(settings.value.dataFolder, 'share.sqlite');
if (!existsSync(file)) refuse(`${file} is not there. Set SCORESTAGE_DATA to the server's data folder.`);
if (existsSync(target)) refuse(`${target} is there already. Name a new file; nothing was written.`);

const database = await openDatabase(file);
try {
  await database.backup?.(resolve(target));
  console.log(`Written: ${resolve(target)}. Now copy ${join(settings.value.dataFolder, 'blobs')} beside it.`);
} finally {
  await database.close();
}
