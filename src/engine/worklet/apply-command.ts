import type { Core } from '../../core/index.ts';
import { assertNever } from '../../units/index.ts';
import type { StereoFold } from '../live/fold.ts';
import type { SpeakerOutputs } from '../live/speaker-outputs.ts';
import type { LoopRange } from '../stream/play-path.ts';
import type { WorkletCommand } from './protocol.ts';

/** The parts of the processor that commands change. */
export interface CommandHost {
  readonly core: Core;
  readonly fold: StereoFold;
  readonly outputs: SpeakerOutputs;
  loop: LoopRange;
  deviceChannels: number;
  /** True from a start to a stop. */
  moving: boolean;
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
      for (const { slot, record } of command.updates) core.spaces.setRecord(slot, record);
      return;
    case 'strips':
      for (const { slot, record } of command.updates) core.setRecord(slot, record);
      return;
    case 'play':
      core.play(command.position);
      host.moving = true;
      return;
    case 'shuttle':
      if (command.position !== null && core.playing) core.locate(command.position);
      core.shuttle(command.position ?? core.position, command.speed);
      host.moving = true;
      return;
    case 'stop':
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
