/** Objects as strips render them: the whole law in records, switches and lanes while playing. */
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import {
  everyLayout,
  LAYOUT_SPEAKERS,
  PLAIN_RENDERING,
  type SpeakerLayout,
  ZONE_BOXES,
  ZONE_NAMES,
  ZONE_PRESETS,
  type ZoneBox,
} from '../units/index.ts';
import { PanLaws } from './laws.ts';
import { loadCoreModule } from './node.ts';
import type { OutputProgram } from './program.ts';
import {
  bitsOf,
  clipOf,
  lane,
  largestError,
  makeRig,
  objectAt,
  ones,
  renderAll,
  stripOf,
} from './test-rig.ts';

type ObjectOutput = Extract<OutputProgram, { kind: 'object' }>;

interface VectorFile {
  readonly masks?: Readonly<Record<string, readonly ZoneBox[]>>;
  readonly layouts: Readonly<
    Record<
      string,
      {
        readonly vectors: readonly {
          readonly in: {
            readonly X: number;
            readonly Y: number;
            readonly Z: number;
            readonly width?: number;
            readonly lock?: { readonly maxDistance?: number };
            readonly divergence?: { readonly value: number; readonly positionRange: number };
            readonly zones?: readonly ZoneBox[];
            readonly mask?: string;
          };
          readonly g: readonly number[];
        }[];
      }
    >
  >;
}

const read = (name: string): VectorFile =>
  JSON.parse(
    readFileSync(new URL(`../../tests/conformance/${name}.json`, import.meta.url), 'utf8'),
  ) as VectorFile;

/** Layouts of this build with the reference's name. Channels are in the same order. */
const REFERENCE = [
  ['2.0', '0+2+0', 'ear-cart-meta'],
  ['5.1', '0+5+0', 'ear-cart-meta'],
  ['7.1', '0+7+0', 'ear-cart-meta'],
  ['5.1.4', '4+5+0', 'ear-cart-meta'],
  ['7.1.4', '4+7+0', 'ear-cart-meta'],
  ['5.1.2', '5.1.2M', 'ear-cube-meta'],
  ['7.1.2', '7.1.2', 'ear-cube-meta'],
  ['9.1.6', '9.1.6', 'ear-cube-meta'],
  ['5.1', '0+5+0', 'ear-cube-zones'],
  ['7.1', '0+7+0', 'ear-cube-zones'],
  ['7.1.4', '4+7+0', 'ear-cube-zones'],
  ['7.1.2', '7.1.2', 'ear-cube-zones'],
  ['9.1.6', '9.1.6', 'ear-cube-zones'],
] as const;

describe('snap, zones and divergence', () => {
  it.each(REFERENCE)('render %s as %s of %s to 1e-6', async (target, layout, name) => {
    const file = read(name);
    const vectors = file.layouts[layout]?.vectors ?? [];
    const plan = { kind: 'object', spread: 0 } as const;
    // 2.0 is a fold: its own law is that of "stereo direct".
    const { core } = await makeRig({
      source: ones,
      target,
      rendering: { ...PLAIN_RENDERING, downmix20: 'direct' },
    });
    let cases = 0;
    for (const { in: source, g } of vectors) {
      const { X, Y, Z, width = 0, lock, divergence, zones, mask } = source;
      core.setStrip(
        0,
        stripOf({
          output: {
            ...plan,
            x: X,
            y: Y,
            z: Z,
            size: width,
            snap: lock ? { maxDistance: lock.maxDistance ?? null } : null,
            zones: mask === undefined ? (zones ?? []) : (file.masks?.[mask] ?? []),
            ...(divergence && { divergence: { value: divergence.value, range: divergence.positionRange } }),
          },
        }),
      );
      core.play(0);
      core.render(128);
      core.outputPlanes().forEach((plane, channel) => {
        const error = Math.abs((plane[100] ?? Number.NaN) - (g[channel] ?? Number.NaN));
        if (!(error <= 1e-6)) throw new Error(`${JSON.stringify(source)} channel ${channel} is ${error} off`);
      });
      core.stop();
      cases++;
    }
    expect(cases).toBeGreaterThan(40);
  });
});

