import { parseArgs } from 'node:util';
import type { WriteCoding } from '../formats/index.ts';
import { fail, RENDER_TARGETS, type RenderTarget, type Result } from '../units/index.ts';

/** What `scorestage render` was asked for. */
export interface RenderOptions {
  readonly session: string;
  readonly target: RenderTarget;
  readonly out: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly coding: WriteCoding;
  readonly limit: boolean;
  readonly json: boolean;
  /** Directory for imported audio, kept afterwards; null takes a temporary one. */
  readonly pool: string | null;
}

const CODINGS: Readonly<Record<string, WriteCoding>> = { '16': 'int16', '24': 'int24', '32f': 'float32' };

/** How `render` is called. */
export const RENDER_USAGE = `scorestage render SESSION.scorestage --layout LAYOUT --out MIX.wav
  --layout LAYOUT   ${RENDER_TARGETS.join(', ')}
  --out FILE        WAV file to write (RF64 beyond 4 GiB)
  --from, --to T    part of the session: timecode 01:00:12:00, or seconds from its start
  --bits N          16, 24 (default) or 32f
  --limit           true-peak limiter on the file
  --pool DIR        keep imported audio in DIR for the next run
  --json            report as JSON on standard output`;

const usage = (message: string) => fail('usage', message, RENDER_USAGE);

const isTarget = (text: string): text is RenderTarget => RENDER_TARGETS.some((target) => target === text);

/** Reads the arguments after `render`. */
export function parseRenderOptions(args: readonly string[]): Result<RenderOptions, 'usage'> {
  let parsed: ReturnType<typeof parse>;
  try {
    parsed = parse(args);
  } catch (error) {
    return usage(error instanceof Error ? error.message : String(error));
  }
  const { values, positionals } = parsed;
  const [session, ...extra] = positionals;
  if (session === undefined) return usage('render needs a .scorestage file.');
  if (extra.length > 0) return usage(`render takes one session, not also ${extra.join(', ')}.`);
  if (values.layout === undefined) return usage('render needs --layout.');
  if (!isTarget(values.layout)) return usage(`There is no layout "${values.layout}".`);
  if (values.out === undefined) return usage('render needs --out.');
  const coding = CODINGS[values.bits];
  if (!coding) return usage(`--bits takes 16, 24 or 32f, not "${values.bits}".`);
  return {
    ok: true,
    value: {
      session,
      target: values.layout,
      out: values.out,
      from: values.from ?? null,
      to: values.to ?? null,
      coding,
      limit: values.limit,
      json: values.json,
      pool: values.pool ?? null,
    },
  };
}

const parse = (args: readonly string[]) =>
  parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      layout: { type: 'string' },
      out: { type: 'string' },
      from: { type: 'string' },
      to: { type: 'string' },
      bits: { type: 'string', default: '24' },
      limit: { type: 'boolean', default: false },
      json: { type: 'boolean', default: false },
      pool: { type: 'string' },
    },
  });
