/**
 * Recording of automation as a state machine: what hands do at timeline samples goes in, whole lanes come out. It knows neither
 * clocks nor the page; positions are those that are heard (the caller takes the output's latency off).
 */

import { ownerKey } from '../lane-owner.ts';
import type { AutomationMode, LanePoint } from '../types.ts';
import { isSwitch, isTrimmable } from './parameters.ts';
import { type Ground, valueFrom } from './splice.ts';
import type { Moment } from './thin.ts';
import { type Parameter, type Stretch, writeStretch } from './write-lane.ts';

/** A span of the timeline; `to` is the first sample after it. */
export interface TimeSpan {
  readonly from: number;
  readonly to: number;
}

/** Modes that record. */
export type RecordingMode = Exclude<AutomationMode, 'off' | 'read'>;

/** What the recorder takes from its surroundings. */
export interface RecorderHost {
  /** A lane as the document has it now. */
  ground(parameter: Parameter): Ground;
  /** Puts lanes into the document, as part of the pass's one undo step. */
  write(lanes: readonly LaneWrite[]): void;
  /** Samples on which a released value goes back to its lane. */
  autoMatch(): number;
  /** The only span that may be written; null is everywhere. */
  punch(): TimeSpan | null;
  /** The span playing goes round in; null is none. */
  loop(): TimeSpan | null;
  /** Samples of 10 ms at the session's rate. */
  readonly controlStep: number;
}

/** A lane to be put into the document. */
export interface LaneWrite extends Parameter {
  readonly points: readonly LanePoint[];
}

/** A parameter being written. */
interface Writing {
  readonly parameter: Parameter;
  readonly mode: RecordingMode;
  /** Of a trim: the lane it is added to, from its first round of a loop to the last. */
  readonly trimOf: Ground | null;
  /** The lane as it was when the stretch began. */
  ground: Ground;
  from: number;
  moments: Moment[];
  /** What the hand holds, in the lane's unit. */
  value: number;
  /** With a trim: the value of the lane where the hand took hold, against which it is moved. */
  reference: number;
  /** Who holds it; null once let go of. */
  hand: string | null;
  /** Something of it has been put into the document. */
  shown: boolean;
}

/** Control steps without a move after which a hand is taken to have rested: it then moves in one step, not all along the rest. */
const REST_STEPS = 10;

export const parameterKey = ({ owner, target }: Parameter): string => `${ownerKey(owner)} ${target}`;

/** See the head of the file. Main thread; owns nothing that needs disposal. */
export class Recorder {
  readonly #host: RecorderHost;
  readonly #writing = new Map<string, Writing>();
  #position: number | null = null;
  #shownAt = 0;

  constructor(host: RecorderHost) {
    this.#host = host;
  }

  /** True between `start` and `stop`. */
  get running(): boolean {
    return this.#position !== null;
  }

  /** Where the playhead was told to be last; null while the timeline rests. */
  get position(): number | null {
    return this.#position;
  }

  /** True where the punch lets anything be written. */
  get inPunch(): boolean {
    const punch = this.#host.punch();
    const position = this.#position ?? 0;
    return punch === null || (position >= punch.from && position < punch.to);
  }

  /** True while anything is being written. */
  get busy(): boolean {
    return this.#writing.size > 0;
  }

