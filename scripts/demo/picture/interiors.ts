import { MOMENTS, STEPS } from '../plan.ts';
import { lightAngle, STRIKES } from './exteriors.ts';
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
import { lantern, standing } from './people.ts';
import { lightning, rain } from './weather.ts';

/** The kitchen at the tower's foot: a lamp between two people. */
export function table(brush: Brush, frame: number): void {
  const seconds = frame / 24;
  const flicker = 0.9 + 0.1 * drift(seconds * 5, 2);
  const way = ramp(frame, MOMENTS.table, MOMENTS.stair);
  brush.save();
  camera(brush, 1 + way * 0.06, 0, 0, 430, 200);
  vertical(brush, -40, -20, W + 80, H + 40, [
    [0, '#2a1c17'],
    [0.7, '#1c1310'],
    [1, '#0d0908'],
  ]);
  // Curved wall of stone courses, lit from the lamp.
  for (let course = 0; course < 10; course++) {
    for (let block = 0; block < 15; block++) {
      const x = block * 66 - (course % 2) * 33 - 30;
      const y = course * 30 - 6;
      const near = Math.max(0, 1 - Math.hypot(x + 30 - 430, (y - 170) * 1.3) / 460);
      const tint = hash(course * 40 + block) * 14;
      brush.fillStyle = `rgb(${Math.round(34 + near * 92 + tint)},${Math.round(24 + near * 56 + tint * 0.7)},${Math.round(20 + near * 26 + tint * 0.5)})`;
      brush.beginPath();
      brush.roundRect(x, y + Math.sin((x / W) * Math.PI) * 8, 63, 27, 3);
      brush.fill();
    }
  }
  // Round window with the last of the dusk and the beam going by.
  brush.save();
  brush.beginPath();
  brush.arc(430, 96, 52, 0, Math.PI * 2);
  brush.fillStyle = '#120c0a';
  brush.fill();
  brush.beginPath();
  brush.arc(430, 96, 45, 0, Math.PI * 2);
  brush.clip();
  vertical(brush, 380, 48, 100, 96, [
    [0, '#0c1728'],
    [0.6, '#3d4055'],
    [0.85, '#8d5f55'],
    [1, '#a86b50'],
  ]);
  const pass = Math.max(0, Math.cos(lightAngle(frame) + 1.2)) ** 18;
  glow(brush, 430, 60, 110, '255,238,200', 0.85 * pass);
  brush.restore();
  brush.fillStyle = '#150e0b';
  brush.fillRect(427, 50, 6, 92);
  brush.fillRect(384, 93, 92, 6);
  // Table, plate, lamp.
  shape(brush, [150, 282, 720, 282, 800, 330, 70, 330], '#4a2c1b');
  shape(brush, [150, 282, 720, 282, 716, 288, 154, 288], '#8a5a33');
  brush.fillStyle = '#1d120c';
  brush.fillRect(60, 330, 750, 40);
  brush.fillStyle = '#d8c3a1';
  brush.beginPath();
  brush.ellipse(556, 298, 46, 8, 0, 0, Math.PI * 2);
  brush.fill();
  brush.fillStyle = '#7a4a2a';
  brush.beginPath();
  brush.ellipse(556, 293, 30, 12, 0, Math.PI, 0);
  brush.fill();
  brush.fillStyle = '#3b2a1c';
  shape(brush, [414, 292, 446, 292, 440, 262, 420, 262], '#6a4a22');
  brush.fillStyle = 'rgba(255,240,205,0.22)';
  brush.beginPath();
  brush.roundRect(418, 214, 24, 50, 10);
  brush.fill();
  brush.fillStyle = '#fff0c4';
  brush.beginPath();
  brush.ellipse(430, 248, 4.5, 12 * flicker, 0, 0, Math.PI * 2);
  brush.fill();
  glow(brush, 430, 244, 330, '255,172,88', 0.62 * flicker);
  glow(brush, 430, 246, 70, '255,228,160', 0.75 * flicker);
  // The Keeper, left, in profile: cap, beard, pipe; he nods on his line.
  const speakingKeeper = frame > 716 && frame < 790 ? Math.sin(seconds * 13) * 1.3 : 0;
  brush.save();
  brush.translate(226, 150 + Math.sin(seconds * 1.2) * 0.8);
  shape(brush, [-104, 300, -92, 96, -58, 62, -14, 56, 34, 76, 62, 128, 76, 300], '#15100f');
  brush.save();
  brush.rotate(speakingKeeper * 0.012);
  brush.fillStyle = '#1b1412';
  brush.beginPath();
  brush.moveTo(-46, 14);
  brush.quadraticCurveTo(-44, -46, 4, -48);
  brush.quadraticCurveTo(36, -46, 38, -16);
  brush.lineTo(43, -2);
  brush.lineTo(53, 13);
  brush.lineTo(41, 18);
  brush.lineTo(44, 30);
  brush.lineTo(36, 33 + speakingKeeper);
  brush.quadraticCurveTo(40, 62, 16, 78);
  brush.quadraticCurveTo(-22, 72, -40, 56);
  brush.fill();
  shape(brush, [-52, -20, 40, -26, 62, -17, 40, -14, -50, -6], '#0d0a0a');
  brush.beginPath();
  brush.ellipse(-6, -24, 46, 30, 0, Math.PI, 0);
  brush.fill();
  brush.strokeStyle = 'rgba(255,190,116,0.85)';
  brush.lineWidth = 2;
  brush.beginPath();
  brush.moveTo(39, -12);
  brush.lineTo(43, -2);
  brush.lineTo(53, 13);
  brush.lineTo(42, 18);
  brush.moveTo(43, 30);
  brush.quadraticCurveTo(42, 60, 18, 77);
  brush.moveTo(36, 80);
  brush.quadraticCurveTo(58, 106, 66, 150);
  brush.stroke();
  brush.restore();
  brush.restore();
  // Mara, right, standing with her coat on; profile to the left.
  const speakingMara = frame > 588 && frame < 672 ? Math.sin(seconds * 15) * 1.2 : 0;
  brush.save();
  brush.translate(662, 104 + Math.sin(seconds * 1.4 + 1) * 0.8);
  shape(brush, [-70, 320, -58, 130, -44, 92, -12, 76, 26, 80, 58, 104, 76, 170, 90, 320], '#17100f');
  brush.save();
  brush.rotate(-0.04 + speakingMara * 0.01);
  brush.fillStyle = '#1c1312';
  brush.beginPath();
  brush.moveTo(34, 66);
  brush.quadraticCurveTo(48, -34, 2, -44);
  brush.quadraticCurveTo(-38, -42, -36, -6);
  brush.lineTo(-39, 4);
  brush.lineTo(-47, 18);
  brush.lineTo(-38, 22);
  brush.lineTo(-41, 33 + speakingMara);
  brush.lineTo(-36, 37 + speakingMara);
  brush.quadraticCurveTo(-34, 56, -12, 58);
  brush.lineTo(-8, 86);
  brush.lineTo(34, 86);
  brush.fill();
  brush.beginPath();
  brush.ellipse(36, -22, 20, 18, 0.4, 0, Math.PI * 2);
  brush.fill();
  shape(brush, [-30, 70, 40, 62, 46, 96, -34, 98], '#5a2320');
  brush.strokeStyle = 'rgba(255,190,116,0.8)';
  brush.lineWidth = 1.8;
  brush.beginPath();
  brush.moveTo(-34, -18);
  brush.quadraticCurveTo(-37, -8, -39, 4);
  brush.lineTo(-47, 18);
  brush.lineTo(-38, 22);
  brush.moveTo(-41, 33);
  brush.quadraticCurveTo(-38, 54, -14, 58);
  brush.moveTo(-32, 72);
  brush.lineTo(-36, 96);
  brush.stroke();
  brush.restore();
  brush.strokeStyle = 'rgba(255,190,116,0.5)';
  brush.lineWidth = 1.6;
  brush.beginPath();
  brush.moveTo(-46, 96);
  brush.quadraticCurveTo(-60, 140, -62, 220);
  brush.stroke();
  brush.restore();
  brush.restore();
  vignette(brush, 0.72);
}

