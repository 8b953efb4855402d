/** Second-order filters of made responses (R. Bristow-Johnson, Audio EQ Cookbook), with sines that have equal bits on every host. */
import { cos, dbToGain, sin } from '../../core/index.ts';

/** What a filter does at a frequency in Hz. */
export type Colour =
  | { readonly kind: 'above' | 'below'; readonly hertz: number; readonly q: number }
  | { readonly kind: 'peak'; readonly hertz: number; readonly q: number; readonly gainDb: number };

/** b0, b1, b2, a1, a2, all over a0. */
function design(colour: Colour, rate: number): readonly [number, number, number, number, number] {
  const angle = (2 * Math.PI * colour.hertz) / rate;
  const [c, alpha] = [cos(angle), sin(angle) / (2 * colour.q)];
  if (colour.kind === 'peak') {
    const a = Math.sqrt(dbToGain(colour.gainDb));
    const a0 = 1 + alpha / a;
    return [(1 + alpha * a) / a0, (-2 * c) / a0, (1 - alpha * a) / a0, (-2 * c) / a0, (1 - alpha / a) / a0];
  }
  const a0 = 1 + alpha;
  const edge = colour.kind === 'above' ? (1 + c) / 2 : (1 - c) / 2;
  const middle = colour.kind === 'above' ? -2 * edge : 2 * edge;
  return [edge / a0, middle / a0, edge / a0, (-2 * c) / a0, (1 - alpha) / a0];
}

/** Passes samples through filters, one behind the other, in place. */
export function colourise(samples: Float64Array, colours: readonly Colour[], rate: number): void {
  for (const colour of colours) {
    const [b0, b1, b2, a1, a2] = design(colour, rate);
    let [s1, s2] = [0, 0];
    for (let n = 0; n < samples.length; n++) {
      const x = samples[n] ?? 0;
      const y = b0 * x + s1;
      s1 = b1 * x - a1 * y + s2;
      s2 = b2 * x - a2 * y;
      samples[n] = y;
    }
  }
}
