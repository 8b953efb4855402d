import { FILM_SAMPLES, RATE } from '../plan.ts';
import { buildRoom, inRoom } from './hall.ts';
import { seeded } from './random.ts';
import { filter, noise, path, pinkNoise, shaped, tone } from './shape.ts';
import { mixInto, silence } from './wav.ts';

/** Brings several channels to one peak. */
function level(sound: Float32Array[], peak: number): Float32Array[] {
  let highest = 1e-9;
  for (const plane of sound) for (const value of plane) highest = Math.max(highest, Math.abs(value));
  return sound.map((plane) => plane.map((value) => (value * peak) / highest));
}

/**
 * Sea and wind in four channels (L R Ls Rs). Waves come from the front: each breaks there first, washes to the sides, and
 * is heard at the back two seconds later, duller. All four noises are independent.
 */
export function renderSea(): Float32Array[] {
  const random = seeded(8001);
  const waves: { at: number; strength: number; breakS: number }[] = [];
  for (let at = -4; at < 108; at += 5.2 + random() * 3.4)
    waves.push({ at, strength: 0.55 + random() * 0.45, breakS: 1.2 + random() * 0.9 });
  const swell = (late: number, tilt: number) => (seconds: number) => {
    let sum = 0.16;
    for (const wave of waves) {
      const since = seconds - wave.at - late;
      if (since < -3 || since > 7) continue;
      const body = since < 0 ? Math.exp(-((since / wave.breakS) ** 2)) : Math.exp(-since / 2.1);
      sum += wave.strength * body * tilt;
    }
    return sum;
  };
  const gust = path(Array.from({ length: 27 }, (_, step) => [step * 4, 0.25 + random() * 0.75] as const));
  const places = [
    { late: 0, tilt: 1, bright: 5200, seed: 1 },
    { late: 0.35, tilt: 0.92, bright: 4800, seed: 2 },
    { late: 1.7, tilt: 0.6, bright: 2300, seed: 3 },
    { late: 2.1, tilt: 0.64, bright: 2100, seed: 4 },
  ];
  const channels = places.map(({ late, tilt, bright, seed }) => {
    const motion = swell(late, tilt);
    const wash = shaped(
      filter(
        'low',
        pinkNoise(FILM_SAMPLES, 8100 + seed),
        (at) => 260 + bright * Math.min(1, motion(at)) ** 1.6,
      ),
      motion,
    );
    const rumble = shaped(
      filter('low', noise(FILM_SAMPLES, 8200 + seed), 90, 0.9),
      (at) => 0.5 * motion(at + 0.5),
    );
    const hiss = shaped(
      filter('band', noise(FILM_SAMPLES, 8300 + seed), 3600, 0.6),
      (at) => 0.1 * Math.max(0, motion(at - 0.6) - 0.3),
    );
    const wind = shaped(
      filter('band', pinkNoise(FILM_SAMPLES, 8400 + seed), (at) => 320 + 260 * gust(at + seed * 0.7), 3),
      (at) => 0.42 * gust(at + seed * 0.7),
    );
    return wash.map((value, index) => value + (rumble[index] ?? 0) + (hiss[index] ?? 0) + (wind[index] ?? 0));
  });
  return level(channels, 0.6);
}

/** Inside the tower, stereo: stone-room tone, wind in the flue, a mantel clock a little right. */
export function renderRoomTone(): Float32Array[] {
  const random = seeded(8501);
  const draft = path(Array.from({ length: 36 }, (_, step) => [step * 3, 0.3 + random() * 0.7] as const));
  const [left = new Float32Array(0), right = left] = silence(2, FILM_SAMPLES);
  [left, right].forEach((plane, side) => {
    mixInto(plane, filter('low', pinkNoise(FILM_SAMPLES, 8600 + side), 420), 0, 0.3);
    mixInto(
      plane,
      shaped(
        filter('band', pinkNoise(FILM_SAMPLES, 8610 + side), (at) => 210 + 120 * draft(at), 7),
        (at) => draft(at) ** 2,
      ),
      0,
      0.5,
    );
  });
  // A clock: 50 beats a minute is slow and heavy; tick and tock differ in pitch.
  for (let beat = 0; beat < 86; beat++) {
    const tick = shaped(filter('band', noise(1800, 8700 + (beat % 2)), beat % 2 ? 1850 : 2350, 9), (at) =>
      Math.exp(-at * 230),
    );
    const at = Math.round(beat * 1.2 * RATE);
    mixInto(left, tick, at, 0.16);
    mixInto(right, tick, at + 9, 0.3);
  }
  return level([left, right], 0.25);
}

/** Three gulls, mono: falling cries, each a run of calls. The track's path moves them. */
export function renderGulls(): Float32Array {
  const out = new Float32Array(FILM_SAMPLES);
  const random = seeded(8801);
  const cry = (atSeconds: number, pitch: number, loud: number, calls: number): void => {
    let at = atSeconds;
    for (let call = 0; call < calls; call++) {
      const seconds = 0.24 + 0.2 * random() + (call === 0 ? 0.3 : 0);
      const height = pitch * (1 - call * 0.018) * (0.98 + random() * 0.04);
      const rough = 38 + random() * 16;
      const glide = path([
        [0, height * 0.72],
        [seconds * 0.18, height],
        [seconds * 0.5, height * 0.94],
        [seconds, height * 0.66],
      ]);
      const voice = shaped(
        tone(seconds, glide, [0.5, 1, 0.55, 0.4, 0.22, 0.12]),
        (now) =>
          Math.sin(Math.PI * Math.min(1, now / seconds)) ** 0.7 *
          (0.72 + 0.28 * Math.sin(2 * Math.PI * rough * now)),
      );
      mixInto(out, voice, Math.round(at * RATE), loud * (1 - call * 0.09));
      at += seconds + 0.07 + random() * 0.08 + (call === 0 ? 0.12 : 0);
    }
  };
  cry(2.1, 1050, 0.7, 5);
  cry(5.4, 1290, 0.4, 3);
  cry(8.6, 1120, 0.55, 6);
  cry(11.9, 1340, 0.3, 4);
  cry(15.2, 1080, 0.4, 3);
  cry(94.6, 1180, 0.5, 5);
  cry(99.2, 1060, 0.6, 4);
  cry(101.3, 1310, 0.32, 4);
  const open = buildRoom({ seconds: 1.2, preDelayMs: 60, dullness: 0.7, earlyGain: 0.2, seed: 8802 });
  const [far = out] = inRoom([filter('low', out, 5200)], open, 1, 0.35);
  return level([far], 0.5)[0] ?? far;
}
