import type {
  ControlProgram,
  EngineProgram,
  KeyProgram,
  SendProgram,
  SpaceProgram,
  StripProgram,
} from '../../core/index.ts';
import {
  type Clip,
  longestTail,
  playedSession,
  renderingOf,
  type Session,
  type Stem,
  type Track,
  type TrackId,
} from '../../session/index.ts';
import type { PoolKey } from '../../stems/index.ts';
import type { Rendering } from '../../units/index.ts';
import type { ResponseSource } from '../responses/response-source.ts';
import {
  poolKeyId,
  SILENT_STREAM,
  type StreamClip,
  type StreamProgram,
  type StreamStem,
} from '../stream/stream-program.ts';
import { type CompiledClip, compileClip, type GainOf } from './compile-clip.ts';
import { ControlCompiler, familyControl } from './compile-controls.ts';
import { compileFeeder, withKey } from './compile-feeder.ts';
import { SpaceCompiler, sameSends } from './compile-space.ts';
import { compileTrack, trackLatency } from './compile-track.ts';
import { type Feeder, type Routing, sameKey, settleFrames, solveRouting } from './routing.ts';
import { SlotTable, VoiceTable } from './voice-table.ts';

/** What the compiler takes from its surroundings. */
export interface CompilerOptions {
  /** Strip slots of the core. */
  readonly maxStrips: number;
  /** Slots of the core for spaces. */
  readonly maxSpaces: number;
  /** Voices of the core. */
  readonly maxVoices: number;
  /** The core's own converter from decibels; nothing of the host's may touch a gain. */
  readonly toGain: GainOf;
  /** Key buses of the core. */
  readonly maxKeys: number;
  /** Linear gain of a track's strip with mutes and solos resolved. */
  readonly stripGain: (session: Session, track: TrackId, toGain: GainOf) => number;
  /** The same as others hear it for their key: solos don't count. */
  readonly keyGain: (session: Session, track: TrackId, toGain: GainOf) => number;
  /** Responses that are there, by their keys. */
  readonly responses: ResponseSource;
  /** Where a stem's audio lies in the pool. */
  readonly keyOf: (stem: Stem, rate: number) => PoolKey;
}

/** One change to the core's strips. */
export interface StripUpdate {
  readonly slot: number;
  /** null empties the slot. */
  readonly program: StripProgram | null;
}

/** One change to the core's controls. */
export interface ControlUpdate {
  readonly index: number;
  /** null takes the control away. */
  readonly program: ControlProgram | null;
}

/** One change to the core's spaces. */
export interface SpaceUpdate {
  readonly slot: number;
  /** null empties the slot. */
  readonly program: SpaceProgram | null;
}

/** What the core must know of keys before the strips that feed them. */
export interface KeyPlan {
  /** Samples back each key bus is heard. */
  readonly histories: readonly number[];
  /** Slots rendered first, in this order. */
  readonly order: readonly number[];
}

/** A session as the engine plays it. Shares everything unchanged with the compile before. */
export interface CompiledSession {
  readonly program: EngineProgram;
  /** Strip at each slot; null where the slot is empty. */
  readonly slots: readonly (StripProgram | null)[];
  /** Control at each index; null where there is none. */
  readonly controls: readonly (ControlProgram | null)[];
  readonly keys: KeyPlan;
  /** Space at each slot; null where the slot is empty. */
  readonly spaces: readonly (SpaceProgram | null)[];
  /** Frames after which ducks and spaces stand as if all before had been played. */
  readonly settleFrames: number;
  /** Slot of every track that has one. */
  readonly slotOf: ReadonlyMap<TrackId, number>;
  readonly stream: StreamProgram;
  /** Downmixes and trims. */
  readonly rendering: Rendering;
  /** Tracks that found no slot: beyond what the core can play. */
  readonly unplayable: readonly TrackId[];
}

interface TrackEntry {
  readonly track: Track;
  readonly gain: number;
  readonly controls: readonly number[];
  readonly key: KeyProgram | null;
  readonly clips: readonly CompiledClip[];
  readonly sends: readonly SendProgram[];
  readonly strip: StripProgram;
}

