/** What holds tracks together: families, VCAs, groups, folders; and the ducking of a family under dialogue. */
import { type Decibels, decibels } from '../units/index.ts';
import type { AutomationMode, ControlTarget, DuckTarget, Lanes } from './automation.ts';
import type { FolderId, GroupId, TrackId, VcaId } from './ids.ts';

/** The four families of a film mix, in the order they are shown. */
export const FAMILIES = ['music', 'dialogue', 'effects', 'ambience'] as const;
export type FamilyName = (typeof FAMILIES)[number];

/** What both kinds of ducking ask for. */
export interface DuckSettings {
  readonly on: boolean;
  /** Most it turns down, 0 … 40 dB. */
  readonly rangeDb: Decibels;
  /** Level of the dialogue from which it works, −80 … 0 dBFS RMS. */
  readonly thresholdDb: Decibels;
  /** 1 … 2,000 ms */
  readonly attackMs: number;
  /** 0 … 5,000 ms */
  readonly holdMs: number;
  /** 10 … 10,000 ms */
  readonly releaseMs: number;
  /** 0 … 500 ms; the dialogue is heard that much ahead, so the music is out of the way when it speaks. */
  readonly lookaheadMs: number;
}

export const DUCK_MODES = ['off', 'live', 'printed'] as const;
export type DuckMode = (typeof DUCK_MODES)[number];

/** How a family makes way for dialogue: a lane of its own beside the faders, so stems can be delivered without it. */
export interface Duck {
  /** `live` follows the dialogue; `printed` plays the lanes written from it; `off` does nothing and keeps both. */
  readonly mode: DuckMode;
  /** Turns the whole family down. */
  readonly level: DuckSettings;
  /** Turns down the speech bands, as far as the family overlaps the dialogue there. */
  readonly spectral: DuckSettings;
  readonly printed: Lanes<DuckTarget>;
}

/** A VCA over all tracks of a family; it never sums them. */
export interface Family {
  /** −60 … +24 dB, beside the fader. */
  readonly trimDb: Decibels;
  readonly faderDb: Decibels;
  readonly muted: boolean;
  readonly soloed: boolean;
  readonly duck: Duck;
  readonly automation: AutomationMode;
  readonly lanes: Lanes<ControlTarget>;
}

/** A fader over the tracks that name it, and over the VCAs below it. */
export interface Vca {
  readonly id: VcaId;
  readonly name: string;
  /** #rrggbb; null for the house's own. */
  readonly colour: string | null;
  readonly faderDb: Decibels;
  readonly muted: boolean;
  readonly soloed: boolean;
  /** The VCA above; null at the top. No circles. */
  readonly parentId: VcaId | null;
  readonly automation: AutomationMode;
  readonly lanes: Lanes<ControlTarget>;
}

/** Tracks whose controls move together: an agreement between hands, nothing in the sound. */
export interface Group {
  readonly id: GroupId;
  readonly name: string;
  readonly colour: string | null;
  readonly on: boolean;
  readonly trackIds: readonly TrackId[];
  readonly links: {
    readonly fader: boolean;
    readonly mute: boolean;
    readonly solo: boolean;
    /** Arming and modes of automation. */
    readonly automation: boolean;
  };
}

/** A drawer of the track list. */
export interface Folder {
  readonly id: FolderId;
  readonly name: string;
  readonly colour: string | null;
}

/** Nothing ducked; the settings are a start for music under dialogue. */
export const plainDuck = (): Duck => ({
  mode: 'off',
  level: {
    on: true,
    rangeDb: decibels(6),
    thresholdDb: decibels(-45),
    attackMs: 80,
    holdMs: 300,
    releaseMs: 900,
    lookaheadMs: 120,
  },
  spectral: {
    on: false,
    rangeDb: decibels(9),
    thresholdDb: decibels(-50),
    attackMs: 30,
    holdMs: 120,
    releaseMs: 300,
    lookaheadMs: 40,
  },
  printed: {},
});

/** A family at unity with nothing pressed. */
export const plainFamily = (): Family => ({
  trimDb: decibels(0),
  faderDb: decibels(0),
  muted: false,
  soloed: false,
  duck: plainDuck(),
  automation: 'read',
  lanes: {},
});
