import { type Clip, parseSession, type Session, type Stem } from '../../session/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';
import type { UnpackedSession } from './packages.ts';

const at = (path: string): string => new URL(`demo/${path}`, document.baseURI).href;

async function fetchFile(path: string, name: string, type?: string): Promise<File> {
  const response = await fetch(at(path));
  if (!response.ok) throw new TypeError(`${path}: ${response.status} ${response.statusText}`);
  return new File([await response.blob()], name, type === undefined ? {} : { type });
}

/** Stems by the moment they are first heard: who presses play at once hears the beginning first. */
export function byFirstSound(session: Session): readonly Stem[] {
  const first = new Map<string, number>();
  for (const clip of Object.values<Clip>(session.clips)) {
    first.set(clip.stemId, Math.min(first.get(clip.stemId) ?? Number.POSITIVE_INFINITY, clip.start));
  }
  const when = (stem: Stem): number => first.get(stem.id) ?? Number.POSITIVE_INFINITY;
  return Object.values<Stem>(session.stems).sort((one, other) => when(one) - when(other));
}

/** Reads the demo session's document; its stems and picture are fetched when asked for. */
export async function fetchDemo(): Promise<Result<UnpackedSession>> {
  let text: string;
  try {
    const response = await fetch(at('session.json'));
    if (!response.ok) throw new TypeError(`${response.status} ${response.statusText}`);
    text = await response.text();
  } catch (cause) {
    return fail(
      'demo-not-fetched',
      'The demo session could not be fetched.',
      'Check the connection and try again; your own sessions open without it.',
      cause,
    );
  }
  const parsed = parseSession(text);
  if (!parsed.ok) return parsed;
  const session = parsed.value;
  const { picture } = session;
  return ok({
    session,
    stems: byFirstSound(session).map((stem) => ({
      stem,
      read: () => fetchFile(`stems/${encodeURIComponent(stem.fileName)}`, stem.fileName),
    })),
    picture:
      picture && (() => fetchFile(encodeURIComponent(picture.fileName), picture.fileName, picture.mediaType)),
  });
}
