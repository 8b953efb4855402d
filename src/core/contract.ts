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
/** Planes of the bed: its channels, then what strips send to its LFE. @public for the core alone */
export const BED_PLANES = 11;
/** The plane of those sends. @public for the core alone */
export const BED_SEND = 10;
/** Most speakers of a layout, LFEs included (9+10+3 of BS.2051 for conformance runs). */
export const MAX_SPEAKERS = 24;

/** Families: music, dialogue, effects, ambience. */
export const FAMILIES = 4;
/** Channels of a family in the 5.1 beside: L R C LFE Ls Rs. */
export const FAMILY_CHANNELS = 6;
/** Planes of it: those, then what is sent to its LFE. @public for the core alone */
export const FAMILY_PLANES = 7;

/** What loudness is measured of: the whole, then each family. @public for the core alone */
export const LOUDNESS_PROGRAMMES = 5;
/**
 * Readings of the 5.1 beside, f64 each. Loudness as mean K-weighted power of the whole and of each family: over 400 ms, over 3 s,
 * gated since the reset (0: nothing yet);
 */
export const LOUDNESS_MOMENTARY = 0;
export const LOUDNESS_SHORT = 5;
export const LOUDNESS_INTEGRATED = 10;
/** the largest of the whole over 400 ms and over 3 s since the reset; seconds the gated ones have counted; */
export const LOUDNESS_MOST = 15;
export const LOUDNESS_SECONDS = 17;
/** K-weighted power of each family in the centre over 3 s; correlation of left and right, and of Lo and Ro, over 400 ms; */
export const LOUDNESS_CENTRE = 18;
export const LOUDNESS_CORRELATION = 22;
export const LOUDNESS_FOLD = 23;
/** peaks of the six channels, linear with the meters' fall; */
export const LOUDNESS_PEAKS = 24;
/** of each family's loudest channel of 5.1 the peak, the mean square over about 300 ms, and the largest sample since the strips' reset. */
export const LOUDNESS_FAMILY_PEAKS = 30;
export const LOUDNESS_FAMILY_SQUARES = 34;
export const LOUDNESS_FAMILY_TOPS = 38;
export const LOUDNESS_READINGS = 42;

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

/** Most key buses, one for each bit of REC_KEYS. */
export const MAX_KEYS = 64;
/** Most strips a core holds. */
export const MAX_STRIPS = 512;
/** Frames and blocks the rings of the probed strip hold; powers of two. */
export const PROBE_FRAMES = 8192;
export const PROBE_BLOCKS = 128;
/** Most frames a host may ask for in one call of `render`. */
export const HOST_FRAMES = 2048;
/** Bytes at the start of memory that belong to the compiled core: its static data, tables and state. */
export const CORE_BYTES = 25165824;
/** Taps of a decorrelation filter (ITU-R BS.2127-1 §7.4). */
export const DECORRELATOR_TAPS = 512;
/** Samples all that is direct waits for the filter's middle. @public for the core alone */
export const DECORRELATOR_DELAY = 255;
/** Taps of a prepared head-related impulse response. */
export const HRTF_TAPS = 256;
/** Grid of prepared responses: azimuths from 0° on, every 5° to the left; elevations from −90° to 90°, every 10°. */
export const HRTF_AZIMUTHS = 72;
export const HRTF_ELEVATIONS = 19;
/** Most sources heard at once through responses of their own, the virtual speakers included. @public for the core alone */
export const EAR_SOURCES = 272;

