import type { SpaceRecord, TransportCommand, WorkletBatch, WorkletCommand } from './protocol.ts';

/**
 * Batches that wait on the audio thread until their audio is in memory. The stream worker says so past the main thread, so
 * that a busy page delays no seek and no edit. Order is kept: nothing overtakes a batch that waits, and what is let go
 * together takes effect as one.
 */
export class BatchQueue {
  readonly #held: WorkletBatch[] = [];
  #prepared = 0;

  /** True while a batch waits. */
  get waiting(): boolean {
    return this.#held.length > 0;
  }

  /** Takes a batch; returns what is to be put into force now, if anything. */
  take(batch: WorkletBatch): WorkletBatch | null {
    // Settings of the output are no part of the order.
    if (batch.ticket < 0) return batch;
    if (batch.awaits !== undefined && batch.awaits > this.#prepared) {
      this.#held.push(batch);
      return null;
    }
    // What waits for nothing (a stop, the end of patience) takes everything before it along.
    return this.#held.length === 0 ? batch : mergeBatches([...this.#held.splice(0), batch]);
  }

  /** The audio of `ticket`, and of every ticket before it, is in memory; returns what is to be put into force now. */
  prepared(ticket: number): WorkletBatch | null {
    if (ticket <= this.#prepared) return null;
    this.#prepared = ticket;
    const later = this.#held.findIndex(({ awaits = 0 }) => awaits > ticket);
    const ready = this.#held.splice(0, later < 0 ? this.#held.length : later);
    return ready.length > 0 ? mergeBatches(ready) : null;
  }
}

/** Several batches as one: of each strip, control and space, of the keys, of the loop and of the transport, what the last one says. */
export function mergeBatches(batches: readonly WorkletBatch[]): WorkletBatch {
  const records = new Map<number, ArrayBuffer | null>();
  const controls = new Map<number, ArrayBuffer | null>();
  const spaces = new Map<number, SpaceRecord>();
  let keys: WorkletCommand | null = null;
  const others: WorkletCommand[] = [];
  let loop: WorkletCommand | null = null;
  let transport: readonly TransportCommand[] = [];
  let ticket = 0;
  for (const batch of batches) {
    ticket = Math.max(ticket, batch.ticket);
    for (const command of batch.commands) {
      if (command.kind === 'strips')
        for (const { slot, record } of command.updates) records.set(slot, record);
      else if (command.kind === 'controls')
        for (const { index, record } of command.updates) controls.set(index, record);
      else if (command.kind === 'spaces')
        for (const update of command.updates) spaces.set(update.slot, update);
      else if (command.kind === 'keys') keys = command;
      else if (command.kind === 'loop') loop = command;
      else if (
        command.kind === 'play' ||
        command.kind === 'shuttle' ||
        command.kind === 'stop' ||
        command.kind === 'locate'
      )
        transport = mergeTransport(transport, command);
      else others.push(command);
    }
  }
  const updates = Array.from(records, ([slot, record]) => ({ slot, record }));
  const returns = [...spaces.values()];
  const turned = Array.from(controls, ([index, record]) => ({ index, record }));
  return {
    ticket,
    commands: [
      ...(keys ? [keys] : []),
      ...(turned.length > 0 ? [{ kind: 'controls' as const, updates: turned }] : []),
      ...(returns.length > 0 ? [{ kind: 'spaces' as const, updates: returns }] : []),
      ...(updates.length > 0 ? [{ kind: 'strips' as const, updates }] : []),
      ...(loop ? [loop] : []),
      ...transport,
      ...others,
    ],
  };
}

/** A later command on top of earlier ones: a start keeps being a start wherever it is moved to, a stop a stop. */
export function mergeTransport(
  earlier: readonly TransportCommand[],
  command: TransportCommand,
): readonly TransportCommand[] {
  if (command.kind === 'shuttle' && command.position === null) {
    // It goes on from wherever the earlier ones lead.
    const last = earlier.findLast(({ kind }) => kind !== 'stop');
    return last && last.kind !== 'stop' ? [{ ...command, position: last.position }] : [command];
  }
  if (command.kind !== 'locate') return [command];
  const start = earlier.find((one) => one.kind === 'play' || one.kind === 'shuttle');
  if (start) return [{ ...start, position: command.position }];
  return [...earlier.filter(({ kind }) => kind === 'stop'), command];
}
