import { readFile, writeFile } from 'node:fs/promises';
import type { RenderTarget } from '../../../src/units/index.ts';

/** How objects are heard in a measurement; `+ 5.1` with the re-render by family and its meters beside. */
export type RenderMode = 'point' | 'size 0.3' | 'binaural' | 'binaural + 5.1';

/** One figure: 118 moving objects and a 7.1.2 bed rendered to a layout. */
export interface Figure {
  readonly place: 'Node' | 'Chromium worker';
  readonly layout: RenderTarget;
  readonly mode: RenderMode;
  /** Processor seconds a second of audio, of the quietest pass; in the browser, which has no such clock, wall seconds. */
  readonly cost: number;
  /** 99th percentile of a quantum of 128 frames in that pass, µs. */
  readonly p99Us: number;
}

/** Figures as they are kept in the repository. */
export interface KeptFigures {
  readonly commit: string;
  readonly machine: string;
  /** Time of a fixed piece of work on that machine then, µs: what tells its speed from that of the code. */
  readonly yardstickUs: number;
  readonly figures: readonly Figure[];
}

const FILE = new URL('./figures.json', import.meta.url);

/** The figures kept last; null if there are none. */
export async function readFigures(): Promise<KeptFigures | null> {
  try {
    return JSON.parse(await readFile(FILE, 'utf8')) as KeptFigures;
  } catch (cause) {
    if (cause instanceof Error && 'code' in cause && cause.code === 'ENOENT') return null;
    throw cause;
  }
}

const round = (value: number, digits: number): number => Number(value.toFixed(digits));

/** Keeps figures for the next commits to be compared with, as exact as they can be told apart. */
export const writeFigures = ({ figures, yardstickUs, ...kept }: KeptFigures): Promise<void> =>
  writeFile(
    FILE,
    `${JSON.stringify(
      {
        ...kept,
        yardstickUs: round(yardstickUs, 1),
        figures: figures.map((one) => ({ ...one, cost: round(one.cost, 5), p99Us: round(one.p99Us, 1) })),
      },
      null,
      2,
    )}\n`,
  );

/** Most processor seconds a second of audio may cost (issue "Renderer", bench); undefined where nothing is set. */
export function targetOf({ layout, mode }: Pick<Figure, 'layout' | 'mode'>): number | undefined {
  if (mode === 'binaural') return 0.1;
  if (mode === 'binaural + 5.1') return 0.11;
  if (layout !== '7.1.4') return undefined;
  return mode === 'point' ? 0.02 : 0.035;
}

/** What the native nodes of the browser took in the same run, processor seconds a second of audio, by layout. */
export type NativeCosts = Partial<Record<RenderTarget, number>>;

const pad = (cells: readonly string[], widths: readonly number[]): string =>
  cells
    .map((cell, at) => (at < 3 ? cell.padEnd(widths[at] ?? 0) : cell.padStart(widths[at] ?? 0)))
    .join('  ');

/** Figures as a table: beside each what it was before, what is asked for, and what native nodes take in the same run. */
export function figureTable(
  figures: readonly Figure[],
  before: KeptFigures | null,
  native: NativeCosts,
  yardstickUs: number,
): string {
  const rows = figures.map((figure) => {
    const { place, layout, mode, cost, p99Us } = figure;
    const then = before?.figures.find(
      (old) => old.place === place && old.layout === layout && old.mode === mode,
    );
    const target = targetOf(figure);
    const peer = place === 'Chromium worker' && mode !== 'size 0.3' ? native[layout] : undefined;
    // A machine that is busier or slower than then takes longer for the yardstick too.
    const change = then && before ? cost / then.cost / (yardstickUs / before.yardstickUs) : undefined;
    return [
      place,
      layout,
      mode,
      cost.toFixed(4),
      p99Us.toFixed(0),
      then ? then.cost.toFixed(4) : '–',
      change === undefined ? '–' : change.toFixed(2),
      target === undefined ? '–' : `≤ ${target} ${cost <= target ? 'met' : 'missed'}`,
      peer === undefined ? '–' : `${(peer / cost).toFixed(1)}×`,
    ];
  });
  const head = [
    'place',
    'layout',
    'mode',
    'CPU s / s',
    'p99 µs',
    'before',
    'now/before',
    'target',
    'native/own',
  ];
  const widths = head.map((name, at) => Math.max(name.length, ...rows.map((row) => row[at]?.length ?? 0)));
  return [head, ...rows].map((row) => pad(row, widths)).join('\n');
}
