import { mkdtemp, openAsBlob, rm } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type BounceJob, type BounceReport, bounceRange } from '../engine/index.ts';
import { bounceInNode, createFileSink, loadNodeEngine } from '../engine/node.ts';
import { type OpenedPackage, openPackage } from '../formats/index.ts';
import { parseSession, type Session, type Stem } from '../session/index.ts';
import { importFile } from '../stems/index.ts';
import type { FileStore } from '../store/index.ts';
import { createNodeStore } from '../store/node.ts';
import { type Failure, fail, type Result } from '../units/index.ts';
import type { Console } from './console.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { parseTime } from './parse-time.ts';
import { parseRenderOptions, type RenderOptions } from './render-options.ts';

const complain = (console: Console, failure: Failure): void =>
  console.err(`${failure.message}\n  ${failure.remedy}`);

/** Runs `scorestage render`. */
export async function runRender(args: readonly string[], console: Console): Promise<ExitCode> {
  const options = parseRenderOptions(args);
  if (!options.ok) {
    console.err(`${options.message}\n${options.remedy}`);
    return EXIT.usage;
  }
  const pool = options.value.pool ?? (await promisify(mkdtemp)(join(tmpdir(), 'scorestage-')));
  try {
    const result = await render(options.value, createNodeStore(pool), console);
    if (!result.ok) {
      complain(console, result);
      return result.code === 'usage' ? EXIT.usage : EXIT.badInput;
    }
    tell(options.value, result.value, console);
    return EXIT.ok;
  } finally {
    if (options.value.pool === null) await promisify(rm)(pool, { recursive: true, force: true });
  }
}

async function render(
  options: RenderOptions,
  store: FileStore,
  console: Console,
): Promise<Result<BounceReport>> {
  const opened = await openSession(options.session);
  if (!opened.ok) return opened;
  const { session, files } = opened.value;
  const range = rangeOf(options, session);
  if (!range.ok) return range;
  const imported = await importStems(session, files, store, console);
  if (!imported.ok) return imported;
  const job: BounceJob = {
    session,
    target: options.target,
    coding: options.coding,
    range: range.value,
    limit: options.limit,
  };
  return write(job, options.out, store, console);
}

async function write(
  job: BounceJob,
  out: string,
  store: FileStore,
  console: Console,
): Promise<Result<BounceReport>> {
  const engine = await loadNodeEngine();
  let sink: Awaited<ReturnType<typeof createFileSink>>;
  try {
    sink = await createFileSink(out);
  } catch (cause) {
    return fail(
      'cannot-write',
      `${out} cannot be written (${reason(cause)}).`,
      'Check the folder and its permissions.',
      cause,
    );
  }
  try {
    const onProgress = (done: number, total: number): void => console.progress('rendering', done, total);
    const result = await bounceInNode(job, { engine, store, onProgress }, sink);
    if (!result.ok) await promisify(rm)(out, { force: true });
    return result;
  } finally {
    await sink.close();
  }
}

interface OpenedSession {
  readonly session: Session;
  readonly files: OpenedPackage['entries'];
}

async function openSession(path: string): Promise<Result<OpenedSession>> {
  let blob: Blob;
  try {
    blob = await openAsBlob(path);
  } catch (cause) {
    return fail(
      'cannot-read',
      `${path} cannot be read (${reason(cause)}).`,
      'Check its name and permissions.',
      cause,
    );
  }
  const opened = await openPackage(blob, path);
  if (!opened.ok) return opened;
  const session = parseSession(opened.value.sessionJson);
  return session.ok ? { ok: true, value: { session: session.value, files: opened.value.entries } } : session;
}

function rangeOf(options: RenderOptions, session: Session): Result<BounceJob['range']> {
  if (options.from === null && options.to === null) return { ok: true, value: null };
  const whole = bounceRange({
    session,
    target: options.target,
    coding: options.coding,
    range: null,
    limit: false,
  });
  const from =
    options.from === null ? { ok: true as const, value: whole.from } : parseTime(options.from, session);
  if (!from.ok) return fail('usage', from.message, from.remedy);
  const to = options.to === null ? { ok: true as const, value: whole.to } : parseTime(options.to, session);
  if (!to.ok) return fail('usage', to.message, to.remedy);
  if (to.value <= from.value) {
    return fail('usage', 'The range is empty.', 'Give --to a place after --from.');
  }
  return { ok: true, value: { from: from.value, to: to.value } };
}

/** Brings every stem the session plays into the pool. */
async function importStems(
  session: Session,
  files: OpenedPackage['entries'],
  store: FileStore,
  console: Console,
): Promise<Result<null>> {
  const used = new Set(Object.values(session.clips).map((clip) => clip.stemId));
  const stems = Object.values<Stem>(session.stems).filter((stem) => used.has(stem.id));
  for (const [index, stem] of stems.entries()) {
    console.progress('importing', index, stems.length);
    const entry = files.get(stem.sha256);
    if (!entry) {
      return fail(
        'stem-missing',
        `The package lacks the audio of “${stem.fileName}”.`,
        'Export the session again.',
      );
    }
    const source = await entry.source();
    const imported = await importFile({ source, fileName: stem.fileName, store, rate: session.sampleRate });
    if (!imported.ok) return imported;
    if (imported.value.entry.key.sha256 !== stem.sha256) {
      return fail(
        'stem-changed',
        `The audio of “${stem.fileName}” in the package is not what the session was made with.`,
        'Export the session again.',
      );
    }
  }
  console.progress('importing', stems.length, stems.length);
  return { ok: true, value: null };
}

const reason = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause));

function tell(options: RenderOptions, report: BounceReport, console: Console): void {
  const truePeakDb = 20 * Math.log10(report.truePeak);
  if (options.json) {
    console.out(
      JSON.stringify({
        file: options.out,
        layout: options.target,
        ...report,
        truePeakDb: Number.isFinite(truePeakDb) ? truePeakDb : null,
      }),
    );
    return;
  }
  const peak = Number.isFinite(truePeakDb) ? `${truePeakDb.toFixed(1)} dBTP` : 'silent';
  console.out(
    `${options.out}: ${options.target}, ${report.seconds.toFixed(2)} s, ${report.channels} channels, ${peak}`,
  );
  if (report.clippedSamples > 0) console.out(`${report.clippedSamples} samples beyond full scale`);
  console.out(`engine SHA-256 ${report.hash}`);
}
