import { fail, LAYOUT_SPEAKERS, type Result, SPEAKER_LAYOUTS } from '../units/index.ts';
import { type Masks, readCase, type VectorCase } from './vector-case.ts';
import { CaseFault, isList, isNumber, isObject } from './vector-fields.ts';

/** A loudspeaker of a conformance layout. */
export interface VectorSpeaker {
  readonly name: string;
  readonly lfe: boolean;
  /** Place in the room cube; null for an LFE. */
  readonly room: readonly [number, number, number] | null;
  /** Degrees; null where the layout is known by its cube only. */
  readonly polar: readonly [azimuth: number, elevation: number] | null;
}

/** Speaker tables by layout name. */
export type VectorLayouts = ReadonlyMap<string, readonly VectorSpeaker[]>;

/** Cases of one layout. `speakers` is empty where the cases name none (conversions). */
export interface VectorGroup {
  readonly speakers: readonly VectorSpeaker[];
  readonly cases: readonly VectorCase[];
  /** Cases that use something this build does not know. */
  readonly unknown: number;
}

/** Most speakers a layout of a vector file may have; the core's laws have room for as many. */
const MAX_CHANNELS = 24;

const damaged = (name: string, what: string) =>
  fail('bad-vectors', `${name}: ${what}.`, 'Take the vector files as they were published.');

function numbersOf(value: unknown, count: number): readonly number[] | null {
  return isList(value) && value.length === count && value.every(isNumber) ? value : null;
}

/** Reads `layouts.json`. */
export function parseLayouts(json: unknown, name: string): Result<VectorLayouts> {
  if (!isObject(json)) return damaged(name, 'not a table of layouts');
  const layouts = new Map<string, readonly VectorSpeaker[]>();
  for (const [layout, list] of Object.entries(json)) {
    if (!isList(list)) return damaged(name, `layout ${layout} is no list`);
    const speakers: VectorSpeaker[] = [];
    for (const entry of list) {
      if (!isObject(entry) || typeof entry['name'] !== 'string')
        return damaged(name, `a speaker of ${layout} has no name`);
      const lfe = entry['lfe'] === 1;
      const [x = 0, y = 0, z = 0] = numbersOf(entry['cube'], 3) ?? [];
      if (!lfe && !numbersOf(entry['cube'], 3))
        return damaged(name, `speaker ${entry['name']} of ${layout} has no place in the cube`);
      const polar = numbersOf(entry['polar'], 2);
      speakers.push({
        name: entry['name'],
        lfe,
        room: lfe ? null : [x, y, z],
        polar: polar && [polar[0] ?? 0, polar[1] ?? 0],
      });
    }
    layouts.set(layout, speakers);
  }
  return { ok: true, value: layouts };
}

/** Channel names some peers use, in this project's words. */
const PEER_NAMES: Readonly<Record<string, string>> = {
  FL: 'L',
  FR: 'R',
  FC: 'C',
  LFE: 'LFE',
  SL: 'Lss',
  SR: 'Rss',
  WL: 'Lw',
  WR: 'Rw',
  TFL: 'Ltf',
  TFR: 'Rtf',
  TSL: 'Ltm',
  TSR: 'Rtm',
  TRL: 'Ltr',
  TRR: 'Rtr',
};
/** Rear speakers: the only pair behind where there are no sides. */
const PEER_REARS: Readonly<Record<string, readonly [five: string, seven: string]>> = {
  RL: ['Ls', 'Lrs'],
  RR: ['Rs', 'Rrs'],
};

/** Speakers by the names of a file's channels; null if the layout or a name is not known. */
function speakersFor(
  layout: string,
  channels: readonly unknown[],
  layouts: VectorLayouts,
): readonly VectorSpeaker[] | null {
  if (channels.length > MAX_CHANNELS) return null;
  const ours = SPEAKER_LAYOUTS.find((name) => name === layout);
  const names = channels.map(String);
  return (
    pick(names, layouts.get(layout) ?? []) ??
    pick(
      names.map((name) => PEER_REARS[name]?.[layout.startsWith('5') ? 0 : 1] ?? PEER_NAMES[name] ?? name),
      ours ? LAYOUT_SPEAKERS[ours].map(ownSpeaker) : [],
    )
  );
}

/** The speakers of these names, in this order; null unless they are all of the layout's. */
function pick(names: readonly string[], known: readonly VectorSpeaker[]): readonly VectorSpeaker[] | null {
  const found = names.flatMap((name) => known.find((speaker) => speaker.name === name) ?? []);
  return found.length === names.length && new Set(found).size === known.length ? found : null;
}

const ownSpeaker = ({ label, room }: (typeof LAYOUT_SPEAKERS)['5.1'][number]): VectorSpeaker => ({
  name: label,
  lfe: room === null,
  room: room && [room.x, room.y, room.z],
  polar: null,
});

/** Reads the cases of a `gain-vectors/1` file. */
export function parseVectors(
  json: unknown,
  name: string,
  layouts: VectorLayouts,
): Result<readonly VectorGroup[]> {
  const groups = isObject(json) ? json['layouts'] : undefined;
  if (!isObject(json) || !isObject(groups)) return damaged(name, 'no layouts in it');
  const masks: Masks = new Map(Object.entries(isObject(json['masks']) ? json['masks'] : {}));
  const parsed: VectorGroup[] = [];
  for (const [layout, group] of Object.entries(groups)) {
    if (!isObject(group) || !isList(group['vectors']))
      return damaged(name, `layout ${layout} has no vectors`);
    const channels = group['channels'] ?? [];
    if (!isList(channels)) return damaged(name, `layout ${layout} has no list of channels`);
    const speakers = speakersFor(layout, channels, layouts);
    const cases: VectorCase[] = [];
    let unknown = 0;
    for (const [index, entry] of group['vectors'].entries()) {
      const read = tryRead(entry, channels.length, masks);
      if (read === 'damaged') return damaged(name, `case ${index} of ${layout} is damaged`);
      if (read === 'unknown' || (speakers === null && needsSpeakers(read))) unknown++;
      else cases.push(read);
    }
    parsed.push({ speakers: speakers ?? [], cases, unknown });
  }
  return { ok: true, value: parsed };
}

const needsSpeakers = ({ kind }: VectorCase): boolean => kind !== 'to cube' && kind !== 'to polar';

function tryRead(entry: unknown, channels: number, masks: Masks): VectorCase | 'damaged' | 'unknown' {
  try {
    return readCase(entry, channels, masks);
  } catch (fault) {
    if (fault instanceof CaseFault) return fault.kind;
    throw fault;
  }
}
