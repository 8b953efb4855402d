import { measureLoudness } from '../../engine/browser.ts';
import type { Engine } from '../../engine/index.ts';
import { type Session, sessionEnd } from '../../session/index.ts';
import type { MonitorStore } from '../state/monitor-store.ts';
import type { NoticeStore } from '../state/notice-store.ts';

/** Length of the stretch that is measured where no loop says otherwise, seconds. */
const STRETCH_SECONDS = 8;
/** Longest stretch: a long loop is measured from its start. */
const MOST_SECONDS = 30;

/** What matching works on. */
export interface LoudnessMatcherOptions {
  readonly engine: Engine;
  readonly monitor: MonitorStore;
  readonly notices: NoticeStore;
  readonly session: () => Session;
}

/** The stretch compared: the loop while it is on, else the next seconds from the playhead. */
export function stretchOf(
  session: Session,
  position: number,
): { readonly from: number; readonly to: number } {
  const { loop, sampleRate } = session;
  if (loop.enabled)
    return { from: loop.start, to: Math.min(loop.end, loop.start + MOST_SECONDS * sampleRate) };
  const length = STRETCH_SECONDS * sampleRate;
  const from = Math.max(0, Math.min(Math.round(position), sessionEnd(session) - length));
  return { from, to: from + length };
}

/** Measures the two layouts of the comparison over the same stretch, one at a time. Main thread. */
export function createLoudnessMatcher(options: LoudnessMatcherOptions): () => Promise<void> {
  const { engine, monitor, notices } = options;
  return async () => {
    const { compare } = monitor.getState();
    if (compare.measuring) return;
    const { a, b } = compare;
    monitor.setState({ compare: { ...compare, match: null, measuring: true } });
    engine.telemetry.poll();
    const session = options.session();
    const range = stretchOf(session, engine.telemetry.position);
    const measured = await measureLoudness({ session, targets: [a, b], ...range });
    const now = monitor.getState().compare;
    const [loudnessA, loudnessB] = measured.ok ? measured.value : [];
    // Another pair may have been chosen meanwhile.
    const fits = loudnessA !== undefined && loudnessB !== undefined && now.a === a && now.b === b;
    monitor.setState({
      compare: { ...now, measuring: false, match: fits ? { a, b, loudnessA, loudnessB } : null },
    });
    if (!measured.ok) notices.fail(measured);
  };
}
