import {
  Core,
  type CoreHrtf,
  createMemory,
  planMemory,
  RingWriter,
  SLOT_FRAMES,
  type StripProgram,
} from '../../core/index.ts';
import type { RenderTarget } from '../../units/index.ts';

/** Quanta rendered: V8 keeps the slow first tier for about the first thousand calls. */
const QUANTA = 1500;
const QUANTUM = 128;
const STRIPS = 6;

/**
 * Renders a made-up mix until the engine has compiled the core with its optimising tier. Compiled code belongs to the
 * module and is shared by every thread of the process, so this runs in a worker while the page loads.
 */
export function warmUp(
  module: WebAssembly.Module,
  shared: boolean,
  sampleRate: number,
  target: RenderTarget,
  hrtf: CoreHrtf | null,
): void {
  const plan = planMemory({ rings: STRIPS, voices: STRIPS, heapBytes: 1 << 16, maxRings: STRIPS });
  const memory = createMemory(plan, shared);
  const core = new Core(module, memory, plan, { sampleRate, target, hrtf, monitor: 'live' });
  const rings = new RingWriter(memory, plan);
  for (let strip = 0; strip < STRIPS; strip++) {
    rings.assign(strip, strip, 1);
    const slot = rings.slotView(strip, 0);
    for (let n = 0; n < SLOT_FRAMES; n++) slot[n] = ((n * (strip + 3)) % 97) / 970 - 0.05;
    rings.publish(strip, 0, 1, 0);
    core.setStrip(strip, warmStrip(strip));
  }
  core.setLoop(0, SLOT_FRAMES, true);
  core.play(0);
  for (let quantum = 0; quantum < QUANTA; quantum++) core.render(QUANTUM);
}

/** Bed and object strips in turn, with a lane that moves, so that every path of the core is taken. */
function warmStrip(index: number): StripProgram {
  const object = index % 2 === 0;
  const lane = { times: [0, SLOT_FRAMES], values: [-1, 1], curves: ['linear', 'linear'] as const };
  return {
    id: `warm-${index}`,
    channels: ['M'],
    gain: 0.5,
    clips: [
      {
        id: `warm-${index}`,
        start: 0,
        length: SLOT_FRAMES,
        sourceOffset: 0,
        gain: 1,
        fadeInLength: 100,
        fadeInShape: 'equal-power',
        fadeOutLength: 100,
        fadeOutShape: 's-curve',
        voices: [index],
      },
    ],
    lanes: object ? { x: lane, rideDb: lane } : { pan: lane },
    output: object
      ? { kind: 'object', x: 0, y: 0, z: 0.5, size: 0.2, spread: 0 }
      : { kind: 'bed', pan: 0, width: 1, frontBack: 1, height: 0, lfeGain: 0.1 },
    latencySamples: 0,
  };
}
