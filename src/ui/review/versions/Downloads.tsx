import { Download } from 'lucide-react';
import type { Manifest } from '../../../share/index.ts';
import { FAMILY_TITLES } from '../../kit/theme.ts';
import { useFacts, usePlayer, useReview } from '../state/review.ts';

interface Kept {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly type: string;
}

const ENDINGS: Readonly<Record<string, string>> = {
  'audio/ogg': 'ogg',
  'audio/flac': 'flac',
  'video/mp4': 'mp4',
  'video/webm': 'webm',
};

const size = (bytes: number): string =>
  bytes >= 1e6 ? `${(bytes / 1e6).toFixed(1)} MB` : `${Math.max(1, Math.round(bytes / 1e3))} kB`;

/** Files of a version that its link lets be kept. @param names names of stems by the hash of their source */
function filesOf(manifest: Manifest, names: ReadonlyMap<string, string>): readonly Kept[] {
  const proxies = manifest.proxies.map(({ name, target, ...blob }) => ({
    ...blob,
    name: `${name === 'mix' ? 'Mix' : FAMILY_TITLES[name]}, ${target === 'binaural' ? 'headphones' : 'stereo'}`,
  }));
  const picture = manifest.picture ? [{ ...manifest.picture, name: 'Picture' }] : [];
  const stems = manifest.stems.flatMap(({ source, pcm, parts }, index) => {
    const name = names.get(source) ?? names.get(pcm) ?? `Stem ${index + 1}`;
    return parts.map(({ channels, ...blob }) => ({
      ...blob,
      name:
        parts.length > 1 ? `${name}, channels ${channels.map((channel) => channel + 1).join(' and ')}` : name,
    }));
  });
  return [...proxies, ...picture, ...stems];
}

/** Names that become a file's: letters, digits and plain marks only. */
const fileName = (title: string, version: number, { name, type }: Kept): string =>
  `${`${title} v${version} ${name}`
    .replace(/\.(?:wav|aiff?|flac|ogg|opus|mp3|m4a)$/i, '')
    .replace(/[^\p{L}\p{N} .,()_-]/gu, '_')
    .slice(0, 120)}${ENDINGS[type] ? `.${ENDINGS[type]}` : ''}`;

/** Files to keep. */
export function Downloads() {
  const { client } = useReview();
  const title = useFacts((facts) => facts.title);
  const manifest = usePlayer((state) => state.manifest);
  const session = usePlayer((state) => state.session);
  const version = usePlayer((state) => state.version);
  if (!manifest) return null;
  const names = new Map(
    session ? Object.values(session.stems).map((stem) => [stem.sha256, stem.fileName]) : [],
  );
  return (
    <section className="rv-downloads" aria-label="Files to keep">
      <h2>Files to keep</h2>
      <ul>
        {filesOf(manifest, names).map((file, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: one blob may stand for several stems.
          <li key={index}>
            <a href={`${client.blobUrl(file.sha256)}?keep`} download={fileName(title, version, file)}>
              <Download size={13} aria-hidden="true" />
              <span dir="auto">{file.name}</span>
            </a>
            <span className="mono rv-dim">{size(file.bytes)}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}
