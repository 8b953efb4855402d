import type { FrameClock, Manifest, Present, Stretch, Thread } from '../../../share/index.ts';
import { FONT, PALETTE } from '../../kit/theme.ts';
import type { Marks } from '../state/view.ts';

/** Heights of the overview's bands, CSS pixels from the top: times and cues, then the sound, then flags of comments. */
export const OVERVIEW = { head: 32, foot: 20 } as const;

/** Peaks of the whole mix, drawn as their 0.6th power so that quiet music is seen: one value 0…1 for each column, as far as it has been read. */
export interface OverviewPeaks {
  readonly values: Float32Array;
  /** Columns that have been read. */
  readonly done: number;
}

/** Everything the overview shows apart from the playhead. */
export interface OverviewScene {
  readonly manifest: Manifest;
  readonly clock: FrameClock;
  readonly peaks: OverviewPeaks | null;
  readonly threads: readonly Thread[];
  readonly opened: string | null;
  readonly marks: Marks;
  readonly loop: Stretch | null;
  readonly here: readonly Present[];
}

/** Pixel of a timeline sample in an overview `width` pixels wide. */
export const xOf = ({ range }: Manifest, at: number, width: number): number =>
  ((at - range.start) / (range.end - range.start)) * width;

/** Timeline sample under a pixel, within the range. */
export const sampleAt = ({ range }: Manifest, x: number, width: number): number =>
  range.start + Math.round(Math.min(1, Math.max(0, x / Math.max(1, width))) * (range.end - range.start - 1));

const STEPS = [1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1_800, 3_600];
/** Least pixels between two times. */
const TIME_PITCH = 118;

/** Paints all but the playhead. `played` is the timeline sample up to which the sound is drawn bright. */
export function paintOverview(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  scene: OverviewScene,
  played: number,
): void {
  const { manifest, marks, loop } = scene;
  const bottom = height - OVERVIEW.foot;
  const x = (at: number) => xOf(manifest, at, width);
  context.clearRect(0, 0, width, height);
  context.fillStyle = PALETTE.bg1;
  context.fillRect(0, OVERVIEW.head, width, bottom - OVERVIEW.head);
  const stretch =
    loop ?? (marks.start === null ? null : { start: marks.start, end: marks.end ?? marks.start });
  if (stretch) {
    const from = x(stretch.start);
    const to = Math.max(from + 2, x(stretch.end));
    context.fillStyle = 'rgb(224 164 88 / 14%)';
    context.fillRect(from, 0, to - from, bottom);
    context.fillStyle = PALETTE.accent;
    context.fillRect(from, 0, 1, bottom);
    context.fillRect(to - 1, 0, 1, bottom);
  }
  paintTimes(context, width, scene);
  paintCues(context, width, scene);
  paintPeaks(context, width, scene, x(played), OVERVIEW.head + 4, bottom - 4);
  paintFlags(context, width, height, scene);
}

function paintTimes(
  context: CanvasRenderingContext2D,
  width: number,
  { manifest, clock }: OverviewScene,
): void {
  const { range, sampleRate } = manifest;
  const seconds = (range.end - range.start) / sampleRate;
  const step = STEPS.find((each) => (each / seconds) * width >= TIME_PITCH) ?? 7_200;
  context.font = `10px ${FONT.mono}`;
  context.textBaseline = 'middle';
  for (let at = Math.ceil(range.start / sampleRate / step) * step; at * sampleRate < range.end; at += step) {
    const left = xOf(manifest, at * sampleRate, width);
    context.fillStyle = PALETTE.line;
    context.fillRect(Math.round(left), 0, 1, 14);
    context.fillStyle = PALETTE.dim;
    const text = clock.text(at * sampleRate);
    if (left + 4 + context.measureText(text).width < width) context.fillText(text, left + 4, 8);
  }
}