  /** What is being written: the parameter, who holds it (null: latched) and the value in the lane's unit. */
  writing(): readonly (Parameter & { readonly hand: string | null; readonly value: number })[] {
    return [...this.#writing.values()].map(({ parameter, hand, value }) => ({ ...parameter, hand, value }));
  }

  /** What a hand holds a parameter at, in the lane's unit (of a trim: where the lane is moved to now); null if it is not written. */
  valueOf(parameter: Parameter): number | null {
    const writing = this.#writing.get(parameterKey(parameter));
    if (!writing || !this.inPunch) return null;
    const { trimOf, value, reference, hand } = writing;
    if (!trimOf || hand !== null) return value;
    return valueFrom(trimOf, this.#position ?? 0) + value - reference;
  }

  /** The lane that is heard of each parameter being written: where the hand is, or the lane moved by it. */
  heard(): readonly LaneWrite[] {
    if (!this.inPunch) return [];
    return [...this.#writing.values()].map(({ parameter, trimOf, value, reference }) => {
      const points: readonly Moment[] =
        trimOf && trimOf.points.length > 0
          ? trimOf.points.map((point) => ({ ...point, value: point.value + value - reference }))
          : [{ time: 0, value }];
      return { ...parameter, points: points.map((point) => ({ curve: 'linear', ...point }) as LanePoint) };
    });
  }

  /** The timeline begins to run. `all` are the parameters that a pass in write mode takes from the first sample on. */
  start(position: number, all: readonly Parameter[] = []): void {
    this.#position = position;
    this.#shownAt = position;
    for (const parameter of all)
      this.#begin(parameter, 'write', valueFrom(this.#host.ground(parameter), position), null);
  }

  /** The playhead has come to a position: rounds of the loop and jumps end one stretch and begin another. */
  advance(position: number): void {
    const last = this.#position;
    if (last === null) return;
    if (position < last) {
      const loop = this.#host.loop();
      const round = loop !== null && last < loop.to && position >= loop.from && position < loop.to;
      this.#turn(round ? loop.to : last, round ? loop.from : position);
    }
    this.#position = position;
    this.#endSwitches(position);
    if (Math.abs(position - this.#shownAt) >= 25 * this.#host.controlStep) {
      this.#shownAt = position;
      this.#show(position);
    }
  }

  /** A hand takes hold of a parameter where it stands. Not while the timeline rests. */
  touch(parameter: Parameter, mode: RecordingMode, value: number, hand: string): void {
    if (this.#position === null) return;
    const writing = this.#writing.get(parameterKey(parameter));
    if (writing) writing.hand = hand;
    else this.#begin(parameter, mode, value, hand);
  }

  /** A hand moves a parameter to a value in the lane's unit; takes hold of it first if nobody has. */
  move(parameter: Parameter, mode: RecordingMode, value: number, hand: string): void {
    const position = this.#position;
    if (position === null) return;
    const key = parameterKey(parameter);
    if (!this.#writing.has(key)) {
      const now = valueFrom(this.#host.ground(parameter), position);
      this.#begin(parameter, mode, mode === 'trim' && isTrimmable(parameter.target) ? now : value, hand);
    }
    const writing = this.#writing.get(key);
    if (!writing) return;
    writing.hand = hand;
    this.#put(writing, position, value);
  }

  /** A hand lets go of all it holds: touched values go back to their lanes, others stay. */
  release(hand: string): void {
    const position = this.#position;
    const lanes: LaneWrite[] = [];
    for (const [key, writing] of this.#writing) {
      if (writing.hand !== hand) continue;
      writing.hand = null;
      // A switch is no rail that could be held: it stays as it was set until the lane has a point, as in latch.
      const stays =
        isSwitch(writing.parameter.target) || writing.mode === 'latch' || writing.mode === 'write';
      if (stays || position === null) continue;
      lanes.push(...this.#written(writing, position, this.#host.autoMatch()));
      this.#writing.delete(key);
    }
    if (lanes.length > 0) this.#host.write(lanes);
  }

  /** A hand takes back what it did since it took hold (Escape). */
  cancel(hand: string): void {
    const lanes: LaneWrite[] = [];
    for (const [key, { hand: holder, parameter, ground, shown }] of this.#writing) {
      if (holder !== hand) continue;
      this.#writing.delete(key);
      if (shown) lanes.push({ ...parameter, points: ground.points });
    }
    if (lanes.length > 0) this.#host.write(lanes);
  }

  /** Writes values from here to the stop, held by nobody: captured or previewed ones punched in. */
  punchIn(values: readonly (Parameter & { readonly value: number })[]): void {
    if (this.#position === null) return;
    for (const { owner, target, value } of values) {
      const parameter = { owner, target };
      const known = this.#writing.get(parameterKey(parameter));
      if (known) this.#put(known, this.#position, value);
      else this.#begin(parameter, 'latch', value, null);
    }
  }

  /** Lets parameters go back to their lanes from here on; all of them by default (snap back). */
  end(which: (parameter: Parameter) => boolean = () => true): void {
    const position = this.#position;
    if (position === null) return;
    const lanes: LaneWrite[] = [];
    for (const [key, writing] of this.#writing) {
      if (!which(writing.parameter)) continue;
      this.#writing.delete(key);
      lanes.push(...this.#written(writing, position, this.#host.autoMatch()));
    }
    if (lanes.length > 0) this.#host.write(lanes);
  }

  /** Playing was put elsewhere: what is written ends where it was and goes on there. */
  jump(position: number): void {
    if (this.#position !== null) this.#turn(this.#position, position);
  }

  /** The timeline stops (or recording is called off) at the last position told: stretches end there. */
  stop(): void {
    this.end();
    this.#position = null;
  }

  #begin(parameter: Parameter, mode: RecordingMode, value: number, hand: string | null): void {
    const position = this.#position;
    if (position === null) return;
    const ground = this.#host.ground(parameter);
    const trimOf = mode === 'trim' && isTrimmable(parameter.target) ? ground : null;
    const reference = valueFrom(ground, position);
    this.#writing.set(parameterKey(parameter), {
      parameter,
      mode,
      trimOf,
      ground,
      from: position,
      moments: [{ time: position, value: trimOf ? value - reference : value }],
      value,
      reference,
      hand,
      shown: false,
    });
  }

  #put(writing: Writing, time: number, value: number): void {
    const { moments, trimOf, reference } = writing;
    const recorded = trimOf ? value - reference : value;
    const last = moments.at(-1);
    writing.value = value;
    if (!last || last.value === recorded) return;
    if (last.time >= time) {
      moments[moments.length - 1] = { time: last.time, value: recorded };
      return;
    }
    const step = this.#host.controlStep;
    if (isSwitch(writing.parameter.target)) moments.push({ time, value: last.value });
    // A hand that rested did not set out at once after its last move.
    else if (time - last.time > REST_STEPS * step) moments.push({ time: time - step, value: last.value });
    moments.push({ time, value: recorded });
  }

  /** The lane of a stretch that ends at a position; none where the punch leaves nothing of it. */
  #written(writing: Writing, end: number, back: number): readonly LaneWrite[] {
    const { parameter, ground, trimOf, moments } = writing;
    const punch = this.#host.punch();
    const from = Math.max(writing.from, punch?.from ?? 0);
    const to = Math.min(end, punch?.to ?? end);
    if (to <= from) return writing.shown ? [{ ...parameter, points: ground.points }] : [];
    const room = punch ? punch.to - to : back;
    const stretch: Stretch = {
      from,
      to,
      moments: cut(moments, from),
      trimOf,
      // In write mode the lane goes on where it was; the way back never leaves the punch.
      back: writing.mode === 'write' ? 0 : Math.min(back, room),
    };
    writing.shown = true;
    return [{ ...parameter, points: writeStretch(parameter, ground, stretch) }];
  }

  #show(position: number): void {
    const lanes = [...this.#writing.values()].flatMap((writing) => this.#written(writing, position, 0));
    if (lanes.length > 0) this.#host.write(lanes);
  }

  /** Playing jumps from `end` to `begin`: what is written ends there and goes on here. */
  #turn(end: number, begin: number): void {
    const going = [...this.#writing.values()];
    const lanes = going.flatMap((writing) => this.#written(writing, end, 0));
    if (lanes.length > 0) this.#host.write(lanes);
    this.#position = begin;
    this.#shownAt = begin;
    for (const writing of going) {
      const { value, reference, trimOf } = writing;
      writing.ground = this.#host.ground(writing.parameter);
      writing.from = begin;
      writing.moments = [{ time: begin, value: trimOf ? value - reference : value }];
      writing.shown = false;
    }
  }

  /** Switches let go of in touch mode hold until the lane's next point. */
  #endSwitches(position: number): void {
    for (const [key, writing] of this.#writing) {
      const { parameter, hand, mode, ground, from } = writing;
      if (hand !== null || mode === 'latch' || mode === 'write' || !isSwitch(parameter.target)) continue;
      const next = ground.points.find(({ time }) => time > from);
      if (!next || next.time > position) continue;
      const lanes = this.#written(writing, next.time, 0);
      this.#writing.delete(key);
      if (lanes.length > 0) this.#host.write(lanes);
    }
  }
}

/** Moments from a time on: the first of them at it, on the way between its neighbours. */
function cut(moments: readonly Moment[], from: number): readonly Moment[] {
  const first = moments.findIndex(({ time }) => time >= from);
  const before = moments[first < 0 ? moments.length - 1 : first - 1];
  const after = first < 0 ? undefined : moments[first];
  if (!before || after?.time === from) return first < 0 ? moments : moments.slice(first);
  const value = after
    ? before.value + ((after.value - before.value) * (from - before.time)) / (after.time - before.time)
    : before.value;
  return [{ time: from, value }, ...(first < 0 ? [] : moments.slice(first))];
}

/** A value written over a span: from its first sample on, or reached in a line from what is there (`glide` samples). */
export function writeSpan(
  parameter: Parameter,
  ground: Ground,
  span: TimeSpan,
  value: number,
  glide = 0,
): readonly LanePoint[] {
  const moments: readonly Moment[] = [
    { time: span.from, value: glide > 0 ? valueFrom(ground, span.from) : value },
    { time: Math.min(span.to, span.from + glide), value },
  ];
  return writeStretch(parameter, ground, { ...span, moments, trimOf: null, back: 0 });
}
