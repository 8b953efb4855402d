/** Name of the document inside a package. */
export const SESSION_ENTRY = 'session.json';
/** Largest document accepted, bytes; the only entry that may be compressed. */
export const MAX_SESSION_BYTES = 64 * 2 ** 20;
/** Most entries a package may have. */
export const MAX_PACKAGE_ENTRIES = 4_096;

/** What an asset is for. */
export type AssetKind = 'stem' | 'picture';

const FOLDERS: Readonly<Record<AssetKind, string>> = { stem: 'stems', picture: 'picture' };
const ENTRY_PATTERN = /^(stems|picture)\/([0-9a-f]{64})\.([a-z0-9]{1,8})$/;
const EXTENSION_PATTERN = /^[a-z0-9]{1,8}$/;
const SHA_PATTERN = /^[0-9a-f]{64}$/;

/** An asset as named by its entry. */
export interface AssetName {
  readonly kind: AssetKind;
  /** SHA-256 of the bytes, lower-case hex. */
  readonly sha256: string;
  /** 1–8 lower-case letters or digits, without the dot. */
  readonly extension: string;
}

/** Reads an entry name by the one strict pattern there is; null for everything else. */
export function parseAssetName(entryName: string): AssetName | null {
  const match = ENTRY_PATTERN.exec(entryName);
  if (!match) return null;
  const [, folder, sha256 = '', extension = ''] = match;
  return { kind: folder === 'stems' ? 'stem' : 'picture', sha256, extension };
}

/** The entry name of an asset. @throws RangeError if hash or extension don't follow the pattern. */
export function assetEntryName({ kind, sha256, extension }: AssetName): string {
  if (!SHA_PATTERN.test(sha256)) throw new RangeError(`not a SHA-256 in lower-case hex: ${sha256}`);
  if (!EXTENSION_PATTERN.test(extension)) throw new RangeError(`not a plain file extension: ${extension}`);
  return `${FOLDERS[kind]}/${sha256}.${extension}`;
}

/** A plain extension from a user's file name; `bin` where it has none that fits. The name itself is not stored as a path. */
export function extensionOf(fileName: string): string {
  const extension = /\.([A-Za-z0-9]{1,8})$/.exec(fileName)?.[1]?.toLowerCase();
  return extension ?? 'bin';
}
