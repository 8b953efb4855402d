import type { RoomPosition } from '../../units/index.ts';

/** Directions a rose has, 10° apart. */
export const SECTORS = 36;
/** Half width of a point's petal and of what comes from everywhere, sectors. */
const NARROW = 2.5;
const WIDE = SECTORS / 2;
/** Distance from the listener below which a direction means less and less, room units. */
const NEAR = 0.35;

/** Something that sounds at a place of the room. */
export interface EnergySource {
  readonly at: RoomPosition;
  /** Mean square. */
  readonly power: number;
  /** 0 a point … 1 the whole room. */
  readonly size: number;
}

/**
 * Mean square by direction from the listener: what stands at ear height and at the ceiling by azimuth (sector 0 in front, then to
 * the right), and everything by elevation, seen from behind (sector 0 right, then up) and from the side (sector 0 in front, then up).
 */
export interface EnergyRoses {
  readonly ear: Float64Array;
  readonly above: Float64Array;
  readonly lateral: Float64Array;
  readonly depth: Float64Array;
}

/** Share of a source that stands `away` sectors from a direction: a cosine, squared. */
const petal = (away: number, halfWidth: number): number =>
  away < halfWidth ? Math.cos((Math.PI / 2) * (away / halfWidth)) ** 2 : 0;

/** A cosine squared sums to its half width over the sectors, wherever between them it stands. */
const scaleOf = (halfWidth: number): number => NARROW / halfWidth;

function add(rose: Float64Array, power: number, across: number, along: number, size: number): void {
  if (!(power > 0)) return;
  const near = Math.max(0, 1 - Math.hypot(across, along) / NEAR);
  const halfWidth = NARROW + (WIDE - NARROW) * Math.min(1, Math.max(size, near));
  const scale = power * scaleOf(halfWidth);
  const direction = (Math.atan2(across, along) / (2 * Math.PI)) * SECTORS;
  for (let sector = 0; sector < SECTORS; sector += 1) {
    const turn = (((sector - direction) % SECTORS) + SECTORS) % SECTORS;
    rose[sector] = (rose[sector] ?? 0) + scale * petal(Math.min(turn, SECTORS - turn), halfWidth);
  }
}

/** Roses of nothing. */
export const emptyRoses = (): EnergyRoses => ({
  ear: new Float64Array(SECTORS),
  above: new Float64Array(SECTORS),
  lateral: new Float64Array(SECTORS),
  depth: new Float64Array(SECTORS),
});

/**
 * Where the energy of a mix comes from, as it was placed: before any renderer. A lone point reads its own mean square in its
 * direction; a size, or a place near the head, spreads the same power over more directions; height is shared between ear and
 * ceiling by sin². Fills and returns `into`.
 */
export function energyRoses(sources: readonly EnergySource[], into: EnergyRoses): EnergyRoses {
  for (const rose of [into.ear, into.above, into.lateral, into.depth]) rose.fill(0);
  for (const { at, power, size } of sources) {
    const above = Math.sin((Math.PI / 2) * Math.min(1, Math.max(0, at.z))) ** 2;
    add(into.ear, power * (1 - above), at.x, at.y, size);
    add(into.above, power * above, at.x, at.y, size);
    add(into.lateral, power, at.z, at.x, size);
    add(into.depth, power, at.z, at.y, size);
  }
  return into;
}

/** Radius 0…1 of a mean square in a rose: −60 dBFS at the listener, 0 dBFS at the wall. */
export const roseRadius = (power: number): number =>
  power > 1e-6 ? Math.min(1, (10 * Math.log10(power) + 60) / 60) : 0;
