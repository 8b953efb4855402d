import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Clip, ClipId, StemId, TrackId } from '../../session/index.ts';
import { decibels, FRAME_RATES, samples } from '../../units/index.ts';
import { clipPartAt } from './clip-hit.ts';
import { LANE_HEIGHT, maxTop, ROW_HEIGHT, rowAt, rowLayout, topForRow, visibleRows } from './rows.ts';
import { fittingName } from './ruler-paint.ts';
import { type Grid, snapSample, snapTo } from './snap.ts';
import { barTicks, timecodeTicks } from './ticks.ts';
import {
  followPage,
  sampleToX,
  sliderToZoom,
  xToSample,
  zoomAt,
  zoomToFit,
  zoomToSlider,
} from './time-scale.ts';
import { clipsInside, moveCursor, timelineData } from './timeline-data.ts';
import { foldPeaks, waveHeight } from './waveform.ts';

const none = { length: samples(0), shape: 'linear' } as const;
const clip = (id: string, track: string, start: number, length: number): Clip => ({
  id: id as ClipId,
  trackId: track as TrackId,
  stemId: 's' as StemId,
  name: id,
  channels: [0],
  start: samples(start),
  sourceOffset: samples(0),
  length: samples(length),
  gainDb: decibels(0),
  fadeIn: none,
  fadeOut: none,
  muted: false,
});
describe('the time scale', () => {
  const scale = fc.record({
    samplesPerPixel: fc.double({ min: 0.125, max: 400_000, noNaN: true }),
    start: fc.double({ min: 0, max: 1e9, noNaN: true }),
  });

  it('maps pixels and samples back and forth', () => {
    fc.assert(
      fc.property(scale, fc.double({ min: 0, max: 4000, noNaN: true }), (view, x) => {
        expect(sampleToX(view, xToSample(view, x))).toBeCloseTo(x, 3);
      }),
      { seed: 5201 },
    );
  });

  it('keeps the sample under the pointer while zooming, unless that would show time before the start', () => {
    const view = { samplesPerPixel: 1000, start: 2_000_000 };
    const zoomed = zoomAt(view, 0.5, 300);
    expect(xToSample(zoomed, 300)).toBeCloseTo(xToSample(view, 300), 6);
    expect(zoomAt({ samplesPerPixel: 1000, start: 0 }, 4, 500).start).toBe(0);
  });

  it('fits a stretch into the window', () => {
    const fit = zoomToFit(48_000, 96_000, 1000);
    expect(sampleToX(fit, 48_000)).toBeGreaterThan(0);
    expect(sampleToX(fit, 96_000)).toBeLessThan(1000);
  });

  it('turns the page when the playhead leaves and not before', () => {
    const view = { samplesPerPixel: 100, start: 1000 };
    expect(followPage(view, 1000, 500)).toBeNull();
    expect(followPage(view, 50_999, 500)).toBeNull();
    expect(followPage(view, 51_000, 500)).toBe(48_500);
  });

  it('moves its slider over the whole range', () => {
    for (const position of [0, 0.25, 0.5, 1]) {
      expect(zoomToSlider({ samplesPerPixel: sliderToZoom(position), start: 0 })).toBeCloseTo(position, 9);
    }
  });
});

describe('ticks', () => {
  it.each(FRAME_RATES)('label round timecodes at every zoom at %s, far enough apart', (frameRate) => {
    const clock = { sampleRate: 48_000, frameRate, startFrames: 86_400 };
    for (const samplesPerPixel of [0.25, 4, 20, 60, 200, 1000, 4000, 30_000, 200_000]) {
      const ticks = timecodeTicks({ samplesPerPixel, start: 123_456 }, 1200, clock);
      const labelled = ticks.filter(({ label }) => label !== null);
      expect(ticks.length).toBeLessThan(200);
      labelled.slice(1).forEach(({ x }, index) => {
        expect(x - (labelled[index]?.x ?? 0)).toBeGreaterThan(88);
      });
      // Beyond a second a label, every label stands on frame 00 (or 02 where drop-frame has no 00).
      if (samplesPerPixel >= 1000) for (const { label } of labelled) expect(label).toMatch(/[:;]0[02]$/);
    }
  });

  it('number bars and thin them out when they are close', () => {
    const bars = Array.from({ length: 64 }, (_, index) => ({ sample: index * 96_000, number: index + 1 }));
    const near = barTicks({ samplesPerPixel: 800, start: 0 }, 1200, bars);
    expect(near.slice(0, 3).map(({ label }) => label)).toEqual(['1', '2', '3']);
    const far = barTicks({ samplesPerPixel: 20_000, start: 0 }, 1200, bars);
    expect(far.every(({ label }) => label !== null)).toBe(true);
    expect(far[1]?.label).toBe('17');
  });
});

