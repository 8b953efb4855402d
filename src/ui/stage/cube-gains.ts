import type { RoomPosition, Speaker } from '../../units/index.ts';

/**
 * Gains of a point object over the speakers of a layout, for drawing which speakers it reaches.
 * Allocentric law of ITU-R BS.2127-1 §7.3: balance between layers, then rows of a layer, then columns of a row.
 * CONTRACT: the sound itself comes from src/core/assembly/law/cube-point.ts; both are held to the same vectors.
 * @returns one linear gain per speaker, 0 for an LFE; the squares add up to 1.
 */
export function cubeGains(speakers: readonly Speaker[], position: RoomPosition): number[] {
  const clip = (value: number): number => Math.min(1, Math.max(-1, value));
  const [x, y, z] = [clip(position.x), clip(position.y), clip(position.z)];
  const rooms = speakers.flatMap(({ room }) => (room ? [room] : []));
  const layers = balance(
    rooms.map((room) => room.z),
    z,
  );
  return speakers.map(({ room }) => {
    if (!room) return 0;
    const layer = layers.get(room.z) ?? 0;
    if (layer === 0) return 0;
    const inLayer = rooms.filter((other) => other.z === room.z);
    const row =
      balance(
        inLayer.map((other) => other.y),
        y,
      ).get(room.y) ?? 0;
    if (row === 0) return 0;
    const inRow = inLayer.filter((other) => other.y === room.y);
    const column =
      balance(
        inRow.map((other) => other.x),
        x,
      ).get(room.x) ?? 0;
    return layer * row * column;
  });
}

/** Weights of the two axis values that enclose `at`: cos and sin of the way between them. */
function balance(values: readonly number[], at: number): Map<number, number> {
  const below = values.filter((value) => value <= at);
  const above = values.filter((value) => value >= at);
  const low = below.length > 0 ? Math.max(...below) : Math.min(...values);
  const high = above.length > 0 ? Math.min(...above) : Math.max(...values);
  if (low === high) return new Map([[low, 1]]);
  const way = ((at - low) / (high - low)) * (Math.PI / 2);
  return new Map([
    [low, Math.cos(way)],
    [high, Math.sin(way)],
  ]);
}
