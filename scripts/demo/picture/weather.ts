import { type Brush, blend, drift, H, hash, type Stops, vertical, W } from './paint.ts';

/** The light of an exterior. */
export interface Light {
  readonly sky: Stops;
  readonly cloudLit: string;
  readonly cloudDark: string;
  readonly seaFar: readonly [number, number, number];
  readonly seaNear: readonly [number, number, number];
  /** Colour of the glints on the water, "r,g,b". */
  readonly glint: string;
  readonly stone: readonly [string, string, string];
  readonly rock: readonly [string, string];
  readonly band: string;
}

/** Dusk, storm and dawn. */
export const LIGHTS = {
  dusk: {
    sky: [
      [0, '#0b1626'],
      [0.3, '#172a41'],
      [0.52, '#3a4257'],
      [0.68, '#7a5556'],
      [0.8, '#c2764f'],
      [1, '#e8a35d'],
    ],
    cloudLit: '214,128,92',
    cloudDark: '20,30,48',
    seaFar: [126, 92, 82],
    seaNear: [9, 20, 33],
    glint: '255,184,120',
    stone: ['#c9b7a6', '#7d7275', '#2a2c3a'],
    rock: ['#2b2a33', '#0b0f18'],
    band: '#7c2f2c',
  },
  storm: {
    sky: [
      [0, '#04070d'],
      [0.4, '#0b131e'],
      [0.75, '#16222f'],
      [1, '#223140'],
    ],
    cloudLit: '58,76,94',
    cloudDark: '4,7,12',
    seaFar: [32, 47, 60],
    seaNear: [5, 10, 17],
    glint: '150,180,200',
    stone: ['#53606c', '#2c3743', '#0d131b'],
    rock: ['#141a22', '#05080d'],
    band: '#2f1c22',
  },
  dawn: {
    sky: [
      [0, '#39536e'],
      [0.35, '#7f93a6'],
      [0.6, '#d3b6a3'],
      [0.8, '#f4cf9f'],
      [1, '#fbe6bd'],
    ],
    cloudLit: '255,222,184',
    cloudDark: '96,112,134',
    seaFar: [212, 184, 160],
    seaNear: [34, 62, 82],
    glint: '255,238,205',
    stone: ['#fff1dc', '#cbb8a8', '#6c6a78'],
    rock: ['#5a5a62', '#262c38'],
    band: '#a8483e',
  },
} as const satisfies Record<string, Light>;

const strips = new Map<string, HTMLCanvasElement>();

/** A strip of cloud, painted once per colour and kept. */
function cloudStrip(lit: string, dark: string, seed: number): HTMLCanvasElement {
  const name = `${lit}/${dark}/${seed}`;
  const kept = strips.get(name);
  if (kept) return kept;
  const canvas = document.createElement('canvas');
  canvas.width = 1500;
  canvas.height = 220;
  const brush = canvas.getContext('2d');
  if (brush) {
    for (let puff = 0; puff < 170; puff++) {
      const bank = Math.floor(hash(seed + puff * 3) * 7);
      const x = bank * 215 + (hash(seed + puff * 3 + 1) - 0.5) * 300;
      const y = 60 + hash(seed + bank * 31) * 90 + (hash(seed + puff * 3 + 2) - 0.5) * 46;
      const wide = 40 + hash(seed + puff * 5) * 110;
      const high = wide * (0.1 + 0.12 * hash(seed + puff * 7));
      for (const [colour, dy, alpha] of [
        [dark, -high * 0.35, 0.11],
        [lit, high * 0.55, 0.075],
      ] as const) {
        for (const wrap of [-1500, 0, 1500]) {
          const gradient = brush.createRadialGradient(0, 0, 0, 0, 0, 1);
          gradient.addColorStop(0, `rgba(${colour},${alpha})`);
          gradient.addColorStop(1, `rgba(${colour},0)`);
          brush.save();
          brush.translate(x + wrap, y + dy);
          brush.scale(wide, high);
          brush.fillStyle = gradient;
          brush.fillRect(-1, -1, 2, 2);
          brush.restore();
        }
      }
    }
  }
  strips.set(name, canvas);
  return canvas;
}

