import type { Engine } from '../../engine/index.ts';
import { matchDb, monitorLevelDb, monitorMatrix, outputRouting } from '../../monitor/index.ts';
import type { SessionDocument } from '../../session/index.ts';
import { type SceneCompareStore, sceneMatchDb } from '../scenes/compare-state.ts';
import type { MonitorState, MonitorStore } from '../state/monitor-store.ts';
import type { PrefsState, PrefsStore } from '../state/prefs-store.ts';

/** What the link ties together. */
export interface MonitorLinkOptions {
  readonly engine: Engine;
  readonly prefs: PrefsStore;
  readonly monitor: MonitorStore;
  readonly scenes: SceneCompareStore;
  readonly document: Pick<SessionDocument, 'get' | 'subscribe'>;
}

const levelOf = (
  { monitorDb, dimmed, target }: PrefsState,
  { step, compare }: MonitorState,
  scenesDb: number,
): number =>
  monitorLevelDb({ levelDb: monitorDb, dimmed, step, matchDb: matchDb(compare.match, target) + scenesDb });

/** Keeps the engine's monitor path at what the stores say. Returns the way to stop. Main thread. */
export function linkMonitor({ engine, prefs, monitor, scenes, document }: MonitorLinkOptions): () => void {
  let pressed = prefs.getState();
  let state = monitor.getState();
  const scenesDb = () => sceneMatchDb(scenes.getState(), document.get());
  let level = Number.NaN;
  const sendLevel = () => {
    const next = levelOf(pressed, state, scenesDb());
    if (next === level) return;
    level = next;
    engine.setMonitorLevel(next);
  };
  const sendMatrix = () =>
    engine.setMonitorMatrix(monitorMatrix(state, pressed.target, state.outputs.trimDb));
  const sendOutputs = () =>
    engine.setOutputs(outputRouting(state.outputs, pressed.target, document.get().sampleRate));
  const follow = () => {
    const [before, beforeState] = [pressed, state];
    pressed = prefs.getState();
    state = monitor.getState();
    const retargeted = pressed.target !== before.target;
    if (retargeted) engine.setTarget(pressed.target);
    if (pressed.binauralLfe !== before.binauralLfe) engine.setBinauralLfe(pressed.binauralLfe);
    sendLevel();
    const wired = state.outputs !== beforeState.outputs;
    const switched = state.switches !== beforeState.switches || state.mono !== beforeState.mono;
    if (retargeted || wired || switched) sendMatrix();
    if (retargeted || wired) sendOutputs();
  };
  sendLevel();
  sendMatrix();
  sendOutputs();
  engine.setBinauralLfe(pressed.binauralLfe);
  const stops = [
    prefs.subscribe(follow),
    monitor.subscribe(follow),
    scenes.subscribe(sendLevel),
    document.subscribe(sendLevel),
  ];
  return () => {
    for (const stop of stops) stop();
  };
}
