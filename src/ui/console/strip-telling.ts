import { loudnessIn, type Telemetry } from '../../engine/index.ts';
import { FAMILIES, type TrackId, type VcaId } from '../../session/index.ts';
import { formatNumber } from '../kit/value-range.ts';
import { tell } from '../meters/telling.ts';

/** How often the strips' meters are told to assistive technology, ms; they are no live regions. */
export const TELL_MS = 500;

/** Tells every meter of a row of strips what its strip sounds like: peak in dBFS, loudness in LKFS; a VCA's the loudest of its tracks. */
export function tellStrips(
  row: Element,
  telemetry: Telemetry,
  membersOf: (vca: VcaId) => readonly TrackId[],
): void {
  for (const strip of row.querySelectorAll<HTMLElement>('[data-strip]')) {
    const meter = strip.querySelector<HTMLElement>('[data-part="meter"]');
    if (!meter) continue;
    const name = strip.dataset['strip'] ?? '';
    const family = FAMILIES.findIndex((known) => name === `family-${known}`);
    const vca = name.startsWith('vca-') ? membersOf(name.slice('vca-'.length) as VcaId) : null;
    const peak = vca
      ? Math.max(0, ...vca.map((id) => telemetry.stripPeak(id)))
      : family < 0
        ? telemetry.stripPeak(name as TrackId)
        : loudnessIn.familyPeak(telemetry.loudness, family);
    const loudness = vca
      ? Number.NEGATIVE_INFINITY
      : family < 0
        ? telemetry.stripLoudness(name as TrackId)
        : loudnessIn.momentary(telemetry.loudness, family as 0 | 1 | 2 | 3);
    const db = peak > 0.001 ? 20 * Math.log10(peak) : -60;
    const words =
      peak > 0.001
        ? `peak ${formatNumber(db, 0)} dBFS${loudness > -70 ? `, ${formatNumber(loudness, 0)} LKFS` : ''}`
        : 'silent';
    tell(meter, db, words);
  }
}
