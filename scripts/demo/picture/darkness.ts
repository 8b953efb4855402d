import { MOMENTS } from '../plan.ts';
import { STRIKES } from './exteriors.ts';
import {
  type Brush,
  blend,
  camera,
  drift,
  glow,
  H,
  hash,
  ramp,
  shape,
  vertical,
  vignette,
  W,
} from './paint.ts';
import { lightning, rain } from './weather.ts';

/** Mara's face in the dark. Her eyes are down to the left; on the look they come up to us, in four frames. */
export function face(brush: Brush, frame: number): void {
  const seconds = frame / 24;
  const seen = ramp(frame, MOMENTS.faceAppears, MOMENTS.faceAppears + 44);
  const look = ramp(frame, MOMENTS.look - 1, MOMENTS.look + 3);
  const settle = ramp(frame, MOMENTS.look, MOMENTS.look + 70);
  brush.fillStyle = '#020306';
  brush.fillRect(0, 0, W, H);
  brush.save();
  brush.globalAlpha = seen;
  camera(brush, 1 + settle * 0.06, 0, 0, 452, 176);
  const wall = brush.createRadialGradient(220, 130, 20, 260, 160, 520);
  wall.addColorStop(0, '#13202d');
  wall.addColorStop(1, '#020306');
  brush.fillStyle = wall;
  brush.fillRect(-40, -40, W + 80, H + 80);
  // Hair and shoulders as one mass.
  brush.fillStyle = '#04060a';
  brush.beginPath();
  brush.moveTo(250, 400);
  brush.quadraticCurveTo(286, 322, 372, 306);
  brush.quadraticCurveTo(330, 220, 340, 130);
  brush.quadraticCurveTo(356, 12, 462, 6);
  brush.quadraticCurveTo(584, 14, 588, 150);
  brush.quadraticCurveTo(590, 240, 556, 306);
  brush.quadraticCurveTo(640, 324, 676, 400);
  brush.fill();
  // Face: one plane in cold light from the left, one in shadow.
  const outline = (): void => {
    brush.beginPath();
    brush.moveTo(380, 96);
    brush.quadraticCurveTo(364, 160, 374, 214);
    brush.quadraticCurveTo(384, 258, 420, 296);
    brush.quadraticCurveTo(446, 318, 472, 304);
    brush.quadraticCurveTo(530, 266, 540, 196);
    brush.quadraticCurveTo(550, 120, 518, 76);
    brush.quadraticCurveTo(440, 44, 380, 96);
    brush.closePath();
  };
  outline();
  const skin = brush.createLinearGradient(366, 0, 540, 40);
  skin.addColorStop(0, '#7f95a4');
  skin.addColorStop(0.32, '#4b5c6b');
  skin.addColorStop(0.62, '#1b2530');
  skin.addColorStop(1, '#080c12');
  brush.fillStyle = skin;
  brush.fill();
  brush.save();
  outline();
  brush.clip();
  // Nose and its shadow; socket, cheek and lip planes.
  shape(brush, [438, 128, 430, 204, 420, 222, 446, 230, 466, 222, 456, 190], 'rgba(4,7,12,0.55)');
  shape(brush, [438, 126, 425, 208, 420, 221, 433, 222, 441, 190], 'rgba(150,172,188,0.34)');
  brush.fillStyle = 'rgba(6,10,16,0.6)';
  for (const [x, wide] of [
    [404, 30],
    [492, 36],
  ] as const) {
    brush.beginPath();
    brush.ellipse(x, 150, wide, 22, 0, 0, Math.PI * 2);
    brush.fill();
  }
  brush.fillStyle = 'rgba(6,9,14,0.5)';
  brush.beginPath();
  brush.ellipse(446, 246, 16, 4, 0, 0, Math.PI * 2);
  brush.fill();
  shape(brush, [416, 260, 436, 252, 446, 256, 458, 252, 480, 260, 446, 266], '#2a2026');
  shape(brush, [418, 261, 446, 266, 478, 261, 462, 276, 434, 276], '#40303a');
  brush.restore();
  // Brows and eyes.
  brush.strokeStyle = '#06080c';
  brush.lineWidth = 6;
  brush.lineCap = 'round';
  brush.beginPath();
  brush.moveTo(378, 130 - look * 2);
  brush.quadraticCurveTo(402, 116 - look * 3, 426, 128);
  brush.moveTo(466, 128);
  brush.quadraticCurveTo(494, 116 - look * 3, 522, 132 - look * 2);
  brush.stroke();
  const blink = frame > MOMENTS.look + 52 && frame < MOMENTS.look + 57 ? 0.15 : 1;
  const open = blend(0.5, 1, look) * blink;
  for (const [x, wide, light] of [
    [404, 21, 1],
    [493, 25, 0.72],
  ] as const) {
    brush.save();
    brush.beginPath();
    brush.moveTo(x - wide, 153);
    brush.quadraticCurveTo(x, 153 - 15 * open, x + wide, 152);
    brush.quadraticCurveTo(x, 153 + 11 * (0.5 + open * 0.5), x - wide, 153);
    brush.clip();
    brush.fillStyle = `rgb(${Math.round(150 * light)},${Math.round(166 * light)},${Math.round(176 * light)})`;
    brush.fillRect(x - wide, 130, wide * 2, 46);
    const gazeX = x + blend(-9, 1, look);
    const gazeY = blend(158, 152, look);
    brush.fillStyle = '#0a0f14';
    brush.beginPath();
    brush.arc(gazeX, gazeY, 9.4, 0, Math.PI * 2);
    brush.fill();
    brush.fillStyle = '#2e4250';
    brush.beginPath();
    brush.arc(gazeX, gazeY, 7.4, 0, Math.PI * 2);
    brush.fill();
    brush.fillStyle = '#030508';
    brush.beginPath();
    brush.arc(gazeX, gazeY, 4.2, 0, Math.PI * 2);
    brush.fill();
    brush.fillStyle = `rgba(236,246,255,${0.1 + 0.9 * look})`;
    brush.beginPath();
    brush.arc(gazeX - 3, gazeY - 3.4, 1.9, 0, Math.PI * 2);
    brush.fill();
    brush.restore();
    brush.strokeStyle = '#04060a';
    brush.lineWidth = 3;
    brush.beginPath();
    brush.moveTo(x - wide, 153);
    brush.quadraticCurveTo(x, 153 - 16 * open, x + wide, 152);
    brush.stroke();
  }
  // Wet strands, rim of light on hair and shoulder.
  brush.strokeStyle = 'rgba(132,158,178,0.5)';
  brush.lineWidth = 1.6;
  brush.beginPath();
  brush.moveTo(346, 120);
  brush.quadraticCurveTo(362, 28, 452, 10);
  brush.moveTo(342, 150);
  brush.quadraticCurveTo(336, 230, 372, 304);
  brush.moveTo(286, 352);
  brush.quadraticCurveTo(310, 316, 372, 306);
  brush.stroke();
  brush.strokeStyle = '#05070b';
  brush.lineWidth = 3;
  brush.beginPath();
  brush.moveTo(420, 50);
  brush.quadraticCurveTo(384, 96, 374, 182);
  brush.moveTo(500, 58);
  brush.quadraticCurveTo(540, 120, 538, 226);
  brush.stroke();
  brush.restore();
  glow(brush, 150 + Math.sin(seconds) * 8, 120, 300, '70,110,150', 0.1 * seen);
  vignette(brush, 0.8);
}

