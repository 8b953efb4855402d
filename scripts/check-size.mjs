/**
 * Holds the size budgets of the built page (gzip, bytes). The first load is what index.html names;
 * every other chunk is loaded when something asks for it.
 */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { gzipSync } from 'node:zlib';

const dist = resolve(import.meta.dirname, '../dist');
const KiB = 1024;
const budgets = {
  'first load (JS + CSS)': 330 * KiB,
  // An eighth of a second on a line of 10 Mb/s: sound is promised within two.
  'review page, first load (JS + CSS)': 150 * KiB,
  'largest lazy chunk': 260 * KiB,
  // The whole of HDF5; loaded only when the user opens a SOFA file.
  'SOFA reader': 1024 * KiB,
  'core.wasm': 64 * KiB,
  // Everything in one file: page of reviewers, stage, core, decoders, workers; the stems beside it are tens of megabytes.
  'player in one file': 1100 * KiB,
  'demo session': 30 * KiB * KiB,
};

const gzip = (path) => gzipSync(readFileSync(path)).length;
if (!existsSync(join(dist, 'index.html'))) {
  console.error('dist is missing: run `npm run build` first');
  process.exit(1);
}
const assets = readdirSync(join(dist, 'assets')).map((name) => join(dist, 'assets', name));
const firstOf = (page) => {
  const html = readFileSync(join(dist, page), 'utf8');
  return assets.filter((path) => html.includes(path.split('/').at(-1)) && /\.(js|css)$/.test(path));
};
const first = firstOf('index.html');
const scripts = assets.filter((path) => !first.includes(path) && path.endsWith('.js'));
const isSofa = (path) => /\/hdf5_hl-[^/]*\.js$/.test(path);
const lazy = scripts.filter((path) => !isSofa(path));

function folderBytes(folder) {
  if (!existsSync(folder)) return 0;
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .reduce((sum, entry) => sum + statSync(join(entry.parentPath, entry.name)).size, 0);
}

const measured = {
  'first load (JS + CSS)': first.reduce((sum, path) => sum + gzip(path), 0),
  'review page, first load (JS + CSS)': firstOf('review.html').reduce((sum, path) => sum + gzip(path), 0),
  'largest lazy chunk': Math.max(0, ...lazy.map(gzip)),
  'SOFA reader': Math.max(0, ...scripts.filter(isSofa).map(gzip)),
  'core.wasm': Math.max(0, ...assets.filter((path) => /\/core.*\.wasm$/.test(path)).map(gzip)),
  'player in one file': gzip(join(dist, 'package/player.html')),
  'demo session': folderBytes(join(dist, 'demo')),
};

let over = 0;
for (const [name, budget] of Object.entries(budgets)) {
  const bytes = measured[name];
  const fits = bytes > 0 && bytes <= budget;
  if (!fits) over += 1;
  console.log(
    `${fits ? 'ok  ' : 'OVER'} ${name}: ${(bytes / KiB).toFixed(1)} KiB of ${(budget / KiB).toFixed(0)} KiB`,
  );
}
process.exit(over === 0 ? 0 : 1);
