import type { RoomPosition } from '../../../units/index.ts';
import { axisWeights, type CubeTree, clipToCube } from './cube-tree.ts';

/**
 * Gains of a point object: balance between layers, then rows of a layer, then columns of a row (ITU-R BS.2127-1 §7.3).
 * CONTRACT: the sound itself comes from src/core/assembly/law/cube-point.ts; both are held to the same vectors.
 * @returns one linear gain per speaker of the layout, 0 for an LFE; the squares add up to 1
 */
export function pointGains({ layers, speakers }: CubeTree, position: RoomPosition): number[] {
  const gains = Array.from({ length: speakers }, () => 0);
  const [x, y, z] = [clipToCube(position.x), clipToCube(position.y), clipToCube(position.z)];
  axisWeights(layers, z).forEach((inLayer, layer) => {
    const rows = layers[layer]?.rows ?? [];
    if (inLayer === 0) return;
    axisWeights(rows, y).forEach((inRow, row) => {
      const columns = rows[row]?.columns ?? [];
      if (inRow === 0) return;
      axisWeights(columns, x).forEach((weight, column) => {
        const speaker = columns[column]?.speaker;
        if (speaker !== undefined && weight > 0) gains[speaker] = inLayer * inRow * weight;
      });
    });
  });
  return gains;
}
