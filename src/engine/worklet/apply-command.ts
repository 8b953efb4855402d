import type { Core, HeldResponse } from '../../core/index.ts';
import { assertNever } from '../../units/index.ts';
import type { StereoFold } from '../live/fold.ts';
import type { SpeakerOutputs } from '../live/speaker-outputs.ts';
import type { LoopRange } from '../stream/play-path.ts';
import type { PieceAnswer, ResponsePiece, WorkletCommand, WorkletReport } from './protocol.ts';

/** The parts of the processor that commands change. */
export interface CommandHost {
  readonly core: Core;
  readonly fold: StereoFold;
  readonly outputs: SpeakerOutputs;
  loop: LoopRange;
  /** A start that waits for its frame. */
  due: { readonly position: number; readonly frame: number } | null;
  deviceChannels: number;
  /** True from a start to a stop. */
  moving: boolean;
  /** Responses in the core's memory, by key. */
  readonly responses: Map<string, HeldResponse>;
  report(report: WorkletReport): void;
}

/** Puts one command into force. Audio thread, between two quanta. */
export function applyCommand(
  host: CommandHost,
  command: Exclude<WorkletCommand, { kind: 'dispose' | 'stream-port' }>,
): void {
  const { core } = host;
  switch (command.kind) {
    case 'keys':
      core.setKeys(command.keys.histories);
      core.setOrder(command.keys.order);
      return;
    case 'controls':
      for (const { index, record } of command.updates) core.setControlRecord(index, record);
      return;
    case 'spaces':
      for (const { slot, record, response } of command.updates) {
        const held = response === undefined ? null : host.responses.get(response);
        // What was dropped while the change waited is silent; the change after it says so too.
        core.spaces.setRecord(slot, held === undefined ? null : record, held ?? null);
      }
      return;
    case 'response':
      host.report({ kind: 'response', answer: takePiece(host, command.piece) });
      return;
    case 'drop-response':
      drop(host, command.key);
      return;
    case 'strips':
      for (const { slot, record } of command.updates) core.setRecord(slot, record);
      return;
    case 'play':
      host.due = null;
      if (command.due === undefined) {
        core.play(command.position);
        host.moving = true;
      } else {
        if (host.moving) core.stop();
        host.moving = false;
        host.due = { position: command.position, frame: command.due };
      }
      return;
    case 'shuttle':
      host.due = null;
      if (command.position !== null && core.playing) core.locate(command.position);
      core.shuttle(command.position ?? core.position, command.speed);
      host.moving = true;
      return;
    case 'stop':
      host.due = null;
      core.stop();
      host.moving = false;
      return;
    case 'locate':
      core.locate(command.position);
      return;
    case 'loop':
      host.loop = command.loop;
      core.setLoop(command.loop.start, command.loop.end, command.loop.enabled);
      return;
    case 'target':
      core.setTarget(command.target);
      host.fold.setTarget(command.target);
      return;
    case 'rendering':
      core.setRendering(command.rendering);
      return;
    case 'device':
      host.deviceChannels = command.channels;
      return;
    case 'signal':
      core.setTestSignal(command.signal);
      return;
    case 'monitor':
      core.setMonitorGain(command.gain);
      return;
    case 'matrix':
      core.setMonitorMatrix(command.matrix.gains, command.matrix.channels);
      return;
    case 'outputs':
      host.outputs.set(command.routing);
      return;
    case 'bed-places':
      core.setBedPlaces(command.places);
      return;
    case 'listener':
      core.setListener(command.head.yaw, command.head.pitch, command.head.roll);
      return;
    case 'binaural-lfe':
      core.setBinauralLfe(command.heard);
      return;
    case 'probe':
      core.probe.aim(command.slot);
      return;
    case 'reset-clips':
      core.resetClips();
      return;
    case 'reset-peaks':
      core.resetTops();
      return;
    case 'reset-loudness':
      core.resetLoudness();
      return;
    default:
      assertNever(command);
  }
}

function drop({ core, responses }: CommandHost, key: string): void {
  const held = responses.get(key);
  responses.delete(key);
  if (held) core.spaces.responses.release(held);
}

/** Takes a piece of a response; the first takes room for all of them. */
function takePiece(
  host: CommandHost,
  { key, run, channels, frames, bytes, offset, piece }: ResponsePiece,
): PieceAnswer {
  const { core, responses } = host;
  try {
    if (offset === 0) {
      drop(host, key);
      responses.set(key, core.spaces.hold(channels, frames, bytes));
    }
    const held = responses.get(key);
    if (!held) return { key, run, taken: 0, refused: 'the response was dropped' };
    core.spaces.responses.fill(held, offset, piece);
    return { key, run, taken: held.filled, refused: null };
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    drop(host, key);
    return { key, run, taken: 0, refused: error.message };
  }
}
