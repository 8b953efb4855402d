import { BLOCK_FRAMES, MAX_SPEAKERS, SPEAKER_BYTES } from '../../contract';
import { reserve } from '../arena';
import { azimuth, directionOf, elevation } from './direction';
import { beginEars, endEars, feedEars, wouldHear } from './ears';
import { delayAt } from './grid';
import { aim, clearSource, SOURCE_BYTES, sameSlot } from './source';

/**
 * The decorrelated buses of the virtual speakers at two ears. They are sources of their own, summed after all others: those
 * are late already when this sum joins them.
 */
const BLOCK_BYTES: usize = 4 * BLOCK_FRAMES;
let sources: usize = 0;

/** Takes memory. */
export function initDiffuseEars(): void {
  sources = reserve(SOURCE_BYTES * MAX_SPEAKERS);
  clearDiffuseEars();
}

/** Forgets everything that still rings, and the filters. */
export function clearDiffuseEars(): void {
  for (let i = 0; i < MAX_SPEAKERS; i++) clearSource(sources + SOURCE_BYTES * <usize>i);
}

/**
 * Adds frames `first` … `end` of the speakers' planes, heard from their places (SPEAKER_BYTES each at `table`), to both ears. In every
 * block in which anything rings, after all other sources have been heard.
 */
export function hearDiffuse(speakers: i32, table: usize, planes: usize, first: i32, end: i32, left: usize, right: usize): void {
  sameSlot();
  beginEars(first, end);
  for (let i = 0; i < speakers; i++) {
    const speaker = table + <usize>SPEAKER_BYTES * <usize>i;
    const source = sources + SOURCE_BYTES * <usize>i;
    const plane = planes + BLOCK_BYTES * <usize>i;
    if (!wouldHear(source, plane)) continue;
    directionOf(load<f64>(speaker), load<f64>(speaker, 8), load<f64>(speaker, 16), 0);
    const fromAzimuth = azimuth;
    const fromElevation = elevation;
    const before = delayAt(azimuth, elevation);
    directionOf(load<f64>(speaker), load<f64>(speaker, 8), load<f64>(speaker, 16), 1);
    aim(source, fromAzimuth, fromElevation, azimuth, elevation, 0.0, 1.0);
    feedEars(source, plane, before, delayAt(azimuth, elevation));
  }
  endEars(left, right);
}
