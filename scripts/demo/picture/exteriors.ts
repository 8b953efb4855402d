import { MOMENTS, STEPS } from '../plan.ts';
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
import { lantern, maraWalking, standing } from './people.ts';
import { beam, rock, tower } from './tower.ts';
import { gulls, LIGHTS, lightning, rain, sea, sky } from './weather.ts';

/** Angle of the turning light at a frame: one turn in eight seconds. */
export const lightAngle = (frame: number): number => (frame / 24) * ((Math.PI * 2) / 8) - 0.6;

/** Frames lightning strikes on; the thunder of the sound follows some of them. */
export const STRIKES = [966, 1084, 1150, 1212, 1298, 1370, 1618, 1672] as const;

/** Opening: the coast at dusk, the lamp being lit, the title. */
export function dusk(brush: Brush, frame: number): void {
  const seconds = frame / 24;
  const light = LIGHTS.dusk;
  const horizon = 214;
  brush.save();
  camera(brush, blend(1, 1.07, frame / MOMENTS.path), 0, 0, 590, 190);
  sky(brush, light, horizon, seconds, 4, 0.9);
  glow(brush, 250, horizon + 4, 330, '255,150,80', 0.55);
  glow(brush, 250, horizon - 2, 90, '255,214,150', 0.7);
  sea(brush, light, horizon, seconds, 0.55, 250, 0.9);
  // A far headland for depth.
  shape(brush, [0, horizon + 2, 0, 192, 70, 196, 120, 205, 190, horizon - 1, 200, horizon + 3], '#252f42');
  rock(brush, 640, 262, 460, light);
  const lit = ramp(frame, 60, 110) * (0.92 + 0.08 * drift(seconds * 3));
  tower(brush, 620, 268, 168, light, lit, 0.4 + lit * 0.4);
  beam(brush, 620, 268 - 168 - 11, lightAngle(frame), lit * 0.9);
  gulls(brush, seconds, 'rgba(14,20,32,0.85)', [
    [150, 120, 13],
    [320, 90, 9],
    [236, 150, 7],
    [470, 70, 6],
  ]);
  brush.restore();
  vignette(brush, 0.5);
  const title = ramp(frame, 84, 120) * (1 - ramp(frame, 210, 246));
  if (title > 0) {
    brush.save();
    brush.globalAlpha = title;
    brush.fillStyle = '#f3e6d3';
    brush.font = '300 27px "DejaVu Serif", serif';
    brush.textAlign = 'left';
    [...'THE LIGHTHOUSE'].reduce((x, letter) => {
      brush.fillText(letter, x, 132);
      return x + brush.measureText(letter).width + 9 + title * 2;
    }, 74);
    brush.fillRect(75, 146, 52 * title, 1);
    brush.restore();
  }
  brush.fillStyle = `rgba(0,0,0,${1 - ramp(frame, 0, 40)})`;
  brush.fillRect(0, 0, W, H);
}