/** Strip record: a strip program as the core reads it, one block of the heap, offsets from its start, 8-byte aligned. */
export const REC_GAIN = 0;
/** f64: samples the clips are read early. */
export const REC_LATENCY = 8;
/** i32: channels of the strip. */
export const REC_CHANNELS = 16;
/** i32: OUTPUT_*. */
export const REC_OUTPUT = 20;
/** i32: number of clips. */
export const REC_CLIPS = 24;
/** i32: offset of the first clip from the start of the record. */
export const REC_CLIPS_AT = 28;
/** i32 × LANES: offset of each lane from the start of the record, 0 where the parameter has none. */
export const REC_LANES = 32;
/** i32: 1 if the strip has surround channels, so that front–back is a balance. */
export const REC_SURROUND = 68;
/** f64 × LANES: values of the parameters that have no lane. */
export const REC_PARAMS = 72;
/** f64: 0 … 1, how much of a bed strip's phantom middle goes through the centre speaker. */
export const REC_CENTRE = 144;
/** HOME_BYTES × MAX_STRIP_CHANNELS: where each channel lives while the output is neutral. */
export const REC_HOMES = 152;
/** A home: f64 x, y, z, then i32 kind (HOME_ROOM, HOME_CENTRE, HOME_LFE), f32 weight of the channel in a loudness. */
export const HOME_BYTES = 32;
export const HOME_WEIGHT = 28;
/** i32: how the strip is rendered on headphones, BINAURAL_*. */
export const REC_BINAURAL = 472;
/** i32: 1 if an object goes to the nearest speaker alone. */
export const REC_SNAP = 476;
/** f64: speakers farther than this are not snapped to; Infinity for any distance. */
export const REC_SNAP_DISTANCE = 480;
/** f64: distance along x of the two places beside an object that its divergence feeds. */
export const REC_DIVERGENCE_RANGE = 488;
/** i32: number of boxes an object is kept out of, and the offset of the first from the start of the record. */
export const REC_ZONES = 496;
export const REC_ZONES_AT = 500;
/** i32: offset of the table of gain sequences (i32 offset from the record's start per channel), 0 without. */
export const REC_GAINS_AT = 504;
/** i32: offset of the table of what goes to the decorrelators by gain sequences, as REC_GAINS_AT; 0 without. */
export const REC_DIFFUSE_AT = 508;
/** i32: offset of the strip's chain of processors, 16-byte aligned, 0 without one. */
export const REC_CHAIN = 512;
/** i32: offsets of the lanes of the trim (dB on top of REC_TRIM) and of the mute (linear, 1 or 0), 0 without. */
export const REC_TRIM_LANE = 516;
export const REC_MUTE_LANE = 520;
/** f64: gain ahead of the chain; REC_GAIN comes behind it. */
export const REC_TRIM = 528;
/** i32: family of the strip, 0 … FAMILIES − 1. */
export const REC_FAMILY = 524;
/** u64: a bit for each key bus the strip feeds. */
export const REC_KEYS = 536;
/** i32 × STRIP_CONTROLS: index + 1 of each control the strip follows, 0 for none; the first ones are in use. */
export const REC_CONTROLS = 544;
/** i32: number of sends, SENDS_EARLY more if any is taken ahead of the fader; and the offset of the first from the start of the record. */
export const REC_SENDS = 552;
export const REC_SENDS_AT = 556;
/** Bytes before the clips. */
export const REC_BYTES = 560;
/**
 * A chain: i32 bands, i32 sections of the filters (in sixes), i32 DYNAMICS_* kind, i32 frames of look-ahead; then i32 offsets from the
 * chain's start of the bands, the sections, their states, the settings of the dynamics and their state. The core fills sections
 * and states.
 */
export const CHAIN_SECTIONS = 4;
export const CHAIN_DYNAMICS = 8;
export const CHAIN_AHEAD = 12;
export const CHAIN_BANDS_AT = 16;
export const CHAIN_SECTIONS_AT = 20;
export const CHAIN_STATES_AT = 24;
export const CHAIN_SETTINGS_AT = 28;
export const CHAIN_DYNAMICS_AT = 32;
/** i32 the core counts down what still rings in (the host writes 0). @public for the core alone */
export const CHAIN_TAIL = 36;
/** i32: 1 if the dynamics come before the filters. */
export const CHAIN_ORDER = 40;
/** i32: key bus the dynamics listen to + 1, 0 for the strip itself; and how many samples back. */
export const CHAIN_KEY = 44;
export const CHAIN_KEY_DELAY = 48;
/**
 * i32: number of movers; offsets from the chain's start of the movers, of the sections as they are at the end of a cell (those at
 * CHAIN_SECTIONS_AT are then as at its start), of an i32 for each section that the core keeps, and of the dynamics' settings at the
 * start of a cell. All but the number only where there are movers.
 */
