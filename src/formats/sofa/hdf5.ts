import type { Dataset, File as Hdf5File } from 'h5wasm';

/** Longest attribute that is read, bytes: titles, licences and histories are shorter. */
const MOST_TEXT_BYTES = 65_536;
/** Most numbers in one chunk of a stored array; the library unpacks a chunk in one piece. */
const MOST_CHUNK_NUMBERS = 1 << 24;
/** HDF5 class of floating-point numbers. */
const CLASS_FLOAT = 1;
/** HDF5 class of strings. */
const CLASS_STRING = 3;

/** An array of floating-point numbers in an open file; only its description has been read. */
export interface Hdf5Array {
  readonly shape: readonly number[];
  /** Text attributes of the array, such as `Units`. */
  text(name: string): string;
  /** Reads the whole array in row-major order. The caller has checked its shape. @throws Error if the file is damaged */
  read(): Float64Array;
  /** Reads rows [from, to) of the first dimension. @throws Error if the file is damaged */
  readRows(from: number, to: number): Float32Array | Float64Array;
}

/** The root of an open NetCDF-4 file. */
export interface Hdf5Root {
  /** A text attribute of the file; empty where there is none, or it is no text, or too long. */
  text(name: string): string;
  /** An array of the file, or null where there is none or it holds no floating-point numbers. */
  array(name: string): Hdf5Array | null;
}

let opened = 0;

/** True for the first eight bytes of HDF5; NetCDF-4 files have no user block before them. */
export function looksLikeHdf5(bytes: Uint8Array): boolean {
  return [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a].every((value, index) => bytes[index] === value);
}

function textOf(holder: Hdf5File | Dataset, name: string): string {
  const attribute = holder.attrs[name];
  if (!attribute) return '';
  const { type, size, total_size: count } = attribute.metadata;
  if (type !== CLASS_STRING || count * size > MOST_TEXT_BYTES) return '';
  const { value } = attribute;
  return typeof value === 'string' ? value : '';
}

function floats(value: unknown): Float32Array | Float64Array {
  if (value instanceof Float64Array || value instanceof Float32Array) return value;
  throw new TypeError('the array did not yield its numbers');
}

/**
 * Opens a file in memory and lets `work` read it, then closes it. The library (HDF5 in WASM, 1 MB) is loaded at the first
 * call. Nothing is allocated by a size the file claims: a claim beyond the limits above, or beyond what `work` accepts,
 * is never read.
 * @throws Error whatever the library finds wrong with the file
 */
export async function withHdf5<Value>(bytes: Uint8Array, work: (root: Hdf5Root) => Value): Promise<Value> {
  const hdf5 = await import('h5wasm');
  const module = await hdf5.ready;
  // Without it faults are printed and damaged arrays come back as whatever the memory held.
  module.activate_throwing_error_handler();
  opened += 1;
  const path = `file-${opened}`;
  module.FS.writeFile(path, bytes);
  let file: Hdf5File | null = null;
  try {
    file = new hdf5.File(path, 'r');
    const root = file;
    const names = new Set(root.keys());
    return work({
      text: (name) => textOf(root, name),
      array(name) {
        if (!names.has(name)) return null;
        const found = root.get(name);
        if (!(found instanceof hdf5.Dataset)) return null;
        const { type, chunks, vlen, shape, virtual_sources: sources } = found.metadata;
        if (type !== CLASS_FLOAT || vlen || shape === null || sources !== undefined) return null;
        if (chunks && chunks.reduce((product, value) => product * value, 1) > MOST_CHUNK_NUMBERS) return null;
        return {
          shape,
          text: (attribute) => textOf(found, attribute),
          read: () => Float64Array.from(floats(found.value)),
          readRows: (from, to) => floats(found.slice([[from, to], ...shape.slice(1).map((): [] => [])])),
        };
      },
    });
  } finally {
    file?.close();
    module.FS.unlink(path);
  }
}
