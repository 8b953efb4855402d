/** Plays a fixture's proxies and says what was heard. Page side. */
import { createMixPlayer } from '../../src/share/browser.ts';
import type { PlayerState } from '../../src/share/index.ts';
import { align } from './align.ts';
import { installCapture } from './capture.ts';
import { proxyMix, pulses, Shelf } from './mix-fixture.ts';

/** Resolves once the player's state is so. */
export function until(
  player: { getState(): PlayerState; subscribe(listener: () => void): () => void },
  holds: (state: PlayerState) => boolean,
): Promise<void> {
  return new Promise((resolve) => {
    let stop: (() => void) | null = null;
    const look = (): void => {
      if (!holds(player.getState())) return;
      stop?.();
      resolve();
    };
    stop = player.subscribe(look);
    look();
  });
}

/** Resolves once play has come to a place. */
export function reached(player: { position(): number }, place: number): Promise<void> {
  return new Promise((resolve) => {
    const look = (): void => {
      if (player.position() >= place) resolve();
      else requestAnimationFrame(look);
    };
    look();
  });
}

/** Plays, solos, loops. */
export async function playProxies() {
  const capture = installCapture();
  const seconds = 12;
  const music = pulses(seconds, 1);
  const effects = pulses(seconds, 2);
  const mix = music.map((value, n) => value + (effects[n] ?? 0));
  const shelf = new Shelf();
  const manifest = await proxyMix(shelf, seconds, [
    { name: 'mix', samples: mix },
    { name: 'music', samples: music },
    { name: 'effects', samples: effects },
  ]);
  const player = createMixPlayer(shelf.source([manifest]));
  await until(player, ({ status }) => status.kind !== 'opening');
  await player.play();
  await until(player, ({ firstSoundSeconds }) => firstSoundSeconds !== null);
  await reached(player, 2 * 48_000);
  player.setSoloed([{ kind: 'family', id: 'music' }]);
  await reached(player, 4 * 48_000);
  const first = capture.read();
  player.stop();
  const { firstSoundSeconds, status } = player.getState();
  await player.dispose();
  // Where the programme begins in what was kept.
  const start = first.left.findIndex((value) => Math.abs(value) > 1e-4);
  const atStart = align(first.left, start + 9600, 38_400, mix, 9600, 400);
  const soloed = align(first.left, start + 3 * 48_000 - atStart.lag, 24_000, music, 3 * 48_000, 400);
  return { firstSoundSeconds, status, start, atStart, soloed, largestGap: largestGap(first.left, start) };
}

/** Longest silence from a sample on, seconds. */
function largestGap(heard: Float32Array, from: number): number {
  let longest = 0;
  let run = 0;
  for (let n = from; n < heard.length; n++) {
    run = heard[n] === 0 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest / 48_000;
}
