import type { Engine } from '../../engine/index.ts';
import {
  type AutomationMode,
  armGroupOf,
  automationOf,
  currentStaticValue,
  type Ground,
  type HeldParameter,
  type LaneOwner,
  type LanePoint,
  type LaneWrite,
  lanesOf,
  laneValueAt,
  ownerKey,
  type Parameter,
  parameterKey,
  Recorder,
  type RecordingMode,
  type SessionDocument,
  sessionEnd,
  setAutomationMode,
  setLane,
  type TimeSpan,
  writeSpan,
} from '../../session/index.ts';
import { samples } from '../../units/index.ts';
import type { SettingsStorage } from '../state/persist.ts';
import { type AutomationStore, createAutomationStore, type ParameterValue } from './automation-store.ts';
import { allOwners, automatedParameters, sameParameters } from './parameters.ts';

/** What recording is tied to. */
export interface AutomationOptions {
  readonly document: SessionDocument;
  readonly engine: Pick<Engine, 'getState' | 'telemetry'>;
  readonly settings: SettingsStorage;
  isReadOnly(): boolean;
  /** The time selection: where a punch may write. */
  selection(): TimeSpan | null;
  /** Where playing last began. */
  playStart(): number;
  /** What is heard has changed without the document. */
  onHeard(): void;
  /** Milliseconds of a clock that never goes back. */
  now(): number;
}

/** Where a value is written to from the playhead. */
export const WRITE_TO = ['start', 'end', 'all', 'next', 'selection'] as const;
export type WriteTo = (typeof WRITE_TO)[number];

/** Seconds by which the playhead must be elsewhere than time says to have been put there: the clock of what is heard is an estimate. */
const JUMP = 1;
/** Seconds by which that estimate may go back without having gone round a loop; a pass waits for it to come again. */
const JITTER = 0.5;
const PASS = 'Automation pass';

/**
 * Recording of automation in the window: hands of controls go in, lanes come out as one undo step a pass, and what is heard
 * follows the hand at once. Main thread; `tick` runs once a frame.
 */
export class Automation {
  readonly store: AutomationStore;
  readonly #options: AutomationOptions;
  readonly #recorder: Recorder;
  /** When the playhead was last seen, and where. */
  #seen: { readonly at: number; readonly position: number } | null = null;
  #wroteAll: readonly LaneOwner[] = [];
  #wasInPunch = true;
  /** Latched values to go on with once playing comes to where they were stopped. */
  #join: { readonly position: number; readonly values: readonly ParameterValue[] } | null = null;
  #joinPending = false;

