/**
 * The shared room of the distance modes. What objects and bed send it in fifteen directions comes back as early
 * reflections from the same fifteen, to be heard through the virtual speakers' responses, and as a late field that reaches the
 * ears directly. The direct sound never passes through here.
 *
 * Levels: at a send of 1 the reverberant energy at the ears (reflections and late field, half each) equals that of the direct
 * sound, over the directions' mean in the mid band; so a mode's send is its direct-to-reverberant ratio.
 *
 * Sound is collected into chunks of 128 frames of the room's own, counted from the last reset. Every delay is longer than
 * that, so chunks add none, and how calls cut the time makes no difference to a bit. State is `roomBytes` bytes handed
 * in by the caller; offsets are bytes from its start.
 *
 * A network never forgets by itself. So there are two: `roomTurn` lets the one in use ring out and starts the other from silence,
 * which is no change to the sum. Turned at fixed places of the timeline, what is heard depends on a bounded past.
 */
import { BINAURAL_FAR, BINAURAL_MID, BINAURAL_NEAR } from '../../contract';
import { criticalDistance, ROOM_PLANES } from './geometry';
import { CHUNK, earlyBytes, earlyChunk, earlyInit, earlyReset, INPUT_BYTES, INPUT_HISTORY, ringFrames } from './early';
import { LATE_PLANES, lateBytes, lateChunk, lateInit, lateReset } from './late';

// @ts-ignore: decorator
@inline const CHUNK_BYTES: usize = 4 * CHUNK;
/** Frames of the current chunk done. */
// @ts-ignore: decorator
@inline const DONE: usize = 0;
/** Chunks until every ring is known to be silent; 0: the room rests. */
// @ts-ignore: decorator
@inline const AWAKE: usize = 4;
// @ts-ignore: decorator
@inline const RING_FRAMES: usize = 8;
// @ts-ignore: decorator
@inline const LATE_AT: usize = 12;
/** Where the network in use lies, and the one that rings out; 1 if that holds anything; chunks since the last turn. */
// @ts-ignore: decorator
@inline const OLD_AT: usize = 16;
// @ts-ignore: decorator
@inline const OLD_RINGS: usize = 20;
// @ts-ignore: decorator
@inline const SINCE: usize = 24;
// @ts-ignore: decorator
@inline const INPUTS: usize = 32;
// @ts-ignore: decorator
@inline const REFLECTIONS: usize = INPUTS + INPUT_BYTES * <usize>ROOM_PLANES;
// @ts-ignore: decorator
@inline const EARS: usize = REFLECTIONS + CHUNK_BYTES * <usize>LATE_PLANES;
// @ts-ignore: decorator
@inline const OLD_EARS: usize = EARS + 2 * CHUNK_BYTES;
/** Planes of nothing, for the network that rings out. */
// @ts-ignore: decorator
@inline const NOTHING: usize = OLD_EARS + 2 * CHUNK_BYTES;
// @ts-ignore: decorator
@inline const EARLY: usize = NOTHING + CHUNK_BYTES * <usize>LATE_PLANES;

/**
 * Send gain of a distance mode (BINAURAL_*): distance over critical distance, for 0.6 m, 1.5 m and 3 m. Direct-to-reverberant ratios are
 * 15.7 dB near, 7.7 dB mid (loudspeakers at 1.5 m in a treated room) and 1.7 dB far. Off sends nothing.
 */
export function roomSend(mode: i32): f32 {
  const metres: f64 = mode == BINAURAL_NEAR ? 0.6 : mode == BINAURAL_MID ? 1.5 : mode == BINAURAL_FAR ? 3.0 : 0.0;
  return <f32>(metres / radius);
}

/** The critical distance in metres. */
const radius: f64 = criticalDistance();

/** Bytes of a room, a multiple of 16. */
export function roomBytes(sampleRate: f64): usize {
  return EARLY + earlyBytes(sampleRate) + 2 * lateBytes(sampleRate);
}

/** Builds the room at `at` (16-byte aligned) for 48 or 96 kHz. Not for the audio thread's every block. */
export function roomInit(at: usize, sampleRate: f64): void {
  assert((at & 15) == 0, 'room state must be 16-byte aligned');
  store<i32>(at, ringFrames(sampleRate), RING_FRAMES);
  store<usize>(at, EARLY + earlyBytes(sampleRate), LATE_AT);
  earlyInit(at + EARLY, sampleRate);
  lateInit(at + load<usize>(at, LATE_AT), sampleRate);
  store<usize>(at, load<usize>(at, LATE_AT) + lateBytes(sampleRate), OLD_AT);
  lateInit(at + load<usize>(at, OLD_AT), sampleRate);
  roomReset(at);
}

/** Forgets all sound, as at a seek. Audio thread; allocates nothing. */
export function roomReset(at: usize): void {
  store<i32>(at, 0, DONE);
  store<i32>(at, 0, AWAKE);
  store<i32>(at, 0, OLD_RINGS);
  store<i32>(at, i32.MAX_VALUE, SINCE);
  memory.fill(at + INPUTS, 0, EARLY - INPUTS);
  earlyReset(at + EARLY);
  lateReset(at + load<usize>(at, LATE_AT));
  lateReset(at + load<usize>(at, OLD_AT));
}

