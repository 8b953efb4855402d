/** A named place of a version: a cue or a marker. */
export interface NamedPlace {
  readonly name: string;
  /** Samples at the version's rate. */
  readonly at: number;
}

/** A piece of a comment's words: plain, or the name of a place behind `#` or `@`. */
export type Piece =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'mention'; readonly text: string; readonly place: NamedPlace };

const WORD = /[\p{L}\p{N}_]/u;

/**
 * Cuts words at the names that are mentioned: `#` or `@` and a name as it is written, the longest that fits. The pieces' texts
 * together are the words, so a comment stays readable wherever it is read without its places.
 */
export function piecesOf(body: string, places: readonly NamedPlace[]): readonly Piece[] {
  const byLength = [...places]
    .filter(({ name }) => name !== '')
    .sort((one, other) => other.name.length - one.name.length);
  const pieces: Piece[] = [];
  let from = 0;
  const push = (to: number) => {
    if (to > from) pieces.push({ kind: 'text', text: body.slice(from, to) });
  };
  for (let at = 0; at < body.length; at++) {
    if (body[at] !== '#' && body[at] !== '@') continue;
    // Within a word it is an address or a number, no mention.
    if (at > 0 && WORD.test(body[at - 1] ?? '')) continue;
    const place = byLength.find(
      ({ name }) => body.startsWith(name, at + 1) && !WORD.test(body[at + 1 + name.length] ?? ''),
    );
    if (!place) continue;
    push(at);
    const end = at + 1 + place.name.length;
    pieces.push({ kind: 'mention', text: body.slice(at, end), place });
    from = end;
    at = end - 1;
  }
  push(body.length);
  return pieces;
}

/** A mention being typed: from its sign to the caret. */
export interface Typing {
  readonly from: number;
  readonly to: number;
  readonly names: readonly NamedPlace[];
}

/** Most names offered at once. */
const OFFERED = 8;

/** The mention that is being typed before the caret, with the names that begin or go on with it; null if there is none. */
export function typingAt(body: string, caret: number, places: readonly NamedPlace[]): Typing | null {
  const before = body.slice(Math.max(0, caret - 60), caret);
  const found = /(?:^|[^\p{L}\p{N}_])([#@])([^#@\n]*)$/u.exec(before);
  if (!found) return null;
  const typed = (found[2] ?? '').toLowerCase();
  const matching = places.filter(({ name }) => name.toLowerCase().includes(typed));
  const begins = (place: NamedPlace) => (place.name.toLowerCase().startsWith(typed) ? 0 : 1);
  const names = matching.sort((one, other) => begins(one) - begins(other)).slice(0, OFFERED);
  return names.length === 0 ? null : { from: caret - typed.length - 1, to: caret, names };
}