export const CHAIN_MOVERS = 52;
export const CHAIN_MOVERS_AT = 56;
export const CHAIN_ENDS_AT = 60;
export const CHAIN_PHASES_AT = 64;
export const CHAIN_STARTS_AT = 68;
/** f64 the core keeps: timeline sample behind the last frame; the host writes NaN. */
export const CHAIN_NEXT = 72;
export const CHAIN_BYTES = 80;
/**
 * A mover: what lanes move a band (its index; −1 for the dynamics) in cells of 8 ms. i32 band, its first section, its sections, its
 * lanes, offset from the chain's start of the lanes' table (i32 offset of the f64 a lane replaces, i32 offset of the lane), blocks
 * by which its cells begin late, i32 and f64 that the core keeps (the host writes 0 and NaN).
 */
export const MOVER_SECTION = 4;
export const MOVER_SECTIONS = 8;
export const MOVER_LANES = 12;
export const MOVER_LANES_AT = 16;
export const MOVER_PHASE = 20;
/** @public for the core alone */
export const MOVER_MOVES = 24;
export const MOVER_CELL = 32;
export const MOVER_BYTES = 40;
/** A band: i32 BAND_* kind, i32 order (1 … 8, of a pass filter), f64 frequency in Hz, f64 gain in dB, f64 Q. */
export const BAND_BYTES = 32;
export const BAND_LOW_PASS = 0;
export const BAND_HIGH_PASS = 1;
export const BAND_BELL = 2;
export const BAND_LOW_SHELF = 3;
export const BAND_HIGH_SHELF = 4;
export const BAND_NOTCH = 5;
export const BAND_TILT = 6;
/** Bytes of a section, and of its state for one channel. */
export const SECTION_BYTES = 40;
export const SECTION_STATE_BYTES = 16;
/** Sections that run at once. */
export const SECTIONS_TOGETHER = 6;
/** f64: threshold dB, ratio ≥ 1, knee dB ≥ 0, attack s, hold s, release s, make-up dB, mix 0 … 1, range dB, RMS window s (0: peak). */
export const DYNAMICS_SETTINGS_BYTES = 80;
/** Bytes of the dynamics' state before its delay lines; a line takes 4 bytes a frame of look-ahead and a block, in sixteens. */
export const DYNAMICS_STATE_BYTES = 304;
export const DYNAMICS_NONE = 0;
export const DYNAMICS_COMPRESSOR = 1;
export const DYNAMICS_EXPANDER = 2;
/** Most controls: four families and 256 VCAs. */
export const MAX_CONTROLS = 260;
/** Most controls a strip follows by itself; those above them come with them. */
export const STRIP_CONTROLS = 2;
/**
 * Control record: a gain several strips follow (a family's or VCA's fader). f64 gain, i32 index of the control above (−1: none), then
 * i32 offsets from the record's start of its lanes, 0 where there is none: the ride in dB, the mute (linear, 1 or 0), printed gains in dB
 * of the level and of each band of a duck; then a duck of the level and one of the bands.
 */
export const CONTROL_GAIN = 0;
export const CONTROL_PARENT = 8;
export const CONTROL_RIDE = 12;
export const CONTROL_MUTED = 16;
export const CONTROL_PRINTED = 20;
export const CONTROL_BANDS = 24;
export const CONTROL_LEVEL = 48;
export const CONTROL_SPECTRAL = 96;
export const CONTROL_BYTES = 144;
/** Bands of a spectral duck. */
export const DUCK_BANDS = 6;
/** A duck: i32 key bus (−1: none), i32 samples of delay of the key, f64 threshold dB, range dB, attack, hold and release in s. */
export const DUCK_BUS = 0;
export const DUCK_DELAY = 4;
export const DUCK_THRESHOLD = 8;
export const DUCK_RANGE = 16;
export const DUCK_ATTACK = 24;
export const DUCK_HOLD = 32;
export const DUCK_RELEASE = 40;
/** Gain sequence: i32 points, i32 that the core keeps a place in (the host writes 0), i32 gains a point, i32 bytes a point; @public */
export const SEQUENCE_NEAR = 4;
export const SEQUENCE_SPEAKERS = 8;
export const SEQUENCE_STRIDE = 12;
/** then for each point f64 time, i32 1 if the gains run to the next point as lines, 4 bytes, f32 gains. Times don't fall. */
export const SEQUENCE_BYTES = 16;
/** A box: f64 minX, maxX, minY, maxY, minZ, maxZ. */
export const ZONE_BYTES = 48;
/** Most boxes of a strip. */
export const MAX_ZONES = 64;

