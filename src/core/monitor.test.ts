import { describe, expect, it } from 'vitest';
import { BLOCK_FRAMES } from './contract.ts';
import type { OutputProgram } from './program.ts';
import {
  ALL_TARGETS,
  bitsOf,
  clipOf,
  largestError,
  makeRig,
  noise,
  objectAt,
  ones,
  renderAll,
  renderLeft,
  stripOf,
} from './test-rig.ts';

describe('monitor', () => {
  it('is the output, later by its latency, with the first block faded in; the output itself is not', async () => {
    const { core } = await makeRig({ monitor: 'live', source: (voice, frame) => noise(voice, frame) / 4 });
    core.setStrip(0, stripOf());
    core.play(0);
    const delay = core.monitorLatency;
    expect(delay).toBe(72);
    core.render(1024);
    const output = core.outputPlanes()[0] ?? [];
    const monitor = core.monitorPlanes()[0]?.subarray(0, 1024) ?? [];
    const expected = (n: number): number =>
      n < delay ? 0 : (output[n - delay] ?? 0) * Math.min(1, (n - delay) / 128);
    expect(largestError(monitor, expected)).toBeLessThan(1e-7);
    expect(output[0]).toBe(Math.fround(noise(0, 0) / 4));
  });

  it('goes down before a stop and a seek, up after, and leaves no click', async () => {
    const { core } = await makeRig({ monitor: 'live', source: ones });
    core.setStrip(0, stripOf({ gain: 0.5 }));
    core.play(0);
    renderLeft(core, 1024);
    core.locate(30_000);
    expect(core.position).toBe(1024);
    const seek = renderAll(core, 1024, 128, 'monitor')[0] ?? [];
    expect(core.position).toBe(30_000 + 1024 - 128);
    core.stop();
    expect(core.playing).toBe(true);
    const stop = renderAll(core, 1024, 128, 'monitor')[0] ?? [];
    expect(core.playing).toBe(false);
    // Down took the rest of the block rendered ahead, and one more.
    expect(core.position).toBe(30_000 + 1024 - 128 + 80 + 128);
    for (const heard of [seek, stop]) {
      for (let n = 1; n < heard.length; n++) {
        expect(Math.abs((heard[n] ?? 0) - (heard[n - 1] ?? 0))).toBeLessThan(0.5 / 100);
      }
    }
    expect(seek[72 + 128]).toBeCloseTo(0, 6);
    expect(seek[1023]).toBe(0.5);
    expect(stop[1023]).toBe(0);
  });

  it('does not count what is missing while it goes down', async () => {
    const { core, writer } = await makeRig({ monitor: 'live', source: ones });
    core.setStrip(0, stripOf());
    core.play(0);
    core.render(128);
    core.locate(8960);
    writer.release(0);
    core.render(128);
    expect(core.missedSlots).toBe(0);
    core.render(128);
    expect(core.missedSlots).toBe(1);
  });

  it('takes what is asked for while it goes down: the last seek, and play again after stop', async () => {
    const { core } = await makeRig({ monitor: 'live', source: ones });
    core.play(0);
    core.render(128);
    core.stop();
    core.locate(5000);
    core.play(7000);
    core.render(256);
    expect(core.playing).toBe(true);
    expect(core.position).toBe(7000 + 128);
  });

  it('follows the level in 20 ms without a step, and limits what exceeds −1 dB true peak', async () => {
    const { core } = await makeRig({ monitor: 'live', source: ones });
    core.setStrip(0, stripOf({ gain: 0.5 }));
    core.play(0);
    renderLeft(core, 1024);
    core.setMonitorGain(0.1);
    const down = renderAll(core, 2048, 128, 'monitor')[0] ?? [];
    expect(down[2047]).toBeCloseTo(0.05, 7);
    expect(down[72 + 480]).toBeCloseTo(0.275, 5);
    core.setMonitorGain(8);
    const loud = renderAll(core, 4096, 128, 'monitor')[0] ?? [];
    expect(Math.max(...loud)).toBeLessThan(0.9);
    expect(core.limiterGain).toBeLessThan(0.3);
    expect(core.clipCount).toBe(0);
  });

  it('as a limiter alone neither fades nor follows a level', async () => {
    const { core } = await makeRig({ monitor: 'limit', source: (voice, frame) => noise(voice, frame) / 4 });
    core.setStrip(0, stripOf());
    core.setMonitorGain(0);
    core.play(0);
    core.render(1024);
    const output = core.outputPlanes()[0] ?? [];
    expect(largestError(core.monitorPlanes()[0]?.subarray(72, 1024) ?? [], (n) => output[n] ?? 0)).toBe(0);
  });
});

