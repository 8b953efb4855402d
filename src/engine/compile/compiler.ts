import type { EngineProgram, StripProgram } from '../../core/index.ts';
import {
  type Clip,
  playedSession,
  renderingOf,
  type Session,
  type Stem,
  type Track,
  type TrackId,
} from '../../session/index.ts';
import type { PoolKey } from '../../stems/index.ts';
import type { Rendering } from '../../units/index.ts';
import {
  poolKeyId,
  SILENT_STREAM,
  type StreamClip,
  type StreamProgram,
  type StreamStem,
} from '../stream/stream-program.ts';
import { type CompiledClip, compileClip, type GainOf } from './compile-clip.ts';
import { compileTrack, trackLatency } from './compile-track.ts';
import { SlotTable, VoiceTable } from './voice-table.ts';

/** What the compiler takes from its surroundings. */
export interface CompilerOptions {
  /** Strip slots of the core. */
  readonly maxStrips: number;
  /** Voices of the core. */
  readonly maxVoices: number;
  /** The core's own converter from decibels; nothing of the host's may touch a gain. */
  readonly toGain: GainOf;
  /** Linear gain of a track with mute, solo and family resolved. */
  readonly effectiveGain: (session: Session, track: TrackId, toGain: GainOf) => number;
  /** Where a stem's audio lies in the pool. */
  readonly keyOf: (stem: Stem, rate: number) => PoolKey;
}

/** One change to the core's strips. */
export interface StripUpdate {
  readonly slot: number;
  /** null empties the slot. */
  readonly program: StripProgram | null;
}

/** A session as the engine plays it. Shares everything unchanged with the compile before. */
export interface CompiledSession {
  readonly program: EngineProgram;
  /** Strip at each slot; null where the slot is empty. */
  readonly slots: readonly (StripProgram | null)[];
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
  readonly clips: readonly CompiledClip[];
  readonly strip: StripProgram;
}

const NO_CLIPS: readonly CompiledClip[] = [];

const sameItems = (a: readonly unknown[], b: readonly unknown[]): boolean =>
  a.length === b.length && a.every((item, index) => item === b[index]);

/**
 * Compiles sessions one after another. Keeps what did not change, so that compiling again after one fader moved costs
 * a glance at each track: the document shares unchanged parts between versions and identity tells.
 */
export class Compiler {
  readonly #options: CompilerOptions;
  readonly #voices: VoiceTable;
  readonly #slots: SlotTable;
  #clips = new Map<string, CompiledClip>();
  #byTrack = new Map<string, readonly CompiledClip[]>();
  #tracks = new Map<TrackId, TrackEntry>();
  #session: Session | null = null;
  #stream: StreamProgram = SILENT_STREAM;

  constructor(options: CompilerOptions) {
    this.#options = options;
    this.#voices = new VoiceTable(options.maxVoices);
    this.#slots = new SlotTable(options.maxStrips);
  }

  /**
   * Compiles a session. `canonical` numbers the strips in track order as a fresh compiler would, so that sums come out
   * with the same bits; use it whenever nothing sounds. Otherwise tracks keep their slots. Lanes of automation that is off
   * are left out.
   */
  compile(document: Session, canonical = true): CompiledSession {
    const session = playedSession(document);
    const order = session.trackOrder;
    this.#slots.assign(order, canonical);
    const clipsChanged = this.#compileClips(session);
    const slots: (StripProgram | null)[] = [];
    const strips: StripProgram[] = [];
    const slotOf = new Map<TrackId, number>();
    const unplayable: TrackId[] = [];
    const tracks = new Map<TrackId, TrackEntry>();
    for (const id of order) {
      const track = session.tracks[id];
      if (!track) continue;
      const entry = this.#compileTrack(session, track);
      tracks.set(id, entry);
      strips.push(entry.strip);
      const slot = this.#slots.slotOf(id);
      if (slot < 0) {
        unplayable.push(id);
        continue;
      }
      while (slots.length <= slot) slots.push(null);
      slots[slot] = entry.strip;
      slotOf.set(id, slot);
    }
    this.#tracks = tracks;
    if (clipsChanged) this.#stream = this.#compileStream(session);
    this.#session = session;
    return {
      program: { sampleRate: session.sampleRate, strips },
      slots,
      slotOf,
      stream: this.#stream,
      rendering: renderingOf(session.delivery),
      unplayable,
    };
  }

  #compileTrack(session: Session, track: Track): TrackEntry {
    const { toGain, effectiveGain } = this.#options;
    const gain = effectiveGain(session, track.id, toGain);
    const clips = this.#byTrack.get(track.id) ?? NO_CLIPS;
    const known = this.#tracks.get(track.id);
    if (known && known.track === track && known.gain === gain && known.clips === clips) return known;
    const strip = compileTrack(
      track,
      gain,
      clips.map((clip) => clip.program),
      toGain,
    );
    return { track, gain, clips, strip };
  }

  /** Brings the clips up to date; false if nothing about clips, stems or their tracks' latencies changed. */
  #compileClips(session: Session): boolean {
    const before = this.#session;
    const same =
      before !== null &&
      before.clips === session.clips &&
      before.stems === session.stems &&
      before.sampleRate === session.sampleRate &&
      this.#latenciesUnchanged(session);
    if (same) return false;
    const clips = new Map<string, CompiledClip>();
    const grouped = new Map<string, CompiledClip[]>();
    for (const clip of Object.values<Clip>(session.clips)) {
      const track = session.tracks[clip.trackId];
      const stem = session.stems[clip.stemId];
      if (!track || !stem || clip.muted || clip.length <= 0) continue;
      const compiled = this.#compileClip(clip, stem, trackLatency(track));
      clips.set(clip.id, compiled);
      const group = grouped.get(clip.trackId);
      if (group) group.push(compiled);
      else grouped.set(clip.trackId, [compiled]);
    }
    this.#freeVoices(clips);
    this.#clips = clips;
    const byTrack = new Map<string, readonly CompiledClip[]>();
    for (const [track, group] of grouped) {
      group.sort((a, b) => a.clip.start - b.clip.start || (a.clip.id < b.clip.id ? -1 : 1));
      const known = this.#byTrack.get(track);
      byTrack.set(track, known && sameItems(known, group) ? known : group);
    }
    this.#byTrack = byTrack;
    return true;
  }

  #compileClip(clip: Clip, stem: Stem, latencySamples: number): CompiledClip {
    const known = this.#clips.get(clip.id);
    if (known && known.clip === clip && known.stem === stem && known.latencySamples === latencySamples)
      return known;
    return compileClip(clip, stem, latencySamples, this.#voices, this.#options.toGain);
  }

  /** Frees voices no clip has any more. */
  #freeVoices(clips: ReadonlyMap<string, CompiledClip>): void {
    for (const [id, old] of this.#clips) {
      const now = clips.get(id);
      if (now === old) continue;
      for (const key of old.voiceKeys) if (!now?.voiceKeys.includes(key)) this.#voices.free(key);
    }
  }

  #latenciesUnchanged(session: Session): boolean {
    for (const clip of this.#clips.values()) {
      const track = session.tracks[clip.clip.trackId];
      if (!track || trackLatency(track) !== clip.latencySamples) return false;
    }
    return true;
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