interface FeederEntry {
  readonly feeder: Feeder;
  readonly strip: StripProgram;
  readonly gain: number;
  readonly clips: readonly CompiledClip[];
  readonly program: StripProgram;
}

/** Who reads the clips of a track: its strip, and what feeds keys beside it. */
interface Reader {
  /** The track's id, or the feeder's. */
  readonly id: string;
  readonly latencySamples: number;
  /** Ahead of the names of its voices. */
  readonly prefix: string;
}

const NO_CLIPS: readonly CompiledClip[] = [];

const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index]);

function sameReaders(
  a: ReadonlyMap<TrackId, readonly Reader[]>,
  b: ReadonlyMap<TrackId, readonly Reader[]>,
): boolean {
  if (a.size !== b.size) return false;
  for (const [track, readers] of b) {
    const known = a.get(track);
    const same =
      known?.length === readers.length &&
      known.every(({ id, latencySamples }, index) => {
        const other = readers[index];
        return other?.id === id && other.latencySamples === latencySamples;
      });
    if (!same) return false;
  }
  return true;
}

/**
 * Compiles sessions one after another. Keeps what did not change, so that compiling again after one fader moved costs
 * a glance at each track: the document shares unchanged parts between versions and identity tells.
 */
export class Compiler {
  readonly #options: CompilerOptions;
  readonly #voices: VoiceTable;
  readonly #slots: SlotTable;
  readonly #spaces: SpaceCompiler;
  #clips = new Map<string, CompiledClip>();
  #byReader = new Map<string, readonly CompiledClip[]>();
  #tracks = new Map<TrackId, TrackEntry>();
  #feeders = new Map<string, FeederEntry>();
  #readers = new Map<TrackId, readonly Reader[]>();
  #keys: KeyPlan = { histories: [], order: [] };
  readonly #controls: ControlCompiler;
  #session: Session | null = null;
  #stream: StreamProgram = SILENT_STREAM;

  constructor(options: CompilerOptions) {
    this.#options = options;
    this.#voices = new VoiceTable(options.maxVoices);
    this.#slots = new SlotTable(options.maxStrips);
    this.#controls = new ControlCompiler(options.toGain);
    this.#spaces = new SpaceCompiler(options.maxSpaces, options.toGain, options.responses);
  }

  /**
   * Compiles a session. `canonical` numbers the strips in track order as a fresh compiler would, so that sums come out
   * with the same bits; use it whenever nothing sounds. Otherwise tracks keep their slots. Lanes of automation that is off
   * are left out.
   */
  compile(document: Session, canonical = true): CompiledSession {
    const session = playedSession(document);
    const order = session.trackOrder;
    const routing = solveRouting(
      session,
      (track) => trackLatency(track, session.sampleRate),
      this.#options.maxKeys,
    );
    const controls = this.#controls.compile(session, routing, canonical);
    const spaces = this.#spaces.compile(session, canonical);
    this.#slots.assign([...order, ...routing.feeders.map(({ id }) => id)], canonical);
    const clipsChanged = this.#compileClips(session, routing);
    const slots: (StripProgram | null)[] = [];
    const strips: StripProgram[] = [];
    const slotOf = new Map<TrackId, number>();
    const unplayable: TrackId[] = [];
    const put = (id: string, strip: StripProgram): number => {
      const slot = this.#slots.slotOf(id);
      strips.push(strip);
      if (slot < 0) return slot;
      while (slots.length <= slot) slots.push(null);
      slots[slot] = strip;
      return slot;
    };
    const tracks = new Map<TrackId, TrackEntry>();
    for (const id of order) {
      const track = session.tracks[id];
      if (!track) continue;
      const entry = this.#compileTrack(session, track, routing.keyOf.get(id) ?? null);
      tracks.set(id, entry);
      const slot = put(id, entry.strip);
      if (slot < 0) unplayable.push(id);
      else slotOf.set(id, slot);
    }
    this.#tracks = tracks;
    const keys = this.#compileFeeders(session, routing, put);
    if (clipsChanged) this.#stream = this.#compileStream(session);
    this.#session = session;
    return {
      program: { sampleRate: session.sampleRate, strips, controls, spaces },
      slots,
      controls,
      keys,
      spaces,
      settleFrames: Math.max(settleFrames(session, routing), tailFrames(session)),
      slotOf,
      stream: this.#stream,
      rendering: renderingOf(session.delivery),
      unplayable,
    };
  }

