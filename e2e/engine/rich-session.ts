/**
 * A session that takes every path of the core: bed formats, moving objects, lanes, overlaps, fades, snap, zones, divergence,
 * diffuse shares, bed turns, every distance on headphones, a family that rides and is ducked both ways, a key read early, reverbs and a
 * convolution, trims and a phase-shifted fold.
 */
import {
  type Clip,
  type ClipId,
  countedIds,
  newSession,
  type Output,
  plainBed,
  plainObject,
  plainRouting,
  plainSpace,
  plainStrip,
  type Session,
  type Space,
  type SpaceId,
  type Stem,
  type StemId,
  type Track,
  type TrackId,
} from '../../src/session/index.ts';
import { decibels, samples, TRACK_FORMATS, type TrackFormat } from '../../src/units/index.ts';

const RATE = 48_000;
/** Length of every test stem. */
export const STEM_FRAMES = 22 * RATE;

/** Length and channels of the stem a convolution takes. */
export const RESPONSE_FRAMES = 3 * RATE;
export const RESPONSE_CHANNELS = 2;

/** Formats of the tracks, one stem each. */
export const FORMATS: readonly TrackFormat[] = [
  'stereo',
  '5.1',
  'mono',
  'mono',
  'stereo',
  '7.1.2',
  'quad',
  'lcr',
  'mono',
  'mono',
  'stereo',
  'stereo',
];

const at = (time: number, value: number, curve: 'linear' | 'hold' | 's-curve' = 'linear') => ({
  time: samples(time),
  value,
  curve,
});

function outputOf(index: number, format: TrackFormat): Output {
  if (index === 3) return plainObject({ x: -0.7, y: 0.4, z: 0.9 }, 0.35);
  if (index === 4) return plainObject({ x: 0.2, y: -0.8, z: 0.3 }, 0, 0.5);
  if (index === 5) return { ...plainBed(format), rotationDeg: 30, divergence: 0.2, binaural: 'far' };
  if (index === 6) return { ...plainBed(format), binaural: 'off' };
  if (index === 8) {
    const snapped = plainObject({ x: 0.8, y: -0.9, z: 0.1 }, 0);
    return { ...snapped, snap: { on: true, maxDistance: null }, binaural: 'near', diffuse: 0.3 };
  }
  if (index === 9) {
    const masked = plainObject({ x: -0.2, y: -0.3, z: 0.6 }, 0.2);
    return {
      ...masked,
      zones: ['back', 'ear-sides'],
      divergence: 0.4,
      divergenceRange: 0.3,
      binaural: 'far',
    };
  }
  if (index === 10) {
    const level = plainObject({ x: 0.4, y: 0.1, z: 0.8 }, 0.5, 0.3);
    return { ...level, elevation: 'off', binaural: 'off' };
  }
  return plainBed(format);
}

const CHURCH = 'church' as SpaceId;
const CHURCH_STEM = 'response' as StemId;
const HALL = 'hall' as SpaceId;
const PLATE = 'plate' as SpaceId;

/** A hall whose decay moves, and a plate. */
const spaces: Readonly<Record<SpaceId, Space>> = {
  [HALL]: {
    ...plainSpace(HALL, 'Hall'),
    lanes: { midDecay: [at(0, 1), at(6 * RATE, 3)], returnDb: [at(RATE, 0, 's-curve'), at(9 * RATE, -6)] },
  },
  [PLATE]: {
    ...plainSpace(PLATE, 'Plate'),
    sizeM: 10,
    modulation: 1,
    lowCut: 150,
    highCut: 9000,
    distance: 0,
  },
};

/** A convolution with most of a stereo stem, cut, and as late as its moving pre-delay. */
const church: Space = {
  ...plainSpace(CHURCH, 'Church'),
  kind: 'convolution',
  preDelayMs: 15,
  lowCut: 90,
  highCut: 9000,
  response: { stemId: CHURCH_STEM, channels: [0, 1], startMs: 11, lengthMs: 2500, fadeMs: 900 },
  lanes: {
    returnDb: [at(0, -12), at(5 * RATE, 0)],
    preDelayMs: [at(2 * RATE, 15), at(6 * RATE, 40)],
  },
};

const send = (levelDb: number, preFader = false) => ({ on: true, levelDb: decibels(levelDb), preFader });

