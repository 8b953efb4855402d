import type { Session, Stem } from '../../session/index.ts';
import { poolKey, type StemLibrary } from '../../stems/index.ts';

/** A stem and where its file is read. */
export interface ReadableStem {
  readonly stem: Stem;
  read(): Promise<File>;
}

/**
 * Stems whose source file is on this device, but not their audio as this version decodes it: what an earlier one decoded, or
 * what was never finished. They are imported again from there.
 */
export async function renewableStems(
  session: Session,
  library: Pick<StemLibrary, 'has' | 'exportSource'>,
): Promise<readonly ReadableStem[]> {
  const unique = new Map(Object.values<Stem>(session.stems).map((stem) => [stem.sha256, stem]));
  const found = await Promise.all(
    [...unique.values()].map(async (stem): Promise<readonly ReadableStem[]> => {
      if (await library.has(poolKey(stem.sha256, session.sampleRate))) return [];
      const source = await library.exportSource(stem);
      return source.ok ? [{ stem, read: async () => new File([source.value], stem.fileName) }] : [];
    }),
  );
  return found.flat();
}
