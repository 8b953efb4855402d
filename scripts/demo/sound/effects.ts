import { FILM_SAMPLES, frameToSample, MOMENTS, RATE, STEPS } from '../plan.ts';
import { buildRoom, inRoom } from './hall.ts';
import { seeded } from './random.ts';
import { filter, type Motion, noise, path, pinkNoise, shaped, strike, tone } from './shape.ts';
import { mixInto, peakOf, scale, silence } from './wav.ts';

const seconds = (value: number): number => Math.round(value * RATE);
const toPeak = (sound: Float32Array[], peak: number): Float32Array[] => {
  scale(sound, peak / Math.max(1e-9, peakOf(sound)));
  return sound;
};
const burst = (
  length: number,
  seed: number,
  kind: 'low' | 'band' | 'high',
  hertz: number | Motion,
  q: number,
  envelope: Motion,
): Float32Array => shaped(filter(kind, noise(seconds(length), seed), hertz, q), envelope);

/** Door, latch and feet, mono: gravel path, knock, latch, hinge; stone stair; the same stair alone; the match. */
export function renderFeetAndDoor(): Float32Array {
  const outside = new Float32Array(FILM_SAMPLES);
  const inside = new Float32Array(FILM_SAMPLES);
  const random = seeded(9001);
  STEPS.gravel.forEach((frame, index) => {
    const at = frameToSample(frame) + Math.round(random() * 500);
    for (let grain = 0; grain < 16; grain++) {
      const stone = burst(
        0.03,
        9100 + index * 40 + grain,
        'band',
        1500 + random() * 4200,
        4,
        strike(0.001, 0.025),
      );
      mixInto(outside, stone, at + Math.round(random() ** 1.4 * 0.13 * RATE), 0.5 * random());
    }
    mixInto(outside, burst(0.12, 9050 + index, 'low', 170, 1, strike(0.004, 0.11)), at, 0.9);
  });
  const knock = (frame: number, gain: number): void => {
    for (const [pitch, share] of [
      [142, 1],
      [236, 0.5],
      [510, 0.25],
    ] as const) {
      mixInto(
        outside,
        shaped(
          tone(0.22, () => pitch, [1]),
          strike(0.001, 0.14),
        ),
        frameToSample(frame),
        gain * share * 0.6,
      );
    }
    mixInto(
      outside,
      burst(0.04, frame, 'band', 1300, 1, strike(0.0006, 0.03)),
      frameToSample(frame),
      gain * 0.6,
    );
  };
  knock(531, 0.7);
  knock(536, 0.85);
  knock(541, 0.75);
  // Latch: two metal clicks with a little ring; hinge: a stick-slip train whose rate wanders.
  for (const [frame, gain] of [
    [MOMENTS.doorOpens, 0.9],
    [MOMENTS.doorOpens + 2, 0.6],
    [MOMENTS.table + 30, 0.8],
  ] as const) {
    for (const pitch of [1720, 2790, 4130])
      mixInto(
        inside,
        shaped(
          tone(0.16, () => pitch, [1]),
          strike(0.0005, 0.09),
        ),
        frameToSample(frame),
        gain * 0.16,
      );
    mixInto(
      inside,
      burst(0.03, frame, 'high', 1800, 0.8, strike(0.0004, 0.02)),
      frameToSample(frame),
      gain * 0.5,
    );
  }
  let slip = frameToSample(MOMENTS.doorOpens + 4);
  const hingeEnd = frameToSample(MOMENTS.doorOpens + 28);
  const rate = path([
    [0, 55],
    [0.4, 130],
    [0.7, 95],
    [1, 42],
  ]);
  while (slip < hingeEnd) {
    const way = 1 - (hingeEnd - slip) / (hingeEnd - frameToSample(MOMENTS.doorOpens + 4));
    mixInto(
      inside,
      burst(0.02, 9300 + (slip % 97), 'band', 620 + 500 * way, 12, strike(0.0004, 0.018)),
      slip,
      0.42 * Math.sin(Math.PI * way),
    );
    slip += Math.round((RATE / rate(way)) * (0.9 + 0.2 * random()));
  }
  mixInto(
    inside,
    burst(0.3, 9400, 'low', 120, 1, strike(0.004, 0.25)),
    frameToSample(MOMENTS.table + 29),
    1.2,
  );
  const stone = (frame: number, gain: number, seed: number): void => {
    const at = frameToSample(frame) + Math.round(random() * 900);
    mixInto(inside, burst(0.09, seed, 'band', 420 + random() * 120, 1.6, strike(0.001, 0.08)), at, gain);
    mixInto(
      inside,
      burst(0.03, seed + 1, 'band', 2300 + random() * 600, 2, strike(0.0006, 0.025)),
      at + 200,
      gain * 0.5,
    );
    mixInto(
      inside,
      burst(
        0.16,
        seed + 2,
        'high',
        3800,
        0.8,
        path([
          [0, 0],
          [0.06, 0.1],
          [0.16, 0],
        ]),
      ),
      at + seconds(0.07),
      gain * 0.7,
    );
  };
  STEPS.stair.forEach((frame, index) => {
    stone(frame, 0.75 - index * 0.022, 9500 + index * 5);
    // The second pair of feet, heavier, always a little behind.
    stone(frame + 5, 0.6 - index * 0.02, 9700 + index * 5);
  });
  for (const [index, frame] of STEPS.dark.entries())
    stone(frame, 0.62 + (index % 2) * 0.08, 9900 + index * 5);
  // The match: scrape, flare, settling flame.
  const match = frameToSample(MOMENTS.match);
  mixInto(
    inside,
    burst(
      0.24,
      9980,
      'band',
      path([
        [0, 2600],
        [0.24, 5200],
      ]),
      0.9,
      path([
        [0, 0.2],
        [0.16, 0.9],
        [0.24, 0],
      ]),
    ),
    match - seconds(0.22),
    0.8,
  );
  mixInto(
    inside,
    burst(
      1.4,
      9981,
      'low',
      path([
        [0, 7800],
        [0.2, 3200],
        [1.4, 900],
      ]),
      0.7,
      path([
        [0, 0],
        [0.03, 1],
        [0.25, 0.4],
        [1.4, 0],
      ]),
    ),
    match,
    0.75,
  );
  const stair = buildRoom({ seconds: 1.7, preDelayMs: 10, dullness: 0.45, earlyGain: 0.4, seed: 7102 });
  const [placed = inside] = inRoom([inside], stair, 1, 0.32);
  mixInto(placed, outside, 0, 0.7);
  return toPeak([placed], 0.62)[0] ?? placed;
}

