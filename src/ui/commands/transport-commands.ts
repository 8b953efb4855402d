import { setLoop, setLoopEnabled } from '../../session/index.ts';
import type { Workspace } from '../state/workspace.ts';
import type { Command } from './command.ts';
import { shuttle, shuttleSlowly } from './shuttle.ts';
import { locate, pauseHere, stepFrames, stepSeconds, stopHere, togglePlay } from './transport.ts';

/** Sets one end of the loop at the playhead; an end that passed the other takes the far side along. */
function setLoopEnd(workspace: Workspace, end: 'start' | 'end'): void {
  const { loop, sampleRate } = workspace.document.getState().session;
  workspace.engine.telemetry.poll();
  const at = Math.max(0, workspace.engine.telemetry.position);
  // A loop shorter than a tenth of a second is a slip of the hand; give it a second instead.
  const least = sampleRate / 10;
  const start = end === 'start' ? at : Math.min(loop.start, Math.max(0, at - sampleRate));
  const stop = end === 'end' ? Math.max(at, least) : loop.end - at < least ? at + sampleRate : loop.end;
  const from = end === 'end' && stop - loop.start >= least ? loop.start : start;
  workspace.edit(end === 'start' ? 'Loop in' : 'Loop out', (draft) => setLoop(draft, from, stop, true));
}

function toggleLoop(workspace: Workspace): void {
  const { loop, sampleRate } = workspace.document.getState().session;
  workspace.edit(loop.enabled ? 'Loop off' : 'Loop on', (draft) => {
    // Turning on a loop that was never drawn makes a useful one: four seconds from the playhead.
    const at = Math.max(0, Math.round(workspace.engine.telemetry.position));
    return loop.end > loop.start
      ? setLoopEnabled(draft, !loop.enabled)
      : setLoop(draft, at, at + 4 * sampleRate, true);
  });
}

/** Playing, locating and looping. */
export const TRANSPORT_COMMANDS: readonly Command[] = [
  {
    id: 'transport.play',
    title: 'Play / stop and return',
    section: 'Transport',
    keys: ['Space'],
    run: togglePlay,
  },
  {
    id: 'transport.pause',
    title: 'Play / stop here',
    section: 'Transport',
    keys: ['Shift+Space'],
    run: pauseHere,
  },
  {
    id: 'transport.stop',
    title: 'Stop here (held: J and L step a frame)',
    section: 'Transport',
    keys: ['k'],
    run: stopHere,
  },
  {
    id: 'transport.rewind',
    title: 'Go to the start',
    section: 'Transport',
    keys: ['Enter', 'Home'],
    run: (workspace) => locate(workspace, 0),
  },
  {
    id: 'transport.timecode',
    title: 'Type a timecode',
    section: 'Transport',
    keys: ['$mod+g'],
    run: () => document.querySelector<HTMLElement>('[data-command="timecode"]')?.click(),
  },
  {
    id: 'transport.frame-back',
    title: 'Back a frame',
    section: 'Transport',
    keys: ['ArrowLeft'],
    repeats: true,
    run: (workspace) => stepFrames(workspace, -1),
  },
  {
    id: 'transport.frame-forward',
    title: 'Forward a frame',
    section: 'Transport',
    keys: ['ArrowRight'],
    repeats: true,
    run: (workspace) => stepFrames(workspace, 1),
  },
  {
    id: 'transport.second-back',
    title: 'Back a second',
    section: 'Transport',
    keys: ['Shift+ArrowLeft'],
    repeats: true,
    run: (workspace) => stepSeconds(workspace, -1),
  },
  {
    id: 'transport.second-forward',
    title: 'Forward a second',
    section: 'Transport',
    keys: ['Shift+ArrowRight'],
    repeats: true,
    run: (workspace) => stepSeconds(workspace, 1),
  },
  {
    id: 'transport.shuttle-back',
    title: 'Shuttle back: 1×, again for 2×, 4×, 8×',
    section: 'Transport',
    keys: ['j'],
    whileHeld: { 'transport.stop': 'transport.frame-back' },
    run: (workspace) => shuttle(workspace, -1),
  },
  {
    id: 'transport.shuttle-forward',
    title: 'Shuttle forward: 1×, again for 2×, 4×, 8×',
    section: 'Transport',
    keys: ['l'],
    whileHeld: { 'transport.stop': 'transport.frame-forward' },
    run: (workspace) => shuttle(workspace, 1),
  },
  {
    id: 'transport.slow-back',
    title: 'Shuttle back at half speed',
    section: 'Transport',
    keys: ['Shift+j'],
    run: (workspace) => shuttleSlowly(workspace, -1),
  },
  {
    id: 'transport.slow-forward',
    title: 'Shuttle forward at half speed',
    section: 'Transport',
    keys: ['Shift+l'],
    run: (workspace) => shuttleSlowly(workspace, 1),
  },
  {
    id: 'transport.loop-in',
    title: 'Loop in at the playhead',
    section: 'Transport',
    keys: ['[Shift]+[Alt]+[Control]+['],
    run: (workspace) => setLoopEnd(workspace, 'start'),
  },
  {
    id: 'transport.loop-out',
    title: 'Loop out at the playhead',
    section: 'Transport',
    keys: ['[Shift]+[Alt]+[Control]+]'],
    run: (workspace) => setLoopEnd(workspace, 'end'),
  },
  {
    id: 'transport.loop',
    title: 'Loop on / off',
    section: 'Transport',
    keys: ['[Shift]+/'],
    run: toggleLoop,
  },
  {
    id: 'transport.metronome',
    title: 'Metronome on / off',
    section: 'Transport',
    keys: ['Shift+K'],
    run: (workspace) => void workspace.metronome.toggle(),
  },
];