describe('snapping', () => {
  const grid: Grid = {
    sampleRate: 48_000,
    frameRate: '24',
    beat: (sample) => Math.round(sample / 24_000) * 24_000,
  };

  it('lands on frames and beats and never before the start', () => {
    expect(snapSample(2900, 'frame', grid)).toBe(2000);
    expect(snapSample(3001, 'frame', grid)).toBe(4000);
    expect(snapSample(35_999, 'beat', grid)).toBe(24_000);
    expect(snapSample(-500, 'frame', grid)).toBe(0);
    expect(snapSample(123.4, 'off', grid)).toBe(123);
  });

  it('prefers an edge nearby over the grid', () => {
    expect(snapTo(2900, 'frame', grid, [2871], 50)).toBe(2871);
    expect(snapTo(2900, 'frame', grid, [2600], 50)).toBe(2000);
    expect(snapTo(2900, 'off', grid, [2871], 50)).toBe(2900);
  });
});

describe('rows', () => {
  const layoutOf = (count: number) =>
    rowLayout(
      Array.from({ length: count }, (_, index) => `t${index}` as TrackId),
      [],
    );

  it('shows just the rows in view and one more at each end', () => {
    expect(visibleRows(layoutOf(128), 0, 218)).toEqual({ first: 0, end: 9 });
    expect(visibleRows(layoutOf(128), 300, 218)).toEqual({ first: 9, end: 19 });
    expect(visibleRows(layoutOf(3), 0, 600)).toEqual({ first: 0, end: 3 });
    expect(visibleRows(layoutOf(0), 0, 600)).toEqual({ first: 0, end: 0 });
  });

  it('finds rows and scrolls to them by the least way', () => {
    expect(rowAt(layoutOf(5), 31, 0)).toBe(1);
    expect(rowAt(layoutOf(5), 151, 0)).toBe(-1);
    expect(topForRow(layoutOf(20), 0, 90, 200)).toBe(0);
    expect(topForRow(layoutOf(20), 10, 0, 200)).toBe(11 * ROW_HEIGHT - 200);
    expect(topForRow(layoutOf(20), 4, 60, 200)).toBe(60);
    expect(maxTop(layoutOf(2), 500)).toBe(0);
  });

  it('puts lanes under their tracks and those of families at the end', () => {
    const layout = rowLayout(
      ['a' as TrackId, 'b' as TrackId],
      [
        { owner: { kind: 'family', name: 'music' }, target: 'rideDb' },
        { owner: { kind: 'track', id: 'a' as TrackId }, target: 'rideDb' },
        { owner: { kind: 'track', id: 'a' as TrackId }, target: 'pan' },
      ],
    );
    expect(layout.rows.map(({ key }) => key)).toEqual([
      'a',
      'track:a/rideDb',
      'track:a/pan',
      'b',
      'family:music/rideDb',
    ]);
    expect(layout.rows.map(({ top }) => top)).toEqual([
      0,
      ROW_HEIGHT,
      ROW_HEIGHT + LANE_HEIGHT,
      ROW_HEIGHT + 2 * LANE_HEIGHT,
      2 * ROW_HEIGHT + 2 * LANE_HEIGHT,
    ]);
    expect(layout.height).toBe(2 * ROW_HEIGHT + 3 * LANE_HEIGHT);
    expect(layout.rowOf('b' as TrackId)).toBe(3);
    expect(rowAt(layout, ROW_HEIGHT + LANE_HEIGHT - 1, 0)).toBe(1);
    expect(rowAt(layout, 0, ROW_HEIGHT + LANE_HEIGHT)).toBe(2);
  });
});

