import { describe, expect, it } from 'vitest';
import { MAX_SPEAKERS, MAX_STRIPS } from '../../core/index.ts';
import { LIVE_TELEMETRY_BYTES, LiveTelemetry } from './live-telemetry.ts';
import { beginWrite, endWrite, FACT, telemetryViews } from './telemetry-layout.ts';

/** What poll asks of a context: a clock without a device behind it. */
const CONTEXT = {
  currentTime: 1,
  sampleRate: 48_000,
  outputLatency: 0,
  baseLatency: 0,
  getOutputTimestamp: () => ({ contextTime: 0, performanceTime: 0 }),
} as unknown as AudioContext;

function rig() {
  const buffer = new SharedArrayBuffer(LIVE_TELEMETRY_BYTES);
  const views = telemetryViews(buffer, MAX_STRIPS, MAX_SPEAKERS);
  const wanted = { play: false, position: 0 };
  const telemetry = new LiveTelemetry({
    slotOf: () => undefined,
    context: () => CONTEXT,
    resetClips: () => undefined,
    resetPeaks: () => undefined,
    resetLoudness: () => undefined,
    wantsPlay: () => wanted.play,
    restingPosition: () => wanted.position,
  });
  telemetry.attach(buffer);
  const report = (position: number, playing: boolean) => {
    beginWrite(views);
    views.facts[FACT.contextFrame] = 48_000;
    views.facts[FACT.position] = position;
    views.facts[FACT.playing] = playing ? 1 : 0;
    endWrite(views);
  };
  return { telemetry, wanted, report };
}

describe('the live playhead', () => {
  it('is where it was put while stopped, before the processor has reported it', () => {
    const { telemetry, wanted, report } = rig();
    report(1000, false);
    wanted.position = 96_000;
    telemetry.poll();
    expect(telemetry.position).toBe(96_000);
  });

  it('is what the processor reports once play was asked for', () => {
    const { telemetry, wanted, report } = rig();
    wanted.play = true;
    wanted.position = 96_000;
    report(97_280, true);
    telemetry.poll();
    expect(telemetry.position).toBe(97_280);
  });
});
