/** Bytes that lie in the browser's own keeping, or so many bytes of zeros. */
export type HeldPiece = Blob | number;

/** Reads bytes `from` to `to` of a blob at once. */
export type ReadSlice = (blob: Blob, from: number, to: number) => Uint8Array;

/** A stretch of one piece: bytes of a blob, or zeros. */
export interface Stretch {
  readonly blob: Blob | null;
  readonly from: number;
  readonly to: number;
}

const sizeOf = (piece: HeldPiece): number => (typeof piece === 'number' ? piece : piece.size);

/** Finds where bytes lie; what is beyond the end is left out. */
export function createLocator(
  pieces: readonly HeldPiece[],
): (at: number, length: number) => readonly Stretch[] {
  const starts: number[] = [];
  let total = 0;
  for (const piece of pieces) {
    starts.push(total);
    total += sizeOf(piece);
  }
  const pieceAt = (at: number): number => {
    let low = 0;
    let high = starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= at) low = middle;
      else high = middle - 1;
    }
    return low;
  };
  return (at, length) => {
    const found: Stretch[] = [];
    const end = Math.min(total, at + length);
    let place = Math.max(0, at);
    for (let index = pieceAt(place); place < end; index += 1) {
      const piece = pieces[index];
      const start = starts[index];
      if (piece === undefined || start === undefined) break;
      const to = Math.min(sizeOf(piece), end - start);
      if (to > place - start) {
        found.push({ blob: typeof piece === 'number' ? null : piece, from: place - start, to });
        place = start + to;
      }
    }
    return found;
  };
}

/** Gathers bytes; neighbouring blobs become one, stretches of zeros take no room. */
export function createPieces(): { add(bytes: Uint8Array): void; pieces(): readonly HeldPiece[] } {
  const done: HeldPiece[] = [];
  let sound: Blob[] = [];
  let zeros = 0;
  const close = (): void => {
    if (sound.length > 0) done.push(new Blob(sound));
    if (zeros > 0) done.push(zeros);
    sound = [];
    zeros = 0;
  };
  return {
    add(bytes) {
      const silent = isZero(bytes);
      if (silent ? sound.length > 0 : zeros > 0) close();
      if (silent) zeros += bytes.length;
      else sound.push(new Blob([bytes as Uint8Array<ArrayBuffer>]));
    },
    pieces() {
      close();
      return done;
    },
  };
}

/** True if all bits are zero; −0 is none. Length must be a multiple of four, at an aligned place. */
function isZero(bytes: Uint8Array): boolean {
  const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length >> 2);
  return words.every((word) => word === 0);
}
