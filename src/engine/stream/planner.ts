import { RING_SLOTS, SLOT_FRAMES } from '../../core/index.ts';
import { type LoopRange, playPath, shuttlePath } from './play-path.ts';
import type { RingPool } from './ring-pool.ts';
import { poolKeyId, type StreamProgram } from './stream-program.ts';

/** Most frames a ring can hold ahead of the playhead and still keep the chunk being played. */
export const MAX_LOOKAHEAD_FRAMES = (RING_SLOTS - 1) * SLOT_FRAMES;

/** A place the core plays from or is about to: what is wanted there, and how far ahead. */
export interface PlanHead {
  readonly program: StreamProgram;
  readonly position: number;
  readonly lookaheadFrames: number;
  readonly loop: LoopRange | null;
  /** Timeline samples a frame; 1 (play) if left out, anything else a shuttle, which passes by the loop. Not 0. */
  readonly speed?: number;
}

/** One voice's wish within a group. */
export interface GroupVoice {
  readonly voice: number;
  readonly channel: number;
}

/** Chunks missing now that one read of one stem brings. */
export interface ReadGroup {
  /** `poolKeyId` of the stem. */
  readonly stemId: string;
  readonly chunk: number;
  /** Frames from the playhead until the first of them is heard. */
  readonly distance: number;
  readonly voices: readonly GroupVoice[];
}

/** Result of planning. */
export interface ReadPlan {
  /** Missing chunks, soonest first. */
  readonly groups: readonly ReadGroup[];
  /** Voices for which no ring was left; they will be silent where they should sound. */
  readonly starved: number;
}

interface VoiceWant {
  readonly voice: number;
  readonly stemId: string;
  readonly channel: number;
  readonly source: string;
  /** chunk → distance to its first frame. */
  readonly chunks: Map<number, number>;
  first: number;
}

const EMPTY: ReadonlySet<number> = new Set();

/**
 * Decides which chunks must be in memory for what will be played, in play order, and hands out rings.
 * Never gives up a chunk that is wanted by any head; takes rings only from voices that want nothing, or, when there are
 * too few rings, from the voice that sounds last. Owned by one thread.
 */
export class StreamPlanner {
  readonly #pool: RingPool;
  #wanted = new Map<number, ReadonlySet<number>>();

  constructor(pool: RingPool) {
    this.#pool = pool;
  }

  /** Chunks the last plan wants of a voice; slots holding others may be overwritten. */
  wantedOf(voice: number): ReadonlySet<number> {
    return this.#wanted.get(voice) ?? EMPTY;
  }

  /** Plans for all heads together. The first head is the one sounding now. */
  plan(heads: readonly PlanHead[]): ReadPlan {
    const wants = new Map<number, VoiceWant>();
    for (const head of heads) collect(head, wants);
    const ordered = [...wants.values()].sort((a, b) => a.first - b.first || a.voice - b.voice);

    this.#wanted = new Map();
    for (const want of ordered) {
      trim(want);
      this.#wanted.set(want.voice, new Set(want.chunks.keys()));
    }
    let starved = 0;
    for (const want of ordered) if (!this.#give(want, wants)) starved++;

    const groups = new Map<
      string,
      { stemId: string; chunk: number; distance: number; voices: GroupVoice[] }
    >();
    for (const want of ordered) {
      if (this.#pool.ringOf(want.voice) < 0) continue;
      for (const [chunk, distance] of want.chunks) {
        if (this.#pool.holds(want.voice, want.source, chunk)) continue;
        const key = `${chunk}@${want.stemId}`;
        let group = groups.get(key);
        if (!group) {
          group = { stemId: want.stemId, chunk, distance, voices: [] };
          groups.set(key, group);
        }
        group.distance = Math.min(group.distance, distance);
        group.voices.push({ voice: want.voice, channel: want.channel });
      }
    }
    return { groups: [...groups.values()].sort((a, b) => a.distance - b.distance), starved };
  }

  /** Sees to it that the voice has a ring for its source; false if none could be had. */
  #give(want: VoiceWant, wants: ReadonlyMap<number, VoiceWant>): boolean {
    const pool = this.#pool;
    const owned = pool.ringOf(want.voice);
    if (owned >= 0) {
      pool.assign(want.voice, owned, want.source);
      return true;
    }
    let ring = pool.findFree(want.source);
    if (ring < 0) {
      let latest = want.first;
      for (let index = 0; index < pool.size; index++) {
        const first = wants.get(pool.voiceOf(index))?.first ?? Number.POSITIVE_INFINITY;
        if (first > latest) {
          latest = first;
          ring = index;
          if (first === Number.POSITIVE_INFINITY) break;
        }
      }
    }
    if (ring < 0) return false;
    pool.assign(want.voice, ring, want.source);
    return true;
  }
}

/** Adds what a head wants. */
function collect(head: PlanHead, wants: Map<number, VoiceWant>): void {
  const { program, speed = 1 } = head;
  const path =
    speed === 1
      ? playPath(head.position, head.lookaheadFrames, head.loop)
      : [shuttlePath(head.position, head.lookaheadFrames, speed)];
  for (const segment of path) {
    for (const clip of program.clips) {
      if (clip.start >= segment.to) break;
      const held = clip.held ?? 0;
      if (clip.end + held <= segment.from) continue;
      const from = Math.max(clip.start, segment.from);
      const to = Math.min(clip.end, segment.to);
      const stem = program.stems[clip.stem];
      if (!stem) continue;
      // What fills a look-ahead is wanted at once, from before where the clip itself goes on.
      const filling = Math.min(held, from - clip.start);
      const firstFrame = clip.sourceOffset + from - clip.start - filling;
      const lastFrame = clip.sourceOffset + (to - 1 - clip.start);
      const firstChunk = Math.max(0, Math.floor(firstFrame / SLOT_FRAMES));
      const lastChunk = Math.floor(lastFrame / SLOT_FRAMES);
      const stemId = poolKeyId(stem.key);
      for (let index = 0; index < clip.voices.length; index++) {
        const voice = clip.voices[index] ?? -1;
        if (voice < 0) continue;
        let want = wants.get(voice);
        if (!want) {
          const channel = clip.channels[index] ?? 0;
          want = {
            voice,
            stemId,
            channel,
            source: `${stemId}#${channel}`,
            chunks: new Map(),
            first: Number.POSITIVE_INFINITY,
          };
          wants.set(voice, want);
        }
        for (let chunk = firstChunk; chunk <= lastChunk; chunk++) {
          // On the way back a chunk is entered at its end.
          const ahead =
            speed < 0
              ? segment.to - to + Math.max(0, lastFrame + 1 - (chunk + 1) * SLOT_FRAMES)
              : from - segment.from + Math.max(0, chunk * SLOT_FRAMES - firstFrame - filling);
          const distance = segment.distance + ahead / Math.abs(speed);
          const known = want.chunks.get(chunk);
          if (known === undefined || distance < known) want.chunks.set(chunk, distance);
          if (distance < want.first) want.first = distance;
        }
      }
    }
  }
}

/** Keeps the soonest chunks a ring has room for. */
function trim(want: VoiceWant): void {
  if (want.chunks.size <= RING_SLOTS) return;
  const soonest = [...want.chunks].sort((a, b) => a[1] - b[1]);
  for (const [chunk] of soonest.slice(RING_SLOTS)) want.chunks.delete(chunk);
}
