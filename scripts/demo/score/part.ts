import { RATE } from '../plan.ts';
import { seeded, spread } from '../sound/random.ts';
import type { MidiEvent } from './smf.ts';
import { place, QUARTER, tickToSeconds } from './time.ts';

/** A sound of the soundfont and how it stands in the stem. */
export interface Instrument {
  readonly bank: number;
  readonly program: number;
  /** CC10, 0 left … 127 right. */
  readonly pan?: number;
  /** CC7. */
  readonly volume?: number;
  /** "Expr." presets take their loudness from CC2 (breath), all others from CC11. */
  readonly breath?: boolean;
}

/** How a line of notes is played. */
export interface Manner {
  /** Velocity at the line's start and end. */
  readonly from?: number;
  readonly to?: number;
  /** Sounding share of the written length: 1.03 overlaps (legato), 0.5 detaches. */
  readonly hold?: number;
  /** Semitones added. */
  readonly transpose?: number;
  /** Spread of timing, milliseconds. */
  readonly looseMs?: number;
  /** Quarters of one written unit: 1 quarter, 0.5 eighth. */
  readonly unit?: number;
  /** Milliseconds between the notes of a chord, low to high. */
  readonly rollMs?: number;
}

/** `[bar, quarters into it, 0…127]`. */
export type DynamicPoint = readonly [number, number, number];

const STEPS: Readonly<Record<string, number>> = { C: 0, D: 2, E: 4, F: 5, G: 7, A: 9, B: 11 };

/** MIDI key of a name such as "F#4" or "Bb3" (C4 = 60). @throws RangeError if it is no note. */
export function key(name: string): number {
  const match = /^([A-G])(#|b)?(-?\d)$/.exec(name);
  const step = STEPS[match?.[1] ?? ''];
  if (!match || step === undefined) throw new RangeError(`"${name}" is not a note`);
  return step + (match[2] === '#' ? 1 : match[2] === 'b' ? -1 : 0) + 12 * (Number(match[3]) + 1);
}

const clampSeven = (value: number): number => Math.max(0, Math.min(127, Math.round(value)));

/** One player or section: a MIDI channel with notes and curves. */
export interface Voice {
  /** Writes a line: "D5:1 F#5:1 | A5+D6:2 r:1", durations in units; bars are for the eye. */
  line(bar: number, quarters: number, notes: string, manner?: Manner): void;
  /** One note or chord for a length in quarters. */
  note(bar: number, quarters: number, names: string, length: number, velocity: number, manner?: Manner): void;
  /** Loudness curve, straight between points; the last holds. */
  dynamics(points: readonly DynamicPoint[]): void;
  /** Any controller curve (1 vibrato, 10 pan, 64 pedal). */
  control(controller: number, points: readonly DynamicPoint[]): void;
  /** Moves every later note of this voice by milliseconds, to meet slow attacks. */
  advance(milliseconds: number): void;
}

/** A stem's score: up to 16 voices. */
export interface Part {
  voice(instrument: Instrument): Voice;
  events(): readonly MidiEvent[];
}

/** Starts a part; `seed` fixes its human looseness. */
export function part(seed: number): Part {
  const random = seeded(seed);
  const events: MidiEvent[] = [];
  let channels = 0;
  const sampleAt = (tick: number): number => tickToSeconds(tick) * RATE;

  const voice = (instrument: Instrument): Voice => {
    // Channel 9 is the drum channel of General MIDI; percussion kits live in bank 128 and are asked for by it.
    if (instrument.bank !== 128 && channels === 9) channels++;
    const channel = instrument.bank === 128 ? 9 : channels++;
    let advanceMs = 0;
    const send = (sample: number, ...bytes: number[]): void => {
      const [status = 0, ...data] = bytes;
      events.push({ sample, bytes: [status | channel, ...data] });
    };
    const curve = (controller: number, points: readonly DynamicPoint[]): void => {
      let last = -1;
      const put = (tick: number, value: number): void => {
        if (value === last) return;
        last = value;
        send(sampleAt(tick) - (advanceMs * RATE) / 1000, 0xb0, controller, value);
      };
      points.forEach(([bar, quarters, value], index) => {
        const from = place(bar, quarters);
        const next = points[index + 1];
        put(from, clampSeven(value));
        if (!next) return;
        const to = place(next[0], next[1]);
        for (let tick = from + QUARTER / 24; tick < to; tick += QUARTER / 24) {
          put(tick, clampSeven(value + ((next[2] - value) * (tick - from)) / (to - from)));
        }
      });
    };
    const sound = (tick: number, length: number, names: string, velocity: number, manner: Manner): void => {
      const loose = (manner.looseMs ?? 9) * (RATE / 1000);
      const together = spread(random) * loose;
      names.split('+').forEach((name, index) => {
        const pitch = key(name) + (manner.transpose ?? 0);
        const shift =
          together +
          spread(random) * loose * 0.35 +
          (index * (manner.rollMs ?? 0) - advanceMs) * (RATE / 1000);
        // Nothing before 20 ms: the setup messages and the first loudness value must have arrived.
        const start = Math.max(RATE * 0.02, sampleAt(tick) + shift);
        const end = Math.max(
          start + RATE * 0.03,
          sampleAt(tick + length * QUARTER * (manner.hold ?? 1)) + shift,
        );
        send(start, 0x90, pitch, Math.max(1, clampSeven(velocity + spread(random) * 4)));
        send(end, 0x80, pitch, 64);
      });
    };
    if (instrument.bank === 128) send(0, 0xc0, instrument.program);
    else {
      send(0, 0xb0, 0, instrument.bank);
      send(0, 0xc0, instrument.program);
    }
    send(1, 0xb0, 7, instrument.volume ?? 110);
    send(1, 0xb0, 10, instrument.pan ?? 64);
    send(1, 0xb0, 11, 127);
    if (instrument.breath) send(1, 0xb0, 2, 1);
    return {
      line(bar, quarters, notes, manner = {}) {
        const items = notes
          .split(/[\s|]+/)
          .filter(Boolean)
          .map((item) => item.split(':'));
        const unit = manner.unit ?? 1;
        const total = items.reduce((sum, [, length]) => sum + Number(length), 0);
        let at = 0;
        for (const [names = 'r', text] of items) {
          const length = Number(text);
          if (!(length > 0)) throw new RangeError(`"${names}" has no length`);
          if (names !== 'r') {
            const from = manner.from ?? 80;
            const velocity = from + ((manner.to ?? from) - from) * (at / Math.max(1, total - 1));
            sound(place(bar, quarters) + at * unit * QUARTER, length * unit, names, velocity, manner);
          }
          at += length;
        }
      },
      note: (bar, quarters, names, length, velocity, manner = {}) =>
        sound(place(bar, quarters), length, names, velocity, manner),
      dynamics: (points) => curve(instrument.breath ? 2 : 11, points),
      control: curve,
      advance(milliseconds) {
        advanceMs = milliseconds;
      },
    };
  };
  return { voice, events: () => events };
}
