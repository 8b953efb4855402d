/** Compares two versions of a fixture, on proxies and live, and says what went to the loudspeakers. Page side. */
import { createMixPlayer } from '../../src/share/browser.ts';
import { align } from './align.ts';
import { type Captured, installCapture } from './capture.ts';
import { makeMix, TRACKS } from './live-fixture.ts';
import { Shelf } from './mix-fixture.ts';
import { reached, until } from './play-proxies.ts';

const RATE = 48_000;

/** How what was heard from a place on lies to a render: lag, gain in dB, and what is left after that. */
function against(captured: Captured, origin: number, place: number, wanted: Float32Array) {
  const frames = 14_400;
  const { lag } = align(captured.left, origin + place, frames, wanted, place, 300);
  let cross = 0;
  let energy = 0;
  for (let n = 0; n < frames; n++) {
    const want = wanted[place + n] ?? 0;
    cross += want * (captured.left[origin + place + n + lag] ?? 0);
    energy += want * want;
  }
  const gain = cross / energy;
  let error = 0;
  for (let n = 0; n < frames; n++)
    error += ((captured.left[origin + place + n + lag] ?? 0) - gain * (wanted[place + n] ?? 0)) ** 2;
  return {
    lag,
    gainDb: 20 * Math.log10(Math.abs(gain)),
    residualDb: 10 * Math.log10((error + 1e-20) / (gain * gain * energy)),
  };
}

/** Longest run of silence between two places, samples. */
function silence(captured: Captured, from: number, to: number): number {
  let longest = 0;
  let run = 0;
  for (let n = from; n < to; n++) {
    run = captured.left[n] === 0 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** Shows the newer of two, hears the older beside it, back and forth; then the loudness of each alone. */
export async function playCompare(live: boolean) {
  const capture = installCapture();
  const seconds = 13;
  const shelf = new Shelf();
  const louder = TRACKS.map((track) => ({ ...track, faderDb: track.name === 'Pad' ? 0 : -6 }));
  const older = await makeMix(shelf, seconds, TRACKS);
  const newer = await makeMix(shelf, seconds, louder);
  const player = createMixPlayer(shelf.source([older.manifest, newer.manifest]), { live });
  await until(player, ({ status }) => status.kind !== 'opening');
  player.compare(1);
  await until(player, ({ compare }) => compare !== null && compare.appliedDb !== null);
  const appliedDb = player.getState().compare?.appliedDb;
  await player.play();
  if (live) await until(player, (state) => state.heard !== 'proxy' || (state.live?.failure ?? null) !== null);
  const places: number[] = [];
  for (const which of ['shown', 'other', 'shown'] as const) {
    player.hear(which);
    // What is heard lies behind what is rendered; half a second is enough for both.
    const begun = player.position();
    await reached(player, begun + RATE);
    places.push(Math.round(begun + 0.6 * RATE));
  }
  const captured = capture.read();
  const { heard, firstSoundSeconds } = player.getState();
  player.setMatched(false);
  const unmatched = player.getState().compare;
  player.stop();
  const origin = captured.left.findIndex((value) => Math.abs(value) > 1e-4);
  const [one = 0, two = 0, three = 0] = places;
  const found = [
    against(captured, origin, one, newer.rendered[0]),
    against(captured, origin, two, older.rendered[0]),
    against(captured, origin, three, newer.rendered[0]),
  ];
  await player.dispose();
  return {
    appliedDb,
    heard,
    firstSoundSeconds,
    unmatched: unmatched?.matched,
    found,
    skipped: captured.skipped,
    silence: silence(captured, origin + one, origin + three),
  };
}
