import { useEffect, useState } from 'react';
import { usePlayer, useReview } from '../state/review.ts';
import type { OverviewOrder, OverviewPart } from './overview.worker.ts';
import type { OverviewPeaks } from './overview-paint.ts';

/** Columns of the overview: two for each pixel of a wide page. */
const COLUMNS = 2_400;

/** Peaks of the version's coded mix, read in a worker once sound has begun: nothing takes the line from the first sound. */
export function useOverviewPeaks(): OverviewPeaks | null {
  const { client } = useReview();
  const proxy = usePlayer(
    (state) =>
      state.manifest?.proxies.find(({ name, target }) => name === 'mix' && target === 'binaural') ?? null,
  );
  const sounded = usePlayer((state) => state.firstSoundSeconds !== null);
  const [read, setRead] = useState<{ readonly of: string; readonly peaks: OverviewPeaks } | null>(null);
  useEffect(() => {
    if (!proxy || !sounded) return;
    const worker = new Worker(new URL('./overview.worker.ts', import.meta.url), {
      type: 'module',
      name: 'overview',
    });
    const values = new Float32Array(COLUMNS);
    worker.addEventListener('message', ({ data }: MessageEvent<OverviewPart>) => {
      values.set(data.values, data.from);
      setRead({ of: proxy.sha256, peaks: { values, done: data.from + data.values.length } });
    });
    const order: OverviewOrder = {
      url: new URL(client.blobUrl(proxy.sha256), location.href).href,
      frames: proxy.length,
      columns: COLUMNS,
    };
    worker.postMessage(order);
    return () => worker.terminate();
  }, [client, proxy, sounded]);
  return read && read.of === proxy?.sha256 ? read.peaks : null;
}
