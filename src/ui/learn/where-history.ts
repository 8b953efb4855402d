import { browserSettings, isRecord } from '../state/persist.ts';
import type { RunSummary } from './where.ts';

const KEY = 'scorestage.where';
const MOST_RUNS = 50;

const count = (value: unknown): value is number =>
  typeof value === 'number' && Number.isFinite(value) && value >= 0;

/** The runs in a saved text, newest first; what is not one is left out. */
export function parseRuns(text: string | null): readonly RunSummary[] {
  let saved: unknown = null;
  try {
    saved = JSON.parse(text ?? 'null');
  } catch {
    // A damaged history is no history; nothing of the work depends on it.
    saved = null;
  }
  if (!Array.isArray(saved)) return [];
  return saved
    .flatMap((run: unknown): RunSummary[] => {
      if (!isRecord(run)) return [];
      const { target, questions, meanErrorDeg, frontBack, height } = run as Partial<
        Record<keyof RunSummary, unknown>
      >;
      if (typeof target !== 'string' || !count(questions) || !count(meanErrorDeg)) return [];
      if (!count(frontBack) || !count(height)) return [];
      return [{ target, questions, meanErrorDeg, frontBack, height }];
    })
    .slice(0, MOST_RUNS);
}

/** The runs kept on this device, newest first. Main thread. */
export const readRuns = (): readonly RunSummary[] => parseRuns(browserSettings().read(KEY));

/** Keeps a run; returns all, newest first. Main thread. */
export function writeRun(run: RunSummary): readonly RunSummary[] {
  const runs = [run, ...readRuns()].slice(0, MOST_RUNS);
  browserSettings().write(KEY, JSON.stringify(runs));
  return runs;
}
