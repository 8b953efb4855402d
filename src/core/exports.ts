/** De-interleaving, which the core and the feeder export alike. */
export interface UnpackExports {
  unpackSourcePtr(): number;
  unpackTablePtr(): number;
  unpack(coding: number, channels: number, frames: number, count: number): void;
}

/** What core.wasm exports; see assembly/index.ts for what each does. Addresses are bytes in the core's memory. */
export interface CoreExports extends UnpackExports {
  init(
    sampleRate: number,
    monitor: number,
    voicesAt: number,
    voices: number,
    tagsAt: number,
    unpackAt: number,
    ringsAt: number,
  ): void;
  speakersPtr(): number;
  decorrelatorsPtr(): number;
  seedsPtr(): number;
  responsePtr(): number;
  delaysPtr(): number;
  loadHrtf(direction: number): void;
  finishHrtf(): void;
  setListener(yaw: number, pitch: number, roll: number): void;
  setEarLfe(heard: number): void;
  setTarget(kind: number, speakers: number): void;
  trimsPtr(): number;
  setTrims(): void;
  bedPlacesPtr(): number;
  setBeside(speakers: number): void;
  loudnessPtr(): number;
  stripLoudnessPtr(): number;
  stripTopsPtr(): number;
  resetLoudness(): void;
  resetTops(): void;
  outputLatency(): number;
  setStrip(slot: number, record: number): void;
  holdsRecord(slot: number, record: number): number;
  orderPtr(): number;
  setOrder(count: number): void;
  setKey(bus: number, ring: number, frames: number): void;
  setKeys(count: number): void;
  setControl(index: number, record: number): void;
  holdsControl(index: number, record: number): number;
  ducksPtr(): number;
  isFading(): number;
  reverbStateBytes(sampleRate: number): number;
  responseBytes(channels: number, frames: number): number;
  convolutionStateBytes(channels: number, frames: number, sampleRate: number): number;
  prepareResponse(at: number, channels: number, frames: number, samples: number): void;
  setSpace(slot: number, record: number, state: number): void;
  holdsSpace(slot: number, piece: number): number;
  play(position: number): void;
  shuttle(position: number, speed: number): void;
  stop(): void;
  locate(position: number): void;
  setLoop(start: number, end: number, enabled: number): void;
  setSignal(which: number): void;
  setMonitorLevel(gain: number): void;
  matrixPtr(): number;
  setMonitorMatrix(channels: number): void;
  render(frames: number): void;
  outputPtr(): number;
  monitorPtr(): number;
  inputPtr(): number;
  channels(): number;
  getPosition(): number;
  isPlaying(): number;
  stripPeaksPtr(): number;
  stripSquaresPtr(): number;
  outputPeaksPtr(): number;
  stripReductionsPtr(): number;
  setProbe(slot: number): void;
  probePtr(): number;
  getProbeFrames(): number;
  getProbeBlocks(): number;
  bedPeaksPtr(): number;
  bedSquaresPtr(): number;
  getClipCount(): number;
  resetClips(): void;
  getMissedSlots(): number;
  getShuttleMisses(): number;
  getSpeed(): number;
  getFaults(): number;
  getFaultySlot(): number;
  getReduction(): number;
  monitorLatency(): number;
  startDelivery(channels: number): void;
  deliveryPlanesPtr(): number;
  deliveryOutPtr(): number;
  deliverPeaks(frames: number): void;
  deliverFloats(frames: number): number;
  deliverWords(bits: number, frames: number, position: number): number;
  deliverEnd(): number;
  freeBytes(): number;
  askLayout(count: number): void;
  askObjects(cases: number, count: number, boxes: number, into: number): void;
  askBedGains(
    record: number,
    channel: number,
    pan: number,
    width: number,
    frontBack: number,
    height: number,
  ): number;
  askBedGain(channel: number, speaker: number): number;
}

/**
 * Instantiates a core module on a memory. The release build asks for nothing else; the test build's assertions report
 * through `abort`.
 */
export function instantiateCore(module: WebAssembly.Module, memory: WebAssembly.Memory): CoreExports {
  const abort = (_message: number, _file: number, line: number, column: number): never => {
    throw new Error(`the core failed an assertion at line ${line}, column ${column}`);
  };
  const instance = new WebAssembly.Instance(module, { env: { memory, abort } });
  // The module is built from this repository: its exports are those of assembly/index.ts.
  return instance.exports as unknown as CoreExports;
}

/** What feeder.wasm exports. */
interface FeederExports extends UnpackExports {
  init(unpackAt: number): void;
}

/**
 * Instantiates the feeder on a memory that a core of another thread works on. It has no data of its own: nothing of the
 * core is touched. `unpackAt` from the memory's plan.
 */
export function instantiateFeeder(
  module: WebAssembly.Module,
  memory: WebAssembly.Memory,
  unpackAt: number,
): UnpackExports {
  const instance = new WebAssembly.Instance(module, { env: { memory } });
  const feeder = instance.exports as unknown as FeederExports;
  feeder.init(unpackAt);
  return feeder;
}