/** Storm, stereo: wind, rain and thunder over the build; the wave through the shutter; water after; rain again until dawn. */
export function renderStorm(): Float32Array[] {
  const random = seeded(9601);
  const presence = path([
    [0, 0],
    [36, 0],
    [40, 0.6],
    [49, 0.8],
    [58, 1],
    [58.2, 0.9],
    [60, 0.5],
    [66, 0.34],
    [71.3, 0.4],
    [71.34, 1],
    [76, 0.45],
    [88, 0.3],
    [93, 0.02],
    [94, 0],
    [104, 0],
  ]);
  const gust = path(Array.from({ length: 53 }, (_, step) => [step * 2, 0.2 + random() * 0.8] as const));
  const planes = [0, 1].map((side) => {
    const out = new Float32Array(FILM_SAMPLES);
    const howl = filter(
      'band',
      pinkNoise(FILM_SAMPLES, 9610 + side),
      (at) => 280 + 420 * gust(at + side * 0.5),
      6,
    );
    mixInto(
      out,
      shaped(howl, (at) => presence(at) * gust(at + side * 0.5) ** 1.5),
      0,
      0.9,
    );
    mixInto(
      out,
      shaped(
        filter('high', noise(FILM_SAMPLES, 9620 + side), 2600),
        (at) => presence(at) * (0.6 + 0.4 * gust(at * 1.7)),
      ),
      0,
      0.04,
    );
    mixInto(
      out,
      shaped(filter('low', noise(FILM_SAMPLES, 9630 + side), 140), (at) => presence(at) * gust(at * 0.8)),
      0,
      0.6,
    );
    return out;
  });
  const [left = new Float32Array(0), right = left] = planes;
  const thunder = (at: number, gain: number, towards: number, near: boolean): void => {
    const length = 4.5;
    for (const [plane, share, side] of [
      [left, 1 - towards * 0.5, 0],
      [right, 1 + towards * 0.5, 1],
    ] as const) {
      const roll = path([
        [0, near ? 1 : 0.1],
        [0.25, 0.6],
        [0.6, 1],
        [0.9, 0.45],
        [1.5, 0.8],
        [2.2, 0.35],
        [3, 0.2],
        [length, 0],
      ]);
      mixInto(
        plane,
        burst(
          length,
          Math.round(at * 100) + side,
          'low',
          path([
            [0, near ? 900 : 240],
            [0.5, 220],
            [length, 70],
          ]),
          0.8,
          roll,
        ),
        seconds(at),
        gain * share * 1.3,
      );
      if (near)
        mixInto(
          plane,
          burst(0.3, Math.round(at * 77) + side, 'high', 900, 0.7, strike(0.001, 0.22)),
          seconds(at),
          gain * share * 0.5,
        );
    }
  };
  thunder(40.4, 0.5, -0.6, false);
  thunder(45.3, 0.75, 0.7, true);
  thunder(50.6, 0.6, -0.2, false);
  thunder(54.2, 0.9, 0.4, true);
  thunder(81, 0.22, -0.8, false);
  // The wave: crack, weight, splintering, wash.
  const hit = frameToSample(MOMENTS.scare);
  const weight = shaped(
    tone(
      1.8,
      path([
        [0, 96],
        [0.15, 62],
        [1.8, 31],
      ]),
      [1, 0.25],
    ),
    strike(0.002, 1.7),
  );
  for (const [plane, side] of [
    [left, 0],
    [right, 1],
  ] as const) {
    const wave = new Float32Array(seconds(3.4));
    mixInto(wave, weight, 0, 1.1);
    mixInto(wave, burst(0.25, 9640 + side, 'high', 700, 0.7, strike(0.0008, 0.2)), 0, 1.4);
    mixInto(
      wave,
      burst(
        3.4,
        9650 + side,
        'low',
        path([
          [0, 9000],
          [0.3, 4200],
          [1.2, 1500],
          [3.4, 300],
        ]),
        0.7,
        path([
          [0, 1],
          [0.12, 0.8],
          [0.5, 0.5],
          [1.4, 0.2],
          [3.4, 0],
        ]),
      ),
      0,
      1.6,
    );
    // Driven: it has to be dense, not only tall.
    mixInto(
      plane,
      wave.map((value) => Math.tanh(value * 1.5)),
      hit,
      0.95,
    );
    for (let shard = 0; shard < 46; shard++) {
      const pitch = 2300 + random() * 6800;
      const at = hit + seconds(0.02 + random() ** 2 * 1.6);
      mixInto(
        plane,
        shaped(
          tone(0.16, () => pitch, [1, 0.3]),
          strike(0.0004, 0.05 + random() * 0.12),
        ),
        at,
        0.12 * random(),
      );
    }
  }
  // Water finding its way down the stair.
  for (let drip = 0; drip < 30; drip++) {
    const at = 74.4 + random() * 12;
    const pitch = 900 + random() * 1500;
    const plink = shaped(
      tone(
        0.08,
        path([
          [0, pitch],
          [0.05, pitch * 1.5],
        ]),
        [1],
      ),
      strike(0.001, 0.05),
    );
    const towards = random();
    mixInto(left, plink, seconds(at), 0.1 * (1 - towards));
    mixInto(right, plink, seconds(at), 0.1 * towards);
  }
  // The mantle catching: a soft breath upwards under the light.
  for (const [plane, side] of [
    [left, 0],
    [right, 1],
  ] as const) {
    mixInto(
      plane,
      burst(
        1.6,
        9660 + side,
        'low',
        path([
          [0, 300],
          [0.3, 2600],
          [1.6, 400],
        ]),
        0.8,
        path([
          [0, 0],
          [0.28, 0.8],
          [1.6, 0],
        ]),
      ),
      frameToSample(MOMENTS.relit) - seconds(0.25),
      0.35,
    );
  }
  return toPeak([left, right], 0.8);
}

