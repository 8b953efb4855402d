/**
 * The properties of tests/conformance/invariants.json, each on 10⁵ random cases over all eleven layouts of layouts.json, asked
 * of the core in bulk. Tolerances are the file's.
 */
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { LAYOUT_SPEAKERS, type Speaker, ZONE_BOXES, ZONE_NAMES, type ZoneBox } from '../units/index.ts';
import { type ObjectCase, PanLaws } from './laws.ts';
import { loadCoreModule } from './node.ts';
import { clipOf, makeRig, objectAt, ones, renderAll, stripOf } from './test-rig.ts';

const CASES = 100_000;
/** Stands for gains that were not given. */
const NONE = new Float64Array(0);

interface LayoutFacts {
  readonly slopePerUnit: readonly [number, number, number];
  readonly maxNonZero: number;
  readonly jumpAtSizeZero: number;
  readonly measured: { readonly maxup: number };
}
interface LayoutEntry {
  readonly name: string;
  readonly lfe: number;
  readonly cube?: readonly [number, number, number];
}
interface Layout extends LayoutFacts {
  readonly name: string;
  readonly speakers: readonly Speaker[];
  /** Per speaker the one on the other side, itself in the middle. */
  readonly mirror: readonly number[];
}

const read = <T>(name: string): T =>
  JSON.parse(readFileSync(new URL(`../../tests/conformance/${name}.json`, import.meta.url), 'utf8')) as T;

const facts = read<{ readonly layouts: Readonly<Record<string, LayoutFacts>> }>('invariants').layouts;
const layouts: readonly Layout[] = Object.entries(
  read<Record<string, readonly LayoutEntry[]>>('layouts'),
).map(([name, entries]) => {
  const known = facts[name];
  if (!known) throw new Error(`no facts of ${name}`);
  const speakers = entries.map(({ name: label, cube }): Speaker => {
    const [x = 0, y = 0, z = 0] = cube ?? [];
    return { label, room: cube ? { x, y, z } : null };
  });
  const mirror = speakers.map(({ room }, index) =>
    room
      ? speakers.findIndex(
          (other) => other.room?.x === 0 - room.x && other.room.y === room.y && other.room.z === room.z,
        )
      : index,
  );
  return { ...known, name, speakers, mirror };
});

/** Seeded numbers in 0 … 1 (mulberry32). */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let hash = Math.imul(state ^ (state >>> 15), 1 | state);
    hash = (hash + Math.imul(hash ^ (hash >>> 7), 61 | hash)) ^ hash;
    return ((hash ^ (hash >>> 14)) >>> 0) / 4294967296;
  };
}

type Random = () => number;
const pick = <Item>(random: Random, items: readonly Item[]): Item => {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new Error('nothing to pick from');
  return item;
};

/** Mostly anywhere, often on a wall, a plane of speakers or the middle. */
const coordinate = (random: Random): number =>
  random() < 0.25 ? pick(random, [-1, 0, 1, 0.677419, 0.414214, -0.5, 0.5]) : 2 * random() - 1;
const place = (random: Random) => ({ x: coordinate(random), y: coordinate(random), z: coordinate(random) });
const anySize = (random: Random) => ({ width: random(), depth: random(), height: random() });
/** One size for all axes, of eight: the core keeps tables for as many. */
const evenSize = (random: Random) => {
  const size = Math.ceil(random() * 8) / 8;
  return { width: size, depth: size, height: size };
};
const divergence = (random: Random) => ({ value: random(), range: random() });
const zones = (random: Random): readonly ZoneBox[] => ZONE_BOXES[pick(random, ZONE_NAMES)];

const any = (random: Random): ObjectCase => ({
  ...place(random),
  ...(random() < 0.2 && { size: random() < 0.05 ? anySize(random) : evenSize(random) }),
  ...(random() < 0.3 && { divergence: divergence(random) }),
  ...(random() < 0.3 && { zones: zones(random) }),
});

let laws: PanLaws;
beforeAll(async () => {
  laws = new PanLaws(await loadCoreModule('unshared'));
});

/**
 * Makes cases for every layout, asks for their gains, and lets `check` look at each. `check` answers by how much the case
 * breaks the property, 0 or less if it doesn't. @returns the worst over all
 */