describe('named zones', () => {
  it('take away at every layout what the masks of the vectors do', () => {
    const masks = read('ear-cube-zones').masks ?? {};
    const kept = (target: SpeakerLayout, boxes: readonly ZoneBox[]): string[] =>
      LAYOUT_SPEAKERS[target].flatMap(({ label, room }) =>
        room &&
        !boxes.some(
          (box) =>
            room.x >= box.minX &&
            room.x <= box.maxX &&
            room.y >= box.minY &&
            room.y <= box.maxY &&
            room.z >= box.minZ &&
            room.z <= box.maxZ,
        )
          ? [label]
          : [],
      );
    for (const target of ['5.1', '7.1', '5.1.4', '7.1.2', '7.1.4', '9.1.6'] as const) {
      for (const [name, zones] of Object.entries(ZONE_PRESETS)) {
        const mask = masks[name] ?? [];
        expect(
          kept(
            target,
            zones.flatMap((zone) => ZONE_BOXES[zone]),
          ),
          `${name} of ${target}`,
        ).toEqual(kept(target, mask));
      }
      expect(kept(target, ZONE_BOXES.top)).toEqual(kept(target, masks['no-elevation'] ?? []));
    }
  });

  it('keep their gains when more of them sound at once than the core keeps layouts for', async () => {
    const laws = new PanLaws(await loadCoreModule('unshared'));
    const speakers = LAYOUT_SPEAKERS['9.1.6'];
    laws.setLayout(speakers);
    const sets = Array.from({ length: 60 }, (_, n) =>
      ZONE_NAMES.filter((_name, index) => ((n * 7 + 1) >> (index % 6)) & 1).flatMap(
        (zone) => ZONE_BOXES[zone],
      ),
    );
    const { core } = await makeRig({ source: ones, target: '9.1.6' });
    const size = 0.3;
    const wanted = speakers.map(() => 0);
    sets.forEach((zones, slot) => {
      const [x, y, z] = [Math.sin(slot), Math.cos(3 * slot), (slot % 5) / 4];
      const output: ObjectOutput = { kind: 'object', x, y, z, size, spread: 0, zones };
      core.setStrip(slot, stripOf({ id: `s${slot}`, output }));
      laws.gains(x, y, z, { width: size, depth: size, height: size }, { zones }).forEach((gain, index) => {
        wanted[index] = (wanted[index] ?? 0) + gain;
      });
    });
    core.play(0);
    for (let round = 0; round < 2; round++) {
      core.render(128);
      core.outputPlanes().forEach((plane, index) => {
        expect(plane[64]).toBeCloseTo(wanted[index] ?? Number.NaN, 4);
      });
    }
  });
});

/** Largest change of any speaker from one sample to the next. */
const largestStep = (planes: readonly Float32Array[]): number =>
  Math.max(
    ...planes.map((plane) =>
      plane.reduce(
        (most, value, n) => (n === 0 ? 0 : Math.max(most, Math.abs(value - (plane[n - 1] ?? 0)))),
        0,
      ),
    ),
  );

