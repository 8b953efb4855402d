/**
 * Holds the import arrows of the house: a room may import only the rooms listed for it,
 * only through their index.ts, and pure rooms may not reach for the DOM, React, zustand or Tone.
 * Prints each offence with its file and line; exits 1 if there is one.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';

const src = resolve(import.meta.dirname, '../src');

/** room → rooms it may import. The order is the order of the house plan. */
const arrows = {
  units: [],
  formats: ['units'],
  session: ['units', 'formats'],
  core: ['units'],
  store: ['units', 'formats', 'session'],
  stems: ['units', 'formats', 'session', 'store'],
  engine: ['units', 'formats', 'session', 'core', 'store', 'stems'],
  monitor: ['units', 'formats', 'session', 'store', 'engine'],
  share: ['units', 'formats', 'session', 'store', 'stems', 'engine', 'monitor'],
  // Of share only its schema; see entriesOf.
  server: ['units', 'share'],
  cli: ['units', 'formats', 'session', 'store', 'stems', 'engine', 'monitor'],
  ui: ['units', 'formats', 'session', 'store', 'stems', 'engine', 'monitor', 'share'],
};

/** Rooms that run unchanged in Node, a worker and a worklet. */
const pure = new Set(['units', 'formats', 'session', 'core']);
/** A room is entered by one of these: index.ts runs everywhere, the others on their own platform only. */
const entries = new Set(['index.ts', 'browser.ts', 'node.ts']);
const schema = new Set(['schema/index.ts']);
/** By which files a room may enter another: the server knows of mix links what is sent, and nothing of how it is made. */
const entriesOf = (room, target) => (room === 'server' && target === 'share' ? schema : entries);
const banned = [/^react(-dom)?(\/|$)/, /^react-aria/, /^zustand/, /^tone$/, /^three/, /^lucide-react/];

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) {
      if (path !== join(src, 'core/assembly')) yield* files(path);
    } else if (/\.(ts|tsx|mjs)$/.test(entry.name)) yield path;
  }
}

const importPattern = /(?:from\s+|import\s*\(\s*|import\s+)['"]([^'"]+)['"]/g;
const offences = [];

for (const file of files(src)) {
  const room = relative(src, file).split('/')[0];
  if (room.includes('.')) continue;
  const allowed = arrows[room];
  if (!allowed) {
    offences.push(`${relative(src, file)}: room "${room}" is not in the house plan`);
    continue;
  }
  const isTest = /\.test\.tsx?$/.test(file);
  readFileSync(file, 'utf8')
    .split('\n')
    .forEach((line, index) => {
      for (const [, specifier] of line.matchAll(importPattern)) {
        const at = `${relative(process.cwd(), file)}:${index + 1}`;
        if (!specifier.startsWith('.')) {
          if (pure.has(room) && banned.some((pattern) => pattern.test(specifier))) {
            offences.push(`${at}: the pure room ${room} imports ${specifier}`);
          }
          continue;
        }
        const target = relative(src, resolve(dirname(file), specifier.replace(/\?.*$/, '')));
        if (target.startsWith('..')) {
          if (!isTest) offences.push(`${at}: product code imports ${specifier} from outside src`);
          continue;
        }
        const [targetRoom, ...rest] = target.split('/');
        if (targetRoom === room) continue;
        if (!allowed.includes(targetRoom)) offences.push(`${at}: ${room} may not import ${targetRoom}`);
        else if (rest.length > 0 && !entriesOf(room, targetRoom).has(rest.join('/'))) {
          offences.push(`${at}: ${targetRoom} is entered only through its index.ts, not ${rest.join('/')}`);
        }
      }
    });
}

if (offences.length > 0) {
  console.error(offences.join('\n'));
  console.error(`arrows: ${offences.length} offence${offences.length === 1 ? '' : 's'}`);
  process.exit(1);
}
console.log('arrows: every import follows the house plan');
