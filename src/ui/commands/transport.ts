import { framesToSamples, samplesToFrames } from '../../units/index.ts';
import type { Workspace } from '../state/workspace.ts';

/** Starts playing from the playhead. Failures to start are the engine's state and shown as a banner. */
export async function play(workspace: Workspace): Promise<void> {
  const { engine, ui } = workspace;
  engine.telemetry.poll();
  ui.setState({ playStart: engine.telemetry.position });
  await engine.play();
}

/** Plays, or stops and goes back to where playing began (the habit of film desks). */
export function togglePlay(workspace: Workspace): void {
  const { engine, ui } = workspace;
  if (engine.getState().playing) {
    engine.stop();
    engine.locate(ui.getState().playStart);
  } else void play(workspace);
}

/** Stops and stays here, or plays on. */
export function pauseHere(workspace: Workspace): void {
  const { engine } = workspace;
  if (engine.getState().playing) engine.stop();
  else void play(workspace);
}

/** Stops and stays here; nothing if nothing moves. */
export function stopHere({ engine }: Workspace): void {
  if (engine.getState().playing) engine.stop();
}

/** Moves the playhead to a session sample; also the place stopping goes back to. */
export function locate(workspace: Workspace, sample: number): void {
  const at = Math.max(0, Math.round(sample));
  workspace.engine.locate(at);
  workspace.ui.setState({ playStart: at });
}

/** Moves the playhead by whole picture frames and lands on a frame's first sample. */
export function stepFrames(workspace: Workspace, frames: number): void {
  const { frameRate, sampleRate } = workspace.document.getState().session;
  workspace.engine.telemetry.poll();
  const frame = samplesToFrames(workspace.engine.telemetry.position, frameRate, sampleRate);
  locate(workspace, framesToSamples(frame + frames, frameRate, sampleRate));
}

/** Moves the playhead by seconds. */
export function stepSeconds(workspace: Workspace, seconds: number): void {
  workspace.engine.telemetry.poll();
  locate(
    workspace,
    workspace.engine.telemetry.position + seconds * workspace.document.getState().session.sampleRate,
  );
}
