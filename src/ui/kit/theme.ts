import type { FamilyName } from '../../session/index.ts';

/** Letter shown beside the hue of a family, so that colour never stands alone. */
export const FAMILY_LETTERS: Readonly<Record<FamilyName, string>> = {
  music: 'M',
  dialogue: 'D',
  effects: 'E',
  ambience: 'A',
};

/** Family names as shown to the user. */
export const FAMILY_TITLES: Readonly<Record<FamilyName, string>> = {
  music: 'Music',
  dialogue: 'Dialogue',
  effects: 'Effects',
  ambience: 'Ambience',
};

/**
 * The palette for canvases, which cannot read CSS variables per stroke.
 * CONTRACT: the same values as kit/tokens.css; theme.test.ts compares them.
 */
export const PALETTE = {
  bg0: '#0f1011',
  bg1: '#151718',
  bg2: '#1c1f20',
  bg3: '#262a2b',
  line: '#2e3334',
  lineSoft: '#1f2324',
  ink: '#d9d6cf',
  inkBright: '#efece4',
  dim: '#8d8f8c',
  dimRaised: '#a3a39e',
  faint: '#5d6160',
  accent: '#e0a458',
  fault: '#e8674a',
  music: '#c79a5b',
  dialogue: '#7fb3c8',
  effects: '#b58bb0',
  ambience: '#8fae7e',
  meterLow: '#3f6f8f',
  meterMid: '#7fa3b5',
  meterHigh: '#cfd8d6',
  meterTop: '#e0a458',
  meterClip: '#e8674a',
  meterWell: '#0a0b0b',
} as const;

/**
 * Font stacks for canvases. Numbers are set in the text face with tabular figures: B612 Mono's wide colons and points
 * tear timecode apart at every size tried.
 */
export const FONT = {
  text: '"Inter Variable", Inter, system-ui, sans-serif',
  mono: '"Inter Variable", Inter, system-ui, sans-serif',
} as const;

/** Colour a track is drawn in: its own, or its family's. */
export const trackColour = (track: { readonly colour: string | null; readonly family: FamilyName }): string =>
  track.colour ?? PALETTE[track.family];
