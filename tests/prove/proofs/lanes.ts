import { openApp, openBrowser } from '../browser.ts';
import { dragInLane, idleFrames, type LaneDrag } from '../lane-drag.ts';
import { type Lab, type Proof, type ProofRow, quantile } from '../proof.ts';

const POINTS = 10_000;
const RANGE = 1000;
const FRAMES = 300;
/** A frame at 60 Hz and the jitter of its timer. */
const FRAME_MS = 17.5;

const told = (figures: readonly number[]): string =>
  `${quantile(figures, 0.5).toFixed(1)} ms median, ${quantile(figures, 0.95).toFixed(1)} ms at p95`;

/** A row of figures that only help to read the others. */
const aside = (name: string, figure: string): ProofRow => ({
  name,
  figure,
  target: 'told for its own sake',
  met: null,
});

const dragged = (name: string, { frames }: LaneDrag): ProofRow => ({
  name,
  figure: told(frames),
  target: '60 fps: median ≤ 17.5 ms',
  met: quantile(frames, 0.5) <= FRAME_MS,
});

async function run(lab: Lab): Promise<readonly ProofRow[]> {
  const context = await openBrowser({ profile: lab.folder('lanes') });
  try {
    const page = await openApp(context, lab.url);
    lab.say(`${FRAMES} frames each: at rest, a lane of 10 points, one of ${POINTS}, ${RANGE} of them`);
    const idle = await idleFrames(page, FRAMES);
    const few = await dragInLane(page, { points: 10, frames: FRAMES });
    const one = await dragInLane(page, { points: POINTS, frames: FRAMES });
    const range = await dragInLane(page, { points: POINTS, held: RANGE, frames: FRAMES });
    const exact = few.exact && one.exact && range.exact;
    return [
      aside('frames of the window at rest', told(idle)),
      aside('frames while one of 10 points is dragged', told(few.frames)),
      dragged(`frames while one of ${POINTS} points is dragged`, one),
      dragged(`frames while ${RANGE} of ${POINTS} points are dragged`, range),
      aside('handling of a move of one: edit, checks, engine, React', told(one.handled)),
      aside(`handling of a move of ${RANGE}`, told(range.handled)),
      aside('the two frames after an undo', range.undone.map((ms) => `${ms.toFixed(1)} ms`).join(', ')),
      {
        name: 'what each drag did',
        figure: exact ? 'the held points moved, one undo took it back' : 'something else',
        target: 'the held points, one undo',
        met: exact,
      },
    ];
  } finally {
    await context.close();
  }
}

/** A lane of ten thousand points under the hand. */
export const lanesProof: Proof = {
  name: 'lanes',
  minutes: 5,
  title: 'Dragging in a lane of 10,000 points',
  run,
};
