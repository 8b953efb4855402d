/**
 * Finds the servers that tests of mix links run against, or installs them from Debian's packages where that is allowed,
 * and says what it does. Run by `npm test` for Postgres; `npm run services` also brings the store with the S3 API, whose
 * installation takes a minute. What can't be had is skipped by the tests, which say so.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';

const services = [
  {
    name: 'Postgres',
    there: () => existsSync('/usr/lib/postgresql') && readdirSync('/usr/lib/postgresql').length > 0,
    packages: ['postgresql'],
    always: true,
  },
  {
    name: 'S3 store (OpenStack Swift)',
    there: () => existsSync('/usr/bin/swift-proxy-server') && existsSync('/usr/bin/swift-object-server'),
    packages: ['swift-proxy', 'swift-account', 'swift-container', 'swift-object'],
    always: false,
  },
];

const all = process.argv.includes('--all');
const root = process.getuid?.() === 0 && existsSync('/usr/bin/apt-get');
const run = (...words) =>
  execFileSync('apt-get', words, {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });

for (const { name, there, packages, always } of services) {
  if (there()) console.log(`${name}: found`);
  else if (!(always || all))
    console.log(`${name}: NOT FOUND, what runs on it is SKIPPED. \`npm run services\` installs it.`);
  else if (!root)
    console.log(`${name}: NOT FOUND, what runs on it is SKIPPED. Install ${packages.join(' ')}.`);
  else {
    console.log(`${name}: none found; installing the Debian packages ${packages.join(' ')} with apt-get`);
    try {
      run('update', '-qq');
      run('install', '-y', '-qq', '--no-install-recommends', ...packages);
    } catch (cause) {
      console.log(`${name}: NOT INSTALLED, what runs on it is SKIPPED. ${cause.message}`);
    }
  }
}