/** Looking up the spiral stair. `dark` is the return: one lantern, cold light, slower. */
export function stair(brush: Brush, frame: number, dark: boolean): void {
  const start = dark ? MOMENTS.darkReturn : MOMENTS.stair;
  const length = dark ? MOMENTS.lampRoomDark - MOMENTS.darkReturn : MOMENTS.storm - MOMENTS.stair;
  const way = (frame - start) / length;
  const turn = (dark ? 0.5 : 0.9) * way;
  const pulse = dark ? 0.02 : 0.35 + 0.65 * Math.max(0, Math.cos(lightAngle(frame) * 2)) ** 6;
  const [cx, cy] = [blend(400, 430, way), blend(168, 184, way)];
  brush.fillStyle = dark ? '#03060a' : '#0b0808';
  brush.fillRect(0, 0, W, H);
  const steps = 74;
  for (let step = 0; step < steps; step++) {
    const angle = step * 0.29 + turn;
    const radius = 640 * 0.945 ** (step + way * 6);
    const next = radius * 0.945;
    const inner = radius * 0.3;
    const lit = Math.min(1, step / steps) ** 1.3;
    const facing = 0.55 + 0.45 * Math.cos(angle - 0.8);
    const base = dark ? [16, 26, 38] : [92, 62, 42];
    const gain =
      (dark ? 0.55 + lit * 1.1 : (0.42 + lit * 2.2) * (0.55 + pulse * 0.45)) *
      facing *
      (step % 2 ? 0.86 : 1.08);
    const colour = `rgb(${base.map((part) => Math.min(255, Math.round(part * gain + (dark ? 3 : 9)))).join(',')})`;
    const corner = (a: number, r: number): number[] => [cx + Math.cos(a) * r, cy + Math.sin(a) * r * 0.86];
    shape(
      brush,
      [
        ...corner(angle, radius),
        ...corner(angle + 0.31, next),
        ...corner(angle + 0.31, next * 0.3),
        ...corner(angle, inner),
      ],
      colour,
    );
    const under = `rgba(0,0,0,${0.5 - lit * 0.25})`;
    shape(
      brush,
      [
        ...corner(angle + 0.29, next),
        ...corner(angle + 0.31, next * 0.985),
        ...corner(angle + 0.31, next * 0.3),
        ...corner(angle + 0.29, next * 0.31),
      ],
      under,
    );
    brush.strokeStyle = dark
      ? `rgba(90,120,150,${0.06 + lit * 0.1})`
      : `rgba(255,206,140,${0.08 + lit * 0.3 * pulse})`;
    brush.lineWidth = 0.6 + (1 - lit) * 1.6;
    brush.beginPath();
    brush.moveTo(...(corner(angle, inner) as [number, number]));
    brush.lineTo(...(corner(angle, radius) as [number, number]));
    brush.stroke();
  }
  glow(brush, cx, cy, dark ? 60 : 170, dark ? '110,140,170' : '255,220,160', dark ? 0.3 : 0.4 + 0.55 * pulse);
  const walkers = dark ? [0] : [0, -0.32];
  const feet = dark ? STEPS.dark : STEPS.stair;
  const taken = feet.filter((foot) => foot <= frame).length;
  const since = frame - (feet[taken - 1] ?? frame);
  const stepWay = (taken + Math.min(1, since / (dark ? 16 : 12))) / feet.length;
  walkers.forEach((behind, index) => {
    const angle = blend(2.5, 4.3, stepWay) + behind;
    const radius = blend(210, 150, stepWay);
    const x = cx + Math.cos(angle) * radius;
    const y = cy + Math.sin(angle) * radius * 0.86;
    const bob = Math.abs(Math.sin(stepWay * feet.length * Math.PI)) * 3;
    if (index === 0)
      lantern(
        brush,
        x + 16,
        y - 6 - bob,
        11,
        Math.sin(frame / 7) * 0.25,
        dark ? 210 : 150,
        dark ? 0.95 : 0.9,
      );
    brush.save();
    brush.translate(x, y - bob);
    brush.rotate(angle + Math.PI / 2 + Math.PI);
    standing(brush, 0, 22, 54, dark ? '#04060a' : '#0d0a0b', index === 1);
    brush.restore();
  });
  vignette(brush, dark ? 0.85 : 0.7);
}

