/** Parameters of a space, in the order its record holds them. CONTRACT: encode-space.ts. */
// @ts-ignore: decorator
@inline export const SPACE_PARAMETERS: i32 = 14;
/** dB */
// @ts-ignore: decorator
@inline export const SPACE_RETURN: usize = 0;
/** ms */
// @ts-ignore: decorator
@inline export const SPACE_PRE_DELAY: usize = 1;
/** Length of the room, m. */
// @ts-ignore: decorator
@inline export const SPACE_SIZE: usize = 2;
/** Low, mid and high, s. */
// @ts-ignore: decorator
@inline export const SPACE_DECAYS: usize = 3;
/** Low and high, Hz. */
// @ts-ignore: decorator
@inline export const SPACE_CROSSOVERS: usize = 6;
/** dB */
// @ts-ignore: decorator
@inline export const SPACE_EARLY: usize = 8;
/** dB */
// @ts-ignore: decorator
@inline export const SPACE_LATE: usize = 9;
/** Depth and rate (Hz) of the tail's movement. */
// @ts-ignore: decorator
@inline export const SPACE_MODULATION: usize = 10;
// @ts-ignore: decorator
@inline export const SPACE_RATE: usize = 11;
/** Cut-off frequencies of high-pass and low-pass, Hz. */
// @ts-ignore: decorator
@inline export const SPACE_CUTS: usize = 12;
