import { CORE_BYTES } from '../contract';

/** Next free byte of the part of memory that belongs to the core. */
let top: usize = 0;

/** Hands out everything again from the end of the static data; called once, at start. */
export function resetArena(): void {
  top = (__heap_base + 63) & ~63;
}

/** Takes zeroed memory, 64-byte aligned. At start only: nothing is given back, and running out traps. */
export function reserve(bytes: usize): usize {
  const place = top;
  top = (top + bytes + 63) & ~63;
  if (top > <usize>CORE_BYTES) unreachable();
  memory.fill(place, 0, bytes);
  return place;
}

/** Bytes of the core's share still free. */
export function arenaFree(): usize {
  return <usize>CORE_BYTES - top;
}