function paintCues(context: CanvasRenderingContext2D, width: number, { manifest }: OverviewScene): void {
  context.font = `11px ${FONT.text}`;
  context.textBaseline = 'middle';
  for (const { name, start, end } of manifest.cues) {
    const from = Math.max(0, xOf(manifest, start, width));
    const to = Math.min(width, xOf(manifest, end, width));
    if (to - from < 1) continue;
    context.fillStyle = '#2a251c';
    context.fillRect(from, 16, to - from - 1, 15);
    context.save();
    context.beginPath();
    context.rect(from, 16, to - from - 6, 15);
    context.clip();
    context.fillStyle = '#d6b47f';
    context.fillText(name, from + 5, 24);
    context.restore();
  }
  context.fillStyle = PALETTE.dim;
  for (const { at } of manifest.markers) context.fillRect(Math.round(xOf(manifest, at, width)), 12, 1, 20);
}

function paintPeaks(
  context: CanvasRenderingContext2D,
  width: number,
  { peaks }: OverviewScene,
  played: number,
  top: number,
  bottom: number,
): void {
  const middle = (top + bottom) / 2;
  const half = (bottom - top) / 2;
  if (!peaks) {
    context.fillStyle = PALETTE.line;
    context.fillRect(0, middle, width, 1);
    return;
  }
  const { values, done } = peaks;
  for (let pixel = 0; pixel < width; pixel += 2) {
    const from = Math.floor((pixel / width) * values.length);
    const to = Math.max(from + 1, Math.floor(((pixel + 2) / width) * values.length));
    let peak = 0;
    for (let at = from; at < to; at++) peak = Math.max(peak, values[at] ?? 0);
    const isRead = from < done;
    const size = isRead ? Math.max(0.5, Math.min(1, peak) ** 0.6 * half) : 0.5;
    context.fillStyle = !isRead ? PALETTE.line : pixel <= played ? PALETTE.music : '#6a5a41';
    context.fillRect(pixel, middle - size, 1.4, 2 * size);
  }
}

/** A flag of a comment: where its pole stands, and whose it is. */
export interface Flag {
  readonly id: string;
  readonly x: number;
}

/** Flags of the threads, left to right. */
export const flagsOf = ({ manifest, threads }: OverviewScene, width: number): readonly Flag[] =>
  threads.map(({ root }) => ({ id: root.id, x: xOf(manifest, root.at, width) }));

function paintFlags(
  context: CanvasRenderingContext2D,
  width: number,
  height: number,
  scene: OverviewScene,
): void {
  const { manifest, threads, opened, here } = scene;
  const top = height - OVERVIEW.foot;
  for (const { root } of threads) {
    const from = xOf(manifest, root.at, width);
    if (from < -4 || from > width + 4) continue;
    const isOpen = root.id === opened;
    const isResolved = root.resolvedAt !== null;
    context.fillStyle = isOpen ? PALETTE.accent : isResolved ? PALETTE.faint : PALETTE.dialogue;
    context.fillRect(Math.round(from), OVERVIEW.head, 1, top - OVERVIEW.head + 6);
    if (root.end !== null) {
      const to = xOf(manifest, root.end, width);
      context.fillRect(from, top + 3, Math.max(2, to - from), 2);
    }
    // A pennant; resolved ones are hollow, so that colour does not stand alone.
    context.beginPath();
    context.moveTo(from, top + 5);
    context.lineTo(from + 11, top + 10);
    context.lineTo(from, top + 15);
    context.closePath();
    if (isResolved && !isOpen) {
      context.strokeStyle = PALETTE.dim;
      context.lineWidth = 1;
      context.stroke();
    } else context.fill();
  }
  context.fillStyle = '#9fc3a5';
  for (const { at } of here) {
    const x = xOf(manifest, at, width);
    context.beginPath();
    context.arc(x, OVERVIEW.head + 3, 2.5, 0, 2 * Math.PI);
    context.fill();
  }
}
