import type { CanvasPoint } from './projection.ts';

/** A rectangle on the canvas, CSS pixels. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** A name that wants a place beside its mark. */
export interface LabelWish {
  /** The same from frame to frame, so that a name stays on its side while it can. */
  readonly key: string;
  /** Middle of the mark. */
  readonly at: CanvasPoint;
  /** Distance from the mark's middle to the name's near edge. */
  readonly gap: number;
  readonly width: number;
  readonly height: number;
  /** Sides tried, best first. */
  readonly sides: readonly Side[];
  /** A name that must be shown even where it covers another: the selected object's. */
  readonly always: boolean;
}

/** Where a name stands to its mark. */
export type Side = 'right' | 'left' | 'below' | 'above';

/** A name with its place: middle left of its box. */
export interface PlacedLabel {
  readonly key: string;
  readonly x: number;
  readonly y: number;
}

const overlaps = (one: Box, other: Box): boolean =>
  one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;

/** A box around a mark. */
export const boxAround = ({ x, y }: CanvasPoint, half: number): Box => ({
  left: x - half,
  top: y - half,
  right: x + half,
  bottom: y + half,
});

/** Box of a name at a side of its mark, pushed back into a canvas of `width` CSS pixels. */
function boxAt({ at, gap, width, height }: LabelWish, side: Side, canvasWidth: number): Box {
  const beside = side === 'right' || side === 'left';
  const wanted = beside ? (side === 'right' ? at.x + gap : at.x - gap - width) : at.x - width / 2;
  // Above and below may slide along the edge of the pane; beside, that would cover the mark.
  const left = beside ? wanted : Math.max(2, Math.min(canvasWidth - width - 2, wanted));
  const top = beside ? at.y - height / 2 : side === 'below' ? at.y + gap : at.y - gap - height;
  return { left, top, right: left + width, bottom: top + height };
}

/**
 * Places names so that none covers another name or a mark; one that finds no room is left out. Wishes come in order of
 * importance. `memory` keeps each name's last side, which is tried first: names of moving objects do not flicker.
 */
export function placeLabels(
  wishes: readonly LabelWish[],
  marks: readonly Box[],
  canvas: { readonly width: number; readonly height: number },
  memory: Map<string, Side>,
): PlacedLabel[] {
  const taken: Box[] = [];
  const placed: PlacedLabel[] = [];
  const free = (box: Box): boolean =>
    box.left >= 0 &&
    box.top >= 0 &&
    box.right <= canvas.width &&
    box.bottom <= canvas.height &&
    !marks.some((mark) => overlaps(mark, box)) &&
    !taken.some((other) => overlaps(other, box));
  for (const wish of wishes) {
    const last = memory.get(wish.key);
    const sides = last !== undefined && wish.sides.includes(last) ? [last, ...wish.sides] : wish.sides;
    const found = sides.find((side) => free(boxAt(wish, side, canvas.width)));
    const side = found ?? (wish.always ? wish.sides[0] : undefined);
    if (side === undefined) {
      memory.delete(wish.key);
      continue;
    }
    const box = boxAt(wish, side, canvas.width);
    memory.set(wish.key, side);
    taken.push(box);
    placed.push({ key: wish.key, x: box.left, y: (box.top + box.bottom) / 2 });
  }
  return placed;
}