/** Sky down to the horizon with two layers of drifting cloud. */
export function sky(
  brush: Brush,
  light: Light,
  horizon: number,
  seconds: number,
  speed: number,
  weight: number,
): void {
  // Room above for a camera that tilts up.
  brush.fillStyle = light.sky[0]?.[1] ?? '#000';
  brush.fillRect(-60, -140, W + 120, 141);
  vertical(brush, -60, 0, W + 120, horizon, light.sky);
  for (const [seed, y, scale, share] of [
    [11, -46, 1, 1],
    [23, 0, 1.5, 0.8],
    [37, 46, 0.8, 0.9],
  ] as const) {
    const strip = cloudStrip(light.cloudLit, light.cloudDark, seed);
    const width = 1500 * scale;
    const x = -(((seconds * speed * (0.6 + share * 0.7) + seed * 40) % width) + width) % width;
    brush.save();
    brush.globalAlpha = weight * share;
    brush.beginPath();
    brush.rect(-60, -140, W + 120, 140 + horizon);
    brush.clip();
    for (const copy of [-1, 0, 1]) brush.drawImage(strip, x + copy * width, y, width, 220);
    brush.restore();
  }
}

/** Which rows of the sea to draw: what stands in the water goes between the far and the near ones. */
export type SeaPart = 'all' | 'far' | 'near';

/** Sea from the horizon down: rows of swell that grow towards us, with glints under the light at `lightX`. */
export function sea(
  brush: Brush,
  light: Light,
  horizon: number,
  seconds: number,
  rough: number,
  lightX: number,
  lightStrength: number,
  part: SeaPart = 'all',
): void {
  const rows = 26;
  const split = 9;
  // Above this a wave has a crest with foam on it; below it the water is only swell.
  const breaking = Math.max(0, Math.min(1, (rough - 1.2) / 2));
  for (let row = part === 'near' ? split : 0; row < (part === 'far' ? split : rows); row++) {
    const near = (row / (rows - 1)) ** 1.7;
    const y = horizon + (H - horizon) * near * 1.02;
    const mix = Math.min(1, near * 1.25 + 0.05 * (hash(row) - 0.5));
    const [r = 0, g = 0, b = 0] = [0, 1, 2].map((channel) =>
      Math.round(blend(light.seaFar[channel] ?? 0, light.seaNear[channel] ?? 0, mix)),
    );
    const amplitude = rough * (0.6 + near * 11);
    const length = (46 + near * 210) * (1 + 0.8 * breaking);
    const pace = seconds * (0.5 + near * 0.7) * (row % 2 ? 1 : -0.7) + row * 2.3;
    const heightAt = (x: number): number => {
      const warped =
        (x / length) * 6.283 + pace + 2.4 * drift(x / (length * 1.9) + row * 5.1 + seconds * 0.12, 21);
      const swell = Math.sin(warped) + 0.5 * Math.sin(warped * 1.86 - pace * 1.6 + row);
      // Stokes' third-order profile: sharp crests, long troughs.
      const crest =
        1.5 * (Math.cos(warped) + 0.3 * Math.cos(2 * warped) + 0.1 * Math.cos(3 * warped)) +
        0.25 * Math.sin(warped * 2.7 + pace);
      return (
        -(swell * (1 - breaking) + crest * breaking) *
        amplitude *
        0.5 *
        (0.55 + 0.9 * drift(x / (length * 2.7) + seconds * 0.2, row + 40))
      );
    };
    const fill = brush.createLinearGradient(0, y - amplitude, 0, y + amplitude + 26 * near + 4);
    fill.addColorStop(
      0,
      `rgb(${r + Math.round(16 * breaking)},${g + Math.round(22 * breaking)},${b + Math.round(26 * breaking)})`,
    );
    fill.addColorStop(1, `rgb(${r},${g},${b})`);
    brush.fillStyle = fill;
    brush.beginPath();
    brush.moveTo(-40, H + 30);
    for (let x = -40; x <= W + 40; x += 6) brush.lineTo(x, y + heightAt(x));
    brush.lineTo(W + 40, H + 30);
    brush.fill();
    if (breaking > 0) {
      brush.strokeStyle = `rgba(${light.glint},${(0.2 + 0.1 * (row % 3)) * breaking})`;
      brush.lineWidth = 0.5 + near * 2;
      brush.beginPath();
      for (let x = -40; x <= W + 40; x += 6) {
        const height = heightAt(x);
        if (-height < amplitude * 0.5) brush.moveTo(x, y + height);
        else brush.lineTo(x, y + height + drift(x / 9, row) * 1.6);
      }
      brush.stroke();
    } else {
      brush.strokeStyle = `rgba(${light.glint},${0.04 + 0.05 * near})`;
      brush.lineWidth = 0.6 + near * 0.7;
      brush.beginPath();
      for (let x = -40; x <= W + 40; x += 6) brush.lineTo(x, y + heightAt(x));
      brush.stroke();
    }
    for (let glint = 0; glint < 9; glint++) {
      const flicker = drift(seconds * 2.2 + glint * 3.1, row * 17 + glint);
      if (flicker < 0.52) continue;
      const x = lightX + (hash(row * 31 + glint) - 0.5) * (60 + near * 260) * 1.2;
      const wide = (4 + near * 26) * flicker;
      brush.fillStyle = `rgba(${light.glint},${(flicker - 0.5) * 1.1 * lightStrength * (1 - near * 0.55)})`;
      brush.fillRect(x - wide / 2, y + amplitude * 0.3, wide, 0.8 + near * 1.6);
    }
  }
}

