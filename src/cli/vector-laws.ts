import { DirectSpeakersPanner, type loadPanLaws, PolarPanner } from '../engine/node.ts';
import type { CubeCase, Placed, VectorCase } from './vector-case.ts';
import type { VectorLayouts, VectorSpeaker } from './vector-file.ts';

export type PanLaws = Awaited<ReturnType<typeof loadPanLaws>>;

/** Gains of a case; `diffuse` is null where the kind has no such path. */
export interface CaseGains {
  readonly direct: Float64Array;
  readonly diffuse: Float64Array | null;
}

/** Asks the laws of one layout for the gains of cases: the core's own in the room, the compiler's for angles and labels. */
export class VectorLaws {
  readonly #laws: PanLaws;
  readonly #layouts: VectorLayouts;
  readonly #speakers: readonly VectorSpeaker[];
  readonly #polar: PolarPanner | null;
  readonly #direct: DirectSpeakersPanner | null;

  /** Chooses the layout in `laws`, which stays its until another is chosen. */
  constructor(laws: PanLaws, layouts: VectorLayouts, speakers: readonly VectorSpeaker[]) {
    this.#laws = laws;
    this.#layouts = layouts;
    this.#speakers = speakers;
    laws.setLayout(
      speakers.map(({ name, room }) => ({
        label: name,
        room: room && { x: room[0], y: room[1], z: room[2] },
      })),
    );
    const inAngles = speakers.flatMap(({ name, lfe, room, polar }) =>
      polar ? [{ label: name, azimuth: polar[0], elevation: polar[1], lfe, room }] : [],
    );
    const hasAngles = speakers.length > 0 && inAngles.length === speakers.length;
    this.#polar = hasAngles ? tryMake(() => new PolarPanner(inAngles)) : null;
    this.#direct = hasAngles
      ? tryMake(() => new DirectSpeakersPanner(inAngles, (x, y, z) => laws.gains(x, y, z)))
      : null;
  }

  /** Gains of a case, or null where this layout or the laws have no answer. */
  gains(one: Exclude<VectorCase, { kind: 'timing' | 'to cube' | 'to polar' }>): CaseGains | null {
    switch (one.kind) {
      case 'cube':
      case 'polar':
        return this.placed(one);
      case 'direct':
        return this.#made(one.channel);
      case 'route':
        return this.#routed(one.layout, one.channel);
    }
  }

  /** Gains of an object, or null as above. */
  placed(one: Placed): CaseGains | null {
    return tryMake(() =>
      one.kind === 'cube' ? this.#inRoom(one) : (this.#polar?.gains(one.object) ?? null),
    );
  }

  #inRoom({ at: [x, y, z], size, snap, zones, divergence, gain, diffuse }: CubeCase): CaseGains {
    const gains = this.#laws.gains(x, y, z, size, { snap, zones, divergence });
    return {
      direct: gains.map((g) => g * gain * Math.sqrt(1 - diffuse)),
      diffuse: gains.map((g) => g * gain * Math.sqrt(diffuse)),
    };
  }

  #made(channel: Extract<VectorCase, { kind: 'direct' }>['channel']): CaseGains | null {
    const direct = this.#direct;
    if (direct) return tryMake(() => ({ direct: direct.gains(channel), diffuse: null }));
    // A layout known by its cube only can tell a bed channel's place, not labels or angles.
    if (channel.position.kind !== 'cube' || channel.labels.length > 0) return null;
    const { gain = 1, lowPass } = channel;
    const gains = this.#standing(channel.position.at, lowPass !== undefined);
    return { direct: gains.map((g) => g * gain), diffuse: null };
  }

  /** A bed channel of another layout, where its speaker stands in the room. */
  #routed(layout: string, channel: string): CaseGains | null {
    const speaker = this.#layouts.get(layout)?.find(({ name }) => name === channel);
    return speaker ? { direct: this.#standing(speaker.room ?? [0, 0, 0], speaker.lfe), diffuse: null } : null;
  }

  #standing([x, y, z]: readonly [number, number, number], lfe: boolean): Float64Array {
    if (!lfe) return this.#laws.gains(x, y, z);
    const first = this.#speakers.findIndex((speaker) => speaker.lfe);
    return Float64Array.from(this.#speakers, (_, n) => (n === first ? 1 : 0));
  }
}

/** What `make` gives, or null where the laws refuse the question. */
function tryMake<T>(make: () => T): T | null {
  try {
    return make();
  } catch (fault) {
    if (fault instanceof RangeError) return null;
    throw fault;
  }
}
