import type { NoteId, SessionNote } from '../../session/index.ts';
import { FONT, PALETTE } from '../kit/theme.ts';
import { fittingName } from './ruler-paint.ts';
import { sampleToX, type TimeScale } from './time-scale.ts';

/** Height of the review lane, CSS pixels. */
export const NOTE_LANE_HEIGHT = 24;
/** Half the width of a note's shape. */
const HALF = 5;
/** Where its words begin, right of its middle: clear of the keyboard's frame. */
const TEXT_FROM = 15;

/** What the lane shows in one drawing. */
export interface NoteScene {
  readonly scale: TimeScale;
  readonly width: number;
  /** By start. */
  readonly notes: readonly SessionNote[];
  readonly marked: NoteId | null;
}

/** What a note says on one line: who, and the words. */
export const noteLine = ({ author, text }: Pick<SessionNote, 'author' | 'text'>): string => {
  const words = text.replace(/\s+/g, ' ');
  return author === '' ? words : `${author}: ${words}`;
};

/** Draws the notes: a bubble while open, a ring with a tick once it is dealt with, and a bar for a range. */
export function paintNotes(context: CanvasRenderingContext2D, scene: NoteScene): void {
  const { width, notes, scale, marked } = scene;
  context.clearRect(0, 0, width, NOTE_LANE_HEIGHT);
  context.textBaseline = 'middle';
  context.textAlign = 'left';
  const places = notes.map((note) => ({ note, x: sampleToX(scale, note.start) }));
  for (const { note } of places) paintRange(context, scene, note);
  places.forEach(({ note, x }, index) => {
    const room = (places[index + 1]?.x ?? Number.POSITIVE_INFINITY) - x;
    if (note.id !== marked) paintNote(context, note, { x, room, width, marked: false });
  });
  // The marked one lies on top, with all of its words.
  const chosen = places.find(({ note }) => note.id === marked);
  if (chosen)
    paintNote(context, chosen.note, { x: chosen.x, room: Number.POSITIVE_INFINITY, width, marked: true });
}

function paintRange(
  context: CanvasRenderingContext2D,
  { scale, width, marked }: NoteScene,
  note: SessionNote,
) {
  if (note.end === null) return;
  const left = sampleToX(scale, note.start);
  const right = sampleToX(scale, note.end);
  if (right < 0 || left > width) return;
  context.fillStyle = note.resolved ? PALETTE.lineSoft : PALETTE.bg3;
  context.beginPath();
  context.roundRect(left, 3, Math.max(2, right - left), NOTE_LANE_HEIGHT - 6, 2);
  context.fill();
  if (note.id !== marked) return;
  context.strokeStyle = PALETTE.accent;
  context.lineWidth = 1;
  context.stroke();
}

interface NoteSpot {
  readonly x: number;
  /** Pixels to the next note. */
  readonly room: number;
  readonly width: number;
  readonly marked: boolean;
}

function paintNote(
  context: CanvasRenderingContext2D,
  note: SessionNote,
  { x, room, width, marked }: NoteSpot,
): void {
  if (x < -HALF * 2 || x > width + HALF * 2) return;
  const y = NOTE_LANE_HEIGHT / 2;
  const ink = marked ? PALETTE.accent : note.resolved ? PALETTE.dim : PALETTE.inkBright;
  context.fillStyle = ink;
  context.strokeStyle = ink;
  context.lineWidth = 1.25;
  context.beginPath();
  if (note.resolved) {
    context.arc(x, y, HALF, 0, 2 * Math.PI);
    context.moveTo(x - 2.5, y);
    context.lineTo(x - 0.5, y + 2);
    context.lineTo(x + 2.5, y - 2);
    context.stroke();
  } else {
    context.roundRect(x - HALF, y - HALF, HALF * 2, 8, 2);
    context.moveTo(x - 2, y + 3);
    context.lineTo(x, y + 6.5);
    context.lineTo(x + 2, y + 3);
    context.fill();
  }
  context.font = `11px ${FONT.text}`;
  const full = noteLine(note);
  // Long texts are cut before they are measured: no window is wider than this many letters.
  const line = full.length > 300 ? `${full.slice(0, 300)}…` : full;
  const words = fittingName(line, line, Math.min(room - 26, width - x - 18), (text) =>
    Math.ceil(context.measureText(text).width),
  );
  if (words === '') return;
  if (marked) {
    context.fillStyle = PALETTE.bg1;
    context.fillRect(x + TEXT_FROM - 2, y - 8, context.measureText(words).width + 6, 16);
  }
  context.fillStyle = marked ? PALETTE.inkBright : note.resolved ? PALETTE.dim : PALETTE.ink;
  context.fillText(words, x + TEXT_FROM, y + 0.5);
}

/** The note under a point of the lane: a shape, or a range's body; the last drawn first. */
export function noteAt(notes: readonly SessionNote[], scale: TimeScale, x: number): SessionNote | null {
  // A shape is hit within 12 px, so that a finger finds it; of several the nearest.
  let best: SessionNote | null = null;
  let least = 12;
  for (const note of notes) {
    const distance = Math.abs(sampleToX(scale, note.start) - x);
    if (distance > least) continue;
    best = note;
    least = distance;
  }
  if (best) return best;
  return (
    notes.findLast(
      ({ start, end }) => end !== null && x >= sampleToX(scale, start) && x <= sampleToX(scale, end),
    ) ?? null
  );
}
