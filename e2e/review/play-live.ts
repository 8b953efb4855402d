/** Plays a fixture until its own engine is heard, and says what went to the loudspeakers meanwhile. Page side. */
import { createMixPlayer } from '../../src/share/browser.ts';
import { align } from './align.ts';
import { installCapture } from './capture.ts';
import { type FixtureTrack, makeMix, TRACKS } from './live-fixture.ts';
import { Shelf } from './mix-fixture.ts';
import { reached, until } from './play-proxies.ts';

const RATE = 48_000;

/** Root mean square of a stretch, dB. */
function levelDb(samples: Float32Array, from: number, frames: number): number {
  let sum = 0;
  for (let n = from; n < from + frames; n++) sum += (samples[n] ?? 0) ** 2;
  return 10 * Math.log10(sum / frames + 1e-20);
}

/** Names of all directories and files of this origin's storage. */
async function storedNames(folder: FileSystemDirectoryHandle): Promise<string[]> {
  const names: string[] = [];
  const entries = (
    folder as unknown as { values(): AsyncIterable<FileSystemDirectoryHandle | FileSystemFileHandle> }
  ).values();
  for await (const entry of entries) {
    names.push(entry.name);
    if (entry.kind === 'directory') names.push(...(await storedNames(entry)));
  }
  return names;
}

/** Proxy, then live: what was heard around the exchange. */
export async function playLive(coding: FixtureTrack['coding']) {
  const capture = installCapture();
  const seconds = 12;
  const shelf = new Shelf();
  const tracks = TRACKS.map((track) => ({ ...track, coding }));
  const { manifest, rendered } = await makeMix(shelf, seconds, tracks);
  const [wanted] = rendered;
  const player = createMixPlayer(shelf.source([manifest]));
  await until(player, ({ status }) => status.kind !== 'opening');
  await player.play();
  await reached(player, RATE);
  await until(player, ({ heard, live }) => heard !== 'proxy' || (live?.failure ?? null) !== null);
  const { heard, live, differs, session } = player.getState();
  const turned = player.position();
  await reached(player, Math.min(seconds * RATE - 4800, turned + 2.5 * RATE));
  const { left } = capture.read();
  player.stop();
  const start = left.findIndex((value) => Math.abs(value) > 1e-4);
  const proxy = align(left, start + 9600, 24_000, wanted, 9600, 600);
  const place = Math.round(turned + RATE);
  const engine = align(left, start + place, 48_000, wanted, place, 600);
  // Level against the render's, 20 ms at a time, from a second ahead of the exchange to a second behind.
  let step = 0;
  let gap = 0;
  for (let at = Math.round(turned - RATE); at < turned + RATE; at += 960) {
    const apart = levelDb(left, start + proxy.lag + at, 960) - levelDb(wanted, at, 960);
    step = Math.max(step, Math.abs(apart));
    gap = Math.min(gap, apart);
  }
  const verified = await player.verify(new AbortController().signal);
  const opened = shelf.opened.length;
  const stored = await storedNames(await navigator.storage.getDirectory());
  await player.dispose();
  return {
    heard,
    live,
    differs,
    tracks: Object.keys(session?.tracks ?? {}).length,
    turned: turned / RATE,
    proxy,
    engine,
    step,
    gap,
    verified: verified.ok ? verified.value : verified.message,
    opened,
    stored,
  };
}
