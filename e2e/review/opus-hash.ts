/** Makes a mix of Opus stems and one of the same without loss, and renders what came of them. Page side. */
import { createMixPlayer } from '../../src/share/browser.ts';
import type { Manifest } from '../../src/share/index.ts';
import { type FixtureTrack, makeMix } from './live-fixture.ts';
import { Shelf } from './mix-fixture.ts';
import { until } from './play-proxies.ts';

const TRACKS: readonly Omit<FixtureTrack, 'coding'>[] = [
  { name: 'Pad', family: 'music', format: 'stereo', seed: 1 },
  { name: 'Waves', family: 'ambience', format: 'stereo', seed: 4, faderDb: -12 },
];

const base64 = (bytes: Uint8Array): string => {
  let text = '';
  for (const byte of bytes) text += String.fromCharCode(byte);
  return btoa(text);
};

/** Blobs by hash as text, and the render of each. */
export async function renderOpus(seconds: number) {
  const shelf = new Shelf();
  const made = async (coding: FixtureTrack['coding']) =>
    makeMix(
      shelf,
      seconds,
      TRACKS.map((track) => ({ ...track, coding })),
    );
  const lossy = await made('opus');
  const lossless = await made('f32');
  // As a reviewer's page has it: fetched, decoded, compared and rendered by the player.
  const player = createMixPlayer(shelf.source([lossy.manifest]));
  await until(player, ({ heard, live }) => heard !== 'proxy' || (live?.failure ?? null) !== null);
  const { heard } = player.getState();
  const verified = await player.verify(new AbortController().signal);
  await player.dispose();
  const blobs: Record<string, string> = {};
  const add = async (sha256: string): Promise<void> => {
    blobs[sha256] = base64(await shelf.bytes(sha256));
  };
  for (const { manifest } of [lossy, lossless]) {
    if (manifest.session) await add(manifest.session.sha256);
    for (const { parts } of manifest.stems) for (const { sha256 } of parts) await add(sha256);
  }
  const plain = ({ manifest }: { manifest: Manifest }): Manifest => manifest;
  return {
    heard,
    verified: verified.ok ? verified.value : verified.message,
    lossy: plain(lossy),
    lossless: plain(lossless),
    blobs,
  };
}
