import { extensionOf, openPackage, type PackageAsset, writePackage } from '../../formats/index.ts';
import { parseSession, randomIds, type Session, type Stem, serialiseSession } from '../../session/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';
import type { Services } from './services.ts';

/** Bytes gathered before they become a Blob of their own, which the browser may keep on disk. */
const PART_BYTES = 16 * 2 ** 20;

/** A stream that gathers what is written into one Blob without holding it all in this thread's memory. */
export function blobSink(): { readonly stream: WritableStream<Uint8Array>; blob(): Blob } {
  const parts: Blob[] = [];
  let open: Uint8Array<ArrayBuffer>[] = [];
  let bytes = 0;
  const seal = () => {
    if (open.length > 0) parts.push(new Blob(open));
    open = [];
    bytes = 0;
  };
  const stream = new WritableStream<Uint8Array>({
    write(chunk) {
      open.push(new Uint8Array(chunk));
      bytes += chunk.length;
      if (bytes >= PART_BYTES) seal();
    },
  });
  return {
    stream,
    blob() {
      seal();
      return new Blob(parts, { type: 'application/zip' });
    },
  };
}

/** Writes a session and all its audio and picture as one .scorestage file. What is not on this device is named. */
export async function buildPackage(
  session: Session,
  services: Services,
): Promise<Result<{ readonly blob: Blob; readonly missing: readonly string[] }>> {
  const assets: PackageAsset[] = [];
  const missing: string[] = [];
  const seen = new Set<string>();
  for (const stem of Object.values<Stem>(session.stems)) {
    if (seen.has(stem.sha256)) continue;
    seen.add(stem.sha256);
    const source = await services.library.exportSource(stem);
    if (source.ok) {
      assets.push({
        kind: 'stem',
        sha256: stem.sha256,
        extension: extensionOf(stem.fileName),
        content: source.value,
      });
    } else missing.push(stem.fileName);
  }
  const { picture } = session;
  if (picture && !seen.has(picture.sha256)) {
    const found = await services.pictures.find(picture.sha256);
    if (found.ok && found.value) {
      assets.push({
        kind: 'picture',
        sha256: picture.sha256,
        extension: extensionOf(picture.fileName),
        content: found.value,
      });
    } else missing.push(picture.fileName);
  }
  const sink = blobSink();
  const written = await writePackage({ sessionJson: serialiseSession(session), assets }, sink.stream);
  return written.ok ? ok({ blob: sink.blob(), missing }) : written;
}

/** A package read as far as its document; its files are read when asked for. */
export interface UnpackedSession {
  readonly session: Session;
  readonly stems: readonly { readonly stem: Stem; read(): Promise<File> }[];
  readonly picture: (() => Promise<File>) | null;
}

/** Opens a .scorestage file. `taken` ids get a fresh one, so that opening a copy never overwrites the original. */
export async function unpackSession(
  file: File,
  taken: ReadonlySet<string>,
): Promise<Result<UnpackedSession>> {
  const opened = await openPackage(file, file.name);
  if (!opened.ok) return opened;
  const parsed = parseSession(opened.value.sessionJson);
  if (!parsed.ok) return fail(parsed.code, `“${file.name}”: ${parsed.message}`, parsed.remedy);
  const session = taken.has(parsed.value.id) ? { ...parsed.value, id: randomIds().session() } : parsed.value;
  const { entries } = opened.value;
  const fileOf = (sha256: string, name: string, type?: string) => async () => {
    const entry = entries.get(sha256);
    if (!entry) throw new TypeError(`${name} is not in the package`);
    return new File([await entry.blob()], name, type === undefined ? {} : { type });
  };
  const unique = new Map(Object.values<Stem>(session.stems).map((stem) => [stem.sha256, stem]));
  const { picture } = session;
  return ok({
    session,
    stems: [...unique.values()].map((stem) => ({ stem, read: fileOf(stem.sha256, stem.fileName) })),
    picture:
      picture && entries.has(picture.sha256)
        ? fileOf(picture.sha256, picture.fileName, picture.mediaType)
        : null,
  });
}
