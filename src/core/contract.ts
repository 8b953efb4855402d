/**
 * The memory layout both sides of the core share. This file is compiled twice: by tsc for the hosts and by
 * asc into core.wasm, so it holds nothing but integer constants. Sizes and offsets are bytes unless named otherwise.
 */

/** Frames of an internal block; blocks lie on multiples of this on the session's timeline. */
export const BLOCK_FRAMES = 128;
/** Most channels of a strip (a 7.1.2 stem). */
export const MAX_STRIP_CHANNELS = 10;
/** Channels of the bed. */
export const BED_CHANNELS = 10;
/** Most speakers of a layout, LFEs included (9+10+3 of BS.2051 for conformance runs). */
export const MAX_SPEAKERS = 24;

/** Slots of a ring: stretches of one channel of one stem, held fully associatively. */
export const RING_SLOTS = 8;
/** Frames of a slot; a slot holds stem frames [chunk × SLOT_FRAMES, (chunk + 1) × SLOT_FRAMES). */
export const SLOT_FRAMES = 8192;
/** Bytes of a ring's samples (f32). */
export const RING_BYTES = 262144;
/** Bytes of a tag: Int32 generation (0 = empty, never a valid generation), Int32 chunk. One tag per (ring, slot). */
export const TAG_BYTES = 8;
/** Bytes of a voice entry: Int32 ring index + 1 (0 = none yet), Int32 generation. One voice per (clip, channel). */
export const VOICE_BYTES = 8;
