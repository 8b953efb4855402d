/** Drawing helpers shared by the animatic's shots. Runs in a browser page; everything is a pure function of the frame. */

/** Size of the painted image (2.39:1); the letterbox around it carries the timecode. */
export const W = 854;
export const H = 358;

/** The 2D context shots draw with. */
export type Brush = CanvasRenderingContext2D;
/** `[offset 0…1, CSS colour]`. */
export type Stops = readonly (readonly [number, string])[];

/** Repeatable noise of an integer, 0…1. */
export function hash(value: number): number {
  let mixed = Math.imul((value | 0) ^ 0x9e3779b9, 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 4294967296;
}

/** Smooth noise along a line, 0…1. */
export function drift(value: number, seed = 0): number {
  const floor = Math.floor(value);
  const way = value - floor;
  const ease = way * way * (3 - 2 * way);
  return hash(floor + seed * 7919) * (1 - ease) + hash(floor + 1 + seed * 7919) * ease;
}

/** 0 before `from`, 1 after `to`, smooth between. */
export function ramp(value: number, from: number, to: number): number {
  const way = Math.max(0, Math.min(1, (value - from) / (to - from)));
  return way * way * (3 - 2 * way);
}

/** Mixes two numbers. */
export const blend = (from: number, to: number, way: number): number => from + (to - from) * way;

/** Fills a rectangle with a vertical gradient. */
export function vertical(
  brush: Brush,
  x: number,
  y: number,
  width: number,
  height: number,
  stops: Stops,
): void {
  const gradient = brush.createLinearGradient(0, y, 0, y + height);
  for (const [at, colour] of stops) gradient.addColorStop(at, colour);
  brush.fillStyle = gradient;
  brush.fillRect(x, y, width, height);
}

/** Adds light: a soft disc of `rgb` ("255,200,120") at a strength. */
export function glow(
  brush: Brush,
  x: number,
  y: number,
  radius: number,
  rgb: string,
  strength: number,
): void {
  if (strength <= 0 || radius <= 0) return;
  const gradient = brush.createRadialGradient(x, y, 0, x, y, radius);
  gradient.addColorStop(0, `rgba(${rgb},${strength})`);
  gradient.addColorStop(0.25, `rgba(${rgb},${strength * 0.46})`);
  gradient.addColorStop(0.55, `rgba(${rgb},${strength * 0.13})`);
  gradient.addColorStop(1, `rgba(${rgb},0)`);
  brush.save();
  brush.globalCompositeOperation = 'lighter';
  brush.fillStyle = gradient;
  brush.fillRect(x - radius, y - radius, radius * 2, radius * 2);
  brush.restore();
}

/** Fills a polygon given as x, y pairs. */
export function shape(brush: Brush, points: readonly number[], fill: string | CanvasGradient): void {
  brush.fillStyle = fill;
  brush.beginPath();
  for (let index = 0; index + 1 < points.length; index += 2)
    brush.lineTo(points[index] ?? 0, points[index + 1] ?? 0);
  brush.closePath();
  brush.fill();
}

/** Darkens the corners. */
export function vignette(brush: Brush, strength: number): void {
  const gradient = brush.createRadialGradient(W / 2, H / 2, H * 0.45, W / 2, H / 2, W * 0.62);
  gradient.addColorStop(0, 'rgba(0,0,0,0)');
  gradient.addColorStop(1, `rgba(0,0,0,${strength})`);
  brush.fillStyle = gradient;
  brush.fillRect(0, 0, W, H);
}

/** Scales and shifts the picture about a point: a camera move. */
export function camera(brush: Brush, zoom: number, x = 0, y = 0, centreX = W / 2, centreY = H / 2): void {
  brush.translate(centreX + x, centreY + y);
  brush.scale(zoom, zoom);
  brush.translate(-centreX, -centreY);
}
