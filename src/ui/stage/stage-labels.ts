import { FONT, PALETTE } from '../kit/theme.ts';
import { boxAround, type LabelWish, placeLabels, type Side } from './label-layout.ts';
import type { CanvasPoint } from './projection.ts';
import type { PaintedDot } from './stage-frame.ts';

/** A speaker as it lies on the canvas. */
export interface SeenSpeaker {
  readonly label: string;
  readonly at: CanvasPoint;
  /** Half its side, CSS pixels. */
  readonly half: number;
  /** True when the selected object may not use it: crossed out and dim. */
  readonly out: boolean;
}

/** An object's dot as it lies on the canvas. */
export interface SeenDot {
  readonly dot: PaintedDot;
  readonly at: CanvasPoint;
}

/** What the names of one frame are drawn from. */
export interface LabelScene {
  readonly width: number;
  readonly height: number;
  readonly speakers: readonly SeenSpeaker[];
  readonly dots: readonly SeenDot[];
  /** Appended to an object's name, e.g. its height where the view cannot show it. */
  readonly note: (dot: PaintedDot) => string;
  /** Sides of the last frame; kept by the view. */
  readonly memory: Map<string, Side>;
}

/** Marks of speakers that lie this close are one mark with joined names, CSS pixels. */
const SAME_PLACE = 6;
const DOT_HALF = 8;
const DOT_SIDES = ['right', 'left', 'below', 'above'] as const;

const speakerFont = `10px ${FONT.text}`;
const dotFont = (dot: PaintedDot): string => `${dot.selected ? 600 : 400} 11px ${FONT.text}`;

/** Writes the names of speakers and objects where none covers another; the selected objects' come first. */
export function paintLabels(context: CanvasRenderingContext2D, scene: LabelScene): void {
  const { width, height, memory, note } = scene;
  const texts = new Map<string, { readonly text: string; readonly paint: () => void }>();
  const wish = (
    key: string,
    text: string,
    font: string,
    rest: Omit<LabelWish, 'key' | 'width'>,
  ): LabelWish => {
    context.font = font;
    return { ...rest, key, width: Math.ceil(context.measureText(text).width) };
  };

  const named = scene.dots.filter(({ dot }) => dot.label !== '');
  const objects = [...named.filter(({ dot }) => dot.selected), ...named.filter(({ dot }) => !dot.selected)];
  const objectWishes = objects.map(({ dot, at }) => {
    const key = `object ${dot.label}`;
    const text = dot.label + note(dot);
    texts.set(key, {
      text,
      paint() {
        context.font = dotFont(dot);
        context.globalAlpha = dot.selected ? 1 : 0.72 + 0.28 * dot.lit;
        context.fillStyle = dot.selected ? PALETTE.inkBright : PALETTE.ink;
      },
    });
    return wish(key, text, dotFont(dot), { at, gap: 13, height: 14, sides: DOT_SIDES, always: dot.selected });
  });
  for (const speaker of scene.speakers) if (speaker.out) crossOut(context, speaker);
  const speakerWishes = joined(scene.speakers).map(({ label, at, half }) => {
    const key = `speaker ${label}`;
    texts.set(key, {
      text: label,
      paint() {
        context.font = speakerFont;
        context.globalAlpha = 1;
        context.fillStyle = PALETTE.dim;
      },
    });
    const outward: readonly Side[] = at.y < height / 2 ? ['above', 'below'] : ['below', 'above'];
    const sides: readonly Side[] = [...outward, ...(at.x < width / 2 ? LEFT_FIRST : RIGHT_FIRST)];
    return wish(key, label, speakerFont, { at, gap: half + 3, height: 12, sides, always: false });
  });

  const chosen = objects.filter(({ dot }) => dot.selected).length;
  const wishes = [...objectWishes.slice(0, chosen), ...speakerWishes, ...objectWishes.slice(chosen)];
  const marks = [
    ...scene.speakers.map(({ at, half }) => boxAround(at, half + 1)),
    ...scene.dots.map(({ at }) => boxAround(at, DOT_HALF)),
  ];
  context.textAlign = 'left';
  context.textBaseline = 'middle';
  for (const { key, x, y } of placeLabels(wishes, marks, { width, height }, memory)) {
    const label = texts.get(key);
    if (!label) continue;
    label.paint();
    context.fillText(label.text, x, y + 0.5);
  }
  context.globalAlpha = 1;
}

/** A cross over a speaker's box: dim alone would read as quiet. */
function crossOut(context: CanvasRenderingContext2D, { at, half }: SeenSpeaker): void {
  context.strokeStyle = PALETTE.dim;
  context.lineWidth = 1.25;
  context.globalAlpha = 1;
  context.beginPath();
  context.moveTo(at.x - half, at.y - half);
  context.lineTo(at.x + half, at.y + half);
  context.moveTo(at.x + half, at.y - half);
  context.lineTo(at.x - half, at.y + half);
  context.stroke();
}

const LEFT_FIRST: readonly Side[] = ['left', 'right'];
const RIGHT_FIRST: readonly Side[] = ['right', 'left'];

/** Speakers seen at one place share a name: from above, L and Ltf are one mark. */
function joined(speakers: readonly SeenSpeaker[]): readonly SeenSpeaker[] {
  const found: SeenSpeaker[] = [];
  for (const speaker of speakers) {
    const twin = found.findIndex(
      ({ at }) => Math.hypot(at.x - speaker.at.x, at.y - speaker.at.y) < SAME_PLACE,
    );
    const first = found[twin];
    if (first === undefined) found.push(speaker);
    else {
      found[twin] = {
        ...first,
        label: `${first.label} · ${speaker.label}`,
        half: Math.max(first.half, speaker.half),
        out: first.out && speaker.out,
      };
    }
  }
  return found;
}

/** Joins the dots of stereo objects by a thin line, so that two dots read as one sound. */
export function paintPairs(context: CanvasRenderingContext2D, dots: readonly SeenDot[]): void {
  context.lineWidth = 1;
  for (let index = 1; index < dots.length; index += 1) {
    const [one, other] = [dots[index - 1], dots[index]];
    if (!one || !other || one.dot.label !== '' || other.dot.label === '') continue;
    context.globalAlpha = other.dot.selected ? 0.8 : 0.3 + 0.3 * other.dot.lit;
    context.strokeStyle = other.dot.selected ? PALETTE.accent : other.dot.colour;
    context.beginPath();
    context.moveTo(one.at.x, one.at.y);
    context.lineTo(other.at.x, other.at.y);
    context.stroke();
  }
  context.globalAlpha = 1;
}