  #compileTrack(session: Session, track: Track, key: KeyProgram | null): TrackEntry {
    const { toGain, stripGain } = this.#options;
    const gain = stripGain(session, track.id, toGain);
    const vca = this.#controls.indexOf(track.vcaId);
    const family = familyControl(track.family);
    const clips = this.#byReader.get(track.id) ?? NO_CLIPS;
    const known = this.#tracks.get(track.id);
    const controls = vca === undefined ? [family] : [family, vca];
    const fresh = this.#spaces.sendsOf(session, track);
    const sends = known && sameSends(known.sends, fresh) ? known.sends : fresh;
    const same =
      known &&
      known.track === track &&
      known.gain === gain &&
      known.clips === clips &&
      known.sends === sends &&
      sameKey(known.key, key) &&
      sameItems(known.controls, controls);
    if (same) return known;
    const strip = compileTrack(
      track,
      gain,
      clips.map((clip) => clip.program),
      sends,
      toGain,
      controls,
      session.sampleRate,
    );
    return { track, gain, controls, key, clips, sends, strip: withKey(strip, key) };
  }

  /** Compiles what feeds keys, in the order it must be rendered in. */
  #compileFeeders(
    session: Session,
    { feeders, histories }: Routing,
    put: (id: string, strip: StripProgram) => number,
  ): KeyPlan {
    const { toGain, keyGain } = this.#options;
    const entries = new Map<string, FeederEntry>();
    const order: number[] = [];
    for (const feeder of feeders) {
      const strip = this.#tracks.get(feeder.trackId)?.strip;
      if (!strip) continue;
      const gain = keyGain(session, feeder.trackId, toGain);
      const clips = this.#byReader.get(feeder.id) ?? NO_CLIPS;
      const known = this.#feeders.get(feeder.id);
      const same =
        known &&
        known.strip === strip &&
        known.gain === gain &&
        known.clips === clips &&
        known.feeder.bus === feeder.bus &&
        sameKey(known.feeder.key, feeder.key) &&
        known.feeder.lead === feeder.lead;
      const entry = same
        ? known
        : { feeder, strip, gain, clips, program: compileFeeder(strip, gain, clips, feeder) };
      entries.set(feeder.id, entry);
      const slot = put(feeder.id, entry.program);
      if (slot >= 0) order.push(slot);
    }
    this.#feeders = entries;
    const last = this.#keys;
    if (!sameItems(last.order, order) || !sameItems(last.histories, histories))
      this.#keys = { histories, order };
    return this.#keys;
  }

  /** Who reads the clips of each track. */
  #findReaders(session: Session, feeders: readonly Feeder[]): ReadonlyMap<TrackId, readonly Reader[]> {
    const readers = new Map<TrackId, Reader[]>();
    for (const track of Object.values<Track>(session.tracks)) {
      const latencySamples = trackLatency(track, session.sampleRate);
      readers.set(track.id, [{ id: track.id, latencySamples, prefix: '' }]);
    }
    for (const { id, trackId, lead } of feeders) {
      const list = readers.get(trackId);
      const own = list?.[0];
      if (own) list.push({ id, latencySamples: own.latencySamples + lead, prefix: `${id}/` });
    }
    return readers;
  }

  /** Brings the clips up to date; false if nothing about clips, stems or who reads them changed. */
  #compileClips(session: Session, { feeders }: Routing): boolean {
    const before = this.#session;
    const readers = this.#findReaders(session, feeders);
    const same =
      before !== null &&
      before.clips === session.clips &&
      before.stems === session.stems &&
      before.sampleRate === session.sampleRate &&
      sameReaders(this.#readers, readers);
    if (same) return false;
    this.#readers = new Map(readers);
    const clips = new Map<string, CompiledClip>();
    const grouped = new Map<string, CompiledClip[]>();
    for (const clip of Object.values<Clip>(session.clips)) {
      const stem = session.stems[clip.stemId];
      if (!stem || clip.muted || clip.length <= 0) continue;
      for (const reader of readers.get(clip.trackId) ?? []) {
        const compiled = this.#compileClip(clip, stem, reader);
        clips.set(reader.prefix + clip.id, compiled);
        const group = grouped.get(reader.id);
        if (group) group.push(compiled);
        else grouped.set(reader.id, [compiled]);
      }
    }
    this.#freeVoices(clips);
    this.#clips = clips;
    const byReader = new Map<string, readonly CompiledClip[]>();
    for (const [reader, group] of grouped) {
      group.sort((a, b) => a.clip.start - b.clip.start || (a.clip.id < b.clip.id ? -1 : 1));
      const known = this.#byReader.get(reader);
      byReader.set(reader, known && sameItems(known, group) ? known : group);
    }
    this.#byReader = byReader;
    return true;
  }

  #compileClip(clip: Clip, stem: Stem, { latencySamples, prefix }: Reader): CompiledClip {
    const known = this.#clips.get(prefix + clip.id);
    if (known && known.clip === clip && known.stem === stem && known.latencySamples === latencySamples)
      return known;
    return compileClip(clip, stem, latencySamples, this.#voices, this.#options.toGain, prefix);
  }

  /** Frees voices no clip has any more. */
  #freeVoices(clips: ReadonlyMap<string, CompiledClip>): void {
    for (const [id, old] of this.#clips) {
      const now = clips.get(id);
      if (now === old) continue;
      for (const key of old.voiceKeys) if (!now?.voiceKeys.includes(key)) this.#voices.free(key);
    }
  }

  #compileStream(session: Session): StreamProgram {
    const stems: StreamStem[] = [];
    const indexOf = new Map<string, number>();
    const clips: StreamClip[] = [];
    for (const { stem, stream } of this.#clips.values()) {
      const key = this.#options.keyOf(stem, session.sampleRate);
      const id = poolKeyId(key);
      let index = indexOf.get(id);
      if (index === undefined) {
        index = stems.length;
        stems.push({ key, fileName: stem.fileName, channels: stem.channels });
        indexOf.set(id, index);
      }
      clips.push({ ...stream, stem: index });
    }
    clips.sort((a, b) => a.start - b.start || (a.voices[0] ?? -1) - (b.voices[0] ?? -1));
    return { stems, clips };
  }
}

