import type { Speaker } from '../../units/index.ts';
import type { CubeSpeaker } from './direct-speakers.ts';

type Place = readonly [label: string, azimuth: number, elevation: number];

/** Speakers by this project's names: label and angles of ITU-R BS.2051, the wides' and upper sides' by their pattern. */
const PLACES: Readonly<Record<string, Place>> = {
  L: ['M+030', 30, 0],
  R: ['M-030', -30, 0],
  C: ['M+000', 0, 0],
  LFE: ['LFE1', 45, -30],
  Ls: ['M+110', 110, 0],
  Rs: ['M-110', -110, 0],
  Lss: ['M+090', 90, 0],
  Rss: ['M-090', -90, 0],
  Lrs: ['M+135', 135, 0],
  Rrs: ['M-135', -135, 0],
  Lw: ['M+060', 60, 0],
  Rw: ['M-060', -60, 0],
  Ltf: ['U+045', 45, 30],
  Rtf: ['U-045', -45, 30],
  Ltm: ['U+090', 90, 30],
  Rtm: ['U-090', -90, 30],
  Ltr: ['U+135', 135, 30],
  Rtr: ['U-135', -135, 30],
};

/** In 4+5+0 (5.1.4) the upper speakers stand over the main ones. */
const OVER_FIVE: Readonly<Record<string, Place>> = {
  Ltf: ['U+030', 30, 30],
  Rtf: ['U-030', -30, 30],
  Ltr: ['U+110', 110, 30],
  Rtr: ['U-110', -110, 30],
};

/** Speakers of this project as the polar laws see them, in the same order. @throws RangeError for a name without angles */
export function polarLayout(speakers: readonly Speaker[]): readonly CubeSpeaker[] {
  const isFive =
    speakers.some(({ label }) => label === 'Ls') && speakers.some(({ label }) => label === 'Ltr');
  return speakers.map(({ label, room }) => {
    const place = (isFive ? OVER_FIVE[label] : undefined) ?? PLACES[label];
    if (!place) throw new RangeError(`Speaker ${label} has no angles.`);
    const [name, azimuth, elevation] = place;
    return { label: name, azimuth, elevation, lfe: room === null, room: room && [room.x, room.y, room.z] };
  });
}