/** Mara on the path with the supper and her lantern; she reaches the door on the knock. */
export function cliffPath(brush: Brush, frame: number): void {
  const seconds = frame / 24;
  const way = ramp(frame, MOMENTS.path - 60, 528);
  const light = LIGHTS.dusk;
  const horizon = 168;
  brush.save();
  brush.translate(-way * 26, 0);
  sky(
    brush,
    {
      ...light,
      sky: [
        [0, '#0a1524'],
        [0.4, '#1b2b42'],
        [0.7, '#54485a'],
        [0.88, '#a4674f'],
        [1, '#d08f5a'],
      ],
    },
    horizon,
    seconds + 20,
    4,
    0.8,
  );
  brush.fillStyle = '#d08f5a';
  brush.restore();
  sea(brush, light, horizon, seconds, 0.4, 200, 0.6);
  // Slope of grass with the path cut into it.
  const ground = (x: number): number =>
    320 - 40 * ramp(x, 60, 660) + Math.sin(x / 37) * 2 * (1 - ramp(x, 560, 660));
  // The foot of the tower, its door and a lit window.
  const stone = brush.createLinearGradient(612, 0, 850, 0);
  stone.addColorStop(0, '#8c7a72');
  stone.addColorStop(0.35, '#4e484f');
  stone.addColorStop(1, '#16171f');
  shape(brush, [628, 274, 652, 0, 842, 0, 866, 274, 866, 300, 628, 300], stone);
  brush.fillStyle = '#6b2c2a';
  shape(brush, [641, 120, 648, 40, 846, 40, 853, 120], 'rgba(92,38,36,0.75)');
  brush.strokeStyle = 'rgba(0,0,0,0.16)';
  brush.lineWidth = 1;
  for (let course = 0; course < 15; course++) {
    brush.beginPath();
    brush.moveTo(630, 274 - course * 19);
    brush.quadraticCurveTo(745, 284 - course * 19, 864, 274 - course * 19);
    brush.stroke();
  }
  const open = ramp(frame, MOMENTS.doorOpens, MOMENTS.table + 2);
  brush.fillStyle = '#1b1210';
  brush.beginPath();
  brush.roundRect(690, 176, 62, 112, [31, 31, 0, 0]);
  brush.fill();
  brush.save();
  brush.clip();
  vertical(brush, 690, 176, 62, 112, [
    [0, '#ffcf86'],
    [1, '#c46f2e'],
  ]);
  shape(
    brush,
    [690, 170, 690 + 62 * (1 - open * 0.5), 170, 690 + 62 * (1 - open * 0.5), 292, 690, 292],
    '#3a211a',
  );
  brush.restore();
  glow(brush, 740, 230, 120, '255,170,90', 0.15 + 0.5 * open);
  brush.fillStyle = '#ffca7c';
  brush.beginPath();
  brush.arc(792, 96, 15, 0, Math.PI * 2);
  brush.fill();
  brush.fillStyle = '#20161a';
  brush.fillRect(791, 80, 2, 32);
  brush.fillRect(776, 95, 32, 2);
  glow(brush, 792, 96, 92, '255,178,96', 0.5);
  const points: number[] = [0, H];
  for (let x = 0; x <= W; x += 14) points.push(x, ground(x));
  points.push(W, H);
  const earth = brush.createLinearGradient(0, 250, 0, H);
  earth.addColorStop(0, '#241f24');
  earth.addColorStop(1, '#07090e');
  shape(brush, points, earth);
  brush.strokeStyle = 'rgba(60,52,50,0.9)';
  brush.lineWidth = 1.2;
  brush.beginPath();
  for (let blade = 0; blade < 230; blade++) {
    const x = (blade * 37.7) % W;
    const lean = 4 + 5 * drift(seconds * 1.3 + x / 90, 3);
    const y = ground(x) + ((blade * 13) % 7);
    brush.moveTo(x, y);
    brush.quadraticCurveTo(x - 1, y - 7, x - lean, y - 9 - (blade % 5) * 2);
  }
  brush.stroke();
  // Strides fall on the gravel steps the effects were made from.
  const first = STEPS.gravel[0];
  const last = STEPS.gravel[STEPS.gravel.length - 1] ?? first ?? 0;
  const walking = Math.max(0, Math.min(1, (frame - (first ?? 0)) / (last - (first ?? 0))));
  const x = blend(96, 668, walking);
  const stride = walking > 0 && walking < 1 ? (frame - (first ?? 0)) / 26 + 0.25 : 0.25;
  maraWalking(brush, x, ground(x) + 3, 96, stride, '#0c0d14', 'rgba(255,180,104,0.85)');
  lantern(
    brush,
    x + 21,
    ground(x) - 50 + Math.abs(Math.cos(stride * 6.28)) * -2,
    15,
    Math.sin(stride * 6.283) * 0.22,
    120,
    0.95,
  );
  // The great light passes over the headland.
  const sweep = Math.max(0, Math.cos(lightAngle(frame) + 0.5)) ** 10;
  brush.save();
  brush.globalCompositeOperation = 'lighter';
  const ray = brush.createLinearGradient(W, 0, 0, 0);
  ray.addColorStop(0, `rgba(255,232,180,${0.2 * sweep})`);
  ray.addColorStop(1, 'rgba(255,226,170,0)');
  shape(brush, [W, -8, 0, 40, 0, 96, W, 0], ray);
  brush.restore();
  vignette(brush, 0.6);
}

