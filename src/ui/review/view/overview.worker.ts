/** Dedicated worker that reads a coded mix from end to end and tells how loud it is, column by column. */
import { OggOpusDecoder } from 'ogg-opus-decoder';

/** What to read. */
export interface OverviewOrder {
  readonly url: string;
  /** Length at 48 kHz. */
  readonly frames: number;
  readonly columns: number;
}

/** Columns that are finished: peaks 0…1, the louder of left and right. */
export interface OverviewPart {
  readonly from: number;
  readonly values: Float32Array;
}

/** Columns told at once. */
const BATCH = 48;

async function read({ url, frames, columns }: OverviewOrder): Promise<void> {
  const answer = await fetch(url, { priority: 'low' });
  if (!answer.ok || !answer.body) return;
  const decoder = new OggOpusDecoder();
  await decoder.ready;
  const all = new Float32Array(columns);
  let at = 0;
  let told = 0;
  const take = (channels: readonly Float32Array[], count: number) => {
    for (let sample = 0; sample < count; sample++, at++) {
      const column = Math.min(columns - 1, Math.floor((at / frames) * columns));
      for (const channel of channels)
        all[column] = Math.max(all[column] ?? 0, Math.abs(channel[sample] ?? 0));
    }
    const done = Math.min(columns, Math.floor((at / frames) * columns));
    if (done - told >= BATCH) tell(done);
  };
  const tell = (to: number) => {
    const part: OverviewPart = { from: told, values: all.slice(told, to) };
    postMessage(part);
    told = to;
  };
  const reader = answer.body.getReader();
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    const { channelData, samplesDecoded } = await decoder.decode(value);
    take(channelData, samplesDecoded);
  }
  const { channelData, samplesDecoded } = await decoder.flush();
  take(channelData, samplesDecoded);
  if (told < columns) tell(columns);
  decoder.free();
}

addEventListener('message', ({ data }: MessageEvent<OverviewOrder>) => {
  // A line that breaks leaves the rest of the picture empty; sound and comments have their own ways.
  read(data).catch(() => undefined);
});
