/**
 * Two mixes of a track made alike in everything that can only be switched, so that the way from one to the other is a matter of
 * lanes: what is off in one becomes on and without effect.
 */
import { decibels } from '../units/index.ts';
import { own } from './fault.ts';
import { RANGES } from './ranges.ts';
import type { Band, Dynamics, Equaliser, PassFilter, SceneTrack, Send, Sends } from './types.ts';

type Pair<Value> = readonly [Value, Value];

const HAS_GAIN: ReadonlySet<Band['kind']> = new Set(['bell', 'low-shelf', 'high-shelf', 'tilt']);

function bands(a: Band, b: Band): Pair<Band> {
  if (a.on === b.on) return [a, b];
  const flat = (on: Band): Band => ({ ...on, gainDb: decibels(0) });
  if (a.on) return HAS_GAIN.has(a.kind) ? [a, flat(a)] : [a, b];
  return HAS_GAIN.has(b.kind) ? [flat(b), b] : [a, b];
}

function passes(a: PassFilter, b: PassFilter, open: number): Pair<PassFilter> {
  if (a.on === b.on) return [a, b];
  return a.on ? [a, { ...a, frequency: open }] : [{ ...b, frequency: open }, b];
}

/** An equaliser that is off as one whose parts are. */
const opened = (eq: Equaliser): Equaliser =>
  eq.on
    ? eq
    : {
        on: true,
        highPass: { ...eq.highPass, on: false },
        lowPass: { ...eq.lowPass, on: false },
        bands: eq.bands.map((band) => ({ ...band, on: false })),
      };

function equalisers(a: Equaliser, b: Equaliser): Pair<Equaliser> {
  if (!a.on && !b.on) return [a, b];
  const [from, to] = [opened(a), opened(b)];
  const high = passes(from.highPass, to.highPass, RANGES.frequency[0]);
  const low = passes(from.lowPass, to.lowPass, RANGES.frequency[1]);
  const pairs = from.bands.map((band, at) => bands(band, to.bands[at] ?? band));
  return [
    { on: true, highPass: high[0], lowPass: low[0], bands: pairs.map(([one]) => one) },
    { on: true, highPass: high[1], lowPass: low[1], bands: pairs.map(([, other]) => other) },
  ];
}

function dynamics(a: Dynamics, b: Dynamics): Pair<Dynamics> {
  if (a.on === b.on) return [a, b];
  return a.on ? [a, { ...a, mix: 0 }] : [{ ...b, mix: 0 }, b];
}

const SILENT: number = RANGES.sendDb[0];
const silent = (send: Send): Send => ({ ...send, on: true, levelDb: decibels(SILENT) });
const audible = (send: Send): Send => (send.on ? send : silent(send));

function sends(a: Sends, b: Sends): Pair<Sends> {
  const from: Record<string, Send> = {};
  const to: Record<string, Send> = {};
  for (const id of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const [before, after] = [own<Send>(a, id), own<Send>(b, id)];
    const [one, other] = [before ?? (after && silent(after)), after ?? (before && silent(before))];
    if (!one || !other) continue;
    const bothOff = !one.on && !other.on;
    from[id] = bothOff ? one : audible(one);
    to[id] = bothOff ? other : audible(other);
  }
  return [from, to];
}

/** Two mixes of a track that sound as before and differ, as far as that can be, in nothing but numbers. */
export function softened(a: SceneTrack, b: SceneTrack): Pair<SceneTrack> {
  const eq = equalisers(a.strip.eq, b.strip.eq);
  const comp = dynamics(a.strip.dynamics, b.strip.dynamics);
  const sent = sends(a.sends, b.sends);
  return [
    { ...a, strip: { ...a.strip, eq: eq[0], dynamics: comp[0] }, sends: sent[0] },
    { ...b, strip: { ...b.strip, eq: eq[1], dynamics: comp[1] }, sends: sent[1] },
  ];
}