/** The lens: rings of glass round a flame. `burning` 0…1; `turn` in radians. */
function lens(
  brush: Brush,
  x: number,
  y: number,
  size: number,
  burning: number,
  turn: number,
  warm: boolean,
): void {
  const rgb = warm ? '255,206,132' : '120,150,178';
  glow(brush, x, y, size * 2.9, '255,206,130', 0.75 * burning);
  for (let panel = 0; panel < 8; panel++) {
    const angle = turn + (panel * Math.PI) / 4;
    const facing = Math.cos(angle);
    if (facing < -0.2) continue;
    const px = x + Math.sin(angle) * size * 0.62;
    for (let ring = 7; ring >= 1; ring--) {
      const share = ring / 7;
      brush.strokeStyle = `rgba(${rgb},${(0.1 + 0.55 * burning) * (0.35 + 0.65 * Math.max(0, facing)) * (1.15 - share * 0.6)})`;
      brush.lineWidth = 2.4;
      brush.beginPath();
      brush.ellipse(
        px,
        y,
        Math.max(1, size * 0.34 * share * Math.max(0.12, facing)),
        size * 0.62 * share,
        0,
        0,
        Math.PI * 2,
      );
      brush.stroke();
    }
    glow(
      brush,
      px,
      y,
      size * (0.3 + 0.7 * Math.max(0, facing) ** 12),
      '255,240,205',
      burning * Math.max(0, facing) ** 12 * 0.9,
    );
  }
  // Crown and skirt of prisms, brass frame.
  for (const [sign, rows] of [
    [-1, 6],
    [1, 4],
  ] as const) {
    for (let row = 0; row < rows; row++) {
      const wide = size * (0.94 - row * 0.1);
      const py = y + sign * size * (0.72 + row * 0.085);
      brush.fillStyle = `rgba(${rgb},${(0.1 + 0.42 * burning) * (1 - row * 0.09)})`;
      brush.fillRect(x - wide, py - 2.4, wide * 2, 3.8);
    }
  }
  brush.strokeStyle = warm ? '#6b4a22' : '#1b2530';
  brush.lineWidth = 4;
  brush.beginPath();
  brush.moveTo(x - size, y - size * 0.68);
  brush.lineTo(x + size, y - size * 0.68);
  brush.moveTo(x - size, y + size * 0.68);
  brush.lineTo(x + size, y + size * 0.68);
  brush.stroke();
  brush.fillStyle = `rgba(255,246,220,${burning})`;
  brush.beginPath();
  brush.ellipse(x, y + size * 0.04, size * 0.07, size * 0.16, 0, 0, Math.PI * 2);
  brush.fill();
}

