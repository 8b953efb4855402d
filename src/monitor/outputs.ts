/** Which device channel each loudspeaker hangs on, and how it is lined up with the others. */
import type { OutputRouting } from '../engine/index.ts';
import { LAYOUT_SPEAKERS, type RenderTarget, SPEAKER_LAYOUTS } from '../units/index.ts';
import { heardSpeakers } from './speakers.ts';

/** Channel orders people wire their rooms by. Speakers a layout lacks are left out, so that there are no gaps. */
export const CHANNEL_ORDERS = {
  wave: {
    name: 'WAVE / SMPTE: L R C LFE, sides, rears, wides, heights',
    labels: 'L R C LFE Ls Rs Lss Rss Lrs Rrs Lw Rw Ltf Rtf Ltm Rtm Ltr Rtr'.split(' '),
  },
  film: {
    name: 'Film: L C R, surrounds, LFE, heights',
    labels: 'L C R Ls Rs Lss Rss Lrs Rrs Lw Rw LFE Ltf Rtf Ltm Rtm Ltr Rtr'.split(' '),
  },
  rearFirst: {
    name: 'Rears before sides: L R C LFE, rears, sides, heights',
    labels: 'L R C LFE Ls Rs Lrs Rrs Lss Rss Lw Rw Ltf Rtf Ltm Rtm Ltr Rtr'.split(' '),
  },
  wideFirst: {
    name: 'Wides before sides: L R C LFE, wides, sides, rears, heights',
    labels: 'L R C LFE Lw Rw Ls Rs Lss Rss Lrs Rrs Ltf Rtf Ltm Rtm Ltr Rtr'.split(' '),
  },
} as const satisfies Record<string, { readonly name: string; readonly labels: readonly string[] }>;
export type ChannelOrder = keyof typeof CHANNEL_ORDERS;

/** Every label a loudspeaker can have. */
export const SPEAKER_LABELS: readonly string[] = [
  ...new Set(SPEAKER_LAYOUTS.flatMap((layout) => LAYOUT_SPEAKERS[layout].map(({ label }) => label))),
];

/** Most device channels a speaker can be sent to. */
export const MAX_DEVICE_CHANNELS = 16;
export const SPEAKER_TRIM_RANGE = [-20, 6] as const;
/** Milliseconds. */
export const SPEAKER_DELAY_RANGE = [0, 50] as const;

/** How the room is wired and lined up. */
export interface OutputSetup {
  readonly order: ChannelOrder;
  /** Device channel (from 0) of speakers that do not follow the order, by label; −1 leaves one unheard. */
  readonly channels: Readonly<Record<string, number>>;
  /** dB by label, −20…+6; 0 where there is none. */
  readonly trimDb: Readonly<Record<string, number>>;
  /** Milliseconds by label, 0…50; 0 where there is none. */
  readonly delayMs: Readonly<Record<string, number>>;
}

/** Speakers in the order of the engine's channels, no trims, no delays. */
export const PLAIN_OUTPUTS: OutputSetup = { order: 'wave', channels: {}, trimDb: {}, delayMs: {} };

/** Device channel of each of a target's speakers, from 0; −1 for none. */
export function deviceChannels(setup: OutputSetup, target: RenderTarget): readonly number[] {
  const labels = heardSpeakers(target).map(({ label }) => label);
  const order: readonly string[] = CHANNEL_ORDERS[setup.order].labels;
  const present = order.filter((label) => labels.includes(label));
  return labels.map((label, index) => {
    const own = setup.channels[label];
    if (own !== undefined) return own;
    const place = present.indexOf(label);
    return place >= 0 ? place : index;
  });
}

/** Labels of a target that share a device channel with another one: their sounds are summed there. */
export function sharedChannels(setup: OutputSetup, target: RenderTarget): readonly string[] {
  const channels = deviceChannels(setup, target);
  return heardSpeakers(target)
    .map(({ label }) => label)
    .filter((_, index) => {
      const channel = channels[index] ?? -1;
      return channel >= 0 && channels.some((other, at) => at !== index && other === channel);
    });
}

/** The setup for the engine; null where nothing differs from channel for channel without delay. */
export function outputRouting(
  setup: OutputSetup,
  target: RenderTarget,
  sampleRate: number,
): OutputRouting | null {
  const channels = deviceChannels(setup, target);
  const delays = heardSpeakers(target).map(({ label }) =>
    Math.round(((setup.delayMs[label] ?? 0) * sampleRate) / 1000),
  );
  const plain = channels.every((channel, index) => channel === index) && delays.every((delay) => delay === 0);
  return plain ? null : { channels, delays };
}
