/** State: what the settings come to, then what sounds. */
// @ts-ignore: decorator
@inline export const EXPANDS: usize = 0;
// @ts-ignore: decorator
@inline export const AHEAD: usize = 4;
// @ts-ignore: decorator
@inline export const ATTACK_STEP: usize = 8;
// @ts-ignore: decorator
@inline export const RELEASE_STEP: usize = 16;
// @ts-ignore: decorator
@inline export const WINDOW_STEP: usize = 24;
// @ts-ignore: decorator
@inline export const HOLD_FRAMES: usize = 32;
// @ts-ignore: decorator
@inline export const CHANNELS: usize = 36;
/** i32: 1 while the curve moves; frames since its cell began at frame 0 of the block. */
// @ts-ignore: decorator
@inline export const GLIDES: usize = 40;
// @ts-ignore: decorator
@inline export const SINCE: usize = 44;
// @ts-ignore: decorator
@inline export const CURVE: usize = 48;
/** Vectors of the curve: threshold, half the knee, 1/(2·knee) or 0, slope, range; then make-up and mix. */
// @ts-ignore: decorator
@inline export const CURVE_VALUES: usize = 7;
// @ts-ignore: decorator
@inline export const CURVE_BYTES: usize = 16 * CURVE_VALUES;
// @ts-ignore: decorator
@inline export const POWER: usize = CURVE + CURVE_BYTES;
// @ts-ignore: decorator
@inline export const REDUCTION: usize = POWER + 8;
// @ts-ignore: decorator
@inline export const HELD: usize = REDUCTION + 8;
/** By how much the curve moves with each frame, vectors as in CURVE. */
// @ts-ignore: decorator
@inline export const SLOPES: usize = HELD + 16;
