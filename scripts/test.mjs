/**
 * `npm test`: every gate in order, each with its time, and a last line `N passed, N failed`.
 * A gate that has no tests of its own counts as one. `npm test -- unit build` runs only the gates named.
 * What gates run against (scripts/services.mjs) is found or installed beside those that come before.
 */
import { spawn } from 'node:child_process';
import { existsSync, readFileSync, rmSync } from 'node:fs';

const bin = (name) => `node_modules/.bin/${name}`;

const readJson = (path) => (existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : null);

/** A gate of journeys in Chromium; see e2e/playwright.config.ts for what goes where. */
function journeys(project, workers) {
  const options = ['-c', 'e2e/playwright.config.ts', `--project=${project}`, `--workers=${workers}`];
  return {
    name: `end to end, ${project}`,
    key: project,
    command: [bin('playwright'), 'test', ...options],
    env: { E2E_REPORT: `e2e-${project}` },
    served: true,
    report: `test-results/e2e-${project}.json`,
    count: ({ stats }) => ({ passed: stats.expected + stats.flaky, failed: stats.unexpected }),
  };
}

/** A gate of unit tests. */
function units(name, key, which, more) {
  const report = `test-results/${key}.json`;
  return {
    name,
    key,
    ...more,
    command: [
      bin('vitest'),
      'run',
      ...which,
      '--reporter=default',
      '--reporter=json',
      `--outputFile.json=${report}`,
    ],
    report,
    count: (read) => ({ passed: read.numPassedTests, failed: read.numFailedTests }),
  };
}

/** Gates up to the first that needs a server need nothing of each other either, but `size`: two of them run at a time. */
const gates = [
  { name: 'format and lint', key: 'lint', command: [bin('biome'), 'check', '.'] },
  { name: 'second lint', key: 'oxlint', command: [bin('oxlint'), '--deny-warnings'] },
  { name: 'types', key: 'types', command: [bin('tsc'), '-p', '.'] },
  { name: 'arrows', key: 'arrows', command: ['node', 'scripts/check-arrows.mjs'] },
  { name: 'dead code', key: 'knip', command: [bin('knip'), '--no-progress'] },
  {
    name: 'conformance',
    key: 'conformance',
    command: ['node', 'src/cli/bin.mjs', 'conformance', 'tests/conformance'],
  },
  { name: 'build', key: 'build', command: [bin('vite'), 'build'] },
  { name: 'size budgets', key: 'size', after: true, command: ['node', 'scripts/check-size.mjs'] },
  units('unit', 'unit', ['--exclude', 'src/server/**', '--exclude', 'tests/share/**'], { after: true }),
  units('unit, servers', 'servers', ['src/server', 'tests/share'], { served: true }),
  journeys('sound', 1),
  journeys('desk', 2),
];

const run = ([command, ...args], env) =>
  new Promise((done) => {
    const child = spawn(command === 'node' ? process.execPath : command, args, {
      stdio: 'inherit',
      env: { ...process.env, ...env },
    });
    child.on('error', () => done(1));
    child.on('close', (code) => done(code ?? 1));
  });

/** Runs a gate whose words are kept until its turn has come. */
const runQuietly = ([command, ...args], env) =>
  new Promise((done) => {
    const begun = performance.now();
    const child = spawn(command === 'node' ? process.execPath : command, args, {
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...env },
    });
    let words = '';
    for (const stream of [child.stdout, child.stderr])
      stream.setEncoding('utf8').on('data', (text) => {
        words += text;
      });
    const end = (code) => done({ code: code ?? 1, words, seconds: (performance.now() - begun) / 1000 });
    child.on('error', () => end(1));
    child.on('close', end);
  });

/** Starts gates two at a time, the dearest first. @returns what each will have come to */
function startBeside(beside) {
  const dearest = ['build', 'types', 'knip'];
  const cost = ({ key }) => (dearest.includes(key) ? dearest.indexOf(key) : dearest.length);
  const waiting = beside.toSorted((one, other) => cost(one) - cost(other));
  const results = new Map();
  const settle = new Map();
  for (const { key } of beside) results.set(key, new Promise((done) => settle.set(key, done)));
  const lane = async () => {
    for (let gate = waiting.shift(); gate; gate = waiting.shift())
      settle.get(gate.key)(await runQuietly(gate.command, gate.env));
  };
  void lane();
  void lane();
  return results;
}

/** Starts what finds or installs servers; its words are kept until someone waits for them. */
function startServices() {
  const child = spawn(process.execPath, ['scripts/services.mjs'], { stdio: ['ignore', 'pipe', 'pipe'] });
  let words = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text) => {
      words += text;
    });
  return new Promise((done) => {
    child.on('error', (cause) => done({ code: 1, words: String(cause) }));
    child.on('close', (code) => done({ code: code ?? 1, words }));
  });
}

const chosen = process.argv.slice(2);
const unknown = chosen.filter((key) => !gates.some((gate) => gate.key === key));
if (unknown.length > 0) {
  console.error(`No gate named ${unknown.join(', ')}. Gates: ${gates.map((gate) => gate.key).join(' ')}`);
  process.exit(2);
}

let passed = 0;
let failed = 0;
const rows = [];
const due = gates.filter(({ key }) => chosen.length === 0 || chosen.includes(key));
let services = due.some(({ served }) => served) ? startServices() : null;
let skipped = [];
if ((await run(['node', 'scripts/build-core.mjs'])) !== 0) process.exit(1);
const beside = startBeside(due.filter(({ served, after }) => !served && !after));
for (const gate of due) {
  if (gate.served && services) {
    const begun = performance.now();
    const { code, words } = await services;
    services = null;
    console.log(
      `\n== servers (${((performance.now() - begun) / 1000).toFixed(1)} s waited)\n${words.trimEnd()}`,
    );
    if (code !== 0) process.exit(1);
    skipped = words.split('\n').filter((line) => line.includes('SKIPPED'));
  }
  console.log(`\n== ${gate.name}`);
  if (gate.report) rmSync(gate.report, { force: true });
  const started = performance.now();
  const early = await beside.get(gate.key);
  if (early) process.stdout.write(early.words);
  const code = early ? early.code : await run(gate.command, gate.env);
  const report = gate.report ? readJson(gate.report) : null;
  const tally =
    report && gate.count ? gate.count(report) : { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 };
  // A runner that died without a failing test (no report, a crash after the last test) is a failure all the same.
  if (code !== 0 && tally.failed === 0) tally.failed = 1;
  passed += tally.passed;
  failed += tally.failed;
  const seconds = (early?.seconds ?? (performance.now() - started) / 1000).toFixed(1);
  rows.push(
    `${code === 0 ? 'ok  ' : 'FAIL'} ${gate.name.padEnd(17)} ${String(tally.passed).padStart(5)} passed ${seconds.padStart(7)} s`,
  );
}

console.log(`\n${[...rows, ...skipped].join('\n')}\n`);
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
