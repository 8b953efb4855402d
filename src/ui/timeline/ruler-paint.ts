import type { Marker, Session } from '../../session/index.ts';
import { FONT, PALETTE } from '../kit/theme.ts';
import type { Tick } from './ticks.ts';
import { sampleToX, type TimeScale } from './time-scale.ts';

/** Height of the ruler, CSS pixels: cue lane, markers and ticks. */
export const RULER_HEIGHT = 44;
/** Height of the lane of cues and ranges at its top. */
export const CUE_BAND = 16;

/** What the ruler shows in one drawing. */
export interface RulerScene {
  readonly scale: TimeScale;
  readonly width: number;
  readonly ticks: readonly Tick[];
  readonly bars: readonly Tick[];
  readonly markers: readonly Marker[];
  readonly selectedMarker: string | null;
  readonly loop: Session['loop'];
}

/** Draws ticks, cue spans, markers, hit points and the loop. */
export function paintRuler(context: CanvasRenderingContext2D, scene: RulerScene): void {
  const { scale, width, ticks, bars, markers, loop } = scene;
  context.clearRect(0, 0, width, RULER_HEIGHT);
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  paintTicks(context, ticks, bars);
  if (loop.end > loop.start) {
    const left = sampleToX(scale, loop.start);
    const right = sampleToX(scale, loop.end);
    context.globalAlpha = loop.enabled ? 1 : 0.45;
    context.fillStyle = PALETTE.accent;
    context.fillRect(left, RULER_HEIGHT - 4, right - left, 3);
    context.fillRect(left - 1, RULER_HEIGHT - 10, 2, 10);
    context.fillRect(right - 1, RULER_HEIGHT - 10, 2, 10);
    context.globalAlpha = 1;
  }
  for (const marker of markers) if (marker.end !== null) paintSpan(context, scene, marker);
  const points = markers
    .filter(({ end }) => end === null)
    .sort((one, other) => one.start - other.start)
    .map((marker) => ({ marker, x: sampleToX(scale, marker.start) }));
  points.forEach((point, index) => {
    paintPoint(context, scene, point.marker, (points[index + 1]?.x ?? Number.POSITIVE_INFINITY) - point.x);
  });
  // The selected one lies on top, with its whole name.
  const chosen = points.find(({ marker }) => marker.id === scene.selectedMarker);
  if (chosen) paintPoint(context, scene, chosen.marker, Number.POSITIVE_INFINITY);
}

function paintTicks(context: CanvasRenderingContext2D, ticks: readonly Tick[], bars: readonly Tick[]): void {
  context.fillStyle = '#3a4041';
  for (const { x, label } of ticks)
    context.fillRect(Math.round(x), label === null ? 36 : 28, 1, RULER_HEIGHT);
  context.font = `10px ${FONT.mono}`;
  context.fillStyle = PALETTE.dim;
  for (const { x, label } of ticks) if (label !== null) context.fillText(label, x + 4, 33);
  // Bars stand as small notches on the bottom line, numbered while there is room.
  context.fillStyle = PALETTE.faint;
  for (const { x } of bars) context.fillRect(Math.round(x), RULER_HEIGHT - 5, 1, 5);
}

function paintSpan(
  context: CanvasRenderingContext2D,
  { scale, selectedMarker, width }: RulerScene,
  marker: Marker,
): void {
  const left = sampleToX(scale, marker.start);
  const right = sampleToX(scale, marker.end ?? marker.start);
  if (right < 0 || left > width) return;
  const selected = marker.id === selectedMarker;
  context.fillStyle = marker.kind === 'cue' ? '#2a2620' : '#1f2729';
  context.beginPath();
  context.roundRect(left, 2, Math.max(2, right - left), CUE_BAND - 2, 2);
  context.fill();
  if (selected) {
    context.strokeStyle = PALETTE.accent;
    context.stroke();
  }
  context.save();
  context.beginPath();
  context.rect(left, 0, right - left, CUE_BAND);
  context.clip();
  context.font = `10px ${FONT.text}`;
  context.fillStyle = marker.kind === 'cue' ? '#d3bf9b' : PALETTE.dimRaised;
  const from = Math.max(4, left + 6);
  const name = fittingName(marker.name, marker.name, Math.min(width, right) - from - 4, (text) =>
    Math.ceil(context.measureText(text).width),
  );
  context.fillText(name, from, CUE_BAND / 2 + 1);
  context.restore();
}

function paintPoint(
  context: CanvasRenderingContext2D,
  { scale, selectedMarker, width }: RulerScene,
  marker: Marker,
  spacing: number,
): void {
  const x = sampleToX(scale, marker.start);
  if (x < -200 || x > width + 8) return;
  const hit = marker.kind === 'hit';
  const y = CUE_BAND + 6;
  context.fillStyle = hit ? PALETTE.fault : PALETTE.dialogue;
  context.beginPath();
  // A hit point is a triangle, a plain marker a square: shape as well as colour.
  if (hit) {
    context.moveTo(x, y - 5);
    context.lineTo(x + 5, y + 4);
    context.lineTo(x - 5, y + 4);
  } else context.rect(x - 3.5, y - 3.5, 7, 7);
  context.fill();
  if (marker.id === selectedMarker) {
    context.strokeStyle = PALETTE.inkBright;
    context.lineWidth = 1;
    context.stroke();
  }
  context.font = `10px ${FONT.text}`;
  const text = fittingName(hit ? `hit: ${marker.name}` : marker.name, marker.name, spacing - 18, (name) =>
    Math.ceil(context.measureText(name).width),
  );
  if (text === '') return;
  context.fillStyle = PALETTE.bg1;
  context.fillRect(x + 7, y - 6, Math.min(spacing - 14, context.measureText(text).width + 6), 12);
  context.fillStyle = hit ? '#e2a593' : '#a9cad8';
  context.fillText(text, x + 9, y + 0.5);
}

/** Letters below which a cut name says nothing. */
const LEAST_LETTERS = 3;

/**
 * The longest form of a marker's name that fits `room` CSS pixels: all of it, its bare name, the bare name cut with an
 * ellipsis; empty where not even that fits and the shape must speak alone.
 */
export function fittingName(
  full: string,
  bare: string,
  room: number,
  widthOf: (text: string) => number,
): string {
  if (widthOf(full) <= room) return full;
  if (widthOf(bare) <= room) return bare;
  let letters = [...bare].length - 1;
  while (letters >= LEAST_LETTERS) {
    const cut = `${[...bare].slice(0, letters).join('').trimEnd()}…`;
    if (widthOf(cut) <= room) return cut;
    letters -= 1;
  }
  return '';
}

/** Marker under a point of the ruler; span ends and bodies in the cue band, points below it. */
export function markerAt(
  markers: readonly Marker[],
  scale: TimeScale,
  x: number,
  y: number,
): { readonly marker: Marker; readonly part: 'whole' | 'start' | 'end' } | null {
  for (const marker of markers.toReversed()) {
    const left = sampleToX(scale, marker.start);
    if (marker.end === null) {
      if (y >= CUE_BAND && y <= CUE_BAND + 14 && Math.abs(x - left) <= 8) return { marker, part: 'whole' };
      continue;
    }
    const right = sampleToX(scale, marker.end);
    if (y > CUE_BAND || x < left - 3 || x > right + 3) continue;
    const edge = Math.min(6, (right - left) / 3);
    if (x <= left + edge) return { marker, part: 'start' };
    return { marker, part: x >= right - edge ? 'end' : 'whole' };
  }
  return null;
}
