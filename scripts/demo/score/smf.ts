/** A Standard MIDI File writer (format 1) clocked so that one tick is one audio sample. */

/** A MIDI channel message at a sample. */
export interface MidiEvent {
  readonly sample: number;
  readonly bytes: readonly number[];
}

/** 24000 ticks a quarter at 120 bpm are 48000 ticks a second: events are placed by sample, free of tempo rounding. */
const DIVISION = 24_000;
const MICROSECONDS_PER_QUARTER = 500_000;

function variableLength(value: number): number[] {
  const bytes = [value & 0x7f];
  for (let rest = value >>> 7; rest > 0; rest >>>= 7) bytes.unshift((rest & 0x7f) | 0x80);
  return bytes;
}

const big32 = (value: number): number[] => [
  (value >>> 24) & 255,
  (value >>> 16) & 255,
  (value >>> 8) & 255,
  value & 255,
];
const chunk = (name: string, body: readonly number[]): number[] => [
  ...Buffer.from(name, 'latin1'),
  ...big32(body.length),
  ...body,
];

/** Encodes events (any order) as one track; `endSample` is where the track ends. At equal times note-offs go first. */
export function writeSmf(events: readonly MidiEvent[], endSample: number): Uint8Array {
  const rank = (event: MidiEvent): number => {
    const status = (event.bytes[0] ?? 0) & 0xf0;
    return status === 0x80 ? 0 : status === 0x90 ? 2 : 1;
  };
  const sorted = events
    .map((event, index) => ({ event, index }))
    .toSorted(
      (a, b) => a.event.sample - b.event.sample || rank(a.event) - rank(b.event) || a.index - b.index,
    );
  const body = [0, 0xff, 0x51, 3, ...big32(MICROSECONDS_PER_QUARTER).slice(1)];
  let now = 0;
  for (const { event } of sorted) {
    const at = Math.max(0, Math.round(event.sample));
    for (const byte of variableLength(at - now)) body.push(byte);
    for (const byte of event.bytes) body.push(byte);
    now = at;
  }
  for (const byte of variableLength(Math.max(0, endSample - now))) body.push(byte);
  body.push(0xff, 0x2f, 0);
  const header = chunk('MThd', [0, 1, 0, 1, DIVISION >>> 8, DIVISION & 255]);
  const track = [...Buffer.from('MTrk', 'latin1'), ...big32(body.length)];
  return Uint8Array.from([...header, ...track, ...body]);
}
