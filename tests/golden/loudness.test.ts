import { beforeAll, describe, expect, it } from 'vitest';
import { PanLaws } from '../../src/core/index.ts';
import { loadCoreModule } from '../../src/core/node.ts';
import { makeRig, noise, objectAt, type Rig, renderAll, stripOf } from '../../src/core/test-rig.ts';
import { LAYOUT_SPEAKERS, SPEAKER_LAYOUTS, type SpeakerLayout } from '../../src/units/index.ts';
import { channelWeight, LoudnessMeter } from '../fixtures/loudness/meter.ts';
import { noise as draw } from '../fixtures/math/kernels.ts';

/** BS.1770-5: how loud one object is in every layout, as rendered by the core, against what its gains say. */
const RATE = 48_000;
/** Long enough for the meter's filters to settle and for a gate. */
const FRAMES = RATE / 2;

const weightsOf = (layout: SpeakerLayout): number[] =>
  LAYOUT_SPEAKERS[layout].map(({ label }) => channelWeight(label));

function loudness(planes: readonly Float32Array[], weights: readonly number[]): number {
  const meter = new LoudnessMeter(RATE, weights);
  meter.push(planes, FRAMES);
  return meter.integrated();
}

function rendered(rig: Rig, layout: SpeakerLayout, [x, y, z, size]: Place): number {
  rig.core.setStrip(0, stripOf({ output: objectAt(x, y, z, size) }));
  rig.core.play(0);
  const heard = loudness(renderAll(rig.core, FRAMES, 2048), weightsOf(layout));
  rig.core.stop();
  return heard;
}

type Place = readonly [x: number, y: number, z: number, size: number];

/** Loudness of a source of loudness 0 in a layout: 10 log Σ G g². 2.0 is the Lo/Ro fold of 5.1 (ITU-R BS.775). */
function predicted(laws: PanLaws, layout: SpeakerLayout, [x, y, z, size]: Place): number {
  const panned = layout === '2.0' ? '5.1' : layout;
  laws.setLayout(LAYOUT_SPEAKERS[panned]);
  let gains = [...laws.gains(x, y, z, { width: size, depth: size, height: size })];
  if (layout === '2.0') {
    const [l = 0, r = 0, c = 0, , ls = 0, rs = 0] = gains;
    gains = [l + (c + ls) * Math.SQRT1_2, r + (c + rs) * Math.SQRT1_2];
  }
  const weights = weightsOf(layout);
  return 10 * Math.log10(gains.reduce((sum, gain, index) => sum + (weights[index] ?? 0) * gain * gain, 0));
}

/** Corners and middles, then places drawn at random, half of them with a size. */
function places(): Place[] {
  const next = draw(1770);
  const drawn = Array.from({ length: 24 }, (_, index): Place => {
    const [x, y, z] = [next(), next(), Math.abs(next())];
    return [x, y, z, index % 2 ? Math.abs(next()) : 0];
  });
  return [
    [0, 1, 0, 0],
    [-1, 1, 0, 0],
    [1, 0, 0, 0],
    [-1, -1, 0, 0],
    [0, -1, 0, 0],
    [0, 0, 1, 0],
    [0, 0, 0, 1],
    ...drawn,
  ];
}

describe.each(SPEAKER_LAYOUTS)('loudness in %s', (layout) => {
  let laws: PanLaws;
  let rig: Rig;
  let source: number;
  beforeAll(async () => {
    laws = new PanLaws(await loadCoreModule('unshared'));
    rig = await makeRig({ target: layout, build: 'unshared' });
    source = loudness([Float32Array.from({ length: FRAMES }, (_, frame) => noise(0, frame))], [1]);
  });

  it('has an object in front as loud as its source, within 1.5 LU', () => {
    for (const x of [-1, 0, 1]) {
      expect(Math.abs(rendered(rig, layout, [x, 1, 0, 0]) - source)).toBeLessThan(1.5);
    }
    expect(Math.abs(rendered(rig, layout, [0, 1, 0, 0]) - source)).toBeLessThan(0.01);
  });

  it('has an object anywhere as loud as its gains and the weights say, within 0.1 LU', () => {
    for (const place of places()) {
      const error = Math.abs(rendered(rig, layout, place) - source - predicted(laws, layout, place));
      expect(error, place.join()).toBeLessThan(0.1);
    }
  });
});