describe('clips', () => {
  const scale = { samplesPerPixel: 100, start: 0 };

  it('offer edges, fades and body', () => {
    const one = {
      ...clip('a', 't', 10_000, 40_000),
      fadeIn: { length: samples(8000), shape: 'linear' as const },
    };
    expect(clipPartAt(one, scale, 102, 20)).toBe('start');
    expect(clipPartAt(one, scale, 498, 20)).toBe('end');
    expect(clipPartAt(one, scale, 180, 5)).toBe('fade-in');
    expect(clipPartAt(one, scale, 493, 5)).toBe('fade-out');
    expect(clipPartAt(one, scale, 300, 20)).toBe('body');
    expect(clipPartAt(one, scale, 520, 20)).toBeNull();
  });

  it('leave a narrow clip a body to hold', () => {
    expect(clipPartAt(clip('a', 't', 0, 900), scale, 4.5, 15)).toBe('body');
  });

  const session = {
    trackOrder: ['t1', 't2', 't3'] as TrackId[],
    clips: Object.fromEntries(
      [clip('a', 't1', 0, 10), clip('b', 't1', 50, 10), clip('c', 't3', 45, 10), clip('d', 't3', 0, 5)].map(
        (one) => [one.id, one],
      ),
    ),
  };
  const data = timelineData(session);

  it('are walked by keys: along a track, and up and down to the nearest over empty tracks', () => {
    const [a, b] = data.clipsOf('t1' as TrackId);
    expect(moveCursor(data, null, 'right')?.id).toBe('a');
    expect(moveCursor(data, a ?? null, 'right')?.id).toBe('b');
    expect(moveCursor(data, b ?? null, 'right')).toBeNull();
    expect(moveCursor(data, b ?? null, 'down')?.id).toBe('c');
    expect(moveCursor(data, a ?? null, 'down')?.id).toBe('d');
    expect(moveCursor(data, a ?? null, 'up')).toBeNull();
  });

  it('are caught by a marquee that touches them', () => {
    const ids = data.tracks;
    expect(clipsInside(data, ids.slice(0, 2), [5, 20])).toEqual(['a']);
    expect(clipsInside(data, ids, [46, 51]).sort()).toEqual(['b', 'c']);
    expect(clipsInside(data, ids, [20, 30])).toEqual([]);
  });
});

describe('names on the ruler', () => {
  const width = (text: string) => text.length * 6;

  it('are shown whole, bare, cut or not at all, as the room to the next marker allows', () => {
    expect(fittingName('hit: latch', 'latch', 60, width)).toBe('hit: latch');
    expect(fittingName('hit: latch', 'latch', 59, width)).toBe('latch');
    expect(fittingName('hit: latch', 'latch', 29, width)).toBe('lat…');
    expect(fittingName('hit: latch', 'latch', 20, width)).toBe('');
  });

  it('are not cut through a letter of two code units', () => {
    expect(fittingName('x𝄞𝄞𝄞𝄞', 'x𝄞𝄞𝄞𝄞', 36, width)).toBe('x𝄞𝄞…');
  });
});

describe('the waveform', () => {
  it('stands higher than its amplitude but keeps full scale, order and silence', () => {
    expect([waveHeight(0), waveHeight(1), waveHeight(4)]).toEqual([0, 1, 1]);
    expect(waveHeight(0.1)).toBeCloseTo(0.316, 3);
    expect(waveHeight(0.01)).toBeLessThan(waveHeight(0.011));
  });

  it('folds channels into their extremes and reads beyond the peaks as silence', () => {
    const strips = [
      { samplesPerBin: 100, firstBin: 0, values: Float32Array.from([-0.1, 0.2, -0.5, 0.1]) },
      { samplesPerBin: 100, firstBin: 0, values: Float32Array.from([-0.3, 0.1, 0, 0.9]) },
    ];
    const column = { low: 0, high: 0 };
    foldPeaks(strips, 0, 100, column);
    expect([column.low, column.high]).toEqual([Math.fround(-0.3), Math.fround(0.2)]);
    foldPeaks(strips, 0, 200, column);
    expect([column.low, column.high]).toEqual([-0.5, Math.fround(0.9)]);
    foldPeaks(strips, 500, 600, column);
    expect([column.low, column.high]).toEqual([0, 0]);
  });
});