/** Strip changes that lead from one compile to the next; unchanged strips are recognised by identity. */
export function diffStrips(before: CompiledSession | null, after: CompiledSession): StripUpdate[] {
  const updates: StripUpdate[] = [];
  const count = Math.max(before?.slots.length ?? 0, after.slots.length);
  for (let slot = 0; slot < count; slot++) {
    const program = after.slots[slot] ?? null;
    if ((before?.slots[slot] ?? null) !== program) updates.push({ slot, program });
  }
  return updates;
}

/** Space changes that lead from one compile to the next. */
export function diffSpaces(before: CompiledSession | null, after: CompiledSession): SpaceUpdate[] {
  const updates: SpaceUpdate[] = [];
  const count = Math.max(before?.spaces.length ?? 0, after.spaces.length);
  for (let slot = 0; slot < count; slot++) {
    const program = after.spaces[slot] ?? null;
    if ((before?.spaces[slot] ?? null) !== program) updates.push({ slot, program });
  }
  return updates;
}

/** Frames in which what was sent to spaces falls by 60 dB, or their responses end. */
const tailFrames = (session: Session): number => Math.ceil(longestTail(session) * session.sampleRate);

/** Changes of controls that lead from one compile to the next. */
export function diffControls(before: CompiledSession | null, after: CompiledSession): ControlUpdate[] {
  const updates: ControlUpdate[] = [];
  const count = Math.max(before?.controls.length ?? 0, after.controls.length);
  for (let index = 0; index < count; index++) {
    const program = after.controls[index] ?? null;
    if ((before?.controls[index] ?? null) !== program) updates.push({ index, program });
  }
  return updates;
}