describe('meters', () => {
  it('show the peak and RMS behind the fader and fall 20 dB in 1.5 s', async () => {
    const { core } = await makeRig({ source: ones });
    core.setStrip(2, stripOf({ gain: 0.5, clips: [clipOf([0], { length: 48_000 })] }));
    core.play(0);
    renderLeft(core, 48_000);
    const peaks = new Float32Array(4);
    const rms = new Float32Array(4);
    const outputs = new Float32Array(12);
    const bed = new Float32Array(10);
    core.readMeters(peaks, rms, outputs, bed, new Float32Array(10));
    expect(peaks[2]).toBe(0.5);
    expect(rms[2]).toBeGreaterThan(0.49);
    expect(rms[2]).toBeLessThanOrEqual(0.5);
    expect(outputs[0]).toBe(0.5);
    expect(outputs[1]).toBe(0);
    for (let n = 0; n < 72_000; n += 720) core.render(720);
    core.readMeters(peaks, rms, outputs, bed, new Float32Array(10));
    expect(peaks[2]).toBeCloseTo(0.05, 3);
    expect(outputs[0]).toBeCloseTo(0.05, 3);
    expect(rms[2]).toBeLessThan(0.05);
    expect(peaks[1]).toBe(0);
  });

  it('show the channels of the bed, whatever layout they join', async () => {
    const { core } = await makeRig({ source: ones, target: '5.1' });
    const output: OutputProgram = { kind: 'bed', pan: 1, width: 1, frontBack: 0, height: 0, lfeGain: 0 };
    core.setStrip(0, stripOf({ gain: 0.5, output }));
    core.play(0);
    renderLeft(core, 48_000);
    const bed = new Float32Array(10);
    const rms = new Float32Array(10);
    core.readMeters(new Float32Array(4), new Float32Array(4), new Float32Array(6), bed, rms);
    // Rss, which 5.1 has not.
    expect([...bed]).toEqual([0, 0, 0, 0, 0, 0.5, 0, 0, 0, 0]);
    expect(rms[5]).toBeGreaterThan(0.49);
    expect(rms[4]).toBe(0);
  });

  it('count samples over full scale of the unclamped output', async () => {
    const { core } = await makeRig({ source: (_, frame) => (frame % 100 === 0 ? -3 : 0.9) });
    core.setStrip(0, stripOf());
    core.play(0);
    const left = renderLeft(core, 1000);
    expect(left[100]).toBe(-3);
    // The block that holds frame 1000 was rendered as a whole.
    expect(core.clipCount).toBe(11);
    core.resetClips();
    expect(core.clipCount).toBe(0);
  });
});

describe('the monitor’s matrix', () => {
  const diagonal = (...gains: number[]): number[] =>
    gains.flatMap((gain, row) => gains.map((_, column) => (row === column ? gain : 0)));

  it('mutes, turns and folds speakers of what is listened to, in 20 ms, and leaves the output alone', async () => {
    const { core } = await makeRig({ monitor: 'live', target: '2.0', source: ones });
    core.setStrip(0, stripOf({ gain: 0.5, output: objectAt(-1, 1, 0) }));
    core.setStrip(1, stripOf({ id: 'other', gain: 0.25, output: objectAt(1, 1, 0) }));
    core.play(0);
    renderAll(core, 1280);
    core.setMonitorMatrix(diagonal(0, -1), 2);
    const [left = [], right = []] = renderAll(core, 2048, 100, 'monitor');
    expect(left[2047]).toBe(0);
    expect(right[2047]).toBe(-0.25);
    for (const plane of [left, right])
      for (let n = 1; n < plane.length; n++)
        expect(Math.abs((plane[n] ?? 0) - (plane[n - 1] ?? 0))).toBeLessThan(0.5 / 900);
    expect(Array.from(core.outputPlanes()[0]?.subarray(0, 3) ?? [])).toEqual([0.5, 0.5, 0.5]);
    core.setMonitorMatrix([0.5, 0.5, 0.5, 0.5], 2);
    const mono = renderAll(core, 2048, 128, 'monitor');
    expect(mono.map((plane) => plane[2047])).toEqual([0.375, 0.375]);
  });

  it('that changes nothing leaves the bits alone', async () => {
    const monitored = async (touch: boolean): Promise<string> => {
      const { core } = await makeRig({ monitor: 'live', target: '5.1' });
      core.setStrip(0, stripOf({ gain: 0.3, output: objectAt(0.2, 0.1, 0) }));
      if (touch) core.setMonitorMatrix(diagonal(1, 1, 1, 1, 1, 1), 6);
      core.play(0);
      renderAll(core, 1280, 128, 'monitor');
      return bitsOf(renderAll(core, 4096, 128, 'monitor'));
    };
    expect(await monitored(true)).toBe(await monitored(false));
  });

  it('waits for the target it fits, which begins with it', async () => {
    const { core } = await makeRig({ monitor: 'live', target: '7.1.4', source: ones });
    core.setStrip(0, stripOf({ gain: 0.5 }));
    core.play(0);
    renderAll(core, 1280);
    core.setTarget('2.0');
    core.setMonitorMatrix(diagonal(0, 1), 2);
    for (let block = 0; block < 20; block++) {
      core.render(128);
      if (core.outputChannels === 2) break;
    }
    const [left = []] = renderAll(core, 1024, 128, 'monitor');
    expect(core.outputChannels).toBe(2);
    expect(left.every((value) => value === 0)).toBe(true);
  });

  it('is refused unless it is square and finite', async () => {
    const { core } = await makeRig();
    expect(() => core.setMonitorMatrix([1, 0, 0], 2)).toThrow(/3 gains/);
    expect(() => core.setMonitorMatrix([1, 0, 0, Number.NaN], 2)).toThrow(RangeError);
  });
});

