import type { Workspace } from '../state/workspace.ts';

/** Speeds a shuttle goes through, times that of play. */
const SHUTTLE_SPEEDS = [1, 2, 4, 8] as const;
/** The speed for listening closely. */
const SLOW_SPEED = 0.5;

/**
 * The speed after one more press towards a direction: at once the speed of play, then faster with each press; turning round
 * begins anew. `now` is 0 while stopped.
 */
export function nextShuttleSpeed(now: number, direction: 1 | -1): number {
  const along = now * direction;
  const next = along <= 0 ? 1 : (SHUTTLE_SPEEDS.find((speed) => speed > along) ?? along);
  return next * direction;
}

/** A shuttle's speed as it is shown: "◀ 4×", "▶ ½×"; nothing while stopped or playing plainly. */
export function shuttleText(speed: number): string {
  if (speed === 0 || speed === 1) return '';
  const times = Math.abs(speed) === SLOW_SPEED ? '½' : String(Math.abs(speed));
  return `${speed < 0 ? '◀' : '▶'} ${times}×`;
}

/** The same for a screen reader. */
export function spokenShuttle(speed: number): string {
  if (speed === 0 || speed === 1) return '';
  const times = Math.abs(speed) === SLOW_SPEED ? 'half speed' : `${Math.abs(speed)} times the speed`;
  return `Shuttle ${speed < 0 ? 'back' : 'forward'}, ${times}`;
}

function run(workspace: Workspace, speed: number): void {
  const { engine, ui } = workspace;
  if (!engine.getState().playing) {
    engine.telemetry.poll();
    ui.setState({ playStart: engine.telemetry.position });
  }
  void engine.shuttle(speed);
}

/** Shuttles in a direction, faster with each press. A failure to start is the engine's state, shown as a banner. */
export function shuttle(workspace: Workspace, direction: 1 | -1): void {
  const { playing, speed } = workspace.engine.getState();
  run(workspace, nextShuttleSpeed(playing ? speed : 0, direction));
}

/** Shuttles at half the speed. */
export const shuttleSlowly = (workspace: Workspace, direction: 1 | -1): void =>
  run(workspace, direction * SLOW_SPEED);
