import {
  barPosition,
  barTicks,
  beatsBetween,
  meterAt,
  samplesToTicks,
  type TempoMap,
  ticksPerBeat,
  ticksToSamples,
} from '../../session/index.ts';
import type { FrameRate } from '../../units/index.ts';
import type { Grid } from './snap.ts';
import type { BarLine } from './ticks.ts';

/** The musical and picture grid of a session. */
export interface BeatGrid extends Grid {
  /** Bar lines between two timeline samples. */
  bars(from: number, to: number): readonly BarLine[];
}

/** Most bar lines one ruler is given; a wider view has no room for more. */
const MAX_BARS = 4000;

/** Builds the grid of a tempo map. */
export function beatGrid(tempo: TempoMap, sampleRate: number, frameRate: FrameRate): BeatGrid {
  const at = (tick: number): number => ticksToSamples(tempo, sampleRate, tick);
  return {
    sampleRate,
    frameRate,
    beat(sample) {
      const tick = samplesToTicks(tempo, sampleRate, sample);
      const position = barPosition(tempo, Math.floor(tick));
      const start = barTicks(tempo, { ...position, tick: 0 });
      const next = start + ticksPerBeat(meterAt(tempo, position.bar));
      return sample - at(start) <= at(next) - sample ? at(start) : at(next);
    },
    bars(from, to) {
      const lines: BarLine[] = [];
      for (const { sample, bar, beat } of beatsBetween(tempo, sampleRate, from, to)) {
        if (beat === 0) lines.push({ sample, number: bar + 1 });
        if (lines.length >= MAX_BARS) break;
      }
      return lines;
    },
  };
}
