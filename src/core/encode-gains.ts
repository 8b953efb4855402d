import {
  MAX_SPEAKERS,
  MAX_STRIP_CHANNELS,
  SEQUENCE_BYTES,
  SEQUENCE_NEAR,
  SEQUENCE_SPEAKERS,
  SEQUENCE_STRIDE,
} from './contract.ts';
import type { GainSequence } from './program.ts';

/** Bytes of the table of sequences, one offset per channel. */
const TABLE_BYTES = MAX_STRIP_CHANNELS * 4;
const POINT_HEAD = 16;

const speakersOf = ({ gains }: GainSequence): number => gains[0]?.length ?? 0;
const strideOf = (sequence: GainSequence): number => POINT_HEAD + 8 * Math.ceil(speakersOf(sequence) / 2);
const bytesOf = (sequence: GainSequence): number =>
  SEQUENCE_BYTES + sequence.times.length * strideOf(sequence);

/** Bytes the sequences of a strip take in its record. */
export const gainsBytes = (sequences: readonly GainSequence[]): number =>
  sequences.reduce((sum, sequence) => sum + bytesOf(sequence), TABLE_BYTES);

/** @throws RangeError if a sequence is not one the core can play */
export function checkSequences(id: string, channels: number, sequences: readonly GainSequence[]): void {
  if (sequences.length !== channels)
    throw new RangeError(`strip ${id} needs a gain sequence per channel, got ${sequences.length}`);
  for (const { times, gains, ramps } of sequences) {
    const speakers = gains[0]?.length ?? 0;
    if (speakers > MAX_SPEAKERS || gains.length !== times.length || ramps.length !== times.length)
      throw new RangeError(
        `strip ${id}: a gain sequence has one ramp and up to ${MAX_SPEAKERS} gains a point`,
      );
    const sound = times.every(
      (time, index) =>
        Number.isFinite(time) &&
        !(time < (times[index - 1] ?? Number.NEGATIVE_INFINITY)) &&
        gains[index]?.length === speakers &&
        gains[index].every(Number.isFinite),
    );
    if (!sound)
      throw new RangeError(
        `strip ${id}: a gain sequence has times that do not fall and finite gains, as many at every point`,
      );
  }
}

/** Writes the sequences at a byte offset (a multiple of 8) of a record, and that offset at `field`. */
export function writeSequences(
  view: DataView,
  field: number,
  at: number,
  sequences: readonly GainSequence[],
): void {
  view.setInt32(field, at, true);
  let to = at + TABLE_BYTES;
  sequences.forEach((sequence, channel) => {
    const stride = strideOf(sequence);
    view.setInt32(at + channel * 4, to, true);
    view.setInt32(to, sequence.times.length, true);
    view.setInt32(to + SEQUENCE_NEAR, 0, true);
    view.setInt32(to + SEQUENCE_SPEAKERS, speakersOf(sequence), true);
    view.setInt32(to + SEQUENCE_STRIDE, stride, true);
    sequence.times.forEach((time, index) => {
      const point = to + SEQUENCE_BYTES + index * stride;
      view.setFloat64(point, time, true);
      view.setInt32(point + 8, sequence.ramps[index] ? 1 : 0, true);
      sequence.gains[index]?.forEach((gain, speaker) => {
        view.setFloat32(point + POINT_HEAD + speaker * 4, gain, true);
      });
    });
    to += bytesOf(sequence);
  });
}
