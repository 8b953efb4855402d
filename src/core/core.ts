import {
  LAYOUT_SPEAKERS,
  PLAIN_RENDERING,
  type Rendering,
  type RenderTarget,
  type RoomPosition,
} from '../units/index.ts';
import {
  BED_CHANNELS,
  BLOCK_FRAMES,
  DUCK_BANDS,
  HOST_FRAMES,
  HRTF_AZIMUTHS,
  HRTF_ELEVATIONS,
  HRTF_TAPS,
  LOUDNESS_READINGS,
  MAX_CONTROLS,
  MAX_KEYS,
  MAX_SPEAKERS,
  MAX_STRIPS,
  MONITOR_LIMIT,
  MONITOR_LIVE,
  MONITOR_OFF,
  SIGNAL_OFF,
  SIGNAL_PINK,
  SIGNAL_SWEEP,
  SIGNAL_WALK,
} from './contract.ts';
import { CoreProbe } from './core-probe.ts';
import { decorrelatorBank, decorrelatorSeeds } from './decorrelate.ts';
import { dbToGain } from './dmath.ts';
import { encodeControl } from './encode-control.ts';
import { encodeStrip } from './encode-strip.ts';
import { type CoreExports, instantiateCore } from './exports.ts';
import { HeldRecords } from './held-records.ts';
import type { CoreHrtf } from './hrtf-prepare.ts';
import type { MemoryPlan } from './memory.ts';
import { checkPosition } from './positions.ts';
import type { ControlProgram, StripProgram } from './program.ts';
import { RecordHeap } from './record-heap.ts';
import { SpaceSlots } from './space-slots.ts';
import { targetPlan, writeSpeakers, writeTrims } from './targets.ts';
import { Unpacker } from './unpacker.ts';

/** Test signals; 'walk' sends pink noise to one output channel after another (binaural: virtual speaker), a second each. */
export type CoreSignal = 'off' | 'pink' | 'sweep' | 'walk';
/** What the monitor planes carry: nothing, the output behind the limiter, or level, declick and limiter for listening. */
export type CoreMonitor = 'off' | 'limit' | 'live';

const SIGNALS: Readonly<Record<CoreSignal, number>> = {
  off: SIGNAL_OFF,
  pink: SIGNAL_PINK,
  sweep: SIGNAL_SWEEP,
  walk: SIGNAL_WALK,
};
const MONITORS: Readonly<Record<CoreMonitor, number>> = {
  off: MONITOR_OFF,
  limit: MONITOR_LIMIT,
  live: MONITOR_LIVE,
};

/** Values of a duck's meter: the whole, then each band. */
const DUCK_METERS = 1 + DUCK_BANDS;

/** Fastest shuttle, times the speed of play. */
const MAX_SHUTTLE_SPEED = 16;

/** How a core is set up. */
export interface CoreOptions {
  /** 48,000 or 96,000 Hz. */
  readonly sampleRate: number;
  readonly target: RenderTarget;
  /** How 5.1 and 2.0 are made, and trims. Default plain. */
  readonly rendering?: Rendering;
  /** Responses for the binaural target at the core's sample rate; without them it is silent. Default none. */
  readonly hrtf?: CoreHrtf | null;
  /** Default 'off'. */
  readonly monitor?: CoreMonitor;
  /** Renders 5.1 by family beside the target and measures it. Costs nothing if not. Default false. */
  readonly beside?: boolean;
}

/**
 * The DSP core on its memory. One thread owns it: an audio worklet, a worker, or Node. `render` and the getters allocate
 * nothing; changes may, and belong between two renders. Nothing needs to be disposed: drop the core and its memory.
 */
