import { existsSync } from 'node:fs';
import { readdir, readFile, stat } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { loadPanLaws } from '../engine/node.ts';
import { fail, type Result } from '../units/index.ts';
import type { Console } from './console.ts';
import { EXIT, type ExitCode } from './exit-codes.ts';
import { isObject } from './vector-fields.ts';
import { parseLayouts, parseVectors, type VectorLayouts } from './vector-file.ts';
import type { PanLaws } from './vector-laws.ts';
import { measure } from './vector-run.ts';

/** Largest error of a gain that passes. */
export const CONFORMANCE_TOLERANCE = 1e-6;

/** How `conformance` is called. */
export const CONFORMANCE_USAGE = `scorestage conformance PATH… [--json]
  PATH   a vector file or a directory of them; layouts.json beside it, if there is one, names other layouts`;

/** What became of one file. */
export interface ConformanceLine {
  readonly name: string;
  readonly cases: number;
  /** Cases that use something this build does not know. */
  readonly skipped: number;
  /** Of a gain as the core renders it, or of a coordinate where conversions are asked. */
  readonly largestError: number;
  /** Of the law behind it, in double precision; null where only curves are rendered. */
  readonly lawError: number | null;
  /**
   * `compared`: of another renderer's law, shown but not held to it. `not panning`: a file of another kind, which its own
   * tests read. `not known yet`: panning, but no case of it could be rendered.
   */
  readonly verdict: 'pass' | 'fail' | 'compared' | 'not panning' | 'not known yet';
}

/**
 * Files whose vectors are of another panning law than the core's: same shape, other promise. Their first word names whose
 * law it is.
 */
const FOREIGN = /^peer-/;

/** Runs `scorestage conformance`. */
export async function runConformance(args: readonly string[], console: Console): Promise<ExitCode> {
  const json = args.includes('--json');
  const paths = args.filter((arg) => arg !== '--json');
  const unknown = paths.find((path) => path.startsWith('-'));
  if (paths.length === 0 || unknown !== undefined) {
    console.err(unknown === undefined ? 'conformance needs a path.' : `There is no option ${unknown}.`);
    console.err(CONFORMANCE_USAGE);
    return EXIT.usage;
  }
  const lines: ConformanceLine[] = [];
  const laws = await loadPanLaws();
  let isDamaged = false;
  const complain = ({ message, remedy }: { readonly message: string; readonly remedy: string }): void => {
    console.err(`${message}\n  ${remedy}`);
    isDamaged = true;
  };
  for (const path of paths) {
    const files = await filesOf(path);
    if (!files.ok) complain(files);
    for (const file of files.ok ? files.value : []) {
      const line = await runFile(file, laws);
      if (!line.ok) {
        complain(line);
        continue;
      }
      lines.push(line.value);
      if (!json) console.out(lineText(line.value));
    }
  }
  if (json) console.out(JSON.stringify(lines));
  if (isDamaged) return EXIT.badInput;
  return lines.some((line) => line.verdict === 'fail') ? EXIT.failedCheck : EXIT.ok;
}

function lineText({ name, cases, skipped, largestError, lawError, verdict }: ConformanceLine): string {
  if (verdict === 'not panning') return `${name.padEnd(24)} ${'–'.padStart(5)} ${verdict}`;
  const not = skipped > 0 ? `, ${skipped} of a kind not known yet` : '';
  const law = lawError === null ? '' : ` (law ${lawError.toExponential(1)})`;
  const error = cases > 0 ? `largest error ${largestError.toExponential(1)}${law}` : '–';
  return `${name.padEnd(24)} ${String(cases).padStart(5)} cases${not}  ${error}  ${verdict}`;
}

async function filesOf(path: string): Promise<Result<readonly string[]>> {
  try {
    if (!(await stat(path)).isDirectory()) return { ok: true, value: [path] };
    const names = (await readdir(path)).filter((name) => name.endsWith('.json') && name !== 'layouts.json');
    return { ok: true, value: names.sort().map((name) => join(path, name)) };
  } catch (cause) {
    return fail('cannot-read', `${path} cannot be read.`, 'Check its name and permissions.', cause);
  }
}

async function readJson(path: string): Promise<Result<unknown>> {
  try {
    return { ok: true, value: JSON.parse(await readFile(path, 'utf8')) };
  } catch (cause) {
    return fail(
      'cannot-read',
      `${path} is not readable JSON.`,
      'Take the vector files as they were published.',
      cause,
    );
  }
}

async function runFile(path: string, laws: PanLaws): Promise<Result<ConformanceLine>> {
  const name = basename(path, '.json');
  const json = await readJson(path);
  if (!json.ok) return json;
  if (!isObject(json.value) || json.value['format'] !== 'gain-vectors/1') {
    return {
      ok: true,
      value: { name, cases: 0, skipped: 0, largestError: 0, lawError: null, verdict: 'not panning' },
    };
  }
  const table = await layoutsBeside(path);
  if (!table.ok) return table;
  const groups = parseVectors(json.value, path, table.value);
  if (!groups.ok) return groups;
  const { cases, unknown, lawError, renderedError } = measure(groups.value, laws, table.value);
  const largestError = Math.max(renderedError ?? 0, lawError ?? 0);
  const isForeign = FOREIGN.test(name) || FOREIGN.test(String(json.value['name']));
  const verdict =
    cases === 0
      ? 'not known yet'
      : isForeign
        ? 'compared'
        : largestError <= CONFORMANCE_TOLERANCE
          ? 'pass'
          : 'fail';
  return { ok: true, value: { name, cases, skipped: unknown, largestError, lawError, verdict } };
}

/** The published table of layouts, for vectors that come without one. */
const OWN_LAYOUTS = fileURLToPath(new URL('../../tests/conformance/layouts.json', import.meta.url));

async function layoutsBeside(path: string): Promise<Result<VectorLayouts>> {
  const beside = join(dirname(path), 'layouts.json');
  const place = existsSync(beside) ? beside : OWN_LAYOUTS;
  const json = await readJson(place);
  return json.ok ? parseLayouts(json.value, place) : json;
}
