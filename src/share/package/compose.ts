import { ok, type Result } from '../../units/index.ts';
import { MIX_ELEMENT, MIX_PLACE, type PackedMix, PIECE_BYTES, pageJson } from './layout.ts';

/** What is written into a file. */
export interface ComposeRequest {
  /** The player's file, as it was built. */
  readonly player: string;
  readonly mix: Omit<PackedMix, 'format' | 'version' | 'blobs'>;
  /** By SHA-256: what the manifest names, and the head-related responses. Read once, piece by piece. */
  readonly blobs: ReadonlyMap<string, Blob>;
  readonly signal?: AbortSignal;
  /** Bytes of the blobs written so far, and in all. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Bytes as base64. */
function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  // A call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x8000)
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  return btoa(parts.join(''));
}

/**
 * Writes a mix into the player's file. Pieces are blobs from the start, so that memory holds one of them at a time.
 * @throws TypeError if `player` is no player; rejects with the signal's reason
 */
export async function composePackage(request: ComposeRequest): Promise<Result<Blob>> {
  const { player, mix, blobs, signal, onProgress } = request;
  const [before, after, ...more] = player.split(MIX_PLACE);
  if (before === undefined || after === undefined || more.length > 0)
    throw new TypeError('the player has no place for a mix');
  const listed = [...blobs].map(([sha256, { size }]) => ({ sha256, bytes: size }));
  const packed: PackedMix = { format: 'scorestage-file', version: 1, ...mix, blobs: listed };
  const parts: (string | Blob)[] = [
    before,
    `<script type="application/json" id="${MIX_ELEMENT}">${pageJson(packed)}</script>\n`,
  ];
  const total = listed.reduce((sum, { bytes }) => sum + bytes, 0);
  let done = 0;
  for (const [sha256, blob] of blobs) {
    for (let at = 0; at < blob.size; at += PIECE_BYTES) {
      signal?.throwIfAborted();
      const bytes = new Uint8Array(await blob.slice(at, at + PIECE_BYTES).arrayBuffer());
      parts.push(
        new Blob([
          `<script type="application/octet-stream" data-blob="${sha256}">`,
          toBase64(bytes),
          '</script>\n',
        ]),
      );
      done += bytes.length;
      onProgress?.(done, total);
    }
  }
  parts.push(after);
  return ok(new Blob(parts, { type: 'text/html' }));
}
