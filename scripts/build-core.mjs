/**
 * Builds the DSP core from AssemblyScript: release builds for shared and unshared memory, debug builds with
 * assertions and source maps for the unit tests. Cached by a hash of every input, so an unchanged core costs
 * milliseconds. `--force` builds regardless; `--print` names each file and its size.
 */
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);
const root = resolve(import.meta.dirname, '..');
const sources = join(root, 'src/core/assembly');
const out = join(root, 'src/core/wasm');
const asc = join(
  dirname(createRequire(import.meta.url).resolve('assemblyscript/package.json')),
  'bin/asc.js',
);

const common = ['--enable', 'simd', '--enable', 'threads', '--runtime', 'stub', '--importMemory'];
const release = [...common, '-O3', '--noAssert'];
/** Address space the shared build may be granted; hosts ask for less when a device refuses. 65,536 pages is 4 GiB. */
const shared = ['--sharedMemory', '--initialMemory', '2', '--maximumMemory', '65536'];

const targets = [
  { name: 'core.wasm', entry: 'index.ts', flags: [...release, ...shared] },
  { name: 'core-unshared.wasm', entry: 'index.ts', flags: release },
  { name: 'feeder.wasm', entry: 'feeder.ts', flags: [...release, ...shared] },
  { name: 'core.debug.wasm', entry: 'debug.ts', flags: [...common, '-O1', '--debug', '--sourceMap'] },
  {
    name: 'kernels.debug.wasm',
    entry: 'kernels-debug.ts',
    flags: [...common, '-O1', '--debug', '--sourceMap'],
  },
];

function* sourceFiles(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) yield* sourceFiles(path);
    else if (entry.name.endsWith('.ts')) yield path;
  }
}

function inputHash() {
  const hash = createHash('sha256');
  const inputs = [...sourceFiles(sources), join(root, 'src/core/contract.ts'), import.meta.filename, asc];
  for (const path of inputs.sort()) hash.update(`${relative(root, path)}\0`).update(readFileSync(path));
  return hash.digest('hex');
}

async function build({ name, entry, flags }) {
  try {
    const { stderr } = await run(
      process.execPath,
      [asc, join(sources, entry), '-o', join(out, name), ...flags],
      { cwd: root },
    );
    if (stderr.trim()) console.error(stderr.trim());
  } catch (error) {
    console.error(`core: ${entry} does not compile`);
    console.error(String(error.stderr || error.message).trim());
    process.exitCode = 1;
  }
}

const stamp = join(out, 'inputs.sha256');
const wanted = inputHash();
const fresh =
  !process.argv.includes('--force') &&
  existsSync(stamp) &&
  readFileSync(stamp, 'utf8') === wanted &&
  targets.every(({ name }) => existsSync(join(out, name)));

if (fresh) console.log('core: up to date');
else {
  mkdirSync(out, { recursive: true });
  const started = performance.now();
  await Promise.all(targets.slice(0, 3).map(build));
  if (!process.exitCode) await Promise.all(targets.slice(3).map(build));
  if (!process.exitCode) {
    writeFileSync(stamp, wanted);
    console.log(`core: built in ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
}
if (process.argv.includes('--print')) {
  for (const { name } of targets)
    if (existsSync(join(out, name))) console.log(`${name}: ${statSync(join(out, name)).size} bytes`);
}
