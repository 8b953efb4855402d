/**
 * `npm run bench [-- --json] [--quick]`: what the heaviest session of the house costs. Asserts nothing: figures of a
 * shared machine are for reading. Progress goes to stderr, the table or the JSON list to stdout.
 */
import { chromiumRows } from './chromium-rows.ts';
import { consoleRows } from './console-rows.ts';
import { nodeCoreRows } from './core-rows.ts';
import { offlineRows } from './offline-rows.ts';
import { type BenchRow, type BenchScale, table } from './row.ts';

const PARTS: Readonly<Record<string, (scale: BenchScale) => Promise<BenchRow[]>>> = {
  core: nodeCoreRows,
  chromium: chromiumRows,
  offline: offlineRows,
  console: consoleRows,
};

const known = new Set(['--json', '--quick']);
const args = process.argv.slice(2);
const names = args.filter((arg) => !arg.startsWith('--'));
const wrong = args.filter((arg) => (arg.startsWith('--') ? !known.has(arg) : !(arg in PARTS)));

async function run(): Promise<number> {
  if (wrong.length > 0) {
    console.error(
      `Not known: ${wrong.join(' ')}. Use: bench [--json] [--quick] [${Object.keys(PARTS).join('] [')}]`,
    );
    return 2;
  }
  const started = performance.now();
  const scale: BenchScale = {
    quick: args.includes('--quick'),
    say: (what) =>
      console.error(`${((performance.now() - started) / 1000).toFixed(0).padStart(4)} s  ${what}`),
  };
  const rows: BenchRow[] = [];
  for (const [name, part] of Object.entries(PARTS))
    if (names.length === 0 || names.includes(name)) rows.push(...(await part(scale)));
  console.log(args.includes('--json') ? JSON.stringify(rows, null, 1) : table(rows));
  return 0;
}

process.exitCode = await run();
