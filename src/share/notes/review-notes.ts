import type { NoteClock, NoteMarker } from '../../formats/index.ts';
import { FRAME_RATE_FACTS, FRAME_RATES, type FrameRate, type Samples, samples } from '../../units/index.ts';
import type { Comment, Manifest } from '../schema/index.ts';
import { threadsOf, withWaiting } from './threads.ts';

/** An answer to a note. */
export interface NoteReply {
  readonly id: string;
  readonly author: string;
  readonly text: string;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly own: boolean;
}

/** A comment with what was answered to it: one note of a review. */
export interface ReviewNote {
  /** The comment's id. */
  readonly id: string;
  /** Number of the version it was written on. */
  readonly version: number;
  /** Timeline samples at the version's rate, within its timeline. */
  readonly at: Samples;
  /** First sample after the range; null: one frame. */
  readonly end: Samples | null;
  readonly author: string;
  /** For whom the link was that it came through; null: the composer. */
  readonly recipient: string | null;
  readonly text: string;
  readonly target: Comment['target'];
  readonly place: Comment['place'];
  readonly drawing: Comment['drawing'];
  readonly resolved: boolean;
  readonly createdAt: number;
  readonly own: boolean;
  /** Oldest first. */
  readonly replies: readonly NoteReply[];
}

/** By which rate of ours a version counts its frames; null: by none. */
function rateOf({ numerator, denominator, drop }: Manifest['frames']): FrameRate | null {
  const same = (rate: FrameRate) => {
    const facts = FRAME_RATE_FACTS[rate];
    return facts.numerator * denominator === numerator * facts.denominator && facts.drop === drop;
  };
  return FRAME_RATES.find(same) ?? null;
}

/** How timecode and samples belong together in a version; null where its frame rate is none of ours. */
export function noteClockOf({ frames, sampleRate }: Manifest): NoteClock | null {
  const rate = rateOf(frames);
  return rate && { rate, start: frames.origin, sampleRate };
}

/**
 * Comments of one version as notes, by place and then by time of writing. An answer belongs to the comment its thread
 * began with, and is a note of its own where that is not among these. Places beyond the timeline are brought to its end.
 */
export function notesOf(
  comments: readonly Comment[],
  { length }: Pick<Manifest, 'length'>,
): readonly ReviewNote[] {
  return threadsOf(withWaiting(comments, [])).map(({ root, replies }): ReviewNote => {
    const at = Math.min(root.at, length);
    const end = root.end === null ? null : Math.min(root.end, length);
    return {
      id: root.id,
      version: root.version,
      at: samples(at),
      end: end === null || end <= at ? null : samples(end),
      author: root.author,
      recipient: root.recipient,
      text: root.body,
      target: root.target,
      place: root.place,
      drawing: root.drawing,
      resolved: root.resolvedAt !== null,
      createdAt: root.createdAt,
      own: root.own,
      replies: replies.map(({ id, author, body, createdAt, own }) => ({
        id,
        author,
        text: body,
        createdAt,
        own,
      })),
    };
  });
}

const percent = (value: number): number => Math.round(Math.abs(value) * 100);

/** A place in the room in words, per cent of the way from its middle to a wall and from ear height to the ceiling. */
export function placeWords({ x, y, z }: NonNullable<Comment['place']>): string {
  const side = percent(x) === 0 ? 'centre' : `${x < 0 ? 'left' : 'right'} ${percent(x)}`;
  const depth = percent(y) === 0 ? 'middle' : `${y < 0 ? 'back' : 'front'} ${percent(y)}`;
  return `${side}, ${depth}, height ${percent(z)}`;
}

/** Notes as files carry them: answers follow the text, a line each, with who gave them. */
export const noteMarkers = (notes: readonly ReviewNote[]): readonly NoteMarker[] =>
  notes.map(({ at, end, author, target, resolved, text, replies }) => ({
    at,
    end,
    author,
    target: target?.name ?? '',
    resolved,
    text: [text, ...replies.map((reply) => `↳ ${reply.author}: ${reply.text}`)].join('\n'),
  }));