/** The lens and its clockwork, mono: turning while the lamp burns, running down when it dies, freed again at the end. */
export function renderLens(): Float32Array {
  const out = new Float32Array(FILM_SAMPLES);
  const random = seeded(9801);
  const tick = (at: number, gain: number, pitch: number): void => {
    mixInto(
      out,
      burst(0.05, 9810 + (Math.round(at * 50) % 200), 'band', pitch, 7, strike(0.0005, 0.04)),
      seconds(at),
      gain,
    );
    mixInto(
      out,
      shaped(
        tone(0.18, () => pitch * 0.61, [1, 0.3]),
        strike(0.0006, 0.11),
      ),
      seconds(at),
      gain * 0.22,
    );
  };
  const run = (from: number, to: number, interval: Motion, gain: Motion): void => {
    let at = from;
    let count = 0;
    while (at < to) {
      tick(at, gain(at), count % 4 === 0 ? 1150 : 1620 + (count % 3) * 90);
      at += interval(at) * (0.98 + 0.04 * random());
      count++;
    }
  };
  run(
    48.9,
    57.9,
    path([
      [48.9, 0.17],
      [54.5, 0.17],
      [56.2, 0.26],
      [57.9, 0.62],
    ]),
    path([
      [48.9, 0.3],
      [50, 0.7],
      [57.9, 0.9],
    ]),
  );
  run(
    86.4,
    95,
    path([
      [86.4, 0.6],
      [88, 0.24],
      [90, 0.17],
      [95, 0.17],
    ]),
    path([
      [86.4, 0.8],
      [89, 0.6],
      [95, 0],
    ]),
  );
  // The big wheel: a low hum of bearings following the same speed.
  const wheel = tone(
    9.1,
    path([
      [0, 58],
      [6, 58],
      [8, 36],
      [9.1, 14],
    ]),
    [0.6, 0.4, 0.3, 0.1, 0.15],
  );
  mixInto(
    out,
    shaped(
      wheel,
      path([
        [0, 0],
        [1, 0.3],
        [7, 0.34],
        [9.05, 0],
      ]),
    ),
    seconds(48.9),
    0.5,
  );
  // It stops dead one frame before the light does.
  mixInto(
    out,
    burst(0.14, 9890, 'low', 300, 1.2, strike(0.001, 0.12)),
    frameToSample(MOMENTS.lampDies - 3),
    1.4,
  );
  const room = buildRoom({ seconds: 0.9, preDelayMs: 6, dullness: 0.4, earlyGain: 0.5, seed: 9891 });
  const [placed = out] = inRoom([out], room, 1, 0.2);
  // Nothing of it may ring into the dark.
  const dark = frameToSample(MOMENTS.lampDies);
  for (let at = dark - 960; at < frameToSample(MOMENTS.relit) - seconds(1); at++)
    placed[at] = at < dark ? (placed[at] ?? 0) * ((dark - at) / 960) : 0;
  return toPeak([placed], 0.5)[0] ?? placed;
}

