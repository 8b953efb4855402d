import { encodeControl, encodeSpace, encodeStrip } from '../../core/index.ts';
import { type CompiledSession, diffControls, diffSpaces, diffStrips } from '../compile/compiler.ts';
import type { WorkletCommand } from './protocol.ts';

/** Commands that lead the processor from one compile (null: nothing yet) to the next. Records are encoded here, off the audio thread. */
export function changeCommands(before: CompiledSession | null, after: CompiledSession): WorkletCommand[] {
  const commands: WorkletCommand[] = [];
  const { keys } = after;
  if (before ? before.keys !== keys : keys.order.length > 0) commands.push({ kind: 'keys', keys });
  const controls = diffControls(before, after).map(({ index, program }) => ({
    index,
    record: program && encodeControl(program),
  }));
  if (controls.length > 0) commands.push({ kind: 'controls', updates: controls });
  const spaces = diffSpaces(before, after).map(({ slot, program }) => ({
    slot,
    record: program && encodeSpace(program),
    ...(program?.kind === 'convolution' && { response: program.response.key }),
  }));
  if (spaces.length > 0) commands.push({ kind: 'spaces', updates: spaces });
  const strips = diffStrips(before, after).map(({ slot, program }) => ({
    slot,
    record: program && encodeStrip(program),
  }));
  if (strips.length > 0) commands.push({ kind: 'strips', updates: strips });
  return commands;
}