  constructor(options: AutomationOptions) {
    this.#options = options;
    this.store = createAutomationStore(options.settings);
    const { document } = options;
    this.#recorder = new Recorder({
      ground: (parameter) => this.#ground(parameter),
      write: (lanes) => this.#write(lanes, 'gesture', PASS),
      autoMatch: () => Math.round((this.store.getState().autoMatchMs / 1000) * document.get().sampleRate),
      punch: () => (this.store.getState().punchRange ? options.selection() : null),
      loop: () => {
        const { loop } = document.get();
        return loop.enabled && loop.end > loop.start ? { from: loop.start, to: loop.end } : null;
      },
      controlStep: Math.round(document.get().sampleRate / 100),
    });
  }

  /** True while anything is being written: the pass's gesture must stay open. */
  get busy(): boolean {
    return this.#recorder.busy;
  }

  /** Parameters whose lane gives way to a hand, for what the engine hears. */
  heard(): readonly HeldParameter[] {
    const { previewed } = this.store.getState();
    return [...previewed.map(constant), ...this.#recorder.heard()];
  }

  /** What is heard of a parameter now, in its lane's unit: the hand's, else the lane's, else what holds without one. */
  shown(parameter: Parameter): number {
    const { document } = this.#options;
    return this.live(parameter) ?? currentStaticValue(document.get(), parameter.owner, parameter.target);
  }

  /** What a hand or the lane moves a parameter to now, in its lane's unit; null while neither does. Allocates little: it is painted. */
  live(parameter: Parameter): number | null {
    const held = this.#recorder.busy ? this.#recorder.valueOf(parameter) : null;
    if (held !== null) return held;
    const { previewed } = this.store.getState();
    const preview = previewed.length > 0 && previewed.find((one) => sameParameters(one, parameter));
    if (preview) return preview.value;
    const session = this.#options.document.get();
    const points = lanesOf(session, parameter.owner)[parameter.target];
    if (!points || points.length === 0 || automationOf(session, parameter.owner) === 'off') return null;
    return laneValueAt(points, this.#position(), 0);
  }

  /** True if a hand on this parameter is recorded once the timeline runs: armed, in a mode that records. */
  arms(parameter: Parameter): boolean {
    return this.#writable(parameter) !== null;
  }

  /** True if a hand on this parameter would be recorded or previewed now. */
  takes(parameter: Parameter): boolean {
    return (this.store.getState().preview ? this.#writable(parameter) : this.#records(parameter)) !== null;
  }

  /** A hand takes hold of a parameter where it stands. */
  touch(parameter: Parameter, hand: string): void {
    if (this.store.getState().preview || this.#options.isReadOnly()) return;
    this.tick();
    const mode = this.#records(parameter);
    if (!mode) return;
    this.#recorder.touch(plain(parameter), mode, this.shown(parameter), hand);
    this.#changed();
  }

  /** A hand moves parameters to values in their lanes' units. False if that is no matter of automation: then nothing happened. */
  move(values: readonly ParameterValue[], hand: string): boolean {
    if (this.#options.isReadOnly()) return false;
    const taken = values.filter((value) => this.takes(value));
    if (taken.length === 0) return false;
    if (this.store.getState().preview) {
      this.#preview(taken);
      return true;
    }
    this.tick();
    for (const one of taken) {
      const mode = this.#records(one);
      if (mode) this.#recorder.move(plain(one), mode, one.value, hand);
    }
    this.#changed();
    return true;
  }

  /** Moves several parameters, the last to a value and the others by as much. False as with `move`. */
  moveTogether(parameters: readonly Parameter[], value: number, hand: string): boolean {
    const leader = parameters.at(-1);
    if (!leader) return false;
    const by = value - this.shown(leader);
    return this.move(
      parameters.map((one) => ({ ...one, value: one === leader ? value : this.shown(one) + by })),
      hand,
    );
  }

  /** A hand lets go of all it held. */
  release(hand: string): void {
    if (!this.#recorder.busy) return;
    this.tick();
    this.#recorder.release(hand);
    this.#changed();
  }

  /** A hand takes back what it did. False if it held nothing. */
  cancel(hand?: string): boolean {
    const hands = this.#recorder.writing().flatMap((one) => (one.hand === null ? [] : [one.hand]));
    const mine = hands.filter((one) => hand === undefined || one === hand);
    for (const one of new Set(mine)) this.#recorder.cancel(one);
    if (mine.length > 0) this.#changed();
    return mine.length > 0;
  }

  /** Follows the playhead; call once a frame. */
  tick(): void {
    const { engine, document } = this.#options;
    const { playing, speed } = engine.getState();
    engine.telemetry.poll();
    if (!playing || speed !== 1 || !engine.telemetry.playing) {
      if (!playing || speed !== 1) this.finish();
      return;
    }
    const at = this.#options.now();
    const rate = document.get().sampleRate;
    const seen = this.#seen;
    const position = this.#steady(engine.telemetry.position);
    this.#seen = { at, position };
    if (!this.#recorder.running) this.#start(position);
    else if (seen && position > seen.position + ((at - seen.at) / 1000 + JUMP) * rate)
      this.#recorder.jump(position);
    this.#recorder.advance(position);
    this.#joinAt(position);
    this.#endUnarmed();
    if (this.#recorder.inPunch !== this.#wasInPunch) {
      this.#wasInPunch = this.#recorder.inPunch;
      this.#options.onHeard();
    }
    this.#tellWriting();
  }

  /** Ends the pass, if one is under way, as a stop does. */
  finish(): void {
    this.#seen = null;
    if (!this.#recorder.running) return;
    const { document } = this.#options;
    const latched = this.#recorder.writing().filter((one) => one.hand === null);
    const position = this.#recorder.position;
    this.#join =
      this.store.getState().join && latched.length > 0 && position !== null
        ? { position, values: latched }
        : null;
    const wrote = this.#wroteAll.filter((owner) => automationOf(document.get(), owner) === 'write');
    this.#wroteAll = [];
    const wasBusy = this.#recorder.busy;
    this.#recorder.stop();
    if (wasBusy) this.#changed();
    if (wrote.length > 0) this.setMode(wrote, 'touch');
  }

  /** Sets what the automation of owners, and of what is grouped with them, does. Kept with the session; no undo step. */
  setMode(owners: readonly LaneOwner[], mode: AutomationMode): void {
    if (this.#options.isReadOnly()) return;
    this.#options.document.transact('Automation mode', 'silent', (draft) =>
      setAutomationMode(draft, owners, mode),
    );
  }

  /** Preview: hands are heard and write nothing; off, everything goes back to its lane. */
  togglePreview(): void {
    this.store.setState(({ preview }) => ({ preview: !preview, previewed: [] }));
    this.#options.onHeard();
  }

  /** Keeps the values of what is being written or previewed, else of the owners' automated parameters, to punch them elsewhere. */
  capture(owners: readonly LaneOwner[]): void {
    this.store.setState({ captured: this.#values(owners) });
  }

  /**
   * Writes what is previewed or captured: while playing from here on, until the stop; at rest over the time selection. False if
   * there is nowhere to write.
   */
  punch(): boolean {
    const { previewed, captured } = this.store.getState();
    const values = previewed.length > 0 ? previewed : captured;
    if (values.length === 0 || this.#options.isReadOnly()) return false;
    this.tick();
    const span = this.#options.selection();
    if (this.#recorder.running) {
      this.store.setState({ preview: false, previewed: [] });
      this.#recorder.punchIn(values);
    } else if (span) {
      this.store.setState({ preview: false, previewed: [] });
      this.#writeSpans('Punch automation', values, () => span);
    } else return false;
    this.#changed();
    return true;
  }

  /** Goes from what is written at the playhead to the previewed or captured values in the glide time, or over the time selection. */
  glide(): boolean {
    const { previewed, captured, glideMs } = this.store.getState();
    const values = previewed.length > 0 ? previewed : captured;
    if (values.length === 0) return false;
    const { document } = this.#options;
    this.tick();
    const from = this.#position();
    const span = this.#options.selection() ?? {
      from,
      to: from + Math.max(1, Math.round((glideMs / 1000) * document.get().sampleRate)),
    };
    this.store.setState({ preview: false, previewed: [] });
    this.#writeSpans(
      'Glide automation',
      values,
      (points) => ({ from: span.from, to: nextPoint(points, span.to) ?? Math.max(span.to, this.#end()) }),
      span.to - span.from,
    );
    this.#changed();
    return true;
  }

  /** Writes the values of `capture` over a part of the timeline seen from the playhead. */
  writeTo(where: WriteTo, owners: readonly LaneOwner[]): boolean {
    if (this.#options.isReadOnly()) return false;
    this.tick();
    const values = this.#values(owners);
    const selection = this.#options.selection();
    if (values.length === 0 || (where === 'selection' && !selection)) return false;
    const at = this.#position();
    const end = this.#end();
    const spans: Readonly<Record<WriteTo, (points: readonly LanePoint[]) => TimeSpan>> = {
      start: () => ({ from: 0, to: at }),
      end: () => ({ from: at, to: end }),
      all: () => ({ from: 0, to: end }),
      next: (points) => ({ from: at, to: nextPoint(points, at) ?? end }),
      selection: () => selection ?? { from: at, to: at },
    };
    this.#recorder.end();
    this.store.setState({ preview: false, previewed: [] });
    this.#writeSpans('Write automation', values, spans[where]);
    this.#changed();
    return true;
  }

  /** What is held, latched or previewed goes back to its lane in the AutoMatch time. */
  snapBack(): void {
    this.tick();
    this.store.setState({ previewed: [] });
    this.#recorder.end();
    this.#changed();
  }

  /** Where the playhead was last heard, as recording takes it: it never goes back but by a jump or round the loop. */
  get position(): number {
    return this.#seen?.position ?? this.#position();
  }

  #steady(position: number): number {
    const seen = this.#seen;
    if (!seen || !this.#recorder.running) return position;
    const back = seen.position - position;
    const most = JITTER * this.#options.document.get().sampleRate;
    const { loop } = this.#options.document.get();
    const round =
      loop.enabled &&
      seen.position < loop.end &&
      position >= loop.start &&
      back > Math.min(most, (loop.end - loop.start) / 2);
    return back > 0 && back < most && !round ? seen.position : position;
  }

  #position(): number {
    return Math.round(this.#options.engine.telemetry.position);
  }

  /** Behind the last clip and all points. */
  #end(): number {
    return Math.max(sessionEnd(this.#options.document.get()), this.#position() + 1);
  }

  #ground({ owner, target }: Parameter): Ground {
    const session = this.#options.document.get();
    return {
      points: lanesOf(session, owner)[target] ?? [],
      rest: currentStaticValue(session, owner, target),
    };
  }

  /** Armed, and in a mode that records. */
  #writable({ owner, target }: Parameter): RecordingMode | null {
    const mode = automationOf(this.#options.document.get(), owner);
    const armed = this.store.getState().armed[armGroupOf(target)];
    return armed && mode !== 'off' && mode !== 'read' ? mode : null;
  }

  #records(parameter: Parameter): RecordingMode | null {
    const { playing, speed } = this.#options.engine.getState();
    if (!playing || speed !== 1 || !this.#options.engine.telemetry.playing) return null;
    return this.#writable(parameter);
  }

  #start(position: number): void {
    const { document } = this.#options;
    const rate = document.get().sampleRate;
    const began = this.#options.playStart();
    // The first frame comes a little after the first sample.
    const from = position >= began && position - began < rate / 2 ? began : position;
    const all = automatedParameters(document.get()).filter(
      (parameter) => this.#records(parameter) === 'write',
    );
    this.#wroteAll = allOwners(document.get()).filter(
      (owner) => automationOf(document.get(), owner) === 'write',
    );
    this.#joinPending = this.#join !== null && this.#join.position > position;
    this.#recorder.start(from, all);
    if (all.length > 0) this.#changed();
  }

  #joinAt(position: number): void {
    const join = this.#join;
    if (!join || !this.#joinPending || position < join.position) return;
    this.#joinPending = false;
    this.#join = null;
    this.#recorder.punchIn(join.values.filter((one) => this.#records(one) === 'latch'));
    this.#changed();
  }

  /** What is no longer armed, or whose mode no longer records, goes back to its lane. */
  #endUnarmed(): void {
    if (!this.#recorder.busy) return;
    const over = this.#recorder.writing().filter((one) => this.#writable(one) === null);
    if (over.length === 0) return;
    const keys = new Set(over.map(parameterKey));
    this.#recorder.end((parameter) => keys.has(parameterKey(parameter)));
    this.#changed();
  }

  #preview(values: readonly ParameterValue[]): void {
    this.store.setState(({ previewed }) => ({
      previewed: [
        ...previewed.filter((old) => !values.some((one) => sameParameters(one, old))),
        ...values.map(({ owner, target, value }) => ({ owner, target, value })),
      ],
    }));
    this.#options.onHeard();
  }

  #values(owners: readonly LaneOwner[]): readonly ParameterValue[] {
    const { previewed, armed } = this.store.getState();
    if (previewed.length > 0) return previewed;
    const writing = this.#recorder.writing();
    if (writing.length > 0) return writing.map(({ owner, target, value }) => ({ owner, target, value }));
    const keys = new Set(owners.map(ownerKey));
    return automatedParameters(this.#options.document.get())
      .filter(({ owner, target }) => keys.has(ownerKey(owner)) && armed[armGroupOf(target)])
      .map((parameter) => ({ ...parameter, value: this.shown(parameter) }));
  }

  #writeSpans(
    label: string,
    values: readonly ParameterValue[],
    spanOf: (points: readonly LanePoint[]) => TimeSpan,
    glide = 0,
  ): void {
    const lanes = values.map(({ owner, target, value }) => {
      const parameter = { owner, target };
      const ground = this.#ground(parameter);
      return { ...parameter, points: writeSpan(parameter, ground, spanOf(ground.points), value, glide) };
    });
    this.#write(lanes, 'undoable', label);
  }

  #write(lanes: readonly LaneWrite[], tag: 'gesture' | 'undoable', label: string): void {
    this.#options.document.transact(label, tag, (draft) => {
      for (const { owner, target, points } of lanes) setLane(draft, owner, target, points);
      return null;
    });
  }

  /** After anything hands did: the engine hears it, a pass with nothing left to write is one undo step. */
  #changed(): void {
    if (!this.#recorder.busy) this.#options.document.commitGesture();
    this.#tellWriting();
    this.#options.onHeard();
  }

  #tellWriting(): void {
    const writing = [...new Set(this.#recorder.writing().map(({ owner }) => ownerKey(owner)))];
    const before = this.store.getState().writing;
    if (writing.length !== before.length || writing.some((key, at) => key !== before[at]))
      this.store.setState({ writing });
  }
}

const plain = ({ owner, target }: Parameter): Parameter => ({ owner, target });

const constant = ({ owner, target, value }: ParameterValue): HeldParameter => ({
  owner,
  target,
  points: [{ time: samples(0), value, curve: 'linear' }],
});

const nextPoint = (points: readonly LanePoint[], after: number): number | null =>
  points.find(({ time }) => time > after)?.time ?? null;
