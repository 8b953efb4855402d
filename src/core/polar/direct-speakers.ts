import { isOnArc } from './angles.ts';
import { type PolarSpeaker, type Reachable, reachable } from './layout.ts';
import { mappingFor } from './mapping-rules.ts';
import { type PointLaw, pointLaw } from './point.ts';
import { distance, fromPolar, type Vec } from './vec.ts';

/** Slack of bounds and of a position that must be a speaker's own (BS.2127 §8). */
const TOLERANCE = 1e-5;
/** A channel with a low-pass at or below this is an LFE, Hz (BS.2127 §8). */
const LFE_LOW_PASS_HZ = 200;

/** A speaker of the layout with its place in the room cube; null for an LFE. */
export interface CubeSpeaker extends PolarSpeaker {
  readonly room: Vec | null;
}

/** Where a channel's speaker would stand. */
export type DirectPosition =
  | {
      readonly kind: 'polar';
      readonly azimuth: number;
      readonly elevation: number;
      /** Where a speaker may stand instead, degrees; default: only there. */
      readonly bounds?: {
        readonly minAzimuth: number;
        readonly maxAzimuth: number;
        readonly minElevation: number;
        readonly maxElevation: number;
      };
    }
  | { readonly kind: 'cube'; readonly at: Vec };

/** Metadata of a channel made for one speaker (ITU-R BS.2076 audioBlockFormat of type DirectSpeakers). */
export interface DirectChannel {
  readonly position: DirectPosition;
  /** speakerLabels, with or without their URN. */
  readonly labels: readonly string[];
  /** audioPackFormatID if the channel is one of that common definition. */
  readonly pack?: string;
  /** Cut-off of the channel's low-pass, Hz. */
  readonly lowPass?: number;
  /** Whether the common definition says that this is an LFE. */
  readonly lfe?: boolean;
  /** Linear; default 1. */
  readonly gain?: number;
}

/** A speakerLabel as the layouts write it. */
function plainLabel(label: string): string {
  const name = label.replace(/^urn:itu:bs:2051:\d+:speaker:/, '');
  if (name === 'LFE' || name === 'LFEL') return 'LFE1';
  return name === 'LFER' ? 'LFE2' : name;
}

/**
 * Renders channels made for one speaker to a layout (ITU-R BS.2127-1 §8): mapping rules of the common definitions, else the
 * speaker of that label, else the speaker within the bounds, else panning. Double precision, equal bits on every host; any
 * thread but the audio thread.
 */
export class DirectSpeakersPanner {
  readonly #speakers: readonly CubeSpeaker[];
  readonly #labels: ReadonlySet<string>;
  readonly #heard: readonly Reachable[];
  readonly #point: PointLaw;
  readonly #cube: (x: number, y: number, z: number) => Float64Array;

  /**
   * @param cube gains of the channels for a place in the room cube, LFEs 0
   * @throws RangeError if the speakers do not enclose the listener
   */
  constructor(speakers: readonly CubeSpeaker[], cube: (x: number, y: number, z: number) => Float64Array) {
    this.#speakers = speakers;
    this.#labels = new Set(speakers.map(({ label }) => label));
    this.#heard = reachable(speakers);
    this.#point = pointLaw(this.#heard);
    this.#cube = cube;
  }

  /** Gains of the layout's channels. */
  gains(channel: DirectChannel): Float64Array {
    const gains = this.#unitGains(channel);
    const { gain = 1 } = channel;
    return gains.map((g) => g * gain);
  }

  #unitGains({ position, labels, pack, lowPass, lfe = false }: DirectChannel): Float64Array {
    const gains = new Float64Array(this.#speakers.length);
    const set = (label: string, gain: number): void => {
      gains[this.#speakers.findIndex((speaker) => speaker.label === label)] = gain;
    };
    const names = labels.map(plainLabel);
    const isLfe = lfe || (lowPass !== undefined && lowPass <= LFE_LOW_PASS_HZ);
    for (const name of names) {
      const mapping = pack === undefined ? null : mappingFor(pack, name, this.#labels);
      if (!mapping) continue;
      for (const [label, gain] of mapping) set(label, gain);
      return gains;
    }
    const candidates = this.#speakers.filter((speaker) => speaker.lfe === isLfe);
    const chosen =
      candidates.find((speaker) => names.includes(speaker.label)) ??
      (position.kind === 'polar'
        ? nearestWithin(position, candidates)
        : standingAt(position.at, candidates)) ??
      (isLfe ? candidates.find((speaker) => speaker.label === 'LFE1') : undefined);
    if (chosen) set(chosen.label, 1);
    else if (!isLfe) this.#pan(position, gains);
    return gains;
  }

  #pan(position: DirectPosition, gains: Float64Array): void {
    if (position.kind === 'cube') {
      gains.set(this.#cube(...position.at));
      return;
    }
    const heard = this.#point(fromPolar(position.azimuth, position.elevation));
    this.#heard.forEach(({ channel }, n) => {
      gains[channel] = heard[n] ?? 0;
    });
  }
}

type Polar = Extract<DirectPosition, { kind: 'polar' }>;

/** The nearest speaker within the bounds, unless two are equally near. */
function nearestWithin(position: Polar, speakers: readonly CubeSpeaker[]): CubeSpeaker | undefined {
  const { azimuth, elevation } = position;
  const { minAzimuth, maxAzimuth, minElevation, maxElevation } = position.bounds ?? {
    minAzimuth: azimuth,
    maxAzimuth: azimuth,
    minElevation: elevation,
    maxElevation: elevation,
  };
  const inside = speakers.filter(
    (speaker) =>
      speaker.elevation >= minElevation - TOLERANCE &&
      speaker.elevation <= maxElevation + TOLERANCE &&
      (Math.abs(speaker.elevation) > 90 - TOLERANCE ||
        isOnArc(speaker.azimuth, minAzimuth, maxAzimuth, TOLERANCE)),
  );
  const at = fromPolar(azimuth, elevation);
  const away = inside.map((speaker) => distance(at, fromPolar(speaker.azimuth, speaker.elevation)));
  const least = Math.min(...away);
  const nearest = inside.filter((_, n) => (away[n] ?? 0) < least + TOLERANCE);
  return nearest.length === 1 ? nearest[0] : undefined;
}

function standingAt(at: Vec, speakers: readonly CubeSpeaker[]): CubeSpeaker | undefined {
  return speakers.find(
    ({ room }) => room?.every((value, axis) => Math.abs(value - (at[axis] ?? 0)) <= TOLERANCE) === true,
  );
}
