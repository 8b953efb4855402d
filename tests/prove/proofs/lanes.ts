import { openApp, openBrowser } from '../browser.ts';
import { dragInLane } from '../lane-drag.ts';
import { type Lab, type Proof, type ProofRow, quantile } from '../proof.ts';

const POINTS = 10_000;
const FRAMES = 600;
/** A frame at 60 Hz and the jitter of its timer. */
const FRAME_MS = 17.5;

async function run(lab: Lab): Promise<readonly ProofRow[]> {
  const context = await openBrowser({ profile: lab.folder('lanes') });
  try {
    const page = await openApp(context, lab.url);
    lab.say(`${POINTS} points, ${FRAMES} frames of a drag`);
    const { frames, handled, exact } = await dragInLane(page, POINTS, FRAMES);
    const [middle, late] = [quantile(frames, 0.5), quantile(frames, 0.95)];
    const [work, most] = [quantile(handled, 0.5), quantile(handled, 0.95)];
    return [
      {
        name: `frames while one of ${POINTS} points is dragged`,
        figure: `${middle.toFixed(1)} ms median, ${late.toFixed(1)} ms at p95`,
        target: '60 fps: median ≤ 17.5 ms',
        met: middle <= FRAME_MS,
      },
      {
        name: 'handling of a move: edit, checks, engine, React',
        figure: `${work.toFixed(1)} ms median, ${most.toFixed(1)} ms at p95`,
        target: 'told for its own sake',
        met: null,
      },
      {
        name: 'what the drag did',
        figure: exact ? 'one point moved, one undo took it back' : 'something else',
        target: 'one point, one undo',
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