/** The shutter on the stair: it rattles, it holds, it does not hold. */
export function window(brush: Brush, frame: number): void {
  const seconds = frame / 24;
  const way = ramp(frame, MOMENTS.window, MOMENTS.scare);
  const after = frame - MOMENTS.scare;
  const burst = after >= 0;
  const flash = burst ? Math.exp(-after / 5) : lightning(frame, STRIKES);
  // Nothing rattles in the six frames before the blow.
  const calm =
    frame >= MOMENTS.pullBackStart && !burst
      ? 1 - ramp(frame, MOMENTS.pullBackStart, MOMENTS.pullBackEnd)
      : 1;
  const rattle = burst ? 0 : (0.4 + way * 1.6) * calm * (drift(seconds * 3.1, 5) > 0.55 ? 1 : 0.2);
  brush.fillStyle = '#030508';
  brush.fillRect(0, 0, W, H);
  brush.save();
  const shake = burst ? 15 * Math.exp(-after / 9) : 0;
  camera(
    brush,
    1 + way * 0.3 + (burst ? 0.05 * Math.exp(-after / 6) : 0),
    (hash(frame) - 0.5) * shake * 2,
    (hash(frame + 999) - 0.5) * shake * 2,
    427,
    172,
  );
  for (let course = -1; course < 13; course++) {
    for (let block = -1; block < 14; block++) {
      const x = block * 72 - (course % 2) * 36;
      const y = course * 31;
      const near = Math.max(0, 1 - Math.hypot(x + 36 - 427, y + 15 - 172) / 340);
      const tone = near * 30 + hash(course * 50 + block + 900) * 5 + flash * near * 70;
      brush.fillStyle = `rgb(${Math.round(5 + tone * 0.62)},${Math.round(8 + tone * 0.82)},${Math.round(12 + tone)})`;
      brush.beginPath();
      brush.roundRect(x, y, 69, 28, 3);
      brush.fill();
    }
  }
  brush.fillStyle = '#05070a';
  brush.beginPath();
  brush.arc(427, 172, 118, 0, Math.PI * 2);
  brush.fill();
  brush.save();
  brush.beginPath();
  brush.arc(427, 172, 106, 0, Math.PI * 2);
  brush.clip();
  vertical(brush, 320, 66, 214, 212, [
    [0, '#0b1622'],
    [0.7, '#1d3040'],
    [1, '#0b141d'],
  ]);
  glow(brush, 427, 150, 190, '175,205,240', 0.85 * flash);
  rain(brush, frame, 200, 0.5, 0.25);
  brush.restore();
  if (!burst) {
    // Mullions, two leaves and the latch that keeps them.
    const jitter = Math.sin(seconds * 71) * rattle;
    brush.fillStyle = '#0a0c10';
    brush.fillRect(421 + jitter, 66, 12, 212);
    brush.fillRect(321, 166 + jitter * 0.4, 212, 11);
    brush.strokeStyle = '#11161d';
    brush.lineWidth = 12;
    brush.beginPath();
    brush.arc(427 + jitter * 0.5, 172, 106, 0, Math.PI * 2);
    brush.stroke();
    brush.save();
    brush.translate(440 + jitter, 172);
    brush.rotate(jitter * 0.09 - way * 0.12);
    brush.fillStyle = '#3d4650';
    brush.beginPath();
    brush.roundRect(-26, -5, 44, 10, 4);
    brush.fill();
    brush.restore();
  } else {
    // Leaves thrown wide, glass and water coming at us.
    const open = Math.min(1, after / 4);
    for (const side of [-1, 1]) {
      const hinge = 427 + side * 106;
      shape(
        brush,
        [hinge, 72, hinge + side * 92 * open, 40, hinge + side * 92 * open, 304, hinge, 272],
        '#0b0f14',
      );
    }
    brush.save();
    brush.globalCompositeOperation = 'lighter';
    for (let drop = 0; drop < 520; drop++) {
      const angle = hash(drop) * Math.PI * 2;
      const speed = 5 + hash(drop + 77) ** 2 * 42;
      const life = 10 + hash(drop + 177) * 40;
      if (after > life) continue;
      const travel = speed * after * (1 - after / (life * 2.4));
      const x = 427 + Math.cos(angle) * (60 * hash(drop + 7) + travel * 1.5);
      const y = 172 + Math.sin(angle) * (60 * hash(drop + 9) + travel) + after * after * 0.16;
      const size = (0.8 + hash(drop + 3) * 2.6) * (1 + after * 0.05);
      brush.fillStyle = `rgba(190,215,232,${0.75 * (1 - after / life)})`;
      if (drop % 5 === 0)
        shape(
          brush,
          [x, y, x + size * 3, y + size, x + size, y + size * 4],
          `rgba(220,235,245,${0.6 * (1 - after / life)})`,
        );
      else brush.fillRect(x, y, size, size * 1.6);
    }
    brush.restore();
    // The wave itself.
    const wave = ramp(after, 0, 9) * (1 - ramp(after, 20, 58));
    if (wave > 0) {
      const water = brush.createLinearGradient(0, 60, 0, H);
      water.addColorStop(0, `rgba(176,204,218,${0.85 * wave})`);
      water.addColorStop(0.35, `rgba(74,108,128,${0.75 * wave})`);
      water.addColorStop(1, `rgba(18,32,44,${0.9 * wave})`);
      brush.fillStyle = water;
      brush.beginPath();
      brush.moveTo(-60, H + 60);
      for (let x = -60; x <= W + 60; x += 5) {
        const arch = 1 - ((x - 427) / 520) ** 2;
        brush.lineTo(
          x,
          H +
            40 -
            wave * Math.max(0, arch) * 290 -
            (34 * drift(x / 70 + after * 0.3, 3) + 9 * drift(x / 13 - after * 0.8, 4)) * wave,
        );
      }
      brush.lineTo(W + 60, H + 60);
      brush.fill();
    }
  }
  brush.restore();
  const gone = ramp(frame, MOMENTS.darkReturn - 24, MOMENTS.darkReturn);
  brush.fillStyle = `rgba(2,3,5,${gone})`;
  brush.fillRect(0, 0, W, H);
  vignette(brush, 0.8);
  if (burst && after < 3) {
    brush.fillStyle = `rgba(232,242,252,${[1, 0.75, 0.35][after] ?? 0})`;
    brush.fillRect(0, 0, W, H);
  }
}
