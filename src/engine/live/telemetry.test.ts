import { describe, expect, it } from 'vitest';
import {
  Core,
  createMemory,
  lkfsOf,
  loudnessIn,
  planMemory,
  RingWriter,
  SLOT_FRAMES,
} from '../../core/index.ts';
import { loadCoreModule } from '../../core/node.ts';
import { beginWrite, endWrite, FACT, telemetryBytes, telemetryViews } from './telemetry-layout.ts';
import { TelemetryReader } from './telemetry-reader.ts';
import { TelemetryWriter } from './telemetry-writer.ts';

const STRIPS = 4;
const CHANNELS = 2;

function rig(facts: Partial<Record<keyof typeof FACT, number>>) {
  const buffer = new SharedArrayBuffer(telemetryBytes(STRIPS, CHANNELS));
  const views = telemetryViews(buffer, STRIPS, CHANNELS);
  const reader = new TelemetryReader(buffer, STRIPS, CHANNELS);
  const write = (change: typeof facts) => {
    beginWrite(views);
    for (const [name, value] of Object.entries(change)) views.facts[FACT[name as keyof typeof FACT]] = value;
    endWrite(views);
  };
  write(facts);
  reader.poll();
  return { views, reader, write };
}

/** A core with a second of a quiet square wave at 500 Hz in slot 2, a dialogue object at the left speaker. */
async function playingCore(beside: boolean): Promise<Core> {
  const plan = planMemory({ rings: 1, voices: 4, heapBytes: 1 << 16, maxRings: 1 });
  const memory = createMemory(plan, false);
  const core = new Core(await loadCoreModule('unshared'), memory, plan, {
    sampleRate: 48_000,
    target: '7.1.4',
    beside,
  });
  const writer = new RingWriter(memory, plan);
  writer.assign(0, 0, 1);
  for (let slot = 0; slot < 6; slot++) {
    writer
      .slotView(0, slot)
      .set(Float32Array.from({ length: SLOT_FRAMES }, (_, n) => (n % 96 < 48 ? 1 : -1)));
    writer.publish(0, slot, 1, slot);
  }
  core.setStrip(2, {
    id: 'voice',
    channels: ['M'],
    family: 1,
    gain: 0.5,
    clips: [
      {
        id: 'clip',
        start: 0,
        length: 48_000,
        sourceOffset: 0,
        gain: 1,
        fadeInLength: 0,
        fadeInShape: 'linear',
        fadeOutLength: 0,
        fadeOutShape: 'linear',
        voices: [0],
      },
    ],
    lanes: {},
    output: { kind: 'object', x: -1, y: 1, z: 0, size: 0, spread: 0 },
    latencySamples: 0,
  });
  core.play(0);
  return core;
}

describe('TelemetryWriter', () => {
  it('reports what the 5.1 beside measures, strip by strip and as a whole, and none of it where it is off', async () => {
    for (const beside of [true, false]) {
      const core = await playingCore(beside);
      const buffer = new SharedArrayBuffer(telemetryBytes(STRIPS, CHANNELS));
      const writer = new TelemetryWriter(buffer, STRIPS, CHANNELS);
      const reader = new TelemetryReader(buffer, STRIPS, CHANNELS);
      for (let done = 0; done < 24_000; done += 480) {
        core.render(480);
        writer.write(core, done, 480, { start: 0, end: 0, enabled: false }, 0);
      }
      reader.poll();
      const { loudness, stripPowers, stripTops, outputPeaks, bedPeaks, stripPeaks } = reader.views;
      const heard = [loudnessIn.momentary(loudness, 1), lkfsOf(stripPowers[2] ?? 0)];
      // An object at the left speaker is as loud there as behind its fader.
      if (beside) expect(heard[0]).toBeCloseTo(heard[1] ?? 0, 2);
      else expect(heard).toEqual([Number.NEGATIVE_INFINITY, Number.NEGATIVE_INFINITY]);
      expect(loudnessIn.momentary(loudness, 0)).toBe(Number.NEGATIVE_INFINITY);
      expect(stripTops[2]).toBeGreaterThanOrEqual(stripPeaks[2] ?? 1);
      expect(stripTops[2]).toBeCloseTo(0.5, 2);
      expect(outputPeaks[0]).toBeCloseTo(0.5, 2);
      expect(Math.max(...bedPeaks, stripTops[1] ?? 1)).toBe(0);
    }
  });
});

describe('TelemetryReader', () => {
  it('keeps the last whole reading while a write is under way', () => {
    const { views, reader, write } = rig({ position: 100 });
    beginWrite(views);
    views.facts[FACT.position] = 999;
    reader.poll();
    expect(reader.fact(FACT.position)).toBe(100);
    endWrite(views);
    write({ position: 200 });
    reader.poll();
    expect(reader.fact(FACT.position)).toBe(200);
  });

  const playing = {
    playing: 1,
    speed: 1,
    position: 10_000,
    contextFrame: 50_000,
    sinceJump: 5000,
    sinceWrap: -1,
  };

  it('says what is heard, not what was rendered', () => {
    expect(rig(playing).reader.positionAt(48_500)).toBe(8500);
  });

  it('never goes behind the last jump', () => {
    expect(rig({ ...playing, sinceJump: 300 }).reader.positionAt(48_500)).toBe(9700);
  });

  it('goes back round the loop', () => {
    const wrapped = { ...playing, position: 2100, sinceWrap: 100, loopStart: 2000, loopEnd: 6000 };
    expect(rig(wrapped).reader.positionAt(49_950)).toBe(2050);
    expect(rig(wrapped).reader.positionAt(49_500)).toBe(5600);
  });

  it('stays where it is when stopped or when the device is ahead of the report', () => {
    expect(rig({ ...playing, playing: 0 }).reader.positionAt(40_000)).toBe(10_000);
    expect(rig(playing).reader.positionAt(50_500)).toBe(10_000);
  });

  it('follows a shuttle back by its own speed, never before its last jump or the beginning', () => {
    const shuttle = { playing: 1, contextFrame: 10_000, sinceJump: 3000, sinceWrap: -1 };
    const { reader, write } = rig({ ...shuttle, position: 50_000, speed: -4 });
    expect(reader.positionAt(9000)).toBe(54_000);
    expect(reader.positionAt(2000)).toBe(62_000);
    write({ ...shuttle, position: 600, speed: 0.5 });
    reader.poll();
    expect(reader.positionAt(9000)).toBe(100);
    expect(reader.positionAt(8000)).toBe(0);
  });
});
