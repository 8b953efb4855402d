/**
 * Clearing and copying of the few hundred bytes a strip has in its hands, 16 at a time. `memory.fill` and `memory.copy` leave
 * WebAssembly for a call into the host, which takes as long as what is done here for each strip and block.
 */

/** Sets `bytes` at `at` to 0; `bytes` is a multiple of 16. */
// @ts-ignore: decorator
@inline
export function clear(at: usize, bytes: usize): void {
  const end = at + bytes;
  while (at < end) {
    v128.store(at, i64x2.splat(0));
    at += 16;
  }
}

/** Copies `bytes` from `from` to `to`, which do not overlap; `bytes` is a multiple of 16. */
// @ts-ignore: decorator
@inline
export function copy(to: usize, from: usize, bytes: usize): void {
  const end = from + bytes;
  while (from < end) {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  }
}
