import {
  cubeToPolar,
  cubeToPolarExtent,
  DirectSpeakersPanner,
  type loadPanLaws,
  PolarPanner,
  polarToCube,
  polarToCubeExtent,
} from '../engine/node.ts';
import type { CubeCase, ExpectedGains, VectorCase } from './vector-case.ts';
import type { VectorGroup, VectorLayouts, VectorSpeaker } from './vector-file.ts';

type PanLaws = Awaited<ReturnType<typeof loadPanLaws>>;

/** How the cases of a file came out. */
export interface Outcome {
  readonly cases: number;
  /** Cases that this build cannot render. */
  readonly unknown: number;
  /** Of a gain; of a coordinate, degree or size where conversions are asked. */
  readonly largestError: number;
}

/** A case asks for something the laws refuse (RangeError) or the layout cannot answer. */
const UNKNOWN = Symbol('unknown');

function errorOf(actual: ArrayLike<number>, wanted: readonly number[]): number {
  let largest = 0;
  wanted.forEach((value, n) => {
    const error = Math.abs((actual[n] ?? Number.NaN) - value);
    if (!(error <= largest)) largest = Number.isNaN(error) ? Number.POSITIVE_INFINITY : error;
  });
  return largest;
}

const gainError = (
  direct: ArrayLike<number>,
  diffuse: ArrayLike<number> | null,
  expected: ExpectedGains,
): number =>
  Math.max(
    errorOf(direct, expected.direct),
    diffuse ? errorOf(diffuse, expected.diffuse ?? expected.direct.map(() => 0)) : 0,
  );

/** Asks the laws for the cases of one layout after another. */
export class VectorLaws {
  readonly #laws: PanLaws;
  readonly #layouts: VectorLayouts;
  #speakers: readonly VectorSpeaker[] = [];
  #polar: PolarPanner | null = null;
  #direct: DirectSpeakersPanner | null = null;

  constructor(laws: PanLaws, layouts: VectorLayouts) {
    this.#laws = laws;
    this.#layouts = layouts;
  }

  /** Renders every case of a file. */
  measure(groups: readonly VectorGroup[]): Outcome {
    let cases = 0;
    let unknown = 0;
    let largestError = 0;
    for (const group of groups) {
      unknown += group.unknown;
      if (group.cases.length === 0) continue;
      this.#setLayout(group.speakers);
      for (const one of group.cases) {
        const error = this.#tryError(one);
        if (error === UNKNOWN) unknown++;
        else {
          cases++;
          largestError = Math.max(largestError, error);
        }
      }
    }
    return { cases, unknown, largestError };
  }

  #setLayout(speakers: readonly VectorSpeaker[]): void {
    this.#speakers = speakers;
    this.#polar = null;
    this.#direct = null;
    this.#laws.setLayout(
      speakers.map(({ name, room }) => ({
        label: name,
        room: room && { x: room[0], y: room[1], z: room[2] },
      })),
    );
    const inAngles = speakers.flatMap(({ name, lfe, room, polar }) =>
      polar ? [{ label: name, azimuth: polar[0], elevation: polar[1], lfe, room }] : [],
    );
    if (speakers.length === 0 || inAngles.length !== speakers.length) return;
    this.#polar = new PolarPanner(inAngles);
    this.#direct = new DirectSpeakersPanner(inAngles, (x, y, z) => this.#laws.gains(x, y, z));
  }

  #tryError(one: VectorCase): number | typeof UNKNOWN {
    try {
      return this.#error(one);
    } catch (fault) {
      if (fault instanceof RangeError) return UNKNOWN;
      throw fault;
    }
  }

  #error(one: VectorCase): number | typeof UNKNOWN {
    switch (one.kind) {
      case 'cube':
        return this.#cubeError(one);
      case 'polar': {
        if (!this.#polar) return UNKNOWN;
        const { direct, diffuse } = this.#polar.gains(one.object);
        return gainError(direct, diffuse, one.expected);
      }
      case 'direct':
        return this.#directError(one);
      case 'route':
        return this.#routeError(one.layout, one.channel, one.expected);
      case 'to cube': {
        const [azimuth, elevation, distance] = one.from;
        const [width, height, depth] = one.extent;
        const from = { azimuth, elevation, distance };
        const size = polarToCubeExtent(from, { width, height, depth });
        return Math.max(
          errorOf(polarToCube(from), one.wanted),
          errorOf([size.width, size.height, size.depth], one.wantedSize),
        );
      }
      case 'to polar': {
        const [width, height, depth] = one.extent;
        const { azimuth, elevation, distance } = cubeToPolar(one.from);
        const size = cubeToPolarExtent({ azimuth, elevation, distance }, { width, height, depth });
        const [wantedAzimuth = Number.NaN, ...wanted] = one.wanted;
        const turn = Math.abs(azimuth - wantedAzimuth);
        return Math.max(
          // −180 and 180 are one place.
          Math.min(turn, Math.abs(turn - 360)),
          errorOf([elevation, distance], wanted),
          errorOf([size.width, size.height, size.depth], one.wantedSize),
        );
      }
    }
  }

  #cubeError({ at: [x, y, z], size, snap, zones, divergence, gain, diffuse, expected }: CubeCase): number {
    const gains = this.#laws.gains(x, y, z, size, { snap, zones, divergence });
    return gainError(
      gains.map((g) => g * gain * Math.sqrt(1 - diffuse)),
      gains.map((g) => g * gain * Math.sqrt(diffuse)),
      expected,
    );
  }

  #directError({ channel, expected }: Extract<VectorCase, { kind: 'direct' }>): number | typeof UNKNOWN {
    if (this.#direct) return gainError(this.#direct.gains(channel), null, expected);
    // A layout known by its cube only can tell a bed channel's place, not labels or angles.
    if (channel.position.kind !== 'cube' || channel.labels.length > 0) return UNKNOWN;
    const { gain = 1, lowPass } = channel;
    return gainError(
      this.#placed(channel.position.at, lowPass !== undefined).map((g) => g * gain),
      null,
      expected,
    );
  }

  #placed([x, y, z]: readonly [number, number, number], lfe: boolean): Float64Array {
    if (!lfe) return this.#laws.gains(x, y, z);
    const first = this.#speakers.findIndex((speaker) => speaker.lfe);
    return Float64Array.from(this.#speakers, (_, n) => (n === first ? 1 : 0));
  }

  /** A bed channel of another layout, where its speaker stands in the room. */
  #routeError(layout: string, channel: string, expected: ExpectedGains): number | typeof UNKNOWN {
    const speaker = this.#layouts.get(layout)?.find(({ name }) => name === channel);
    if (!speaker) return UNKNOWN;
    return gainError(this.#placed(speaker.room ?? [0, 0, 0], speaker.lfe), null, expected);
  }
}
