import type { ByteRange } from '../blobs/blob-store.ts';

/**
 * One range of a `Range` header (RFC 9110 §14.1.2). Several at once, other units and nonsense are ignored, as the
 * standard allows: the whole is sent.
 * @returns the range, `null` for the whole, `'none'` where it lies outside
 */
export function parseRange(header: string | undefined, bytes: number): ByteRange | null | 'none' {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '');
  if (!match) return null;
  const [, from = '', to = ''] = match;
  if (from === '' && to === '') return null;
  if (from === '') {
    const tail = Math.min(Number(to), bytes);
    return tail === 0 ? 'none' : { first: bytes - tail, last: bytes - 1 };
  }
  const first = Number(from);
  const last = to === '' ? bytes - 1 : Math.min(Number(to), bytes - 1);
  if (first >= bytes) return 'none';
  return last < first ? null : { first, last };
}
