/** The console's load: 128 mono strips with every processor there is, in steps, so that the cost of each is a difference. */
import type { ControlProgram, SpaceProgram, StripProgram } from '../../src/core/index.ts';
import { createCompiler } from '../../src/engine/index.ts';
import {
  BAND_COUNT,
  type FixedLaneTarget,
  type LanePoint,
  laneRange,
  plainDynamics,
  plainEqualiser,
  plainSpace,
  type Session,
  type SpaceId,
  type Strip,
  type Track,
  type TrackId,
} from '../../src/session/index.ts';
import { decibels, samples } from '../../src/units/index.ts';
import { largeSession } from '../fixtures/large/large-session.ts';
import { seededWords } from '../fixtures/large/seeded-words.ts';
import { LOAD_SECONDS } from './core-rows.ts';
import { RATE } from './load.ts';
import type { ConvolutionLoad } from './measure-core.ts';

/** What the strips have; `moving`: lanes on all of its parameters. */
export interface ConsoleSteps {
  readonly eq: 'off' | 'still' | 'moving';
  readonly dynamics: 'off' | 'still' | 'moving';
  /** Four reverbs; three and a stereo convolution of 3 s; or two, that one and one of 7.1.2 and 2 s. */
  readonly spaces: 'none' | 'reverbs' | 'convolution' | 'convolutions';
}

/** A step as the core plays it. Plain data. */
export interface ConsoleLoad {
  readonly strips: readonly StripProgram[];
  readonly controls: readonly (ControlProgram | null)[];
  readonly spaces: readonly (SpaceProgram | null)[];
  /** What some of them are replaced by where the load is measured: responses are prepared there. */
  readonly convolutions: readonly ConvolutionLoad[];
}

/** Strips of the console. */
export const CONSOLE_STRIPS = 128;
/** Spaces of the full console. */
const SPACES = 4;
/** How many of these convolutions are among them. */
const COUNTS = { none: 0, reverbs: 0, convolution: 1, convolutions: 2 } as const;
const CONVOLUTIONS: readonly ConvolutionLoad[] = [
  { slot: 2, channels: 2, frames: 3 * RATE },
  { slot: 3, channels: 10, frames: 2 * RATE },
];
/** Seconds between the points of a lane. */
const LANE_STEP = 1;

const EQ_LANES: readonly FixedLaneTarget[] = Array.from({ length: BAND_COUNT }, (_, index) =>
  (['frequency', 'gainDb', 'q'] as const).map((field) => `band${index + 1}.${field}` as FixedLaneTarget),
).flat();
const DYNAMICS_LANES: readonly FixedLaneTarget[] = [
  'dynamics.thresholdDb',
  'dynamics.ratio',
  'dynamics.kneeDb',
  'dynamics.attackMs',
  'dynamics.holdMs',
  'dynamics.releaseMs',
  'dynamics.makeUpDb',
  'dynamics.mix',
  'dynamics.rangeDb',
];

/** A lane that never stands, in the middle of its range. */
function wander(next: () => number, target: FixedLaneTarget): LanePoint[] {
  const [least, most] = laneRange(target);
  const points: LanePoint[] = [];
  for (let time = 0; time <= LOAD_SECONDS; time += LANE_STEP) {
    const share = 0.3 + (0.4 * next()) / 2 ** 32;
    // Frequencies and times by ratio: their ranges span decades.
    const value = least > 0 ? least * (most / least) ** share : least + (most - least) * share;
    points.push({ time: samples(time * RATE), value, curve: 'linear' });
  }
  return points;
}

function stripOf(base: Strip, { eq, dynamics }: ConsoleSteps): Strip {
  const { bands, ...plain } = plainEqualiser();
  return {
    ...base,
    eq: {
      ...plain,
      bands: bands.map((band, index) => ({
        ...band,
        on: eq !== 'off',
        gainDb: decibels(index % 2 ? 3 : -3),
      })),
    },
    dynamics: { ...plainDynamics(), on: dynamics !== 'off', lookaheadMs: 5 },
  };
}

/** Compiles the console at a step: 118 moving objects and ten mono strips in the bed. */
export function consoleLoad(steps: ConsoleSteps): ConsoleLoad {
  const large = largeSession({
    sha256: '0'.repeat(64),
    fileName: 'bench.wav',
    bytes: 1,
    frames: LOAD_SECONDS * RATE,
    sampleRate: RATE,
  });
  const next = seededWords(31);
  const [bed, ...objects] = large.trackOrder.flatMap((id) => large.tracks[id] ?? []);
  if (!bed) throw new Error('the large session has no bed');
  const mono = Array.from(
    { length: CONSOLE_STRIPS - objects.length },
    (_, index): Track => ({
      ...bed,
      id: `mono-${index}` as TrackId,
      format: 'mono',
      output: { ...bed.output },
    }),
  );
  const spaceIds =
    steps.spaces !== 'none' ? Array.from({ length: SPACES }, (_, index) => `space-${index}` as SpaceId) : [];
  const tracks = [...mono, ...objects].map((track, index): Track => {
    const moving = [
      ...(steps.eq === 'moving' ? EQ_LANES : []),
      ...(steps.dynamics === 'moving' ? DYNAMICS_LANES : []),
    ];
    return {
      ...track,
      strip: stripOf(track.strip, steps),
      sends: Object.fromEntries(
        spaceIds
          .filter((_, space) => space === index % SPACES)
          .map((id) => [id, { on: true, levelDb: decibels(-12), preFader: false }]),
      ) as Track['sends'],
      lanes: {
        ...track.lanes,
        ...Object.fromEntries(['rideDb' as const, ...moving].map((target) => [target, wander(next, target)])),
      },
    };
  });
  const clips = Object.values(large.clips);
  const bedClip = clips.find(({ trackId }) => trackId === bed.id);
  if (!bedClip) throw new Error('the bed has no clip');
  const monoClips = mono.map(({ id }, index) => ({
    ...bedClip,
    id: `clip-${index}` as typeof bedClip.id,
    trackId: id,
    channels: [index],
  }));
  const session: Session = {
    ...large,
    tracks: Object.fromEntries(tracks.map((track) => [track.id, track])) as Session['tracks'],
    trackOrder: tracks.map(({ id }) => id),
    clips: Object.fromEntries(
      [...monoClips, ...clips.filter((clip) => clip !== bedClip)].map((clip) => [clip.id, clip]),
    ) as Session['clips'],
    spaces: Object.fromEntries(spaceIds.map((id) => [id, { ...plainSpace(id, id) }])) as Session['spaces'],
  };
  const { program } = createCompiler().compile(session);
  return {
    strips: program.strips,
    controls: program.controls,
    spaces: program.spaces ?? [],
    convolutions: CONVOLUTIONS.slice(0, COUNTS[steps.spaces]),
  };
}
