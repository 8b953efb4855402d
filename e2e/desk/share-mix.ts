/** A mix on the share server of a journey, published by the client itself: the demo's own files stand for its renders. */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { parseSession } from '../../src/session/index.ts';
import {
  createMix,
  createOwnerClient,
  type Fetch,
  type Manifest,
  type OwnerClient,
  type ProxyName,
} from '../../src/share/index.ts';

const DEMO = 'public/demo';
/** Two-channel files of the demo, by what they stand for. */
const RENDERS: Readonly<Record<ProxyName, string>> = {
  mix: 'stems/mx-piano.opus',
  music: 'stems/mx-harp.opus',
  dialogue: 'stems/mx-celesta.opus',
  effects: 'stems/fx-storm.opus',
  ambience: 'stems/amb-room.opus',
};
/** Samples of every file of the demo at 48 kHz. */
const LENGTH = 4_992_000;

const hashOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** The value of a result. @throws Error in the words of its failure */
export function got<Value>(
  result: { readonly ok: true; readonly value: Value } | { readonly ok: false; readonly message: string },
): Value {
  if (!result.ok) throw new Error(result.message);
  return result.value;
}

/** A mix that was published, and how its links are made. */
export interface SharedMix {
  readonly owner: OwnerClient;
  /** Path of a new link, capability in its fragment. */
  link(
    wish?: Partial<Parameters<OwnerClient['link']>[0]>,
  ): Promise<{ readonly path: string; readonly linkId: string }>;
  publish(note: string, change?: Partial<Manifest>): Promise<void>;
}

/** Publishes a version of the demo. @param base origin of the server */
export async function shareMix(
  base: string,
  {
    title = 'The Lighthouse',
    change = {},
    picture = false,
  }: {
    readonly title?: string;
    readonly change?: Partial<Manifest>;
    readonly picture?: boolean;
  } = {},
): Promise<SharedMix> {
  const send: Fetch = (path, init) => fetch(`${base}${path}`, init);
  const owner = createOwnerClient(send, got(await createMix(send, title, null)));
  const put = async <Type extends string>(path: string, type: Type) => {
    const bytes = readFileSync(`${DEMO}/${path}`);
    const sha256 = hashOf(bytes);
    got(await owner.upload(new Blob([bytes]), sha256, type));
    return { sha256, bytes: bytes.length, type };
  };
  const proxies = [];
  for (const [name, path] of Object.entries(RENDERS))
    proxies.push({
      ...(await put(path, 'audio/ogg')),
      name: name as ProxyName,
      target: 'binaural' as const,
      length: LENGTH,
      integratedLkfs: -23,
    });
  const parsed = got(parseSession(readFileSync(`${DEMO}/session.json`, 'utf8')));
  const cues = Object.values(parsed.markers).flatMap((marker) =>
    marker.kind === 'cue' && marker.end !== null
      ? [{ name: marker.name, start: marker.start, end: marker.end }]
      : [],
  );
  const manifest: Manifest = {
    format: 'scorestage-mix',
    version: 1,
    title,
    core: '1'.repeat(64),
    hrtf: { id: 'mit-kemar', sha256: '2'.repeat(64) },
    sampleRate: 48_000,
    frames: { numerator: 24, denominator: 1, drop: false, origin: 86_400 },
    length: LENGTH,
    range: { start: 0, end: LENGTH },
    render: null,
    integratedLkfs: -23.1,
    truePeakDb: -2.4,
    cues,
    markers: [],
    proxies,
    picture: picture ? await put('picture.webm', 'video/webm') : null,
    session: null,
    stems: [],
    ...change,
  };
  const publish = async (note: string, also: Partial<Manifest> = {}) => {
    got(await owner.publish({ ...manifest, ...also }, note));
  };
  await publish('First mix');
  return {
    owner,
    publish,
    async link(wish = {}) {
      const made = got(
        await owner.link({
          recipient: 'Director',
          role: 'approve',
          versions: null,
          expiresAt: null,
          password: null,
          downloads: false,
          stems: true,
          ...wish,
        }),
      );
      return { path: `/r/#${made.token}`, linkId: made.linkId };
    },
  };
}
