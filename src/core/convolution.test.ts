import { beforeAll, describe, expect, it } from 'vitest';
import { fft } from '../../scripts/demo/sound/fft.ts';
import { encodeSpace } from './encode-space.ts';
import { loadCoreModule } from './node.ts';
import type { StripProgram } from './program.ts';
import { type PreparedResponse, prepareResponse, RESPONSE_FRAMES } from './response-prepare.ts';
import type { ConvolutionProgram } from './space-program.ts';
import { bitsOf, clipOf, makeRig, noise, objectAt, type RigOptions, renderAll, stripOf } from './test-rig.ts';

let module: WebAssembly.Module;
beforeAll(async () => {
  module = await loadCoreModule('unshared');
});

const impulse = (_voice: number, frame: number): number => (frame === 0 ? 1 : 0);
const seeded = (seed: number, frames: number): Float32Array =>
  Float32Array.from({ length: frames }, (_, n) => noise(seed, n) * Math.exp((-5 * n) / frames));

const responseOf = (channels: number, frames: number): Float32Array[] =>
  Array.from({ length: channels }, (_, channel) => seeded(40 + channel, frames));

const spaceOf = (
  response: PreparedResponse,
  changes: Partial<ConvolutionProgram> = {},
): ConvolutionProgram => ({
  kind: 'convolution',
  id: 'room',
  gain: 1,
  returnDb: 0,
  preDelayMs: 0,
  lowCut: 20,
  highCut: 20_000,
  response,
  ...changes,
});

/** A strip nobody hears but the space it sends to. */
const sender = (changes: Partial<StripProgram> = {}): StripProgram =>
  stripOf({ gain: 0, sends: [{ space: 0, gain: 1, preFader: true }], ...changes });

async function rigOf(space: ConvolutionProgram, options: RigOptions & { strip?: StripProgram } = {}) {
  const { strip = sender(), ...rig } = options;
  const { core } = await makeRig({ build: 'unshared', target: '7.1.2', heapBytes: 48 << 20, ...rig });
  core.spaces.set(0, space);
  core.setStrip(0, strip);
  return core;
}

/** Linear convolution in f64, the first `length` samples. */
function convolved(a: Float32Array, b: Float32Array, length: number): Float64Array {
  const size = 2 ** Math.ceil(Math.log2(a.length + b.length));
  const re = new Float64Array(size);
  const im = new Float64Array(size);
  const other = new Float64Array(size);
  const otherIm = new Float64Array(size);
  re.set(a);
  other.set(b);
  fft(re, im, false);
  fft(other, otherIm, false);
  for (let k = 0; k < size; k++) {
    const [ar, ai, br, bi] = [re[k] ?? 0, im[k] ?? 0, other[k] ?? 0, otherIm[k] ?? 0];
    re[k] = ar * br - ai * bi;
    im[k] = -(ar * bi + ai * br);
  }
  fft(re, im, false);
  return re.map((x) => x / size).subarray(0, length);
}

/** Largest difference re the loudest sample, dB. */
function errorDb(plane: Float32Array, wanted: Float64Array): number {
  let worst = 0;
  let top = 1e-300;
  wanted.forEach((x, n) => {
    top = Math.max(top, Math.abs(x));
    worst = Math.max(worst, Math.abs(x - (plane[n] ?? Number.NaN)));
  });
  return 20 * Math.log10(worst / top);
}

const energyOf = (planes: readonly Float32Array[]): number =>
  planes.reduce((sum, plane) => sum + plane.reduce((s, x) => s + x * x, 0), 0);

const planeOf = (planes: readonly Float32Array[], channel: number): Float32Array =>
  planes[channel] ?? new Float32Array(0);

/** Seeded lengths of up to 5 s. */
const RANDOM = [0, 1, 2].map((n) => 1 + Math.floor((noise(9, n) + 1) * 120_000));