describe('a snapped object', () => {
  const snapped = (changes: Partial<ObjectOutput> = {}): ObjectOutput => ({
    kind: 'object',
    x: 0,
    y: 1,
    z: 0,
    size: 0,
    spread: 0,
    snap: { maxDistance: null },
    ...changes,
  });

  it('that a lane moves turns from speaker to speaker within a block, however dense the points', async () => {
    for (const x of [
      lane([0, -1], [4000, 1]),
      lane([0, -1, 'hold'], [1003, 1, 'hold'], [1007, -1, 'hold'], [1009, 1]),
      lane(...Array.from({ length: 300 }, (_, n) => [1000 + n, n % 2 ? 1 : -1] as const)),
    ]) {
      const { core } = await makeRig({ source: ones });
      core.setStrip(0, stripOf({ output: snapped(), lanes: { x } }));
      core.play(0);
      const planes = renderAll(core, 4096);
      expect(largestStep(planes)).toBeLessThanOrEqual(1 / 128 + 1e-6);
      // Behind each turn one speaker sounds alone.
      expect(planes.map((plane) => plane[4095]).filter((value) => value !== 0)).toEqual([1]);
    }
  });

  it.each([
    ['snap', snapped({ x: 0.2, snap: null })],
    ['size', snapped({ snap: null, size: 0.5 })],
    ['zones', snapped({ x: -0.9, zones: ZONE_BOXES['front-corners'] })],
    ['divergence', snapped({ snap: null, divergence: { value: 1, range: 1 } })],
  ])('fades over when %s is switched while it plays', async (_, changed) => {
    const { core } = await makeRig({ source: ones });
    core.setStrip(0, stripOf({ output: snapped({ x: -0.9 }) }));
    core.play(0);
    core.render(256);
    core.setStrip(0, stripOf({ output: changed }));
    const planes = renderAll(core, 1024);
    expect(largestStep(planes)).toBeLessThanOrEqual(1 / 384 + 1e-6);
    expect(core.idle).toBe(true);
  });

  it('leaves a stereo strip’s two objects to snap for themselves', async () => {
    const { core } = await makeRig({ source: ones, voices: 2 });
    const output = snapped({ spread: 0.9 });
    core.setStrip(0, stripOf({ channels: ['L', 'R'], clips: [clipOf([0, 1])], output }));
    core.play(0);
    core.render(128);
    expect(core.outputPlanes().map((plane) => plane[9])).toEqual([1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0]);
  });

  it('stays where it is if no speaker is near enough', async () => {
    const gains = async (output: OutputProgram) => {
      const { core } = await makeRig({ source: ones });
      core.setStrip(0, stripOf({ output }));
      core.play(0);
      core.render(128);
      return core.outputPlanes().map((plane) => plane[0]);
    };
    const free = await gains(objectAt(0.3, 0.2, 0.4));
    expect(await gains(snapped({ x: 0.3, y: 0.2, z: 0.4, snap: { maxDistance: 0.1 } }))).toEqual(free);
    expect(await gains(snapped({ x: 0.3, y: 0.2, z: 0.4, snap: { maxDistance: 2 } }))).not.toEqual(free);
  });
});

