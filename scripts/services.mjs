/**
 * Finds what the tests of mix links run against, or makes it: the compiled half of better-sqlite3, Postgres, and a store with
 * the S3 API. Servers are installed from Debian's packages where that is allowed. Run by `npm test` beside the gates that need
 * none of them. What can't be had is skipped by the tests, and named here and in the last lines of `npm test`.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

const servers = [
  {
    name: 'Postgres',
    there: () => existsSync('/usr/lib/postgresql') && readdirSync('/usr/lib/postgresql').length > 0,
    packages: ['postgresql'],
  },
  {
    name: 'S3 store (OpenStack Swift)',
    there: () => existsSync('/usr/bin/swift-proxy-server') && existsSync('/usr/bin/swift-object-server'),
    packages: ['swift-proxy', 'swift-account', 'swift-container', 'swift-object'],
  },
];

const root = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');

/** Runs a command to its end. @throws Error if it fails */
const run = (command, ...words) =>
  new Promise((done, failed) => {
    const child = spawn(command, words, {
      stdio: ['ignore', 'ignore', 'inherit'],
      env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
    });
    child.on('error', failed);
    child.on('close', (code) =>
      code === 0 ? done() : failed(new Error(`${command} ${words[0]} ended with code ${code}.`)),
    );
  });

async function findServers() {
  const missing = servers.filter(({ there }) => !there());
  for (const { name } of servers.filter((server) => !missing.includes(server))) console.log(`${name}: found`);
  if (missing.length > 0 && root) await run('apt-get', 'update', '-qq').catch(() => undefined);
  for (const { name, there, packages } of missing) {
    const words = packages.join(' ');
    if (!root) {
      console.log(`${name}: NOT FOUND, what runs on it is SKIPPED. Install ${words}.`);
      continue;
    }
    console.log(`${name}: none found; installing the Debian packages ${words} with apt-get`);
    try {
      await run('apt-get', 'install', '-y', '-qq', '--no-install-recommends', ...packages);
      if (!there()) throw new Error('It is not where it was expected.');
    } catch (cause) {
      console.log(`${name}: NOT INSTALLED, what runs on it is SKIPPED. ${cause.message}`);
    }
  }
}

/** `npm ci --ignore-scripts` leaves it out, so that compiling it for a minute may run beside other things. */
async function compileSqlite() {
  if (existsSync('node_modules/better-sqlite3/build/Release/better_sqlite3.node'))
    return console.log('SQLite: found');
  await run('npm', 'rebuild', 'better-sqlite3');
  console.log('SQLite: compiled');
}

await Promise.all([findServers(), compileSqlite()]);
