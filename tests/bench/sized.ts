import type { StripProgram } from '../../src/core/index.ts';

/** The same strips with every object of one size, 0 … 1, that does not move; null leaves them as they are. */
export function withSize(strips: readonly StripProgram[], size: number | null): readonly StripProgram[] {
  if (size === null) return strips;
  return strips.map((strip) => {
    if (strip.output.kind !== 'object') return strip;
    const { size: _moving, ...lanes } = strip.lanes;
    return { ...strip, lanes, output: { ...strip.output, size } };
  });
}
