import type { Engine } from '../../engine/index.ts';
import { matchDb, monitorLevelDb, monitorMatrix, outputRouting } from '../../monitor/index.ts';
import type { MonitorState, MonitorStore } from '../state/monitor-store.ts';
import type { PrefsState, PrefsStore } from '../state/prefs-store.ts';

/** What the link ties together. */
export interface MonitorLinkOptions {
  readonly engine: Engine;
  readonly prefs: PrefsStore;
  readonly monitor: MonitorStore;
  readonly sampleRate: () => number;
}

const levelOf = ({ monitorDb, dimmed, target }: PrefsState, { step, compare }: MonitorState): number =>
  monitorLevelDb({ levelDb: monitorDb, dimmed, step, matchDb: matchDb(compare.match, target) });

/** Keeps the engine's monitor path at what the stores say. Returns the way to stop. Main thread. */
export function linkMonitor({ engine, prefs, monitor, sampleRate }: MonitorLinkOptions): () => void {
  let pressed = prefs.getState();
  let state = monitor.getState();
  const sendLevel = () => engine.setMonitorLevel(levelOf(pressed, state));
  const sendMatrix = () =>
    engine.setMonitorMatrix(monitorMatrix(state, pressed.target, state.outputs.trimDb));
  const sendOutputs = () => engine.setOutputs(outputRouting(state.outputs, pressed.target, sampleRate()));
  const follow = () => {
    const [before, beforeState] = [pressed, state];
    pressed = prefs.getState();
    state = monitor.getState();
    const retargeted = pressed.target !== before.target;
    if (retargeted) engine.setTarget(pressed.target);
    if (pressed.binauralLfe !== before.binauralLfe) engine.setBinauralLfe(pressed.binauralLfe);
    if (levelOf(pressed, state) !== levelOf(before, beforeState)) sendLevel();
    const wired = state.outputs !== beforeState.outputs;
    const switched = state.switches !== beforeState.switches || state.mono !== beforeState.mono;
    if (retargeted || wired || switched) sendMatrix();
    if (retargeted || wired) sendOutputs();
  };
  sendLevel();
  sendMatrix();
  sendOutputs();
  engine.setBinauralLfe(pressed.binauralLfe);
  const stops = [prefs.subscribe(follow), monitor.subscribe(follow)];
  return () => {
    for (const stop of stops) stop();
  };
}
