import { type Brush, glow, shape, W } from './paint.ts';
import type { Light } from './weather.ts';

/** A lighthouse seen from the sea. `x` is its middle, `foot` its base, `height` to the gallery. */
export function tower(
  brush: Brush,
  x: number,
  foot: number,
  height: number,
  light: Light,
  lampLit: number,
  windows: number,
): void {
  const half = height * 0.105;
  const top = half * 0.62;
  const y = foot - height;
  const side = brush.createLinearGradient(x - half, 0, x + half, 0);
  side.addColorStop(0, light.stone[0]);
  side.addColorStop(0.42, light.stone[1]);
  side.addColorStop(1, light.stone[2]);
  shape(brush, [x - half, foot, x - top, y, x + top, y, x + half, foot], side);
  // Two painted bands, following the taper.
  for (const [from, to] of [
    [0.2, 0.38],
    [0.58, 0.75],
  ] as const) {
    const at = (way: number): number => half + (top - half) * way;
    brush.globalAlpha = 0.78;
    shape(
      brush,
      [
        x - at(from),
        foot - height * from,
        x - at(to),
        foot - height * to,
        x + at(to),
        foot - height * to,
        x + at(from),
        foot - height * from,
      ],
      light.band,
    );
    brush.globalAlpha = 1;
    const shade = brush.createLinearGradient(x - half, 0, x + half, 0);
    shade.addColorStop(0, 'rgba(0,0,0,0)');
    shade.addColorStop(1, 'rgba(0,0,0,0.55)');
    shape(
      brush,
      [
        x - at(from),
        foot - height * from,
        x - at(to),
        foot - height * to,
        x + at(to),
        foot - height * to,
        x + at(from),
        foot - height * from,
      ],
      shade,
    );
  }
  [0.14, 0.48, 0.86].forEach((way, index) => {
    const wx = x - half * 0.2 + index * half * 0.16;
    const wy = foot - height * way;
    brush.fillStyle = `rgba(255,196,110,${0.15 + windows * 0.85})`;
    brush.fillRect(wx - height * 0.012, wy - height * 0.03, height * 0.024, height * 0.045);
    glow(brush, wx, wy, height * 0.09, '255,180,90', 0.35 * windows);
  });
  // Corbel, gallery and rail.
  const gallery = top * 1.55;
  shape(
    brush,
    [x - top, y + height * 0.03, x - gallery, y, x + gallery, y, x + top, y + height * 0.03],
    light.stone[2],
  );
  brush.fillStyle = light.stone[1];
  brush.fillRect(x - gallery, y - height * 0.008, gallery * 2, height * 0.012);
  brush.strokeStyle = light.stone[2];
  brush.lineWidth = Math.max(0.7, height * 0.005);
  brush.beginPath();
  for (let post = 0; post <= 10; post++) {
    const px = x - gallery + (gallery * 2 * post) / 10;
    brush.moveTo(px, y);
    brush.lineTo(px, y - height * 0.045);
  }
  brush.moveTo(x - gallery, y - height * 0.045);
  brush.lineTo(x + gallery, y - height * 0.045);
  brush.stroke();
  // Lantern room: glass, lamp, dome, finial.
  const room = top * 0.82;
  const roof = y - height * 0.13;
  brush.fillStyle = lampLit > 0.05 ? `rgba(255,226,160,${0.25 + 0.65 * lampLit})` : light.stone[2];
  brush.fillRect(x - room, roof, room * 2, height * 0.122);
  brush.strokeStyle = '#0d1118';
  brush.lineWidth = Math.max(0.8, height * 0.006);
  brush.beginPath();
  for (const pane of [-1, -0.5, 0, 0.5, 1]) {
    brush.moveTo(x + pane * room, roof);
    brush.lineTo(x + pane * room, y - height * 0.006);
  }
  brush.moveTo(x - room, roof + height * 0.06);
  brush.lineTo(x + room, roof + height * 0.06);
  brush.stroke();
  brush.fillStyle = light.band;
  brush.beginPath();
  brush.ellipse(x, roof, room * 1.2, height * 0.062, 0, Math.PI, 0);
  brush.fill();
  brush.fillStyle = 'rgba(0,0,0,0.35)';
  brush.beginPath();
  brush.ellipse(x + room * 0.25, roof, room * 0.95, height * 0.06, 0, Math.PI * 1.35, 0);
  brush.fill();
  brush.fillStyle = light.stone[2];
  brush.fillRect(x - height * 0.006, roof - height * 0.105, height * 0.012, height * 0.05);
  glow(brush, x, roof + height * 0.06, height * 0.36, '255,214,140', 0.85 * lampLit);
}