/** Seconds of timeline between the places where the room of the distance modes starts from silence: it remembers up to two such. */
export const ROOM_SECONDS = 1;
/** Values of REC_BINAURAL. */
export const BINAURAL_OFF = 0;
export const BINAURAL_NEAR = 1;
export const BINAURAL_MID = 2;
export const BINAURAL_FAR = 3;

export const HOME_ROOM = 0;
/** A channel recorded for the centre speaker: it always uses it. */
export const HOME_CENTRE = 1;
/** A channel recorded for the LFE: it goes nowhere else. */
export const HOME_LFE = 2;

export const OUTPUT_BED = 0;
export const OUTPUT_OBJECT = 1;
/** Straight to the layout's speakers by gain sequences. */
export const OUTPUT_GAINS = 2;
/** Into key buses alone (REC_KEYS). */
export const OUTPUT_KEYS = 3;

/**
 * Lanes of a record: 0 is the ride in dB; 1 … 4 are pan, width, frontBack, height of a bed strip or x, y, z, size of an object.
 * Then those of LANE_EXTRA (send to the LFE, whose lane is in dB and whose value is linear; half distance of the two objects of a
 * stereo strip), LANE_TURN (degrees a bed strip or those two are turned), LANE_DIVERGENCE and, of objects, LANE_DIFFUSE.
 */
/** @public for the core alone, and those that follow */
export const LANES = 9;
/** @public for the core alone, and those that follow */
export const LANE_SIZE = 4;
/** @public */
export const LANE_EXTRA = 5;
/** @public */
export const LANE_TURN = 6;
/** @public */
export const LANE_DIVERGENCE = 7;
/** @public */
export const LANE_DIFFUSE = 8;
/**
 * Lane: i32 count, i32 that the core keeps a place in (the host writes 0), f64 base; f64 the timeline sample the core asked for last (the host writes NaN)
 * and f64 the value there; copies of the points before and after it (the host writes LANE_NOWHERE as the time of both); then for each point u32 time from the base, f32 value, f32 step, i32 curve (CURVE_* in the lowest 8 bits, the bend of an exponential one as a share of BEND_SCALE in the others).
 */
export const LANE_HEADER_BYTES = 64;
/** Offset of that place. */
export const LANE_NEAR = 4;
/** Offset of the sample asked for last; its value follows. */
export const LANE_ASKED = 16;
/** Offset of the copies of two points. */
export const LANE_STRETCH = 32;
/** Time of a point that is none. */
export const LANE_NOWHERE = 0xffffffff;
/** Times strictly rise. */
export const POINT_BYTES = 16;
export const CURVE_LINEAR = 0;
export const CURVE_S = 1;
export const CURVE_HOLD = 2;
/** (e^(k·t) − 1)/(e^k − 1) with k = BEND_MOST · bend. */
export const CURVE_EXPONENTIAL = 3;
export const BEND_SCALE = 8388607;
/** @public for the core alone */
export const BEND_MOST = 6;
/**
 * A point's step is by how much the lane jumps down there (0: none). The jump begins at its sample and is spread over
 * this many frames (or up to the next point), too short to hear and no click: while it lasts, the value is raised by
 * step · (1 − frames since / frames it lasts).
 */
export const STEP_FRAMES = 64;