describe('a convolution', () => {
  it.each([1, 127, 128, 129, 2048, 2049, 3071, 5000, 32_768, 32_769, 61_234, 144_001, ...RANDOM])(
    'is the convolution of noise with a response of %i frames, from its first sample on, cut anywhere',
    async (frames) => {
      const [response = new Float32Array(0)] = responseOf(1, frames);
      const length = 20_000;
      const strip = sender({ clips: [clipOf([0], { start: 77, length })] });
      const core = await rigOf(spaceOf(prepareResponse(module, false, [response])), { strip });
      const span = length + frames + 70_000;
      const source = Float32Array.from({ length }, (_, n) => noise(0, n));
      for (const start of [0, 77]) {
        core.play(start);
        const planes = renderAll(core, span, 512);
        const from = 77 - start;
        const wanted = convolved(source, response, span - from);
        const error = errorDb(planeOf(planes, 0).subarray(from), wanted);
        console.log(`${frames} frames from ${start}: ${error.toFixed(1)} dB`);
        expect(error).toBeLessThan(-120);
        expect(planeOf(planes, 1).every((x) => x === 0)).toBe(true);
        core.stop();
      }
    },
  );

  it('gives an impulse the response itself, and true zeros after it', async () => {
    const [response = new Float32Array(0)] = responseOf(1, 90_000);
    const core = await rigOf(spaceOf(prepareResponse(module, false, [response])), { source: impulse });
    core.play(0);
    const left = planeOf(renderAll(core, 220_000, 512), 0);
    expect(
      errorDb(
        left,
        Float64Array.from({ length: left.length }, (_, n) => response[n] ?? 0),
      ),
    ).toBeLessThan(-120);
    expect(left[0]).toBe(response[0]);
    expect(left.subarray(160_000).every((x) => x === 0)).toBe(true);
  });

  it.each([2, 6, 8, 10])('of %i channels gives each channel its own', async (channels) => {
    const planes = responseOf(channels, 3000);
    const prepared = prepareResponse(module, false, planes);
    const places = [
      [-1, 1, 0, 0],
      [1, 1, 0, 1],
      [0, 1, 0, 2],
      [-1, 0, 0, 4],
      [1, -1, 0, 7],
      [-1, 0, 1, 8],
    ] as const;
    for (const [x, y, z, channel] of places) {
      const strip = sender({ output: objectAt(x, y, z) });
      const core = await rigOf(spaceOf(prepared), { source: impulse, strip });
      core.play(0);
      const out = renderAll(core, 6000, 512);
      const shares = sharesOf(channels, channel);
      for (let to = 0; to < 10; to++) {
        const share = shares.get(to) ?? 0;
        const wanted = Float64Array.from({ length: 6000 }, (_, n) => share * (planes[to]?.[n] ?? 0));
        if (share === 0) expect(planeOf(out, to).every((v) => v === 0)).toBe(true);
        else expect(errorDb(planeOf(out, to), wanted)).toBeLessThan(-120);
      }
    }
  });

  it('gives the same bits at every quantum, in every build, however blocks are cut', async () => {
    const response = prepareResponse(module, false, responseOf(2, 40_000));
    const strip = sender({
      clips: [clipOf([0], { start: 77, length: 60_000 })],
      output: objectAt(0, 0.3, 0.4),
    });
    const bits = await Promise.all(
      ([64, 128, 256, 1024, 100] as const).map(async (quantum) => {
        const core = await rigOf(spaceOf(response), { strip, build: quantum === 100 ? 'debug' : 'unshared' });
        core.setLoop(10_001, 50_077, true);
        core.play(33);
        return bitsOf(renderAll(core, 120_000, quantum));
      }),
    );
    expect(new Set(bits).size).toBe(1);
  });

  it('forgets all after a jump', async () => {
    const response = prepareResponse(module, false, responseOf(1, 70_000));
    const core = await rigOf(spaceOf(response));
    core.play(0);
    const first = bitsOf(renderAll(core, 90_000, 512));
    core.locate(0);
    expect(bitsOf(renderAll(core, 90_000, 512))).toBe(first);
  });

  it('holds back by its pre-delay and cuts what comes in, to the same bits at every quantum', async () => {
    const frames = 30_000;
    const planes = responseOf(2, frames);
    const one = Float32Array.of(1);
    const settings = { preDelayMs: 37.5, lowCut: 120, highCut: 6000 };
    const filters = await rigOf(spaceOf(prepareResponse(module, false, [one, one]), settings), {
      source: impulse,
    });
    filters.play(0);
    const kernel = planeOf(renderAll(filters, 20_000, 512), 0);
    expect(kernel.subarray(0, 1800).every((x) => x === 0)).toBe(true);
    expect(kernel[1800]).not.toBe(0);
    const whole = await Promise.all(
      ([64, 256, 100] as const).map(async (quantum) => {
        const core = await rigOf(spaceOf(prepareResponse(module, false, planes), settings), {
          source: impulse,
        });
        core.play(0);
        return renderAll(core, 60_000, quantum);
      }),
    );
    expect(new Set(whole.map((made) => bitsOf(made))).size).toBe(1);
    const wanted = convolved(kernel, planes[0] ?? one, 60_000);
    expect(errorDb(planeOf(whole[0] ?? [], 0), wanted)).toBeLessThan(-120);
  });

  it('is silent in true zeros once a pre-delay of half a second has run out, and reads nothing from before a jump', async () => {
    const response = prepareResponse(module, false, responseOf(1, 500));
    const core = await rigOf(spaceOf(response, { preDelayMs: 500, lowCut: 80 }), { source: impulse });
    core.play(0);
    const first = planeOf(renderAll(core, 72_000, 512), 0);
    expect(first.subarray(0, 24_000).every((x) => x === 0)).toBe(true);
    expect(energyOf([first.subarray(24_000, 24_500)])).toBeGreaterThan(0.1);
    const later = renderAll(core, 96_000, 512);
    expect(energyOf(later.map((plane) => plane.subarray(72_000)))).toBe(0);
    core.locate(10);
    expect(energyOf(renderAll(core, 40_000, 512))).toBe(0);
  });

  it('follows its level', async () => {
    const response = prepareResponse(module, false, responseOf(1, 5000));
    const core = await rigOf(spaceOf(response));
    core.play(0);
    renderAll(core, 8192);
    const loud = energyOf(renderAll(core, 4096));
    core.spaces.set(0, spaceOf(response, { returnDb: -20 }));
    const change = renderAll(core, 4096);
    const soft = energyOf(renderAll(core, 4096));
    expect(10 * Math.log10(loud / soft)).toBeGreaterThan(18);
    // The room rings on: the state is the same one.
    expect(energyOf(change)).toBeGreaterThan(0.5 * soft);
  });

  it('moves to another level and another response, comes and goes without a click', async () => {
    const tone = (_voice: number, frame: number) => 0.5 * Math.sin((2 * Math.PI * 200 * frame) / 48_000);
    // Smooth responses: what they make of a fade has no edges of its own.
    const smooth = (frames: number) =>
      Float32Array.from({ length: frames }, (_, n) => (Math.sin((Math.PI * n) / frames) ** 2 * 2) / frames);
    const one = prepareResponse(module, false, [smooth(300)]);
    const other = prepareResponse(
      module,
      false,
      Array.from({ length: 10 }, () => smooth(3000)),
    );
    const core = await rigOf(spaceOf(one), { source: tone });
    core.play(0);
    renderAll(core, 8192);
    let worst = 0;
    for (const change of [
      spaceOf(one, { returnDb: -6 }),
      spaceOf(one, { returnDb: -6, preDelayMs: 20, lowCut: 60, highCut: 9000 }),
      spaceOf(one, { returnDb: -6, preDelayMs: 35, lowCut: 30 }),
      spaceOf(other),
      null,
      spaceOf(one),
      spaceOf(other),
    ]) {
      core.spaces.set(0, change);
      for (const plane of renderAll(core, 8192)) {
        // Third differences of a tone of 200 Hz are small, whatever its level; a step stands out.
        for (let n = 3; n < plane.length; n++) {
          const step =
            (plane[n] ?? 0) - 3 * (plane[n - 1] ?? 0) + 3 * (plane[n - 2] ?? 0) - (plane[n - 3] ?? 0);
          worst = Math.max(worst, Math.abs(step));
        }
      }
    }
    console.log(`largest third difference ${worst}`);
    expect(worst).toBeLessThan(0.002);
    core.spaces.set(0, null);
    renderAll(core, 4096);
    expect(energyOf(renderAll(core, 512))).toBe(0);
  });

  it('shares one response between spaces, and gives its room back', async () => {
    const response = prepareResponse(module, false, responseOf(1, 90_000));
    // Room for two states of 11 MB and little more.
    const { core } = await makeRig({ build: 'unshared', target: '7.1.2', heapBytes: 26 << 20 });
    const spare = prepareResponse(module, false, responseOf(1, 60_000));
    for (let turn = 0; turn < 50; turn++) {
      core.spaces.set(0, spaceOf(turn % 2 ? response : spare));
      core.spaces.set(1, spaceOf(response));
      core.spaces.set(0, null);
      core.spaces.set(1, null);
    }
  });

  it('takes a response in pieces, and is not one before the last', async () => {
    const response = prepareResponse(module, false, responseOf(2, 3000));
    const bytes = new Uint8Array(response.spectra);
    const { core } = await makeRig({ build: 'unshared', target: '7.1.2', heapBytes: 16 << 20 });
    const { responses } = core.spaces;
    const held = responses.hold(2, 3000, bytes.length);
    const record = encodeSpace(spaceOf(response));
    const half = bytes.length >> 1;
    expect(() => responses.fill(held, 8, bytes.subarray(8))).toThrow(/out of turn/);
    responses.fill(held, 0, bytes.subarray(0, half));
    expect(() => core.spaces.setRecord(0, record, held)).toThrow(/on its way/);
    responses.fill(held, half, bytes.subarray(half));
    core.spaces.setRecord(0, record, held);
    core.setStrip(0, sender());
    core.play(0);
    const pieces = bitsOf(renderAll(core, 9000));
    const whole = await rigOf(spaceOf(response));
    whole.play(0);
    expect(bitsOf(renderAll(whole, 9000))).toBe(pieces);
  });

  it('is prepared to the same bits by every build', async () => {
    const planes = responseOf(6, 40_000);
    const shared = await loadCoreModule('shared');
    const digest = (made: PreparedResponse) => bitsOf([new Float32Array(made.spectra)]);
    expect(digest(prepareResponse(shared, true, planes))).toBe(
      digest(prepareResponse(module, false, planes)),
    );
  });

  it('refuses what it cannot play', async () => {
    expect(() => prepareResponse(module, false, responseOf(3, 10))).toThrow(/1, 2, 6, 8, 10 channels/);
    expect(() => prepareResponse(module, false, [new Float32Array(0)])).toThrow(/frames, not 0/);
    expect(() => prepareResponse(module, false, [new Float32Array(RESPONSE_FRAMES + 1)])).toThrow(/frames/);
    expect(() => prepareResponse(module, false, [new Float32Array(4), new Float32Array(5)])).toThrow(
      /length/,
    );
    expect(() => prepareResponse(module, false, [Float32Array.of(Number.NaN)])).toThrow(/not a number/);
    const long = prepareResponse(module, false, responseOf(1, 50_000));
    const { core } = await makeRig({ build: 'unshared', target: '7.1.2', heapBytes: 1 << 20 });
    expect(() => core.spaces.set(0, spaceOf(long))).toThrow(/no room/);
    expect(() => core.spaces.set(0, spaceOf({ ...long, frames: 49_000 }))).toThrow(/not one of 1 channels/);
    expect(() => core.spaces.set(0, spaceOf({ ...long, spectra: new ArrayBuffer(8) }))).toThrow(/not one of/);
  });
});

/** Bed channels a sound in one of them comes back from, and how loud. */
function sharesOf(channels: number, from: number): ReadonlyMap<number, number> {
  const half = Math.SQRT1_2;
  if (channels === 10) return new Map([[from, 1]]);
  if (channels === 8)
    return new Map(
      from === 8
        ? [
            [0, half],
            [4, half],
          ]
        : [[from, 1]],
    );
  if (channels === 6)
    return new Map(
      from === 8
        ? [
            [0, half],
            [4, half],
          ]
        : [[from === 7 ? 5 : from, 1]],
    );
  if (from === 2)
    return new Map([
      [0, half],
      [1, half],
    ]);
  return new Map([[from === 1 || from === 7 ? 1 : 0, 1]]);
}