/** Foghorn, mono: a diaphone on D, so that it belongs to the key; the grunt at the end is the air running out. */
export function renderFoghorn(): Float32Array {
  const out = new Float32Array(FILM_SAMPLES);
  const blow = (at: number, gain: number): void => {
    const pitch = path([
      [0, 71],
      [0.18, 73.42],
      [2.3, 73.42],
      [2.5, 55],
      [2.9, 52],
    ]);
    const voice = tone(2.9, pitch, [1, 0.85, 0.7, 0.5, 0.42, 0.3, 0.24, 0.18, 0.12, 0.1]);
    mixInto(
      out,
      filter(
        'low',
        shaped(
          voice,
          path([
            [0, 0],
            [0.25, 0.8],
            [1, 1],
            [2.3, 0.9],
            [2.42, 0.5],
            [2.9, 0],
          ]),
        ),
        900,
      ),
      seconds(at),
      gain,
    );
  };
  blow(3.2, 0.8);
  blow(10.2, 0.6);
  blow(42.2, 0.7);
  blow(51.8, 0.8);
  blow(91.4, 0.7);
  blow(100.2, 0.45);
  const coast = silence(1, FILM_SAMPLES)[0] ?? out;
  const [far = coast] = inRoom(
    [out],
    buildRoom({ seconds: 3, preDelayMs: 120, dullness: 0.75, earlyGain: 0.25, seed: 9901 }),
    0.8,
    0.6,
  );
  return toPeak([far], 0.6)[0] ?? far;
}
