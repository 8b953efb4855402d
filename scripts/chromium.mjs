/**
 * Finds a system Chromium, or installs one where that is allowed, and says what it does.
 * Run by `npm test` before anything else; imported by whatever launches a browser.
 */
import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { pathToFileURL } from 'node:url';

/** Flags every automated Chromium of this project starts with. */
export const chromiumArgs = [
  '--no-sandbox',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--autoplay-policy=no-user-gesture-required',
];

const places = [
  process.env.CHROMIUM,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
];

/** Path of the Chromium to drive; undefined lets Playwright use a browser it downloaded itself. */
export const chromiumPath = () => places.find((place) => place && existsSync(place));

const run = (command, args) =>
  execFileSync(command, args, {
    stdio: 'inherit',
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });

function ensureChromium() {
  const found = chromiumPath();
  if (found) {
    console.log(`Chromium: using ${found}`);
    return;
  }
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    console.log(
      'Chromium: none found; installing the Debian packages chromium and fonts-dejavu-core with apt-get',
    );
    run('apt-get', ['update', '-qq']);
    run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium', 'fonts-dejavu-core']);
  } else {
    console.log('Chromium: none found and not root; asking Playwright to download its own build');
    run('npx', ['playwright', 'install', 'chromium']);
  }
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) ensureChromium();