function worst<Case extends readonly ObjectCase[]>(
  seed: number,
  make: (random: Random, layout: Layout) => Case,
  check: (gains: readonly Float64Array[], cases: Case, layout: Layout) => number,
): number {
  const random = randomFrom(seed);
  let most = Number.NEGATIVE_INFINITY;
  for (const layout of layouts) {
    laws.setLayout(layout.speakers);
    const count = Math.ceil(CASES / layouts.length);
    const cases = Array.from({ length: count }, () => make(random, layout));
    const all = laws.gainsOf(cases.flat());
    const speakers = layout.speakers.length;
    let at = 0;
    for (const group of cases) {
      const first = at;
      const rows = group.map((_, index) =>
        all.subarray((first + index) * speakers, (first + index + 1) * speakers),
      );
      const breach = check(rows, group, layout);
      if (!(breach <= most)) most = breach;
      at += group.length;
    }
  }
  return most;
}

const sumOfSquares = (gains: Float64Array): number => gains.reduce((sum, gain) => sum + gain * gain, 0);
function difference(a: Float64Array, b: (index: number) => number): number {
  let most = 0;
  for (let n = 0; n < a.length; n++) most = Math.max(most, Math.abs((a[n] ?? Number.NaN) - b(n)));
  return most;
}

describe('the panning law, on 10⁵ random cases a property', () => {
  it('power, non-negative, no-lfe: unit power, gains in 0 … 1, silence in the LFEs', () => {
    const breach = worst(
      1,
      (random) => [any(random)] as const,
      ([row = NONE], _, { speakers }) => {
        let bad = Math.abs(sumOfSquares(row) - 1) - 1e-9;
        for (let n = 0; n < row.length; n++) {
          const gain = row[n] ?? Number.NaN;
          if (!(gain >= 0 && gain <= 1 + 1e-15) || (speakers[n]?.room === null && gain !== 0)) bad = 1;
        }
        return bad;
      },
    );
    expect(breach).toBeLessThanOrEqual(0);
  });

  it('on-speaker: a point at a speaker is that speaker alone', () => {
    const breach = worst(
      2,
      (random, { speakers }) => {
        const { room } = pick(
          random,
          speakers.filter((speaker) => speaker.room),
        );
        return [{ x: room?.x ?? 0, y: room?.y ?? 0, z: room?.z ?? 0 }] as const;
      },
      ([row = NONE], [{ x, y, z }], { speakers }) =>
        difference(row, (n) => {
          const room = speakers[n]?.room;
          return room?.x === x && room.y === y && room.z === z ? 1 : 0;
        }),
    );
    expect(breach).toBeLessThanOrEqual(1e-12);
  });

  it('sparse: a point reaches no more speakers than the layout allows', () => {
    const breach = worst(
      3,
      (random) => [place(random)] as const,
      ([row = NONE], _, { maxNonZero }) => row.filter((gain) => gain !== 0).length - maxNonZero,
    );
    expect(breach).toBeLessThanOrEqual(0);
  });

  it('clamp: outside the room is the wall; below the lowest layer is that layer', () => {
    const clip = (value: number): number => Math.max(-1, Math.min(1, value));
    const breach = worst(
      4,
      (random, { speakers }) => {
        const wild = (): number => (random() < 0.5 ? 6 * random() - 3 : coordinate(random));
        const outside = { ...any(random), x: wild(), y: wild(), z: wild() };
        const floor = speakers.some(({ room }) => room && room.z < 0) ? -1 : 0;
        const inside = {
          ...outside,
          x: clip(outside.x),
          y: clip(outside.y),
          z: Math.max(floor, clip(outside.z)),
        };
        return [outside, inside] as const;
      },
      ([outside = NONE, inside = NONE]) => difference(outside, (n) => inside[n] ?? Number.NaN),
    );
    expect(breach).toBe(0);
  });

  it('mirror: left and right exchange', () => {
    const breach = worst(
      5,
      (random) => {
        const object = any(random);
        const mirrored = object.zones?.map((box) => ({ ...box, minX: -box.maxX, maxX: -box.minX }));
        return [object, { ...object, x: -object.x, ...(mirrored && { zones: mirrored }) }] as const;
      },
      ([row = NONE, mirrored = NONE], _, { mirror }) =>
        difference(mirrored, (n) => row[mirror[n] ?? -1] ?? Number.NaN),
    );
    expect(breach).toBeLessThanOrEqual(1e-12);
  });

  it('continuity: gains change no faster than the layout’s slopes', () => {
    const breach = worst(
      6,
      (random) => {
        const from = place(random);
        const near = random() < 0.5 ? 0.02 : 2;
        const step = (): number => near * (random() - 0.5);
        const clip = (value: number): number => Math.max(-1, Math.min(1, value));
        return [
          from,
          { x: clip(from.x + step()), y: clip(from.y + step()), z: clip(from.z + step()) },
        ] as const;
      },
      ([from = NONE, to = NONE], [a, b], { slopePerUnit: [sx, sy, sz] }) => {
        let square = 0;
        for (let n = 0; n < from.length; n++) square += ((from[n] ?? 0) - (to[n] ?? 0)) ** 2;
        // The slopes are given to six decimals.
        const way = sx * Math.abs(a.x - b.x) + sy * Math.abs(a.y - b.y) + sz * Math.abs(a.z - b.z);
        return Math.sqrt(square) - way * (1 + 1e-6) - 1e-9;
      },
    );
    expect(breach).toBeLessThanOrEqual(0);
  });

  it('monotone: moving up an axis takes power from what lies below any threshold', () => {
    const axes = ['x', 'y', 'z'] as const;
    const breach = worst(
      7,
      (random) => {
        const low = place(random);
        const axis = pick(random, axes);
        return [low, { ...low, [axis]: low[axis] + random() * (1 - low[axis]) }] as const;
      },
      ([before = NONE, after = NONE], [low, high], { speakers }) => {
        const axis = axes.find((name) => low[name] !== high[name]) ?? 'x';
        let most = 0;
        for (const threshold of new Set(speakers.map(({ room }) => room?.[axis] ?? 1))) {
          let growth = 0;
          for (const [n, { room }] of speakers.entries()) {
            if (room && room[axis] <= threshold) growth += (after[n] ?? 0) ** 2 - (before[n] ?? 0) ** 2;
          }
          most = Math.max(most, growth);
        }
        return most;
      },
    );
    expect(breach).toBeLessThanOrEqual(1e-12);
  });

  it('lock: the nearest speaker that is not excluded, alone', () => {
    const inBox = (box: ZoneBox, { x, y, z }: { x: number; y: number; z: number }): boolean =>
      x >= box.minX - 1e-6 &&
      x <= box.maxX + 1e-6 &&
      y >= box.minY - 1e-6 &&
      y <= box.maxY + 1e-6 &&
      z >= box.minZ - 1e-6 &&
      z <= box.maxZ + 1e-6;
    const breach = worst(
      8,
      (random) =>
        [
          { ...place(random), snap: { maxDistance: null }, ...(random() < 0.5 && { zones: zones(random) }) },
        ] as const,
      ([row = NONE], [{ x, y, z, zones: boxes = [] }], { speakers }) => {
        const rooms = speakers.flatMap(({ room }) => room ?? []);
        const hit = rooms.filter((room) => boxes.some((box) => inBox(box, room)));
        const rows = hit.filter((room) => Math.abs(room.x) === 1 && Math.abs(room.y) < 1);
        const left = rooms.filter(
          (room) => !hit.includes(room) && !rows.some((row) => row.y === room.y && row.z === room.z),
        );
        const distance = (room: { x: number; y: number; z: number }): number =>
          Math.sqrt((room.x - x) ** 2 / 16 + 4 * (room.y - y) ** 2 + 32 * (room.z - z) ** 2);
        const open = left.length > 0 ? left : rooms;
        const nearest = Math.min(...open.map(distance));
        const chosen = row.indexOf(1);
        const room = speakers[chosen]?.room;
        if (!room || !open.includes(room) || sumOfSquares(row) !== 1) return 1;
        return distance(room) - nearest - 1e-5;
      },
    );
    expect(breach).toBeLessThanOrEqual(0);
  });

  it('divergence: shares of power at two places beside and at the middle', () => {
    const clip = (value: number): number => Math.max(-1, Math.min(1, value));
    const breach = worst(
      9,
      (random) => {
        const plain = { ...place(random), ...(random() < 0.1 && { size: evenSize(random) }) };
        const spread = divergence(random);
        return [
          { ...plain, divergence: spread },
          { ...plain, x: clip(plain.x - spread.range) },
          { ...plain, x: clip(plain.x + spread.range) },
          plain,
        ] as const;
      },
      (
        [row = NONE, left = NONE, right = NONE, middle = NONE],
        [
          {
            divergence: { value },
          },
        ],
      ) =>
        difference(row, (n) => {
          const sides = (left[n] ?? 0) ** 2 + (right[n] ?? 0) ** 2;
          return Math.sqrt((value * sides + (1 - value) * (middle[n] ?? 0) ** 2) / (1 + value));
        }),
    );
    expect(breach).toBeLessThanOrEqual(1e-12);
  });

  // The file's figures for these two are the largest the reference gave on its own few positions, not bounds: most cases
  // keep to them, and the rest to the bound stated here.
  it('size-growth: the largest gain seldom rises with the size by more than in the reference, never by more than 0.25', () => {
    let beyond = 0;
    const breach = worst(
      10,
      (random) => {
        const at = place(random);
        const from = Math.ceil(random() * 7) / 8;
        const object = (size: number): ObjectCase => ({
          ...at,
          size: { width: size, depth: size, height: size },
        });
        return [object(from), object(from + 1 / 8)] as const;
      },
      ([small = NONE, large = NONE], _, { measured: { maxup } }) => {
        const growth = Math.max(...large) - Math.max(...small);
        if (growth > maxup) beyond++;
        return growth;
      },
    );
    expect(breach).toBeLessThanOrEqual(0.25);
    expect(beyond / CASES).toBeLessThan(0.03);
  });

  it('size-zero: no size is the point panner; the smallest seldom differs by more than in the reference, never by more than 0.09', () => {
    const nothing = { width: 0, depth: 0, height: 0 };
    const least = { width: 1e-9, depth: 1e-9, height: 1e-9 };
    let beyond = 0;
    const breach = worst(
      11,
      (random) => {
        const at = place(random);
        return [at, { ...at, size: nothing }, { ...at, size: least }] as const;
      },
      ([point = NONE, none = NONE, smallest = NONE], _, { jumpAtSizeZero }) => {
        let square = 0;
        for (let n = 0; n < point.length; n++) {
          if (point[n] !== none[n]) return 1;
          square += ((point[n] ?? 0) - (smallest[n] ?? 0)) ** 2;
        }
        if (Math.sqrt(square) > jumpAtSizeZero) beyond++;
        return Math.sqrt(square);
      },
    );
    expect(breach).toBeLessThanOrEqual(0.09);
    expect(beyond / CASES).toBeLessThan(0.03);
  });

  it('linear-gain: what is rendered scales with gain and clip gain, and 0 is silence', async () => {
    const random = randomFrom(12);
    const speakers = LAYOUT_SPEAKERS['7.1.4'];
    laws.setLayout(speakers);
    const { core } = await makeRig({ build: 'unshared', source: ones, heapBytes: 1 << 22 });
    // A clip of a block each.
    const clips = 500;
    let largest = 0;
    for (let strip = 0; strip < CASES / clips; strip++) {
      const { x, y, z } = place(random);
      const gain = random() < 0.1 ? 0 : 2 * random();
      const levels = Array.from({ length: clips }, () => (random() < 0.1 ? 0 : 2 * random()));
      core.setStrip(
        0,
        stripOf({
          gain,
          clips: levels.map((level, n) => clipOf([0], { start: n * 128, length: 128, gain: level })),
          output: objectAt(x, y, z),
        }),
      );
      core.play(0);
      const planes = renderAll(core, clips * 128, 128 * 16);
      const wanted = laws.gains(x, y, z);
      planes.forEach((plane, speaker) => {
        levels.forEach((level, n) => {
          const expected = gain * level * (wanted[speaker] ?? Number.NaN);
          const error = Math.abs((plane[n * 128 + 64] ?? Number.NaN) - expected);
          if (!(error <= largest)) largest = error;
        });
      });
      core.stop();
    }
    expect(largest).toBeLessThanOrEqual(1e-6);
  });
});
