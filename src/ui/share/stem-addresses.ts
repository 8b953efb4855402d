import * as v from 'valibot';
import type { Session, Stem } from '../../session/index.ts';
import { addressFault, pruneSession, writeFragment } from '../../share/index.ts';
import type { Result } from '../../units/index.ts';

const demoList = v.object({
  files: v.array(v.object({ path: v.string(), sha256: v.string() })),
});

/** Addresses of the demo's files on this site, by SHA-256; empty where they can't be told. */
export async function demoAddresses(base: string): Promise<ReadonlyMap<string, string>> {
  const folder = new URL('demo/', base);
  try {
    const response = await fetch(new URL('manifest.json', folder));
    const list = v.safeParse(demoList, response.ok ? await response.json() : null);
    if (!list.success) return new Map();
    return new Map(list.output.files.map(({ path, sha256 }) => [sha256, new URL(path, folder).pathname]));
  } catch {
    // Without a connection nothing is known to have an address.
    return new Map();
  }
}

/** Where the stems of a mix can be fetched from. */
export interface Addressed {
  readonly addresses: ReadonlyMap<string, string>;
  /** Stems that sound and have no address. */
  readonly without: readonly Stem[];
  readonly stems: number;
}

/**
 * Finds an address for every stem that sounds: one that is known, or the stem's file name in a folder.
 * @param folder https address of a folder; empty: none
 */
export function addressStems(
  session: Session,
  known: ReadonlyMap<string, string>,
  folder: string,
): Addressed {
  const addresses = new Map(known);
  const stems = Object.values<Stem>(pruneSession(session).stems);
  const base = folder === '' || folder.endsWith('/') ? folder : `${folder}/`;
  if (base !== '' && addressFault(base) === null) {
    for (const { sha256, fileName } of stems)
      if (!addresses.has(sha256)) addresses.set(sha256, base + encodeURIComponent(fileName));
  }
  return { addresses, without: stems.filter(({ sha256 }) => !addresses.has(sha256)), stems: stems.length };
}

/** The link that holds the mix. @param base of this page */
export async function linkOfMix(
  session: Session,
  addresses: ReadonlyMap<string, string>,
  base: string,
): Promise<Result<string>> {
  const written = await writeFragment(session, addresses);
  return written.ok ? { ok: true, value: `${new URL('play', base).href}#${written.value}` } : written;
}