/** Clip: f64 start, end, source offset, latest end of this and all clips before, fade-in length, fade-out length, gain; */
export const CLIP_START = 0;
export const CLIP_END = 8;
export const CLIP_SOURCE = 16;
export const CLIP_LATEST_END = 24;
export const CLIP_FADE_IN = 32;
export const CLIP_FADE_OUT = 40;
export const CLIP_GAIN = 48;
/** then i32 fade-in shape, i32 fade-out shape (FADE_*), i32 × MAX_STRIP_CHANNELS voices. */
export const CLIP_SHAPE_IN = 56;
export const CLIP_SHAPE_OUT = 60;
export const CLIP_VOICES = 64;
export const CLIP_BYTES = 104;
export const FADE_LINEAR = 0;
export const FADE_EQUAL_POWER = 1;
export const FADE_S = 2;

/** Most spaces a core holds. */
export const MAX_SPACES = 32;
/** Space record: i32 SPACE_* kind, i32 family its return is metered in, f64 gain of the return (linear, 0 while muted), */
export const SPACE_REVERB = 0;
/** Of its values and lanes a convolution has the level of its return, its pre-delay and its cuts. */
export const SPACE_CONVOLUTION = 1;
export const SPACE_FAMILY = 4;
/** then f64 × 14 values (assembly/space/parameters.ts), i32 × 14 offsets of lanes from the record's start (0: none). */
export const SPACE_GAIN = 8;
export const SPACE_VALUES = 16;
export const SPACE_LANES = 128;
/** Bytes before the lanes. */
export const SPACE_BYTES = 192;
/**
 * Sends of a strip: a table of SEND_BYTES each: i32 space, i32 1 if taken ahead of the fader, f64 gain (linear), i32 offset of a lane in dB
 * (replaces the gain) from the record's start, f32 by how many times 6 dB it falls when an object's distance halves.
 */
export const SEND_PRE_FADER = 4;
export const SEND_GAIN = 8;
export const SEND_LANE = 16;
export const SEND_DISTANCE = 20;
export const SEND_BYTES = 32;
export const SENDS_EARLY = 65536;
/**
 * Behind the table the core keeps two sets of gains (the host writes 0): f64 × 8 place, i32 1 once it holds, 28 bytes of
 * its own, then for each channel a row of SEND_ROW f32.
 */
export const SEND_SET_BYTES = 96;
export const SEND_ROW = 12;

/** A speaker handed to the core: f64 x, y, z, then f64 1 for an LFE, else 0. */
export const SPEAKER_BYTES = 32;

/** A question to the panning law: f64 × 11, see `askObjects`. */
export const ASK_BYTES = 88;

/** How a layout becomes an output. */
export const TARGET_SPEAKERS = 0;
/** The layout is 5.1, the output its two-channel fold. */
export const TARGET_STEREO = 1;
/** The layout is virtual, each speaker heard through its impulse responses. */
export const TARGET_BINAURAL = 2;
/** The layout is 5.1, the output its Lt/Rt fold. */
export const TARGET_MATRIX = 3;
/** Added to TARGET_SPEAKERS, TARGET_STEREO or TARGET_MATRIX: the layout is 7.1, folded to 5.1 before anything else. */
export const TARGET_FOLD = 8;

/** Test signals. */
export const SIGNAL_OFF = 0;
export const SIGNAL_PINK = 1;
export const SIGNAL_SWEEP = 2;
export const SIGNAL_WALK = 3;

/** What the monitor path does beside the engine output. */
export const MONITOR_OFF = 0;
/** Limiter only: for deliveries that ask for it. */
export const MONITOR_LIMIT = 1;
/** Level, declick on start, stop and seek, limiter. */
export const MONITOR_LIVE = 2;

/** Most frames a delivery takes at once. */
export const DELIVERY_FRAMES = 8192;
/** Bytes of a file that are de-interleaved in one call: a share of the second-level cache. */
export const UNPACK_BYTES = 262144;
/** Most channels de-interleaved in one call. */
export const UNPACK_CHANNELS = 512;
/** Room for de-interleaving: the table of channels, the bytes, and what a vector read at the last sample reaches beyond. */
export const UNPACK_SPACE = 8 * 512 + 262144 + 64;
/** How the bytes of `unpack` are coded: little-endian, full scale ±1. */
export const UNPACK_INT16 = 0;
export const UNPACK_INT24 = 1;
export const UNPACK_INT32 = 2;
export const UNPACK_FLOAT32 = 3;