/** Bed strips, moving objects and a snapped one send, ahead of the fader and behind it. */
function sendsOf(index: number): Track['sends'] {
  if (index === 1) return { [PLATE]: send(-18) };
  if (index === 3) return { [HALL]: send(-6), [PLATE]: send(-24, true) };
  return index === 0 || index === 8 ? { [HALL]: send(-9, index === 8) } : {};
}

/**
 * The session over stems whose source hashes are given in the order of `FORMATS`; with the hash of a stem of RESPONSE_FRAMES, a
 * convolution too.
 */
export function richSession(hashes: readonly string[], response: string | null = null): Session {
  const base = newSession({ name: 'hash probe', sampleRate: RATE, frameRate: '24', ids: countedIds() });
  const stems: Record<string, Stem> = {};
  const tracks: Record<string, Track> = {};
  const clips: Record<string, Clip> = {};
  const trackOrder: TrackId[] = [];
  FORMATS.forEach((format, index) => {
    const channels = TRACK_FORMATS[format].length;
    const stemId = `stem${index}` as StemId;
    const trackId = `track${index}` as TrackId;
    trackOrder.push(trackId);
    stems[stemId] = {
      id: stemId,
      sha256: hashes[index] ?? '',
      fileName: `stem ${index}.wav`,
      coding: 'WAV 24-bit',
      bytes: STEM_FRAMES * channels * 3,
      channels,
      length: samples(STEM_FRAMES),
      sourceRate: RATE,
      timeReference: null,
    };
    tracks[trackId] = {
      id: trackId,
      name: `track ${index}`,
      family: index === 2 ? 'dialogue' : 'music',
      colour: null,
      format,
      strip: { ...plainStrip(), faderDb: decibels(-6 - index) },
      ...plainRouting(),
      sends: {
        ...sendsOf(index),
        ...(response !== null && (index === 2 || index === 4) && { [CHURCH]: send(-12, index === 4) }),
      },
      output: outputOf(index, format),
      lanes:
        index === 3 || index === 8
          ? { x: [at(0, -1), at(8 * RATE, 1, 's-curve'), at(19 * RATE, -1)], z: [at(0, 0), at(10 * RATE, 1)] }
          : {
              rideDb: [
                at(0, -20),
                at(3 * RATE, 0, 's-curve'),
                at(12 * RATE + 77, -6, 'hold'),
                at(18 * RATE, 0),
              ],
            },
    };
    for (const half of [0, 1]) {
      const id = `clip${index}-${half}` as ClipId;
      clips[id] = {
        id,
        trackId,
        stemId,
        name: id,
        channels: TRACK_FORMATS[format].map((_, channel) => channel),
        start: samples(half * 9 * RATE + index * 1111),
        sourceOffset: samples(half * 5000 + index),
        length: samples(10 * RATE + 345),
        gainDb: decibels(-half),
        fadeIn: { length: samples(2400), shape: 'equal-power' },
        fadeOut: { length: samples(4801), shape: 's-curve' },
        muted: false,
      };
    }
  });
  const delivery = {
    ...base.delivery,
    downmix51: 'fold',
    downmix20: 'lt-rt',
    trimMode: 'automatic',
  } as const;
  const { music } = base.families;
  const { level, spectral } = music.duck;
  // Track 2 is the dialogue they follow; its ride begins 20 dB down.
  const families: Session['families'] = {
    ...base.families,
    music: {
      ...music,
      faderDb: decibels(-1.5),
      lanes: { rideDb: [at(0, 0), at(6 * RATE, -3), at(9 * RATE, 1)] },
      duck: { ...music.duck, mode: 'live', level, spectral: { ...spectral, on: true } },
    },
  };
  if (response === null) return { ...base, delivery, stems, tracks, clips, trackOrder, spaces, families };
  stems[CHURCH_STEM] = {
    id: CHURCH_STEM,
    sha256: response,
    fileName: 'church.wav',
    coding: 'WAV 24-bit',
    bytes: RESPONSE_FRAMES * RESPONSE_CHANNELS * 3,
    channels: RESPONSE_CHANNELS,
    length: samples(RESPONSE_FRAMES),
    sourceRate: RATE,
    timeReference: null,
  };
  const rooms = { ...spaces, [CHURCH]: church };
  return { ...base, delivery, stems, tracks, clips, trackOrder, spaces: rooms, families };
}