/** Slanting rain; deterministic streaks that fall with the frame. */
export function rain(brush: Brush, frame: number, amount: number, slant: number, alpha: number): void {
  brush.strokeStyle = `rgba(170,190,205,${alpha})`;
  brush.lineWidth = 1;
  brush.beginPath();
  for (let drop = 0; drop < amount; drop++) {
    const speed = 24 + hash(drop * 3) * 18;
    const y = ((hash(drop) * 900 + frame * speed) % (H + 120)) - 60;
    const x = ((hash(drop + 5000) * (W + 300) - y * slant + 300) % (W + 300)) - 100;
    const length = 9 + hash(drop * 7) * 15;
    brush.moveTo(x, y);
    brush.lineTo(x - slant * length, y + length);
  }
  brush.stroke();
}

/** How bright lightning is at a frame for strikes that begin on the given frames. */
export function lightning(frame: number, strikes: readonly number[]): number {
  let light = 0;
  for (const strike of strikes) {
    const since = frame - strike;
    if (since < 0 || since > 16) continue;
    light = Math.max(light, (since === 2 || since === 3 ? 0.25 : 1) * Math.exp(-since / 4.5));
  }
  return light;
}

/** Gulls as two bent wings each. */
export function gulls(
  brush: Brush,
  seconds: number,
  colour: string,
  birds: readonly (readonly [number, number, number])[],
): void {
  brush.strokeStyle = colour;
  brush.lineCap = 'round';
  birds.forEach(([x, y, size], index) => {
    const flap =
      Math.sin(seconds * (5 + index * 0.7) + index * 2) * (Math.sin(seconds * 0.7 + index) > -0.2 ? 1 : 0.15);
    const bx = x + Math.sin(seconds * 0.33 + index * 2) * 30 + seconds * (6 - index * 3);
    const by = y + Math.sin(seconds * 0.51 + index) * 9;
    brush.lineWidth = size * 0.16;
    brush.beginPath();
    brush.moveTo(bx - size, by - flap * size * 0.4);
    brush.quadraticCurveTo(bx - size * 0.5, by - size * (0.34 + flap * 0.2), bx, by);
    brush.quadraticCurveTo(
      bx + size * 0.5,
      by - size * (0.34 + flap * 0.2),
      bx + size,
      by - flap * size * 0.4,
    );
    brush.stroke();
  });
}
