export {
  BLOCK_FRAMES,
  DELIVERY_FRAMES,
  HOST_FRAMES,
  MAX_KEYS,
  MAX_SPACES,
  MAX_SPEAKERS,
  MAX_STRIPS,
  PROBE_BLOCKS,
  PROBE_FRAMES,
  RING_SLOTS,
  ROOM_SECONDS,
  SLOT_FRAMES,
} from './contract.ts';
export { Core, type CoreMonitor, type CoreOptions, type CoreSignal } from './core.ts';
export { Delivery } from './delivery.ts';
export { cos, dbToGain, exp, sin } from './dmath.ts';
export { encodeControl } from './encode-control.ts';
export { encodeHrtf } from './encode-hrtf.ts';
export { encodeSpace } from './encode-space.ts';
export { encodeStrip } from './encode-strip.ts';
export { type GainBlock, sequenceOfBlocks } from './gain-blocks.ts';
export type { HeldResponse } from './held-responses.ts';
export { type HrtfDirection, type HrtfFault, type HrtfSet, parseHrtf } from './hrtf.ts';
export { type CoreHrtf, coreHrtf } from './hrtf-prepare.ts';
export { type InterauralRow, interauralRows } from './interaural.ts';
export { type ObjectCase, type ObjectLaw, type ObjectSize, PanLaws } from './laws.ts';
export { LOUDNESS_COUNT, lkfsOf, loudnessIn, type Programme } from './loudness.ts';
export { type MeasuredSet, prepareMeasured } from './measured/measured-set.ts';
export {
  createMemory,
  growRings,
  type MemoryNeeds,
  type MemoryPlan,
  planMemory,
  SMALL_HEAP_BYTES,
} from './memory.ts';
export { cubeToPolar, cubeToPolarExtent, polarToCube, polarToCubeExtent } from './polar/conversion.ts';
export { type DirectChannel, type DirectPosition, DirectSpeakersPanner } from './polar/direct-speakers.ts';
export { type PolarObject, PolarPanner } from './polar/object.ts';
export { polarLayout } from './polar/room-layouts.ts';
export type { Zone } from './polar/zones.ts';
export type {
  BandProgram,
  ChainParameter,
  ChainProgram,
  ClipProgram,
  ControlLanes,
  ControlProgram,
  DivergenceProgram,
  DuckProgram,
  DynamicsProgram,
  EngineProgram,
  GainSequence,
  KeyProgram,
  LaneProgram,
  LanesProgram,
  OutputProgram,
  StripFamily,
  StripProgram,
} from './program.ts';
export {
  type PreparedResponse,
  prepareResponse,
  RESPONSE_CHANNELS,
  RESPONSE_FRAMES,
} from './response-prepare.ts';
export { RingWriter } from './ring-writer.ts';
export type { FadeShape, LaneCurve } from './shapes.ts';
export type {
  ConvolutionProgram,
  ReverbProgram,
  SendProgram,
  SpaceLane,
  SpaceProgram,
} from './space-program.ts';
export { addBandDb, type CurveSettings, outputDb } from './twins/twins.ts';
export { feederUnpacker } from './unpacker.ts';