/** The storm out at sea, the tower small in it, the beam holding. */
export function storm(brush: Brush, frame: number): void {
  const seconds = frame / 24;
  const way = (frame - MOMENTS.storm) / (MOMENTS.lensRoom - MOMENTS.storm);
  const flash = lightning(frame, STRIKES);
  const light = LIGHTS.storm;
  const horizon = 196;
  brush.save();
  camera(brush, 1.06 + way * 0.05, Math.sin(seconds * 1.1) * 5, Math.sin(seconds * 0.83) * 6);
  sky(brush, light, horizon + 8, seconds, 46, 1);
  if (flash > 0) {
    glow(brush, 210 + (frame % 3) * 2, 40, 520, '170,195,225', 0.6 * flash);
    brush.strokeStyle = `rgba(225,238,255,${flash})`;
    brush.lineWidth = 1.6;
    brush.beginPath();
    let [bx, by] = [210 + ((STRIKES.findLast((strike) => strike <= frame) ?? 0) % 90), 0];
    brush.moveTo(bx, by);
    for (let fork = 0; fork < 11; fork++) {
      bx += (hash(fork * 37 + (STRIKES.findLast((strike) => strike <= frame) ?? 0)) - 0.46) * 46;
      by += 18;
      brush.lineTo(bx, by);
    }
    brush.stroke();
  }
  const heave = 3 + way * 1.2;
  sea(brush, light, horizon, seconds * 1.5, heave, 560, 0.4, 'far');
  rock(brush, 592, 204, 270, light);
  tower(brush, 586, 212, 126, light, 1, 0.5);
  beam(brush, 586, 77, lightAngle(frame) * 1.35, 1, W);
  sea(brush, light, horizon, seconds * 1.5, heave, 560, 0.5, 'near');
  // Spray climbing the rock with every wave.
  const wave = (seconds * 0.42) % 1;
  for (let drop = 0; drop < 90; drop++) {
    const angle = -0.25 - drift(drop * 1.7, 5) * 2.6;
    const speed = 30 + drift(drop * 2.9, 6) * 88;
    const x = 520 + drift(drop, 8) * 130 + Math.cos(angle) * speed * wave;
    const y = 236 + Math.sin(angle) * speed * wave * 1.4 + 90 * wave * wave;
    brush.fillStyle = `rgba(205,220,230,${0.5 * (1 - wave)})`;
    brush.fillRect(x, y, 1.6, 1.6);
  }
  rain(brush, frame, 260, 0.42, 0.17);
  brush.restore();
  if (flash > 0) {
    brush.fillStyle = `rgba(190,210,235,${0.2 * flash})`;
    brush.fillRect(0, 0, W, H);
  }
  vignette(brush, 0.65);
}

/** The lamp burns again: the beam goes out over a sea that is giving up. */
export function sweep(brush: Brush, frame: number): void {
  const seconds = frame / 24;
  const way = ramp(frame, MOMENTS.sweep, MOMENTS.dawn);
  const light = LIGHTS.storm;
  const horizon = 230;
  brush.save();
  camera(brush, 1.12 - way * 0.1, 0, 0, 430, 200);
  sky(
    brush,
    {
      ...light,
      sky: [
        [0, '#0a1220'],
        [0.5, '#1a2a3d'],
        [0.85, '#43505f'],
        [1, '#6e6a68'],
      ],
    },
    horizon,
    seconds,
    22,
    0.8,
  );
  glow(brush, 130, horizon, 260, '255,190,130', 0.25 * way);
  sea(brush, light, horizon, seconds, 1.7 - way, 430, 0.9, 'far');
  rock(brush, 446, 262, 400, light);
  tower(brush, 430, 272, 190, light, 1, 0.7);
  sea(brush, light, horizon + 22, seconds, 1.7 - way, 430, 0.9, 'near');
  beam(brush, 430, 70, lightAngle(frame - MOMENTS.sweep) * 1.1 + 0.3, 1.25, W * 1.3);
  rain(brush, frame, 90, 0.3, 0.09 * (1 - way));
  brush.restore();
  vignette(brush, 0.55);
}

/** Morning: the same coast as the opening; two people at the rail. */
export function dawn(brush: Brush, frame: number): void {
  const seconds = frame / 24;
  const way = ramp(frame, MOMENTS.dawn, MOMENTS.fadeOut + 40);
  const light = LIGHTS.dawn;
  const horizon = 236;
  brush.save();
  camera(brush, 1.6 - way * 0.56, 0, blend(84, 0, way), 560, 160);
  sky(brush, light, horizon, seconds, 3, 0.8);
  glow(brush, 238, horizon - 8, 360, '90,54,26', 0.8);
  brush.fillStyle = '#fffbe9';
  brush.beginPath();
  brush.arc(238, horizon - 14, 21, 0, Math.PI * 2);
  brush.fill();
  glow(brush, 238, horizon - 14, 90, '120,96,60', 0.7);
  sea(brush, light, horizon, seconds, 0.38, 238, 1.2);
  rock(brush, 590, 280, 470, light);
  tower(brush, 570, 288, 210, light, 0.5 * (1 - way), 0.1);
  const gallery = 288 - 210;
  standing(brush, 551, gallery + 1, 22, '#2c2a36', true);
  standing(brush, 562, gallery + 1, 20, '#3a2630', false);
  beam(
    brush,
    570,
    gallery - 13,
    lightAngle(frame),
    0.35 * (1 - ramp(frame, MOMENTS.dawn, MOMENTS.dawn + 90)),
  );
  gulls(brush, seconds - 92, 'rgba(52,60,78,0.85)', [
    [300, 120, 12],
    [360, 100, 9],
    [420, 140, 8],
    [210, 90, 6],
    [660, 110, 8],
  ]);
  brush.restore();
  vignette(brush, 0.35);
  brush.fillStyle = `rgba(0,0,0,${ramp(frame, MOMENTS.fadeOut, 2490)})`;
  brush.fillRect(0, 0, W, H);
}