/** Both arms of the turning light, seen from the sea: wide and faint when they point aside, a flare when they look at us. */
export function beam(
  brush: Brush,
  x: number,
  y: number,
  angle: number,
  strength: number,
  reach = W * 1.2,
): void {
  if (strength <= 0.01) return;
  brush.save();
  brush.globalCompositeOperation = 'lighter';
  for (const arm of [0, Math.PI]) {
    const aside = Math.cos(angle + arm);
    const facing = Math.sin(angle + arm);
    const length = reach * Math.abs(aside) + 20;
    const sign = Math.sign(aside) || 1;
    const open = 0.055 + 0.1 * Math.max(0, facing) * Math.abs(facing);
    const tilt = -0.035 - facing * 0.05;
    const gradient = brush.createLinearGradient(x, y, x + sign * length, y);
    const alpha = strength * (0.13 + 0.15 * Math.max(0, facing)) * (0.35 + 0.65 * Math.abs(aside));
    gradient.addColorStop(0, `rgba(255,236,190,${alpha})`);
    gradient.addColorStop(0.4, `rgba(255,226,170,${alpha * 0.45})`);
    gradient.addColorStop(1, 'rgba(255,220,160,0)');
    for (const share of [1, 0.82, 0.66, 0.5, 0.35, 0.2]) {
      shape(
        brush,
        [
          x,
          y - 1.5,
          x + sign * length,
          y + length * (tilt - open * share),
          x + sign * length,
          y + length * (tilt + open * share),
          x,
          y + 1.5,
        ],
        gradient,
      );
    }
    if (facing > 0) {
      const flare = facing ** 26;
      glow(brush, x, y, 60 + 240 * flare, '255,240,205', strength * (0.25 * facing ** 4 + 0.75 * flare));
    }
  }
  brush.restore();
}

/** The rock the tower stands on; `edge` are the heights of its outline from left to right. */
export function rock(brush: Brush, x: number, foot: number, width: number, light: Light): void {
  const edge = [0, 0.18, 0.3, 0.34, 0.62, 0.7, 0.72, 0.95, 1, 1, 0.98, 0.86, 0.8, 0.5, 0.42, 0.2, 0.14, 0];
  const high = width * 0.2;
  const points: number[] = [];
  for (const [index, level] of edge.entries()) {
    points.push(x - width / 2 + (width * index) / (edge.length - 1), foot + high * (1 - level));
  }
  const gradient = brush.createLinearGradient(x - width / 2, foot, x + width / 2, foot + high);
  gradient.addColorStop(0, light.rock[0]);
  gradient.addColorStop(1, light.rock[1]);
  shape(brush, [...points, x + width / 2, foot + high * 1.4, x - width / 2, foot + high * 1.4], gradient);
  // Facets turned to the light.
  for (let facet = 2; facet < 9; facet++) {
    const px = points[facet * 2] ?? 0;
    const py = points[facet * 2 + 1] ?? 0;
    const nx = points[facet * 2 + 2] ?? 0;
    const ny = points[facet * 2 + 3] ?? 0;
    brush.globalAlpha = 0.16 + 0.05 * (facet % 3);
    shape(
      brush,
      [px, py, nx, ny, nx - width * 0.015, ny + high * 0.5, px - width * 0.02, py + high * 0.35],
      light.stone[0],
    );
    brush.globalAlpha = 1;
  }
}
