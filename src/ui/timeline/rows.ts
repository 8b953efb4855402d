/** Height of a track's row, CSS pixels. */
export const ROW_HEIGHT = 30;

/** Rows in view: first index and one past the last, with one row of overscan at each end. */
export interface RowRange {
  readonly first: number;
  readonly end: number;
}

/** Rows of `count` that show in a viewport of `height` CSS pixels scrolled by `top`. */
export function visibleRows(count: number, top: number, height: number): RowRange {
  const first = Math.max(0, Math.floor(top / ROW_HEIGHT) - 1);
  const end = Math.min(count, Math.ceil((top + height) / ROW_HEIGHT) + 1);
  return { first: Math.min(first, count), end: Math.max(end, Math.min(first, count)) };
}

/** Row under a pixel of the viewport, or −1 below the last. */
export function rowAt(y: number, top: number, count: number): number {
  const row = Math.floor((y + top) / ROW_HEIGHT);
  return row >= 0 && row < count ? row : -1;
}

/** Greatest vertical scroll. */
export const maxTop = (count: number, height: number): number => Math.max(0, count * ROW_HEIGHT - height);

/** The scroll that brings a row wholly into view, moving as little as possible. */
export function topForRow(row: number, top: number, height: number): number {
  const y = row * ROW_HEIGHT;
  if (y < top) return y;
  return y + ROW_HEIGHT > top + height ? y + ROW_HEIGHT - height : top;
}
