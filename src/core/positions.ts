/** @throws RangeError unless a position is a whole number of samples from 0 */
export function checkPosition(position: number): void {
  if (!Number.isSafeInteger(position) || position < 0) {
    throw new RangeError(`a position is a whole number of samples from 0, got ${position}`);
  }
}
