import { chooseHrtf, type LiveEngine, startEngine } from '../../engine/browser.ts';
import { parseSession, type Session, type Stem } from '../../session/index.ts';
import type { Manifest, OpenedPackage } from '../../share/index.ts';
import { openStemHolder } from '../../stems/browser.ts';
import { type HeldStem, poolKey } from '../../stems/index.ts';
import { fail, ok, type Result } from '../../units/index.ts';

const damaged = (): Result<never> =>
  fail('package-damaged', 'This file is damaged or was cut short.', 'Copy it again from where it came from.');

/** The session as it is played here: each stem named by its decoded samples, so that it can't be taken for its source. */
function playedSession(session: Session, manifest: Manifest): Session {
  const pcmOf = new Map(manifest.stems.map(({ source, pcm }) => [source, pcm]));
  const stems = Object.values<Stem>(session.stems).map((stem) => [
    stem.id,
    { ...stem, sha256: pcmOf.get(stem.sha256) ?? stem.sha256 },
  ]);
  return { ...session, stems: Object.fromEntries(stems) };
}

/** A mix that was read from its file, ready to be heard. */
export interface OpenMix {
  readonly session: Session;
  readonly engine: LiveEngine;
}

/** Decodes every stem of the file and starts the engine over them. @param onShare how much is done, 0 … 1 */
export async function openMix(
  { mix, blob }: OpenedPackage,
  onShare: (share: number) => void,
): Promise<Result<OpenMix>> {
  const { manifest, hrtf } = mix;
  const text = await (manifest.session ? blob(manifest.session.sha256) : null)?.text();
  if (text === undefined) return damaged();
  const parsed = parseSession(text, 'The mix');
  if (!parsed.ok) return parsed;
  const session = playedSession(parsed.value, manifest);

  const total = manifest.stems.flatMap(({ parts }) => parts).reduce((sum, { bytes }) => sum + bytes, 0);
  const done = new Map<string, number>();
  const holder = openStemHolder();
  try {
    const results = await Promise.all(
      manifest.stems.map(({ source, pcm, channels, length, parts }): Promise<Result<HeldStem>> => {
        const files = parts.map((part) => ({
          file: blob(part.sha256),
          channels: part.channels,
          sha256: null,
        }));
        const known = files.flatMap(({ file, ...rest }) => (file ? [{ file, ...rest }] : []));
        if (known.length < files.length) return Promise.resolve(damaged());
        return holder.hold(
          { key: poolKey(pcm, manifest.sampleRate), fileName: 'A stem', channels, length, pcm, parts: known },
          {
            onBytes(bytes) {
              done.set(source, bytes);
              onShare([...done.values()].reduce((sum, part) => sum + part, 0) / Math.max(1, total));
            },
          },
        );
      }),
    );
    const held: HeldStem[] = [];
    for (const result of results) {
      if (!result.ok) return result;
      held.push(result.value);
    }
    const ears = hrtf === null ? null : blob(hrtf);
    if (ears) {
      const bytes = new Uint8Array(await ears.arrayBuffer());
      chooseHrtf({ id: manifest.hrtf.id, read: async () => bytes });
    }
    const engine = startEngine({ session, target: ears ? 'binaural' : '2.0' });
    engine.holdStems(held);
    return ok({ session, engine });
  } finally {
    holder.dispose();
  }
}