export class Core {
  readonly sampleRate: number;
  /** De-interleaves samples into this core's rings; for who feeds them on the core's own thread. */
  readonly unpacker: Unpacker;
  /** What the processors of strips do, for meters and editors. */
  readonly probe: CoreProbe;
  /** Reverbs that strips send to. */
  readonly spaces: SpaceSlots;
  readonly #wasm: CoreExports;
  readonly #memory: WebAssembly.Memory;
  readonly #heap: RecordHeap;
  readonly #strips: HeldRecords;
  readonly #controls: HeldRecords;
  /** Histories of the key buses: where each lies and its frames. */
  readonly #keys: { at: number; frames: number }[] = [];
  #target: RenderTarget;
  #rendering: Rendering;
  #buffer: ArrayBufferLike | null = null;
  #outputs: Float32Array[] = [];
  #monitors: Float32Array[] = [];
  #inputs: Float32Array[] = [];
  #shownOutputs: Float32Array[] = [];
  #shownMonitors: Float32Array[] = [];
  #stripPeaks = new Float32Array(0);
  #stripSquares = new Float32Array(0);
  #outputPeaks = new Float32Array(0);
  #bedPeaks = new Float32Array(0);
  #bedSquares = new Float32Array(0);
  #stripLoudness = new Float32Array(0);
  #stripTops = new Float32Array(0);
  #readings = new Float64Array(0);
  #beside: boolean;
  #ducks = new Float32Array(0);

