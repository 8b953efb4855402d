import { responseSpan, type Session, type Space } from '../../session/index.ts';
import { type PoolKey, poolKey } from '../../stems/index.ts';
import { poolKeyId } from '../stream/stream-program.ts';

/** A response to be read and prepared. Plain data. */
export interface ResponseRequest {
  /** Names the prepared response: all it depends on. */
  readonly key: string;
  readonly stem: PoolKey;
  readonly fileName: string;
  /** Channels of the stem, in the order of the layout their number stands for. */
  readonly channels: readonly number[];
  /** First sample of the stem that is taken, and how many; how many of those fade out. Samples at the session rate. */
  readonly start: number;
  readonly frames: number;
  readonly fade: number;
}

/** The response a space asks for; null if it convolves with none. */
export function requestOf(session: Session, { kind, response }: Space): ResponseRequest | null {
  const stem = kind === 'convolution' && response ? session.stems[response.stemId] : undefined;
  if (!stem || !response) return null;
  const key = poolKey(stem.sha256, session.sampleRate);
  const { channels } = response;
  const { start, frames, fade } = responseSpan(response, stem, session.sampleRate);
  return {
    key: [poolKeyId(key), channels.join('-'), start, frames, fade].join('/'),
    stem: key,
    fileName: stem.fileName,
    channels,
    start,
    frames,
    fade,
  };
}
