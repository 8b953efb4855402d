import {
  FRAME_RATE_FACTS,
  type FrameRate,
  samples,
  ticks,
  timecodeCount,
  timecodeFields,
} from '../../units/index.ts';
import type { SessionDraft } from '../document.ts';
import { clampTime, clampTo, cleanName, LIMITS, METER_DENOMINATORS, RANGES } from '../limits.ts';
import type { Picture, TempoMap } from '../types.ts';
import type { Refusal } from './draft.ts';

/** Renames the session; an empty name is passed over. */
export function renameSession(draft: SessionDraft, name: string): Refusal {
  draft.name = cleanName(name) || draft.name;
  return null;
}

/** Sets the loop; the ends may come in either order. An empty loop is never enabled. @param enabled default as it is */
export function setLoop(
  draft: SessionDraft,
  start: number,
  end: number,
  enabled = draft.loop.enabled,
): Refusal {
  const [from, to] = [clampTime(Math.min(start, end)), clampTime(Math.max(start, end))];
  draft.loop.start = samples(from);
  draft.loop.end = samples(to);
  draft.loop.enabled = enabled && to > from;
  return null;
}

/** Switches the loop on or off; an empty loop stays off. */
export function setLoopEnabled(draft: SessionDraft, enabled: boolean): Refusal {
  draft.loop.enabled = enabled && draft.loop.end > draft.loop.start;
  return null;
}

/** Sets the timecode of the timeline's start. @param count frames since midnight, wrapped into the day */
export function setStartTimecode(draft: SessionDraft, count: number): Refusal {
  const { framesPerDay } = FRAME_RATE_FACTS[draft.frameRate];
  // The remainder is exact however large the count is; what is not finite becomes 0.
  const frame = Math.round(count) % framesPerDay || 0;
  draft.startFrames = frame < 0 ? frame + framesPerDay : frame;
  return null;
}

/**
 * Changes the picture rate. Sample positions stay; the start keeps its written timecode, with frames held to what the
 * new rate counts and a label that drop-frame skips moved to the next.
 */
export function setFrameRate(draft: SessionDraft, rate: FrameRate): Refusal {
  const fields = timecodeFields(draft.startFrames, draft.frameRate);
  const { nominal, drop } = FRAME_RATE_FACTS[rate];
  const skipped = drop && fields.seconds === 0 && fields.minutes % 10 !== 0;
  const frame = Math.max(skipped ? 2 : 0, Math.min(nominal - 1, fields.frames));
  draft.frameRate = rate;
  draft.startFrames = timecodeCount({ ...fields, frames: frame }, rate);
  return null;
}

/** The last of several entries at one place, in order of place. */
function lastAtEach<Entry>(entries: readonly Entry[], place: (entry: Entry) => number): Entry[] {
  const byPlace = new Map(entries.map((entry) => [place(entry), entry]));
  return [...byPlace.entries()].sort(([a], [b]) => a - b).map(([, entry]) => entry);
}

/**
 * Replaces the tempo map: sorted, clamped, one entry per place, the first moved to the start. Clips and markers stay
 * at their samples. Missing lists become 120 bpm and 4/4.
 */
export function setTempoMap(draft: SessionDraft, map: TempoMap): Refusal {
  const tempos = lastAtEach(
    map.tempos.map(({ at, bpm }) => ({ at: ticks(clampTime(at)), bpm: clampTo(RANGES.bpm, bpm) })),
    ({ at }) => at,
  ).slice(0, LIMITS.tempoPoints);
  const meters = lastAtEach(
    map.meters.map(({ bar, numerator, denominator }) => ({
      bar: clampTo([0, 1_000_000], Math.round(bar)),
      numerator: clampTo(RANGES.numerator, Math.round(numerator)),
      denominator: METER_DENOMINATORS.find((known) => known === denominator) ?? 4,
    })),
    ({ bar }) => bar,
  ).slice(0, LIMITS.tempoPoints);
  if (tempos[0]) tempos[0].at = ticks(0);
  if (meters[0]) meters[0].bar = 0;
  draft.tempo = {
    origin: samples(clampTo([-LIMITS.time, LIMITS.time], Math.round(map.origin))),
    tempos: tempos.length > 0 ? tempos : [{ at: ticks(0), bpm: 120 }],
    meters: meters.length > 0 ? meters : [{ bar: 0, numerator: 4, denominator: 4 }],
  };
  return null;
}

/** Sets the tempo from a tick on (a whole one, from 0); one already there is replaced. */
export const setTempoAt = (draft: SessionDraft, at: number, bpm: number): Refusal =>
  setTempoMap(draft, { ...draft.tempo, tempos: [...draft.tempo.tempos, { at: ticks(clampTime(at)), bpm }] });

/** Sets the meter from a bar on (0-based); one already there is replaced. */
export const setMeterAt = (
  draft: SessionDraft,
  bar: number,
  numerator: number,
  denominator: number,
): Refusal =>
  setTempoMap(draft, { ...draft.tempo, meters: [...draft.tempo.meters, { bar, numerator, denominator }] });

/** Sets the picture, null takes it away. */
export function setPicture(draft: SessionDraft, picture: Picture | null): Refusal {
  draft.picture = picture && {
    ...picture,
    fileName: cleanName(picture.fileName, LIMITS.fileName),
    start: samples(clampTime(picture.start)),
  };
  return null;
}
