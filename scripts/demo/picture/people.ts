import { type Brush, glow } from './paint.ts';

/** A swinging hand lantern with its light. */
export function lantern(
  brush: Brush,
  x: number,
  y: number,
  size: number,
  swing: number,
  reach: number,
  strength = 1,
): void {
  brush.save();
  brush.translate(x, y);
  brush.rotate(swing);
  brush.strokeStyle = '#120d0a';
  brush.lineWidth = size * 0.1;
  brush.beginPath();
  brush.arc(0, size * 0.3, size * 0.3, Math.PI, 0);
  brush.stroke();
  brush.fillStyle = '#ffdf9c';
  brush.fillRect(-size * 0.26, size * 0.34, size * 0.52, size * 0.62);
  brush.fillStyle = '#1a120c';
  brush.fillRect(-size * 0.34, size * 0.26, size * 0.68, size * 0.12);
  brush.fillRect(-size * 0.34, size * 0.94, size * 0.68, size * 0.12);
  brush.restore();
  glow(brush, x - Math.sin(swing) * size * 0.6, y + size * 0.64, reach, '255,182,96', 0.62 * strength);
}

/** Mara walking, in silhouette with a lit edge; `step` runs 0…1 a stride. `face` is 1 to the right. */
export function maraWalking(
  brush: Brush,
  x: number,
  foot: number,
  height: number,
  step: number,
  dark: string,
  edge: string,
  face = 1,
): void {
  const swing = Math.sin(step * Math.PI * 2);
  const bounce = Math.abs(Math.cos(step * Math.PI * 2)) * height * 0.022;
  brush.save();
  brush.translate(x, foot - bounce);
  brush.scale(face, 1);
  brush.strokeStyle = dark;
  brush.lineCap = 'round';
  brush.lineWidth = height * 0.075;
  for (const side of [-1, 1]) {
    const reach = swing * side * height * 0.13;
    brush.beginPath();
    brush.moveTo(0, -height * 0.36);
    brush.quadraticCurveTo(
      reach * 0.4 + height * 0.03,
      -height * 0.18,
      reach,
      Math.max(0, -swing * side) * -height * 0.05,
    );
    brush.stroke();
  }
  // Coat that flares with the stride, scarf behind, head with gathered hair.
  brush.fillStyle = dark;
  brush.beginPath();
  brush.moveTo(-height * 0.075, -height * 0.76);
  brush.quadraticCurveTo(height * 0.13, -height * 0.78, height * 0.1, -height * 0.55);
  brush.quadraticCurveTo(height * 0.13, -height * 0.36, height * (0.16 + swing * 0.03), -height * 0.2);
  brush.lineTo(-height * (0.17 - swing * 0.03), -height * 0.19);
  brush.quadraticCurveTo(-height * 0.1, -height * 0.5, -height * 0.075, -height * 0.76);
  brush.fill();
  brush.beginPath();
  brush.moveTo(-height * 0.03, -height * 0.79);
  brush.quadraticCurveTo(
    -height * 0.2,
    -height * (0.8 + swing * 0.02),
    -height * 0.3,
    -height * (0.7 + swing * 0.05),
  );
  brush.quadraticCurveTo(-height * 0.18, -height * 0.72, -height * 0.05, -height * 0.7);
  brush.fill();
  brush.beginPath();
  brush.ellipse(height * 0.025, -height * 0.875, height * 0.07, height * 0.088, 0.12, 0, Math.PI * 2);
  brush.fill();
  brush.beginPath();
  brush.ellipse(-height * 0.062, -height * 0.885, height * 0.045, height * 0.045, 0, 0, Math.PI * 2);
  brush.fill();
  brush.strokeStyle = edge;
  brush.lineWidth = Math.max(1, height * 0.014);
  brush.beginPath();
  brush.moveTo(height * 0.09, -height * 0.9);
  brush.quadraticCurveTo(height * 0.105, -height * 0.86, height * 0.075, -height * 0.82);
  brush.moveTo(height * 0.1, -height * 0.72);
  brush.quadraticCurveTo(height * 0.12, -height * 0.5, height * (0.15 + swing * 0.03), -height * 0.22);
  brush.stroke();
  // Arm held out for the lantern.
  brush.strokeStyle = dark;
  brush.lineWidth = height * 0.055;
  brush.beginPath();
  brush.moveTo(height * 0.04, -height * 0.7);
  brush.quadraticCurveTo(height * 0.12, -height * 0.52, height * 0.22, -height * 0.53);
  brush.stroke();
  brush.restore();
}

/** A standing figure, small: coat, head; `cap` for the Keeper. */
export function standing(
  brush: Brush,
  x: number,
  foot: number,
  height: number,
  colour: string,
  cap: boolean,
): void {
  brush.fillStyle = colour;
  brush.beginPath();
  brush.moveTo(x - height * 0.13, foot);
  brush.quadraticCurveTo(
    x - height * (cap ? 0.2 : 0.13),
    foot - height * 0.62,
    x - height * 0.1,
    foot - height * 0.74,
  );
  brush.quadraticCurveTo(x, foot - height * 0.84, x + height * 0.1, foot - height * 0.74);
  brush.quadraticCurveTo(x + height * (cap ? 0.2 : 0.13), foot - height * 0.6, x + height * 0.14, foot);
  brush.fill();
  brush.beginPath();
  brush.ellipse(x, foot - height * 0.88, height * 0.08, height * 0.1, 0, 0, Math.PI * 2);
  brush.fill();
  if (cap) {
    brush.fillRect(x - height * 0.12, foot - height * 0.95, height * 0.26, height * 0.035);
    brush.beginPath();
    brush.ellipse(x, foot - height * 0.95, height * 0.1, height * 0.06, 0, Math.PI, 0);
    brush.fill();
  }
}
