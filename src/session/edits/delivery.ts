import { TRIM_RANGES, type TrimmedLayout, type Trims } from '../../units/index.ts';
import type { SessionDraft } from '../document.ts';
import { clampTo } from '../limits.ts';
import type { Delivery } from '../types.ts';
import type { Refusal } from './draft.ts';

/** Chooses how 5.1 and 2.0 are made, and whose trims hold. */
export function setDelivery(
  draft: SessionDraft,
  fields: Partial<Pick<Delivery, 'downmix51' | 'downmix20' | 'trimMode'>>,
): Refusal {
  const { delivery } = draft;
  if (fields.downmix51) delivery.downmix51 = fields.downmix51;
  if (fields.downmix20) delivery.downmix20 = fields.downmix20;
  if (fields.trimMode) delivery.trimMode = fields.trimMode;
  return null;
}

/** Sets trims of a layout, clamped to their ranges. The mode stays as it is. */
export function setTrims(draft: SessionDraft, layout: TrimmedLayout, fields: Partial<Trims>): Refusal {
  const trims = draft.delivery.trims[layout];
  for (const key of ['surroundDb', 'heightDb', 'listenerBalanceDb', 'overheadBalanceDb'] as const) {
    const value = fields[key];
    if (value !== undefined) trims[key] = clampTo(TRIM_RANGES[key], value);
  }
  return null;
}