/** The lamp room: burning and dying, dark with a match in it, or ablaze. */
export function lampRoom(brush: Brush, frame: number): void {
  const seconds = frame / 24;
  const before = frame < MOMENTS.lampDies;
  const relit = frame >= MOMENTS.relit;
  const dying = ramp(frame, 1330, MOMENTS.lampDies);
  const flame = before
    ? Math.max(
        0,
        1 - dying * 0.75 - (frame > 1316 ? 0.5 * drift(seconds * 11, 4) * ramp(frame, 1316, 1360) : 0),
      )
    : relit
      ? 0.35 + 0.75 * ramp(frame, MOMENTS.relit, MOMENTS.relit + 20)
      : 0;
  const speed = before
    ? 1 - 0.85 * ramp(frame, 1310, 1390)
    : relit
      ? ramp(frame, MOMENTS.relit, MOMENTS.relit + 70)
      : 0;
  const turn = before
    ? seconds * 0.9 * (1 - 0.2 * dying)
    : relit
      ? speed * ((frame - MOMENTS.relit) / 24) * 0.9
      : 0.9;
  const flash = lightning(frame, STRIKES);
  const cold = flame < 0.05;
  brush.save();
  const push = before
    ? ramp(frame, MOMENTS.lensRoom, MOMENTS.lampDies)
    : relit
      ? 0.2
      : ramp(frame, MOMENTS.lampRoomDark, MOMENTS.relit) * 0.5;
  camera(brush, 1 + push * 0.16, before ? Math.sin(seconds * 2.1) * 1.5 : 0, 0, 427, 170);
  vertical(
    brush,
    -60,
    -40,
    W + 120,
    H + 80,
    cold
      ? [
          [0, '#060b12'],
          [1, '#0b121b'],
        ]
      : [
          [0, '#0c1018'],
          [0.6, '#1a1410'],
          [1, '#0b0807'],
        ],
  );
  // Glass all round, rain running down it.
  for (let pane = 0; pane < 9; pane++) {
    const x = pane * 107 - 55;
    vertical(
      brush,
      x,
      20,
      100,
      236,
      cold || before
        ? [
            [0, '#0a121c'],
            [1, '#182634'],
          ]
        : [
            [0, '#16202e'],
            [1, '#4a4a50'],
          ],
    );
    glow(brush, x + 50, 120, 120, '180,205,235', 0.7 * flash);
  }
  rain(brush, frame, before ? 150 : 70, 0.3, before ? 0.14 : 0.07);
  brush.fillStyle = cold ? '#05080c' : '#120d0a';
  for (let bar = 0; bar < 9; bar++) brush.fillRect(bar * 107 - 8, 0, 11, 262);
  brush.fillRect(-60, 132, W + 120, 6);
  brush.fillRect(-60, 254, W + 120, 140);
  brush.fillRect(-60, -40, W + 120, 62);
  lens(brush, 427, 156, 122, flame, turn, !cold);
  // Pedestal and clockwork.
  shape(brush, [352, 268, 502, 268, 520, 372, 334, 372], cold ? '#0a0f15' : '#3a2712');
  shape(brush, [352, 268, 502, 268, 504, 276, 350, 276], cold ? '#1a232d' : '#8a6430');
  for (const [gx, radius, teeth, way] of [
    [392, 26, 14, 1],
    [446, 34, 18, -0.76],
  ] as const) {
    brush.save();
    brush.translate(gx, 316);
    brush.rotate(turn * 2.4 * way);
    brush.strokeStyle = cold ? '#202b36' : '#b78a45';
    brush.lineWidth = 3;
    brush.beginPath();
    brush.arc(0, 0, radius * 0.8, 0, Math.PI * 2);
    for (let tooth = 0; tooth < teeth; tooth++) {
      const angle = (tooth / teeth) * Math.PI * 2;
      brush.moveTo(Math.cos(angle) * radius * 0.8, Math.sin(angle) * radius * 0.8);
      brush.lineTo(Math.cos(angle) * radius, Math.sin(angle) * radius);
    }
    brush.moveTo(-radius * 0.7, 0);
    brush.lineTo(radius * 0.7, 0);
    brush.moveTo(0, -radius * 0.7);
    brush.lineTo(0, radius * 0.7);
    brush.stroke();
    brush.restore();
  }
  // Who is here.
  if (before) standing(brush, 190, 360, 190, '#0b0908', true);
  if (before) standing(brush, 672, 360, 164, '#0d0a09', false);
  if (!before) {
    // The hand goes up to the burner, and comes away from the light.
    const lift =
      ramp(frame, MOMENTS.match + 14, MOMENTS.relit - 6) *
      (1 - ramp(frame, MOMENTS.relit + 4, MOMENTS.relit + 30));
    const struck =
      frame >= MOMENTS.match
        ? Math.min(1, (frame - MOMENTS.match) / 3) * (0.75 + 0.25 * drift(seconds * 9, 7))
        : 0;
    standing(brush, 604, 362, 196, relit ? '#120c09' : '#05080c', false);
    const [mx, my] = [blend(relit ? 580 : 540, 458, lift), blend(relit ? 290 : 248, 180, lift)];
    brush.strokeStyle = relit ? '#120c09' : '#05080c';
    brush.lineWidth = 13;
    brush.lineCap = 'round';
    brush.beginPath();
    brush.moveTo(588, 226);
    brush.quadraticCurveTo(566, 262, mx + 8, my + 10);
    brush.stroke();
    if (!relit && struck > 0) {
      const flare = frame < MOMENTS.match + 8 ? 1.6 - (frame - MOMENTS.match) * 0.08 : 1;
      glow(brush, mx, my, 150 * flare, '255,170,84', 0.75 * struck);
      glow(brush, mx, my, 26 * flare, '255,236,190', struck);
      brush.strokeStyle = `rgba(255,190,120,${0.7 * struck})`;
      brush.lineWidth = 1.8;
      brush.beginPath();
      brush.moveTo(590, 170);
      brush.quadraticCurveTo(584, 186, 590, 204);
      brush.stroke();
    }
  }
  brush.restore();
  if (relit) {
    const burst = 1 - ramp(frame, MOMENTS.relit, MOMENTS.relit + 40);
    glow(brush, 427, 156, 620, '255,232,180', 0.95 * burst);
  }
  if (flash > 0 && before) {
    brush.fillStyle = `rgba(190,210,235,${0.14 * flash})`;
    brush.fillRect(0, 0, W, H);
  }
  vignette(brush, 0.6);
}
