/** A point of the room cube: x −1 left … +1 right, y −1 back … +1 front, z 0 ear height … +1 ceiling (−1 floor). */
export interface RoomPosition {
  readonly x: number;
  readonly y: number;
  readonly z: number;
}

/** Speaker layouts the renderer can feed, by the field's names. 5.1.2 and 7.1.2 have their heights beside the listener. */
export const SPEAKER_LAYOUTS = ['2.0', '5.1', '7.1', '5.1.2', '5.1.4', '7.1.2', '7.1.4', '9.1.6'] as const;
export type SpeakerLayout = (typeof SPEAKER_LAYOUTS)[number];

/** Everything a mix can be rendered to: a speaker layout, or two ears. */
export const RENDER_TARGETS = [...SPEAKER_LAYOUTS, 'binaural'] as const;
export type RenderTarget = (typeof RENDER_TARGETS)[number];

/** A loudspeaker of a layout. `room` is null for an LFE, which no object reaches. */
export interface Speaker {
  readonly label: string;
  readonly room: RoomPosition | null;
}

const at = (label: string, x: number, y: number, z: number): Speaker => ({ label, room: { x, y, z } });
const LFE: Speaker = { label: 'LFE', room: null };
const front = [at('L', -1, 1, 0), at('R', 1, 1, 0), at('C', 0, 1, 0), LFE];
const surround5 = [at('Ls', -1, -1, 0), at('Rs', 1, -1, 0)];
const surround7 = [at('Lss', -1, 0, 0), at('Rss', 1, 0, 0), at('Lrs', -1, -1, 0), at('Rrs', 1, -1, 0)];
/** Front wides of 9.1.6, ITU-R BS.2127-1 §7.3 allocentric table as used for 9.1.6: y = 0.677419 (10/62 off the front wall). */
const wides = [at('Lw', -1, 0.677419, 0), at('Rw', 1, 0.677419, 0)];
const topFront = [at('Ltf', -1, 1, 1), at('Rtf', 1, 1, 1)];
const topMiddle = [at('Ltm', -1, 0, 1), at('Rtm', 1, 0, 1)];
const topRear = [at('Ltr', -1, -1, 1), at('Rtr', 1, -1, 1)];

/** Channel order and room positions of every layout (BS.2051 order: L R C LFE, sides, rears, wides, heights front to back). */
export const LAYOUT_SPEAKERS: Readonly<Record<SpeakerLayout, readonly Speaker[]>> = {
  '2.0': [at('L', -1, 1, 0), at('R', 1, 1, 0)],
  '5.1': [...front, ...surround5],
  '7.1': [...front, ...surround7],
  '5.1.2': [...front, ...surround5, ...topMiddle],
  '5.1.4': [...front, ...surround5, ...topFront, ...topRear],
  '7.1.2': [...front, ...surround7, ...topMiddle],
  '7.1.4': [...front, ...surround7, ...topFront, ...topRear],
  '9.1.6': [...front, ...surround7, ...wides, ...topFront, ...topMiddle, ...topRear],
};

/** Number of output channels of a render target. */
export const targetChannels = (target: RenderTarget): number =>
  target === 'binaural' ? 2 : LAYOUT_SPEAKERS[target].length;

/** Channel formats a track or stem can have, in the order of their channels. */
export const TRACK_FORMATS = {
  mono: ['M'],
  stereo: ['L', 'R'],
  lcr: ['L', 'R', 'C'],
  quad: ['L', 'R', 'Ls', 'Rs'],
  '5.0': ['L', 'R', 'C', 'Ls', 'Rs'],
  '5.1': ['L', 'R', 'C', 'LFE', 'Ls', 'Rs'],
  '7.0': ['L', 'R', 'C', 'Lss', 'Rss', 'Lrs', 'Rrs'],
  '7.1': ['L', 'R', 'C', 'LFE', 'Lss', 'Rss', 'Lrs', 'Rrs'],
  '7.1.2': ['L', 'R', 'C', 'LFE', 'Lss', 'Rss', 'Lrs', 'Rrs', 'Ltm', 'Rtm'],
} as const;
export type TrackFormat = keyof typeof TRACK_FORMATS;
/** Most channels a track can have. */
export const MAX_TRACK_CHANNELS = 10;
/** Most objects of a session beside the bed. */
export const MAX_OBJECTS = 118;
