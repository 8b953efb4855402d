/** Where a dot lies beside its object's place, room units. */
export interface PairOffset {
  readonly x: number;
  readonly y: number;
}

/** The one dot of a mono object. */
export const NO_OFFSET: PairOffset = { x: 0, y: 0 };

const RADIANS = Math.PI / 180;
/** Nine decimals: a quarter turn leaves nothing of the spread on the other axis. */
const tidy = (value: number): number => Math.round(value * 1e9) / 1e9 + 0;

/**
 * The two dots of a stereo object, left then right: `spread` to each side of the middle, turned by `turnDeg` about it,
 * positive to the left (CONTRACT: core/assembly/strip/pan.ts); 90 puts the right one in front.
 */
export function pairOffsets(spread: number, turnDeg: number): readonly [PairOffset, PairOffset] {
  const x = tidy(spread * Math.cos(turnDeg * RADIANS));
  const y = tidy(spread * Math.sin(turnDeg * RADIANS));
  return [
    { x: 0 - x, y: 0 - y },
    { x, y },
  ];
}

/** The turn that exchanges the two dots, within −180…+180 degrees. */
export const mirroredTurn = (turnDeg: number): number => (turnDeg > 0 ? turnDeg - 180 : turnDeg + 180);