describe('a moving object with a size', () => {
  const sized: ObjectOutput = { kind: 'object', x: 0, y: 0.2, z: 0.3, size: 0.3, spread: 0 };
  const CONTROL = 384;

  it('has the law’s gains every 8 ms and lines between, corners and steps of lanes on their samples', async () => {
    const laws = new PanLaws(await loadCoreModule('unshared'));
    laws.setLayout(LAYOUT_SPEAKERS['7.1.4']);
    const size = { width: 0.3, depth: 0.3, height: 0.3 };
    const corner = 3 * CONTROL + 200;
    const { core } = await makeRig({ source: ones });
    const x = lane([0, -1], [corner, 0.9], [corner, -0.2], [40 * CONTROL, 1]);
    core.setStrip(0, stripOf({ output: sized, lanes: { x } }));
    core.play(0);
    const planes = renderAll(core, 8 * CONTROL);
    const at = (place: number): Float64Array => laws.gains(place, 0.2, 0.3, size);
    const placeAt = (n: number): number =>
      n <= corner ? -1 + (1.9 * n) / corner : -0.2 + (1.2 * (n - corner)) / (40 * CONTROL - corner);
    for (const [from, to] of [
      [0, CONTROL],
      [CONTROL, 2 * CONTROL],
      [3 * CONTROL, 3 * CONTROL + 128],
      [3 * CONTROL + 128, corner],
      [6 * CONTROL, 7 * CONTROL],
    ] as const) {
      const [start, end] = [at(placeAt(from)), at(placeAt(to))];
      for (const [index, plane] of planes.entries()) {
        const error = largestError(plane.subarray(from, to), (n) => {
          const way = n / (to - from);
          return (start[index] ?? 0) * (1 - way) + (end[index] ?? 0) * way;
        });
        expect(error).toBeLessThan(2e-6);
      }
    }
  });

  it('has the same bits from wherever it is played', async () => {
    const strip = stripOf({
      output: sized,
      lanes: { x: lane([0, -1], [3000, 1], [3100, 0], [9000, 0.5]), size: lane([0, 0.1], [8000, 0.7]) },
    });
    const { core } = await makeRig({ source: ones });
    core.setStrip(0, strip);
    core.play(0);
    const whole = renderAll(core, 8192);
    for (const from of [1, 127, 384, 500, 3000, 3097, 5000]) {
      core.stop();
      core.play(from);
      const rest = renderAll(core, 2048);
      expect(bitsOf(rest)).toBe(bitsOf(whole.map((plane) => plane.slice(from, from + 2048))));
    }
  });

  it('turns to other trims without a step, in the middle of a line', async () => {
    const { core } = await makeRig({ source: ones });
    core.setStrip(0, stripOf({ output: sized, lanes: { y: lane([0, -1], [4000, 1]) } }));
    core.play(0);
    const before = renderAll(core, 10 * 128);
    const trims = { surroundDb: -6, heightDb: -6, listenerBalanceDb: 0, overheadBalanceDb: 0 };
    core.setRendering({ ...PLAIN_RENDERING, trims: everyLayout(trims) });
    const after = renderAll(core, 8 * 128);
    const planes = before.map((plane, index) => Float32Array.of(...plane.slice(-2), ...(after[index] ?? [])));
    expect(largestStep(planes)).toBeLessThan(0.5 / 128 + 0.002);
  });
});

describe('a moving point', () => {
  const point = (y: number): ObjectOutput => ({ kind: 'object', x: 0, y, z: 0.3, size: 0, spread: 0 });
  /** There and back across every speaker of its rows, at some speed in room units a second. */
  const crossing = (speed: number) => {
    const length = Math.round((2 * 48_000) / speed);
    return { length, x: lane([0, -1], [length, 1], [2 * length, -1]) };
  };

  it.each([0.2, 1, 2.4, 6])('keeps to the law on every sample at %d units a second', async (speed) => {
    const laws = new PanLaws(await loadCoreModule('unshared'));
    for (const target of ['7.1.4', '9.1.6'] as const) {
      laws.setLayout(LAYOUT_SPEAKERS[target]);
      const { core } = await makeRig({ source: ones, target });
      const { length, x } = crossing(speed);
      core.setStrip(0, stripOf({ output: point(0.9), lanes: { x } }));
      core.play(0);
      const frames = Math.min(length + 4000, 60_000);
      const planes = renderAll(core, frames);
      let worst = 0;
      for (let n = 0; n < frames; n += 7) {
        const place = n <= length ? -1 + (2 * n) / length : 1 - (2 * (n - length)) / length;
        const gains = laws.gains(place, 0.9, 0.3);
        for (const [index, plane] of planes.entries())
          worst = Math.max(worst, Math.abs((plane[n] ?? Number.NaN) - (gains[index] ?? 0)));
      }
      // Slow points run as lines of 8 ms where they pass no speaker, fast ones as lines of a block.
      expect(worst).toBeLessThan(speed < 3 ? 0.006 : 0.02);
    }
  });

  it('has the same bits from wherever it is played', async () => {
    const { core } = await makeRig({ source: ones });
    core.setStrip(
      0,
      stripOf({ output: point(0.4), lanes: { x: crossing(2).x, z: lane([500, 0], [9000, 1]) } }),
    );
    core.play(0);
    const whole = renderAll(core, 12_288);
    for (const from of [1, 127, 384, 500, 3001, 8992]) {
      core.stop();
      core.play(from);
      expect(bitsOf(renderAll(core, 2048))).toBe(
        bitsOf(whole.map((plane) => plane.slice(from, from + 2048))),
      );
    }
  });
});