  /** @throws RangeError for a sample rate outside 8–384 kHz, or responses that do not fit it */
  constructor(
    module: WebAssembly.Module,
    memory: WebAssembly.Memory,
    plan: MemoryPlan,
    options: CoreOptions,
  ) {
    const { sampleRate, target, hrtf = null, monitor = 'off' } = options;
    if (!(sampleRate >= 8000 && sampleRate <= 384_000))
      throw new RangeError(`sample rate ${sampleRate} is out of range`);
    this.sampleRate = sampleRate;
    this.#memory = memory;
    this.#heap = new RecordHeap(plan.heapAt, plan.heapBytes);
    this.#target = target;
    this.#rendering = options.rendering ?? PLAIN_RENDERING;
    this.#beside = options.beside ?? false;
    this.#wasm = instantiateCore(module, memory);
    const wasm = this.#wasm;
    this.#strips = new HeldRecords(memory, this.#heap, {
      name: 'strip',
      set: (slot, at) => wasm.setStrip(slot, at),
      holds: (slot, at) => wasm.holdsRecord(slot, at),
    });
    this.#controls = new HeldRecords(memory, this.#heap, {
      name: 'control',
      set: (index, at) => wasm.setControl(index, at),
      holds: (index, at) => wasm.holdsControl(index, at),
    });
    writeSpeakers(memory, wasm.speakersPtr(), LAYOUT_SPEAKERS['7.1.2']);
    this.#wasm.init(
      sampleRate,
      MONITORS[monitor],
      plan.voicesAt,
      plan.voices,
      plan.tagsAt,
      plan.unpackAt,
      plan.ringsAt,
    );
    this.probe = new CoreProbe(this.#wasm, memory);
    this.spaces = new SpaceSlots(this.#wasm, memory, this.#heap, sampleRate);
    this.unpacker = new Unpacker(this.#wasm, memory);
    const bank = decorrelatorBank();
    new Float32Array(memory.buffer, this.#wasm.decorrelatorsPtr(), bank.length).set(bank);
    if (hrtf) this.setHrtf(hrtf);
    this.setTarget(target);
    if (this.#beside) this.#openBeside();
    this.#refresh();
  }

  /** Lays the 5.1 beside by the rendering in force. */
  #openBeside(): void {
    const { speakers } = targetPlan('5.1', this.#rendering);
    writeTrims(this.#memory, this.#wasm.trimsPtr(), '5.1', this.#rendering);
    writeSpeakers(this.#memory, this.#wasm.speakersPtr(), speakers);
    this.#wasm.setBeside(speakers.length);
  }

  /** Starts the 5.1 by family beside the target, or ends it; never heard, and the output has the same bits with and without. */
  setBeside(on: boolean): void {
    if (on === this.#beside) return;
    this.#beside = on;
    if (on) this.#openBeside();
    else this.#wasm.setBeside(0);
  }

  /** Starts the integrated loudness of the 5.1 beside, and its largest readings, anew. */
  resetLoudness(): void {
    this.#wasm.resetLoudness();
  }

  /** Starts the largest samples of strips and families anew. */
  resetTops(): void {
    this.#wasm.resetTops();
  }

  /** The target asked for last; while playing live it comes into force some milliseconds later. */
  get target(): RenderTarget {
    return this.#target;
  }

  /** Channels of the output now. */
  get outputChannels(): number {
    return this.#wasm.channels();
  }

  /** Timeline sample of the next frame `render` will give. */
  get position(): number {
    return this.#wasm.getPosition();
  }

  /** False once a stop is done: live, the monitor has gone down first. */
  get playing(): boolean {
    return this.#wasm.isPlaying() !== 0;
  }

  /** Timeline samples that pass in a frame of output now: 0 stopped, 1 playing, anything else a shuttle on its way. */
  get speed(): number {
    return this.#wasm.getSpeed();
  }

  /** True while no strip fades over: what was replaced is out of use. */
  get idle(): boolean {
    return this.#wasm.isFading() === 0;
  }

  /** Reads that found no audio. */
  get missedSlots(): number {
    return this.#wasm.getMissedSlots();
  }

  /** The same while a shuttle ran, which may be faster than what reads for it. */
  get shuttleMisses(): number {
    return this.#wasm.getShuttleMisses();
  }

  /** Blocks in which a strip or an output channel was muted for a sample that is not a number. */
  get faults(): number {
    return this.#wasm.getFaults();
  }

  /** Slot of the strip that last did so, −1 if none. */
  get faultySlot(): number {
    return this.#wasm.getFaultySlot();
  }

  /** Output samples above full scale since `resetClips`, before the limiter. */
  get clipCount(): number {
    return this.#wasm.getClipCount();
  }

  /** Least gain of the monitor limiter in the last block, 0 … 1. */
  get limiterGain(): number {
    return dbToGain(-this.#wasm.getReduction());
  }

  /** Samples the monitor planes lag behind the output planes. */
  get monitorLatency(): number {
    return this.#wasm.monitorLatency();
  }

  /**
   * Puts a strip into a slot (0 … MAX_STRIPS − 1), or takes it out. Stopped it is there at once; while playing it fades
   * over in 8 ms, and the newest of several changes made meanwhile follows.
   * @throws RangeError if the program is not one the core can play, or the record heap is full
   */
  setStrip(slot: number, program: StripProgram | null): void {
    this.setRecord(slot, program && encodeStrip(program));
  }

  /** As `setStrip`, with a record `encodeStrip` made elsewhere. */
  setRecord(slot: number, record: ArrayBuffer | null): void {
    if (!Number.isInteger(slot) || slot < 0 || slot >= MAX_STRIPS) {
      throw new RangeError(`slot ${slot} is not one of ${MAX_STRIPS}`);
    }
    this.#strips.put(slot, record);
  }

  /** Puts a control into a place (0 … MAX_CONTROLS − 1), or takes it out; changes come as those of strips do. @throws RangeError as `setStrip` */
  setControl(index: number, program: ControlProgram | null): void {
    this.setControlRecord(index, program && encodeControl(program));
  }

  /** As `setControl`, with a record `encodeControl` made elsewhere. */
  setControlRecord(index: number, record: ArrayBuffer | null): void {
    if (!Number.isInteger(index) || index < 0 || index >= MAX_CONTROLS)
      throw new RangeError(`control ${index} is not one of ${MAX_CONTROLS}`);
    this.#controls.put(index, record);
  }

  /** Copies how far ducks turn down now, from that of a control on: of each the whole, then every band, dB ≥ 0. Allocates nothing. */
  readDucks(into: Float32Array, index = 0): void {
    this.#follow();
    for (let at = 0; at < into.length; at++) into[at] = this.#ducks[index * DUCK_METERS + at] ?? 0;
  }

  /** Renders these slots first, in this order; the others follow in that of their slots. Strips that feed keys come before their listeners. */
  setOrder(first: readonly number[]): void {
    const slots = first.filter((slot) => slot >= 0 && slot < MAX_STRIPS);
    new Int32Array(this.#memory.buffer, this.#wasm.orderPtr(), MAX_STRIPS).set(slots);
    this.#wasm.setOrder(slots.length);
  }

  /**
   * Sets how many key buses there are and how many samples back each may be heard. A bus whose history becomes longer or
   * shorter begins in silence.
   * @throws RangeError for more than MAX_KEYS, or if the record heap is full
   */
  setKeys(histories: readonly number[]): void {
    if (histories.length > MAX_KEYS)
      throw new RangeError(`there are ${MAX_KEYS} key buses, not ${histories.length}`);
    this.#wasm.setKeys(histories.length);
    for (let bus = 0; bus < Math.max(histories.length, this.#keys.length); bus++) {
      const back = histories[bus] ?? 0;
      const frames = back > 0 ? Math.max(BLOCK_FRAMES, 2 ** Math.ceil(Math.log2(back))) : 0;
      const held = this.#keys[bus];
      if (held?.frames === frames) continue;
      if (held && held.frames > 0) this.#heap.give(held.at);
      const at = frames > 0 ? this.#heap.take(4 * frames) : 0;
      this.#keys[bus] = { at: Math.max(at, 0), frames: at < 0 ? 0 : frames };
      this.#wasm.setKey(bus, Math.max(at, 0), at < 0 ? 0 : frames);
      if (at < 0) throw new RangeError(`no room for the ${4 * frames} bytes of key bus ${bus}`);
    }
  }

  /**
   * Samples the output planes are late behind the timeline: those Lt/Rt needs to turn its surrounds, and DECORRELATOR_DELAY while
   * any strip is diffuse; else 0. Playing, the first diffuse strip comes into force some 20 ms later, without a click.
   */
  get outputLatency(): number {
    return this.#wasm.outputLatency();
  }

  /** Changes downmixes and trims. Other trims turn in within a block; another downmix comes as a change of target does. */
  setRendering(rendering: Rendering): void {
    const before = targetPlan(this.#target, this.#rendering);
    const { kind, speakers } = targetPlan(this.#target, rendering);
    this.#rendering = rendering;
    if (this.#beside) this.#openBeside();
    if (before.kind !== kind || before.speakers !== speakers) this.setTarget(this.#target);
    else {
      writeTrims(this.#memory, this.#wasm.trimsPtr(), this.#target, rendering);
      this.#wasm.setTrims();
    }
  }

  /**
   * Renders the bed's ten channels at other places of the room than their speakers', turned to within a block; null puts
   * them back. The LFE's place means nothing. For previews: what a session delivers never asks for it.
   * @throws RangeError unless there are ten
   */
  setBedPlaces(places: readonly RoomPosition[] | null): void {
    const home = LAYOUT_SPEAKERS['7.1.2'];
    const speakers = places
      ? home.map(({ label, room }, at) => ({ label, room: room && (places[at] ?? room) }))
      : home;
    if (places && places.length !== BED_CHANNELS)
      throw new RangeError(`the bed has ${BED_CHANNELS} channels, got ${places.length} places`);
    writeSpeakers(this.#memory, this.#wasm.bedPlacesPtr(), speakers);
    writeTrims(this.#memory, this.#wasm.trimsPtr(), this.#target, this.#rendering);
    this.#wasm.setTrims();
  }

  /** Renders to another target; live and playing, the monitor goes down and up around it. */
  setTarget(target: RenderTarget): void {
    const { kind, speakers } = targetPlan(target, this.#rendering);
    writeTrims(this.#memory, this.#wasm.trimsPtr(), target, this.#rendering);
    writeSpeakers(this.#memory, this.#wasm.speakersPtr(), speakers);
    new Int32Array(this.#memory.buffer, this.#wasm.seedsPtr(), speakers.length).set(
      decorrelatorSeeds(speakers),
    );
    this.#wasm.setTarget(kind, speakers.length);
    this.#target = target;
  }

  /** Sets the responses of the binaural target. Not during sound: it transforms them all. @throws RangeError if they do not fit */
  setHrtf(hrtf: CoreHrtf): void {
    const { delays, responses, sampleRate } = hrtf;
    const directions = HRTF_AZIMUTHS * HRTF_ELEVATIONS;
    const each = 2 * HRTF_TAPS;
    if (sampleRate !== this.sampleRate) {
      throw new RangeError(`the responses are for ${sampleRate} Hz, the core runs at ${this.sampleRate} Hz`);
    }
    if (delays.length !== directions || responses.length !== directions * each) {
      throw new RangeError(
        `${responses.length} coefficients are not ${directions} pairs of ${HRTF_TAPS} taps`,
      );
    }
    const { buffer } = this.#memory;
    new Float64Array(buffer, this.#wasm.delaysPtr(), directions).set(delays);
    const response = new Float32Array(buffer, this.#wasm.responsePtr(), each);
    for (let direction = 0; direction < directions; direction++) {
      response.set(responses.subarray(direction * each, (direction + 1) * each));
      this.#wasm.loadHrtf(direction);
    }
    this.#wasm.finishHrtf();
  }

  /**
   * Turns the listener's head, binaural only: yaw positive to the left, pitch up, roll to the right ear, in radians. Followed
   * with a time constant of 15 ms, a block (2.7 ms at 48 kHz) behind.
   * @throws RangeError for an angle that is not finite
   */
  setListener(yaw: number, pitch: number, roll: number): void {
    if (!(Number.isFinite(yaw) && Number.isFinite(pitch) && Number.isFinite(roll))) {
      throw new RangeError(`a head turns by finite angles, not ${yaw}, ${pitch}, ${roll}`);
    }
    this.#wasm.setListener(yaw, pitch, roll);
  }

  /** Lets the ears have the LFE, low-passed at 120 Hz and +5.5 dB to both, or not (as begins); turned over within a block. */
  setBinauralLfe(heard: boolean): void {
    this.#wasm.setEarLfe(heard ? 1 : 0);
  }

  /** Loops [start, end) once the position gets to its end; ranges under 128 frames are none. */
  setLoop(start: number, end: number, enabled: boolean): void {
    this.#wasm.setLoop(start, end, enabled ? 1 : 0);
  }

  /** Plays from a timeline sample (whole, ≥ 0). */
  play(position: number): void {
    checkPosition(position);
    this.#wasm.play(position);
  }

  /**
   * Follows the timeline at a speed, backwards below 0 (not 0, at most MAX_SHUTTLE_SPEED either way; 1 is heard like play, but
   * through the shuttle). From `position` (whole, ≥ 0) if it is not moving, else from where it stands; a new speed is reached
   * in 20 ms. Above 4 stretches are heard one after the other at twice the speed. The loop is passed by, the live input is
   * not heard; ears and room hear the stretches in the order they are rendered, so their tails smear on the way back; what
   * is diffuse is heard as if it were direct. Ends by itself at the beginning of the timeline.
   */
  shuttle(position: number, speed: number): void {
    checkPosition(position);
    if (!(Math.abs(speed) <= MAX_SHUTTLE_SPEED) || speed === 0)
      throw new RangeError(`a shuttle runs at up to ${MAX_SHUTTLE_SPEED} times the speed, got ${speed}`);
    this.#wasm.shuttle(position, speed);
  }

  /** Stops. */
  stop(): void {
    this.#wasm.stop();
  }

  /** Moves the position (whole, ≥ 0); while playing, sound goes on from there. */
  locate(position: number): void {
    checkPosition(position);
    this.#wasm.locate(position);
  }

  /** Replaces the mix by a test signal, at −20 dB RMS re full scale; sounds also while stopped. */
  setTestSignal(signal: CoreSignal): void {
    this.#wasm.setSignal(SIGNALS[signal]);
  }

  /** Level of the monitor planes, linear; reached in 20 ms. */
  setMonitorGain(gain: number): void {
    if (!(gain >= 0) || gain === Number.POSITIVE_INFINITY)
      throw new RangeError(`monitor gain must be finite and ≥ 0, got ${gain}`);
    this.#wasm.setMonitorLevel(gain);
  }

  /**
   * Sends the output's speakers to the monitor's through a square matrix of gains, row by row: `gains[to · channels + from]`.
   * For an output of as many channels as now it comes in 20 ms; else together with the target it fits. Live monitor only;
   * the output itself is never touched.
   * @throws RangeError unless there are channels² finite gains
   */
  setMonitorMatrix(gains: readonly number[], channels: number): void {
    const fits = channels >= 1 && channels <= MAX_SPEAKERS && gains.length === channels ** 2;
    if (!fits || !gains.every(Number.isFinite))
      throw new RangeError(`${gains.length} gains are not a matrix of ${channels} channels`);
    const table = new Float32Array(this.#memory.buffer, this.#wasm.matrixPtr(), MAX_SPEAKERS ** 2);
    table.fill(0);
    for (let to = 0; to < channels; to++)
      table.set(gains.slice(to * channels, (to + 1) * channels), to * MAX_SPEAKERS);
    this.#wasm.setMonitorMatrix(channels);
  }

  /** Starts the count of clipped samples anew. */
  resetClips(): void {
    this.#wasm.resetClips();
  }

  /** Left and right live input, HOST_FRAMES long: write the frames of the coming `render` first. Added to the bed a block later. */
  inputPlanes(): readonly Float32Array[] {
    this.#follow();
    return this.#inputs;
  }

  /**
   * Renders the next `frames` (1 … HOST_FRAMES) frames; the same stream whatever their number. Audio thread.
   * @throws RangeError outside that range
   */
  render(frames: number): void {
    if (!(frames >= 1 && frames <= HOST_FRAMES))
      throw new RangeError(`a host asks for 1 to ${HOST_FRAMES} frames, got ${frames}`);
    this.#wasm.render(frames);
  }

  /** The engine's output, unclamped: a plane a channel, HOST_FRAMES long, of which the first `frames` were just rendered. */
  outputPlanes(): readonly Float32Array[] {
    this.#follow();
    return this.#shownOutputs;
  }

  /** What is listened to: the output behind the monitor path, `monitorLatency` later. Silent if the monitor is off. */
  monitorPlanes(): readonly Float32Array[] {
    this.#follow();
    return this.#shownMonitors;
  }

  /**
   * Copies the meters: linear peaks with their fall, and RMS over 300 ms, of each slot; peaks of the output channels and
   * of the bed's ten before they join the layout, with their RMS.
   */
  readMeters(
    stripPeaks: Float32Array,
    stripRms: Float32Array,
    outputPeaks: Float32Array,
    bedPeaks: Float32Array,
    bedRms: Float32Array,
  ): void {
    this.#follow();
    const strips = Math.min(this.#stripPeaks.length, stripPeaks.length);
    for (let slot = 0; slot < strips; slot++) {
      stripPeaks[slot] = this.#stripPeaks[slot] ?? 0;
      stripRms[slot] = Math.sqrt(this.#stripSquares[slot] ?? 0);
    }
    const channels = Math.min(this.#outputPeaks.length, outputPeaks.length);
    for (let channel = 0; channel < channels; channel++)
      outputPeaks[channel] = this.#outputPeaks[channel] ?? 0;
    const bed = Math.min(BED_CHANNELS, bedPeaks.length, bedRms.length);
    for (let channel = 0; channel < bed; channel++) {
      bedPeaks[channel] = this.#bedPeaks[channel] ?? 0;
      bedRms[channel] = Math.sqrt(this.#bedSquares[channel] ?? 0);
    }
  }

  /**
   * Copies what the 5.1 beside gives: its readings (LOUDNESS_COUNT of them, for `loudnessIn`), of each slot the mean K-weighted
   * power of the last 400 ms (for `lkfsOf`), and, beside or not, the largest sample of each slot since `resetTops`.
   */
  readLoudness(readings: Float64Array, stripPowers: Float32Array, stripTops: Float32Array): void {
    this.#follow();
    const count = Math.min(this.#readings.length, readings.length);
    for (let index = 0; index < count; index++) readings[index] = this.#readings[index] ?? 0;
    const strips = Math.min(this.#stripLoudness.length, stripPowers.length, stripTops.length);
    for (let slot = 0; slot < strips; slot++) {
      stripPowers[slot] = this.#stripLoudness[slot] ?? 0;
      stripTops[slot] = this.#stripTops[slot] ?? 0;
    }
  }

  /** Keeps the views true: the memory may have grown, the output changed its channels. Allocates only then. */
  #follow(): void {
    if (this.#buffer !== this.#memory.buffer) this.#refresh();
    const channels = this.#wasm.channels();
    if (channels === this.#shownOutputs.length) return;
    this.#shownOutputs = this.#outputs.slice(0, channels);
    this.#shownMonitors = this.#monitors.slice(0, channels);
  }

  #refresh(): void {
    const { buffer } = this.#memory;
    const wasm = this.#wasm;
    const planes = (at: number, count: number): Float32Array[] =>
      Array.from(
        { length: count },
        (_, index) => new Float32Array(buffer, at + index * HOST_FRAMES * 4, HOST_FRAMES),
      );
    this.#buffer = buffer;
    this.#outputs = planes(wasm.outputPtr(), MAX_SPEAKERS);
    this.#monitors = planes(wasm.monitorPtr(), MAX_SPEAKERS);
    this.#inputs = planes(wasm.inputPtr(), 2);
    this.#shownOutputs = [];
    this.#shownMonitors = [];
    this.#stripPeaks = new Float32Array(buffer, wasm.stripPeaksPtr(), MAX_STRIPS);
    this.#stripSquares = new Float32Array(buffer, wasm.stripSquaresPtr(), MAX_STRIPS);
    this.#outputPeaks = new Float32Array(buffer, wasm.outputPeaksPtr(), MAX_SPEAKERS);
    this.#bedPeaks = new Float32Array(buffer, wasm.bedPeaksPtr(), BED_CHANNELS);
    this.#bedSquares = new Float32Array(buffer, wasm.bedSquaresPtr(), BED_CHANNELS);
    this.#stripLoudness = new Float32Array(buffer, wasm.stripLoudnessPtr(), MAX_STRIPS);
    this.#stripTops = new Float32Array(buffer, wasm.stripTopsPtr(), MAX_STRIPS);
    this.#readings = new Float64Array(buffer, wasm.loudnessPtr(), LOUDNESS_READINGS);
    this.#ducks = new Float32Array(buffer, wasm.ducksPtr(), DUCK_METERS * MAX_CONTROLS);
  }

  /** Gain of a bed channel in an output speaker of the target in force (before a fold or the ears). */
  bedGain(channel: number, speaker: number): number {
    if (!(channel >= 0 && channel < BED_CHANNELS && speaker >= 0 && speaker < MAX_SPEAKERS)) {
      throw new RangeError(`there is no bed channel ${channel} or speaker ${speaker}`);
    }
    return this.#wasm.askBedGain(channel, speaker);
  }
}
