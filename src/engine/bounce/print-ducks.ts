import { BLOCK_FRAMES } from '../../core/index.ts';
import {
  DUCK_TARGETS,
  type DuckTarget,
  type FamilyName,
  type LanePoint,
  type Lanes,
  type Session,
  sessionEnd,
} from '../../session/index.ts';
import { fail, type Result } from '../../units/index.ts';
import { familyControl } from '../compile/compile-controls.ts';
import { createCompiler } from '../compile/session-compiler.ts';
import { OfflineHost } from '../offline/offline-host.ts';
import type { BounceHost } from './bounce-session.ts';
import { LineThinner } from './thin-line.ts';

/** How far a printed lane may be from what the ducker did, dB. */
const PRINT_TOLERANCE_DB = 0.1;
/** Blocks between two looks at the way out. */
const BREATH = 64;

/**
 * What the ducker of a family does over the whole session, as lanes in dB: of the level and of each speech band, block by block
 * (2.7 ms at 48 kHz), thinned to within PRINT_TOLERANCE_DB. Worker or Node. Fails with 'cancelled' on abort, or as a bounce does.
 */
export async function printDucks(
  session: Session,
  name: FamilyName,
  host: BounceHost,
): Promise<Result<Lanes<DuckTarget>>> {
  const { duck } = session.families[name];
  const live: Session = {
    ...session,
    families: {
      ...session.families,
      [name]: { ...session.families[name], duck: { ...duck, mode: 'live' } },
    },
  };
  const opened = await OfflineHost.create({
    module: host.module,
    shared: host.shared,
    sampleRate: session.sampleRate,
    target: '2.0',
    hrtf: null,
    compiled: createCompiler().compile(live),
    openStem: host.openStem,
  });
  if (!opened.ok) return opened;
  const thinners = DUCK_TARGETS.map(() => new LineThinner(PRINT_TOLERANCE_DB));
  const reductions = new Float32Array(DUCK_TARGETS.length);
  const end = sessionEnd(session);
  try {
    const { core } = opened.value;
    opened.value.locate(0);
    for (const thinner of thinners) thinner.add(0, 0);
    for (let done = 0, blocks = 0; done < end; blocks++) {
      opened.value.render(BLOCK_FRAMES);
      done += BLOCK_FRAMES;
      core.readDucks(reductions, familyControl(name));
      for (const [index, thinner] of thinners.entries()) thinner.add(done, 0 - (reductions[index] ?? 0));
      if (blocks % BREATH !== 0) continue;
      if (host.signal?.aborted)
        return fail('cancelled', 'Printing was cancelled.', 'Start it again when you like.');
      host.onProgress?.(Math.min(done, end), end);
    }
    if (opened.value.missedSlots > 0)
      return fail(
        'audio-missing',
        `Some audio could not be read while printing (${opened.value.missedSlots} gaps).`,
        'Import the missing stems again, then print again.',
      );
  } finally {
    opened.value.dispose();
  }
  const lanes: Partial<Record<DuckTarget, readonly LanePoint[]>> = {};
  DUCK_TARGETS.forEach((target, index) => {
    const points = thinners[index]?.finish() ?? [];
    if (points.length > 0) lanes[target] = points;
  });
  return { ok: true, value: lanes };
}
