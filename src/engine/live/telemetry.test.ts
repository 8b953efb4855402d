import { describe, expect, it } from 'vitest';
import { beginWrite, endWrite, FACT, telemetryBytes, telemetryViews } from './telemetry-layout.ts';
import { TelemetryReader } from './telemetry-reader.ts';

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
