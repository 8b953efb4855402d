import * as v from 'valibot';
import { fail, ok, type Result } from '../../units/index.ts';
import type { MixSource } from '../player/types.ts';
import { MIX_ELEMENT, type PackedMix, packedMix } from './layout.ts';

/** A page with a mix in it. */
export interface OpenedPackage {
  readonly mix: PackedMix;
  readonly source: MixSource;
  /** The bytes of a blob; null where the file has none of that hash, or damaged ones. */
  blob(sha256: string): Blob | null;
}

/** How the page's elements are found; `Document` is one. */
export interface PackageDocument {
  getElementById(id: string): PackageElement | null;
  querySelectorAll(selector: string): Iterable<PackageElement>;
}

/** An element that holds text. */
export interface PackageElement {
  readonly textContent: string | null;
  remove(): void;
}

const damaged = (): Result<never> =>
  fail('package-damaged', 'This file is damaged or was cut short.', 'Copy it again from where it came from.');

function fromBase64(text: string): Uint8Array<ArrayBuffer> | null {
  if (text.length % 4 !== 0 || !/^[A-Za-z0-9+/]*={0,2}$/.test(text)) return null;
  const plain = atob(text);
  const bytes = new Uint8Array(plain.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = plain.charCodeAt(at);
  return bytes;
}

/**
 * Reads the mix that was written into a page. Blobs are decoded when they are first asked for, and their text is dropped. Hashes
 * are not compared here: who decodes a blob does.
 */
export function readPackage(page: PackageDocument): Result<OpenedPackage> {
  const element = page.getElementById(MIX_ELEMENT);
  if (!element)
    return fail('package-empty', 'There is no mix in this file.', 'Save it again from Scorestage.');
  let raw: unknown;
  try {
    raw = JSON.parse(element.textContent ?? '');
  } catch {
    return damaged();
  }
  const parsed = v.safeParse(packedMix, raw, { abortEarly: true });
  if (!parsed.success) return damaged();
  const mix = parsed.output;
  const sizes = new Map(mix.blobs.map(({ sha256, bytes }) => [sha256, bytes]));
  const read = new Map<string, Blob | null>();

  const decode = (sha256: string): Blob | null => {
    const size = sizes.get(sha256);
    if (size === undefined) return null;
    const pieces: Uint8Array<ArrayBuffer>[] = [];
    for (const piece of page.querySelectorAll(`script[data-blob="${sha256}"]`)) {
      const bytes = fromBase64(piece.textContent ?? '');
      piece.remove();
      if (!bytes) return null;
      pieces.push(bytes);
    }
    const blob = new Blob(pieces);
    return blob.size === size ? blob : null;
  };
  const blob = (sha256: string): Blob | null => {
    const known = read.get(sha256);
    if (known !== undefined) return known;
    const made = decode(sha256);
    read.set(sha256, made);
    return made;
  };
  const source: MixSource = {
    kind: 'package',
    versions: () => [mix.facts],
    manifest: async (n) =>
      n === mix.facts.n
        ? ok(mix.manifest)
        : fail('no-version', 'This file holds one version.', 'Open the link for the others.'),
    async open(sha256, from, signal) {
      signal.throwIfAborted();
      const found = blob(sha256);
      return found ? ok(found.slice(from).stream()) : damaged();
    },
  };
  return ok({ mix, source, blob });
}