/**
 * Lets the network in use ring out and starts the other from silence, unless the last turn was less than `chunks` chunks ago: what
 * rings out then would be cut off while it can be heard. Audio thread; allocates nothing.
 */
export function roomTurn(at: usize, chunks: i32): void {
  if (load<i32>(at, SINCE) < chunks || load<i32>(at, AWAKE) == 0) return;
  const used = load<usize>(at, LATE_AT);
  const other = load<usize>(at, OLD_AT);
  if (load<i32>(at, OLD_RINGS)) lateReset(at + other);
  store<usize>(at, other, LATE_AT);
  store<usize>(at, used, OLD_AT);
  store<i32>(at, 1, OLD_RINGS);
  store<i32>(at, 0, SINCE);
}

/** True if a chunk's inputs hold anything. */
function sounding(at: usize): bool {
  let bits = i64x2.splat(0);
  let from = at + INPUTS;
  for (const end = at + REFLECTIONS; from < end; from += 16) bits = v128.or(bits, v128.load(from));
  return v128.any_true(v128.and(bits, i32x4.splat(0x7fffffff)));
}

/** Turns the collected chunk into the next chunk's reflections and late field. */
function advance(at: usize): void {
  const late = at + load<usize>(at, LATE_AT);
  if (load<i32>(at, SINCE) < i32.MAX_VALUE) store<i32>(at, load<i32>(at, SINCE) + 1, SINCE);
  if (load<i32>(at, AWAKE) == 0 && !sounding(at)) return;
  const ears = at + EARS;
  const sent = earlyChunk(at + EARLY, at + INPUTS, at + REFLECTIONS);
  let kept = lateChunk(late, at + REFLECTIONS, ears, ears + CHUNK_BYTES);
  if (load<i32>(at, OLD_RINGS)) {
    kept += lateChunk(at + load<usize>(at, OLD_AT), at + NOTHING, at + OLD_EARS, at + OLD_EARS + CHUNK_BYTES);
    carry(ears, at + OLD_EARS, 2 * CHUNK, true);
  }
  if (sent != 0.0 || kept != 0.0) store<i32>(at, load<i32>(at, RING_FRAMES) / CHUNK + 1, AWAKE);
  else {
    const left = load<i32>(at, AWAKE) - 1;
    store<i32>(at, left, AWAKE);
    if (left <= 0) roomRest(at);
  }
}

/** Every ring is silent: what the output filters still hold is too. */
function roomRest(at: usize): void {
  const done = load<i32>(at, DONE);
  roomReset(at);
  store<i32>(at, done, DONE);
}

/** to = from, or to += from */
// @ts-ignore: decorator
@inline
function carry(to: usize, from: usize, frames: i32, adding: bool): void {
  const vectors = to + (<usize>(frames & ~3) << 2);
  const end = to + (<usize>frames << 2);
  for (; to < vectors; to += 16, from += 16) {
    v128.store(to, adding ? f32x4.add(v128.load(to), v128.load(from)) : v128.load(from));
  }
  for (; to < end; to += 4, from += 4) store<f32>(to, adding ? load<f32>(to) + load<f32>(from) : load<f32>(from));
}

/**
 * Carries n frames (0 ≤ n ≤ 128) through the room. `inputs` and `planes`: ROOM_PLANES planes of 128 f32 in the order of
 * the virtual speakers, of which n frames are read, and to which n frames of reflections are added; late field is added to
 * the ears. Nothing may overlap. A plane with a sample that is not a number is silence for its chunk. Audio thread; allocates nothing.
 */
export function roomProcess(at: usize, inputs: usize, n: i32, planes: usize, left: usize, right: usize): void {
  assert(n >= 0 && n <= CHUNK, 'room block out of range');
  while (n > 0) {
    const done = load<i32>(at, DONE);
    const frames = min(n, CHUNK - done);
    const offset = <usize>done << 2;
    const bytes = <usize>frames << 2;
    for (let plane: usize = 0; plane < <usize>ROOM_PLANES; plane++) {
      carry(at + INPUTS + INPUT_BYTES * plane + 4 * <usize>INPUT_HISTORY + offset, inputs + (plane << 9), frames, false);
    }
    if (load<i32>(at, AWAKE) != 0) {
      for (let plane: usize = 0; plane < <usize>ROOM_PLANES; plane++) {
        carry(planes + (plane << 9), at + REFLECTIONS + (plane << 9) + offset, frames, true);
      }
      carry(left, at + EARS + offset, frames, true);
      carry(right, at + EARS + CHUNK_BYTES + offset, frames, true);
    }
    inputs += bytes;
    planes += bytes;
    left += bytes;
    right += bytes;
    n -= frames;
    if (done + frames == CHUNK) {
      store<i32>(at, 0, DONE);
      advance(at);
    } else store<i32>(at, done + frames, DONE);
  }
}
