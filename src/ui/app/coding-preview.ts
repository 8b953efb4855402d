import type { Engine } from '../../engine/index.ts';
import {
  type Cluster,
  codeSpatially,
  mixElements,
  placeElements,
  splitObjects,
} from '../../monitor/index.ts';
import type { Session, TrackId } from '../../session/index.ts';
import type { MonitorStore } from '../state/monitor-store.ts';

/** How often elements are merged anew while playing, ms. Encoders do it more often; each time is a cross-fade here. */
const MERGE_MS = 200;
/** Share of a new level that enters the remembered one, so that clusters do not flicker. */
const RISE = 0.4;

/** What the preview works on. */
export interface CodingPreviewOptions {
  readonly engine: Engine;
  readonly monitor: MonitorStore;
  /** Gives the engine the session anew, through `apply`. */
  readonly feed: () => void;
}

/** Merges the mix into few elements for the live engine alone. Main thread; owner calls `dispose`. */
export interface CodingPreview {
  /** The session as the live engine is to play it: as it is, or coded. */
  apply(session: Session): Session;
  dispose(): void;
}

/** Makes the preview; it rests until the monitor asks for a number of elements. */
export function createCodingPreview({ engine, monitor, feed }: CodingPreviewOptions): CodingPreview {
  let source: Session | null = null;
  let split: Session | null = null;
  let clusters: readonly Cluster[] = [];
  let timer: ReturnType<typeof setInterval> | null = null;
  const levels = new Map<string, number>();

  const smooth = (id: string, now: number): number => {
    const before = levels.get(id) ?? now;
    const next = before + RISE * (now - before);
    levels.set(id, next);
    return next;
  };
  const merge = (): void => {
    const { coding } = monitor.getState();
    if (coding === null || !split) return;
    const { telemetry } = engine;
    const elements = mixElements(split, telemetry.position, {
      track: (id: TrackId) => smooth(id, telemetry.stripRms(id) ** 2),
      bed: (channel) => smooth(`bed ${channel}`, telemetry.bedPeak(channel) ** 2),
    });
    clusters = codeSpatially(elements, coding);
  };
  const tick = (): void => {
    if (!engine.getState().playing) return;
    merge();
    feed();
  };
  const follow = (): void => {
    const { coding } = monitor.getState();
    if (coding !== null && timer === null) timer = setInterval(tick, MERGE_MS);
    if (coding === null && timer !== null) {
      clearInterval(timer);
      timer = null;
      levels.clear();
      engine.setBedPlaces(null);
    }
    feed();
  };
  const stop = monitor.subscribe((state, before) => {
    if (state.coding !== before.coding) follow();
  });

  return {
    apply(session) {
      if (monitor.getState().coding === null) return session;
      if (source !== session || !split) {
        source = session;
        split = splitObjects(session);
        merge();
      }
      const { session: coded, bedPlaces } = placeElements(split, clusters);
      engine.setBedPlaces(bedPlaces);
      return coded;
    },
    dispose() {
      stop();
      if (timer !== null) clearInterval(timer);
    },
  };
}
