import { CHUNK_BYTES, DIRECTIONS, mirrorRing, ringBytes, ringRead } from './planes';

/** Three all-passes in a row for each direction (Schroeder, JAES 10 (1962) 219): one reflection becomes many before it feeds the tail. */
// @ts-ignore: decorator
@inline const STAGES: i32 = 3;
/** Delays of the first direction, s; those of each further one are longer by a factor. */
const SECONDS: usize = memory.data<f64>([0.0031, 0.0047, 0.0073]);
const LONGER: f64 = 1.043;
/** The coefficient, and what is too small to be kept. */
const constants: usize = memory.data<f32>([0.6, 1e-20], 4);

/** Frames of a stage's ring: the longest delay is 10.3 ms. */
function stageFrames(sampleRate: f64): i32 {
  return sampleRate > 64000.0 ? 2048 : 1024;
}

/** Bytes of the state. */
export function diffuserBytes(sampleRate: f64): usize {
  return <usize>(STAGES * DIRECTIONS) * ringBytes(stageFrames(sampleRate));
}

/** Forgets all sound. */
export function resetDiffuser(at: usize, sampleRate: f64): void {
  memory.fill(at, 0, diffuserBytes(sampleRate));
}

/** Runs a chunk of every direction, in place. */
export function runDiffuser(at: usize, planes: usize, now: i32, sampleRate: f64): void {
  const frames = stageFrames(sampleRate);
  const bytes = ringBytes(frames);
  const written = now & (frames - 1);
  const g = v128.load32_splat(constants);
  const least = v128.load32_splat(constants, 4);
  let longer: f64 = 1.0;
  for (let direction: usize = 0; direction < <usize>DIRECTIONS; direction++) {
    for (let stage: usize = 0; stage < <usize>STAGES; stage++) {
      const ring = at + bytes * (direction * <usize>STAGES + stage);
      let from = ringRead(ring, frames, now, <i32>(load<f64>(SECONDS + 8 * stage) * longer * sampleRate));
      let to = ring + (<usize>written << 2);
      let plane = planes + CHUNK_BYTES * direction;
      for (const end = plane + CHUNK_BYTES; plane < end; plane += 16, from += 16, to += 16) {
        const old = v128.load(from);
        let kept = f32x4.add(v128.load(plane), f32x4.mul(g, old));
        kept = v128.and(kept, f32x4.gt(f32x4.abs(kept), least));
        v128.store(to, kept);
        v128.store(plane, f32x4.sub(old, f32x4.mul(g, kept)));
      }
      mirrorRing(ring, frames, written);
    }
    longer *= LONGER;
  }
}
