import { decibels } from '../../units/index.ts';
import type { SessionDraft } from '../document.ts';
import { clampLevel, clampTo, RANGES } from '../limits.ts';
import { FAMILIES, type Family, type FamilyName, type Strip, type TrackId } from '../types.ts';
import { type Refusal, type TrackDraft, tracksOf } from './draft.ts';

/** Sets fields of the strips of one or more tracks; trim and fader are clamped to their ranges. */
export function setStrip(
  draft: SessionDraft,
  ids: TrackId | readonly TrackId[],
  fields: Partial<Strip>,
): Refusal {
  for (const { strip } of tracksOf(draft, typeof ids === 'string' ? [ids] : ids)) writeStrip(strip, fields);
  return null;
}

function writeStrip(strip: TrackDraft['strip'], fields: Partial<Strip>): void {
  if (fields.trimDb !== undefined) strip.trimDb = decibels(clampTo(RANGES.trimDb, fields.trimDb));
  if (fields.faderDb !== undefined) strip.faderDb = decibels(clampLevel(RANGES.faderDb, fields.faderDb));
  for (const key of ['polarityInverted', 'muted', 'soloed', 'soloSafe'] as const) {
    const value = fields[key];
    if (value !== undefined) strip[key] = value;
  }
}

/** Sets fields of a family; its trim and fader are clamped to their ranges. */
export function setFamily(draft: SessionDraft, name: FamilyName, fields: Partial<Family>): Refusal {
  const family = draft.families[name];
  if (fields.trimDb !== undefined) family.trimDb = decibels(clampTo(RANGES.trimDb, fields.trimDb));
  if (fields.faderDb !== undefined) family.faderDb = decibels(clampLevel(RANGES.faderDb, fields.faderDb));
  if (fields.muted !== undefined) family.muted = fields.muted;
  if (fields.soloed !== undefined) family.soloed = fields.soloed;
  return null;
}

/** Takes every solo off, of tracks, families and VCAs. */
export function clearSolos(draft: SessionDraft): Refusal {
  for (const { strip } of Object.values(draft.tracks)) if (strip.soloed) strip.soloed = false;
  for (const vca of Object.values(draft.vcas)) if (vca.soloed) vca.soloed = false;
  for (const name of FAMILIES) if (draft.families[name].soloed) draft.families[name].soloed = false;
  return null;
}
