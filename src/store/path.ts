/** Segments this program makes: ids, hashes, fixed words. No dot first (so no `..`), no separators, no spaces. */
const SEGMENT = /^[A-Za-z0-9_-][A-Za-z0-9._-]{0,199}$/;

/**
 * Splits a store path into its checked segments.
 * @throws RangeError if a segment is not one this program makes: user-given names must never become paths.
 */
export function splitPath(path: string): readonly string[] {
  const segments = path.split('/');
  for (const segment of segments) {
    if (!SEGMENT.test(segment)) throw new RangeError(`not a store path: ${JSON.stringify(path)}`);
  }
  return segments;
}

/** Splits a path into its directory segments and the last name. */
export function splitFile(path: string): { readonly directory: readonly string[]; readonly name: string } {
  const segments = splitPath(path);
  const name = segments.at(-1) ?? '';
  return { directory: segments.slice(0, -1), name };
}