describe('test signals', () => {
  it('walk one channel after another, a second each, in the order of the output', async () => {
    for (const target of ALL_TARGETS.filter((name) => name !== 'binaural')) {
      const { core } = await makeRig({ target, build: 'unshared' });
      core.setTestSignal('walk');
      const channels = core.outputChannels;
      for (let second = 0; second <= channels; second++) {
        const planes = renderAll(core, 48_000, 1600);
        const sounding = planes
          .map((plane, channel) => (plane.some((value) => value !== 0) ? channel : -1))
          .filter((channel) => channel >= 0);
        expect(sounding).toEqual([second % channels]);
        if (second > 1) break;
      }
    }
  });

  it('make pink noise at −20 dB RMS, the same each time, falling 3 dB an octave', async () => {
    const { core } = await makeRig({ build: 'unshared', target: '5.1' });
    core.setTestSignal('pink');
    const first = renderLeft(core, 1 << 17, 2048);
    core.setTestSignal('pink');
    expect(renderLeft(core, 4096)).toEqual(first.slice(0, 4096));
    const rms = Math.sqrt(first.reduce((sum, value) => sum + value * value, 0) / first.length);
    expect(20 * Math.log10(rms)).toBeGreaterThan(-21);
    expect(20 * Math.log10(rms)).toBeLessThan(-19);
    // Power around a frequency, by a bank of sines over windows of 4096.
    const band = (frequency: number): number => {
      let sum = 0;
      for (let start = 0; start + 4096 <= first.length; start += 4096) {
        let re = 0;
        let im = 0;
        for (let n = 0; n < 4096; n++) {
          const window = 0.5 - 0.5 * Math.cos((2 * Math.PI * n) / 4096);
          const value = (first[start + n] ?? 0) * window;
          re += value * Math.cos((2 * Math.PI * frequency * n) / 48_000);
          im += value * Math.sin((2 * Math.PI * frequency * n) / 48_000);
        }
        sum += re * re + im * im;
      }
      return 10 * Math.log10(sum);
    };
    const at = (centre: number): number =>
      [0.9, 0.95, 1, 1.05, 1.1].reduce((sum, way) => sum + band(centre * way), 0) / 5;
    expect(at(500) - at(4000)).toBeGreaterThan(7);
    expect(at(500) - at(4000)).toBeLessThan(11);
  });

  it('sweep upwards, replace the mix, and stop when told', async () => {
    const { core } = await makeRig({ source: ones });
    core.setStrip(0, stripOf());
    core.play(0);
    core.setTestSignal('sweep');
    const sweep = renderLeft(core, 9600);
    expect(Math.max(...sweep)).toBeCloseTo(0.1 * Math.SQRT2, 4);
    const crossings = sweep.filter((value, n) => n > 0 && value >= 0 && (sweep[n - 1] ?? 0) < 0).length;
    expect(crossings).toBeGreaterThan(3);
    expect(crossings).toBeLessThan(6);
    core.setTestSignal('off');
    expect(renderLeft(core, 256).every((value) => value === 1)).toBe(true);
  });
});

describe('live input', () => {
  it('comes out of the left and right of the bed a block later, playing or not', async () => {
    for (const quantum of [64, 128, 256, 100]) {
      const { core } = await makeRig();
      const heard: number[] = [];
      let next = 1;
      for (let done = 0; done < 1600; done += quantum) {
        const [left, right] = core.inputPlanes();
        for (let n = 0; n < quantum; n++) {
          if (left) left[n] = next;
          if (right) right[n] = -next;
          next++;
        }
        core.render(quantum);
        const planes = core.outputPlanes();
        for (let n = 0; n < quantum; n++) {
          heard.push(planes[0]?.[n] ?? Number.NaN);
          expect((planes[1]?.[n] ?? Number.NaN) + (heard.at(-1) ?? 0)).toBe(0);
        }
      }
      expect(largestError(heard, (n) => Math.max(0, n + 1 - BLOCK_FRAMES))).toBe(0);
    }
  });

  it('joins the mix', async () => {
    const { core } = await makeRig({ source: ones });
    core.setStrip(0, stripOf({ output: objectAt(1, 1, 0) }));
    core.inputPlanes()[1]?.fill(0.25);
    core.play(0);
    const right = renderAll(core, 256)[1];
    expect(right?.[100]).toBe(1);
    expect(right?.[200]).toBe(1.25);
  });
});
