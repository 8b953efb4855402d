import { loadEngineParts, startBounce } from '../../../engine/browser.ts';
import { fail, ok, type Result } from '../../../units/index.ts';
import type { Manifest } from '../../schema/index.ts';
import type { LoadedVersion } from './stem-shelf.ts';

/** Renders a version's range on this device, to nowhere, and compares its hash with the composer's. Fails with 'cancelled' on abort. */
export async function verifyRender(
  { range, render }: Manifest,
  loaded: LoadedVersion,
  signal: AbortSignal,
): Promise<Result<'same' | 'different'>> {
  if (render === null)
    return fail('no-render', 'This version was published without the hash of its render.', 'Ask its sender.');
  const hash = await renderHash(loaded, range, signal);
  return hash.ok ? ok(hash.value === render ? 'same' : 'different') : hash;
}

/** SHA-256 of the unclamped binaural render of a range, as a bounce reports it. */
async function renderHash(
  { session, stems }: LoadedVersion,
  range: Manifest['range'],
  signal: AbortSignal,
): Promise<Result<string>> {
  const started = await startBounce(
    {
      session,
      target: 'binaural',
      coding: 'float32',
      range: { from: range.start, to: range.end },
      limit: false,
      held: stems,
    },
    { kind: 'nowhere' },
  );
  if (!started.ok) return started;
  const { cancel, finished } = started.value;
  signal.addEventListener('abort', cancel);
  if (signal.aborted) cancel();
  const done = await finished;
  signal.removeEventListener('abort', cancel);
  return done.ok ? ok(done.value.report.hash) : done;
}

/** Why this device may hear something else than the composer: another core or other ears. Null: the same. */
export async function differences({ core, hrtf, sampleRate }: Manifest): Promise<string | null> {
  const parts = await loadEngineParts(sampleRate);
  if (!parts.ok) return null;
  const cores = parts.value.core !== core;
  const ears = parts.value.hearing.sha256 !== hrtf.sha256;
  if (cores && ears) return 'Its sender mixed with another version of the engine and through other ears.';
  if (cores) return 'Its sender mixed with another version of the engine.';
  if (ears) return 'Its sender mixed through other ears (another set of head-related responses).';
  return null;
}
