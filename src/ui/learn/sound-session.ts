import type { HeldSound } from '../../engine/index.ts';
import {
  type Clip,
  type ClipId,
  FAMILIES,
  type Family,
  type FamilyName,
  noFade,
  type Output,
  plainFamily,
  plainRouting,
  plainStrip,
  type Session,
  type Stem,
  type StemId,
  type Track,
  type TrackId,
} from '../../session/index.ts';
import { decibels, samples } from '../../units/index.ts';

/** Ids of what stands for the sound; documents make theirs otherwise. */
const TRACK = 'heard-sound' as TrackId;
const STEM = 'heard-sound' as StemId;
const CLIP = 'heard-sound' as ClipId;

/** Samples a sound goes on for: eight days at 96 kHz. */
const ENDLESS = samples(2 ** 36);

const atRest: Family = plainFamily();
const families = Object.fromEntries(FAMILIES.map((name) => [name, atRest])) as Record<FamilyName, Family>;

/** Stem and clip of a sound: the same objects each time, so that the engine sees a moved placement as that alone. */
type Parts = Pick<Session, 'stems' | 'clips'>;
const partsOfSounds = new WeakMap<HeldSound, Parts>();

function partsOf(sound: HeldSound): Parts {
  const known = partsOfSounds.get(sound);
  if (known) return known;
  const { sha256, sampleRate, samples: loop } = sound;
  const stem: Stem = {
    id: STEM,
    sha256,
    fileName: 'audition',
    coding: '32-bit float',
    bytes: loop.byteLength,
    channels: 1,
    length: samples(loop.length),
    sourceRate: sampleRate,
    timeReference: null,
  };
  const clip: Clip = {
    id: CLIP,
    trackId: TRACK,
    stemId: STEM,
    name: 'audition',
    channels: [0],
    start: samples(0),
    sourceOffset: samples(0),
    length: ENDLESS,
    gainDb: decibels(0),
    fadeIn: noFade(),
    fadeOut: noFade(),
    muted: false,
  };
  const parts = { stems: { [STEM]: stem }, clips: { [CLIP]: clip } };
  partsOfSounds.set(sound, parts);
  return parts;
}

/**
 * A session of one track, which plays a held sound from the beginning of the timeline to its end at one place: tempo, loop and
 * delivery are the session's, so that it is rendered as a stem of it would be. Pure.
 */
export function soundSession(session: Session, sound: HeldSound, output: Output, trimDb: number): Session {
  const track: Track = {
    id: TRACK,
    name: 'audition',
    family: 'effects',
    colour: null,
    format: 'mono',
    strip: { ...plainStrip(), trimDb: decibels(trimDb) },
    ...plainRouting(),
    output,
    lanes: {},
  };
  return { ...session, ...partsOf(sound), tracks: { [TRACK]: track }, trackOrder: [TRACK], families };
}
