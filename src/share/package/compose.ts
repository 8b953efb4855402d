import { MIX_ELEMENT, MIX_PLACE, type PackedMix, PIECE_BYTES, pageJson } from './layout.ts';

/** A blob as it is written: text of the page, in pieces that the browser keeps. */
export interface WrittenBlob {
  readonly bytes: number;
  readonly pieces: readonly Blob[];
}

/** What is written into a file. */
export interface ComposeRequest {
  /** The player's file, as it was built. */
  readonly player: string;
  readonly mix: Omit<PackedMix, 'format' | 'version' | 'blobs'>;
  /** By SHA-256: what the manifest names, and the head-related responses. */
  readonly blobs: ReadonlyMap<string, WrittenBlob>;
}

/** True for the player's file. */
export const isPlayer = (text: string): boolean => text.split(MIX_PLACE).length === 2;

/** Bytes as base64. */
function toBase64(bytes: Uint8Array): string {
  const parts: string[] = [];
  // A call takes only so many arguments.
  for (let at = 0; at < bytes.length; at += 0x8000)
    parts.push(String.fromCharCode(...bytes.subarray(at, at + 0x8000)));
  return btoa(parts.join(''));
}

/** Writes a blob as text that runs nothing. Memory holds a piece at a time. Rejects with the signal's reason. */
export async function writeBlob(
  sha256: string,
  blob: Blob,
  signal?: AbortSignal,
  onBytes?: (done: number) => void,
): Promise<WrittenBlob> {
  const pieces: Blob[] = [];
  for (let at = 0; at < blob.size; at += PIECE_BYTES) {
    signal?.throwIfAborted();
    const bytes = new Uint8Array(await blob.slice(at, at + PIECE_BYTES).arrayBuffer());
    const tag = `<script type="application/octet-stream" data-blob="${sha256}">`;
    pieces.push(new Blob([tag, toBase64(bytes), '</script>\n']));
    onBytes?.(at + bytes.length);
  }
  return { bytes: blob.size, pieces };
}

/** Puts a mix into the player's file. @throws TypeError if `player` is no player */
export function composePackage({ player, mix, blobs }: ComposeRequest): Blob {
  if (!isPlayer(player)) throw new TypeError('the player has no place for a mix');
  const [before = '', after = ''] = player.split(MIX_PLACE);
  const listed = [...blobs].map(([sha256, { bytes }]) => ({ sha256, bytes }));
  const packed: PackedMix = { format: 'scorestage-file', version: 1, ...mix, blobs: listed };
  return new Blob(
    [
      before,
      `<script type="application/json" id="${MIX_ELEMENT}">${pageJson(packed)}</script>\n`,
      ...[...blobs.values()].flatMap(({ pieces }) => pieces),
      after,
    ],
    { type: 'text/html' },
  );
}
