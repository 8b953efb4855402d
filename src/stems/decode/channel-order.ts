/** How compressed formats order their channels, against the house order (L R C LFE, sides, rears). */

/** For each channel in house order, its place in the file. */
export type ChannelOrder = readonly number[];

const straight = (channels: number): ChannelOrder => Array.from({ length: channels }, (_, index) => index);

/** Vorbis I specification §4.3.9, and RFC 7845 §5.1.1.2 for Opus mapping family 1: centre second, LFE last. */
const OGG: Readonly<Record<number, ChannelOrder>> = {
  3: [0, 2, 1],
  5: [0, 2, 1, 3, 4],
  6: [0, 2, 1, 5, 3, 4],
  7: [0, 2, 1, 6, 3, 4, 5],
  8: [0, 2, 1, 7, 3, 4, 5, 6],
};

/** RFC 9639 §9.1.3: as in WAV, so eight channels have the rears before the sides. */
const FLAC: Readonly<Record<number, ChannelOrder>> = { 8: [0, 1, 2, 3, 6, 7, 4, 5] };

/** Order of Ogg Vorbis, and of Opus with mapping family 0 or 1. */
export const oggOrder = (channels: number): ChannelOrder => OGG[channels] ?? straight(channels);
/** Order of FLAC. */
export const flacOrder = (channels: number): ChannelOrder => FLAC[channels] ?? straight(channels);
/** File order kept: MP3, and discrete channels. */
export const sameOrder = straight;
