import { fuzzyMatch } from './fuzzy.ts';

/** What ranking looks at. */
export interface Rankable {
  readonly id: string;
  readonly title: string;
  /** What kind of thing it is; found too, but never marked. */
  readonly group: string;
  /** Shown without a query. */
  readonly always: boolean;
  /** Why it can't be done now; null if it can. */
  readonly whyNot: string | null;
}

/** An item in its place, with the characters of its title that the query touches. */
export interface Ranked<Item> {
  readonly item: Item;
  readonly marks: readonly number[];
}

/** Points for what was used last, falling by one with each place. */
const RECENT = 6;
/** Points lost by a match of the kind alone: all of them share it. */
const KIND_ONLY = 12;
/** Points lost by what can't be done now. */
const UNAVAILABLE = 6;

/**
 * Puts items in the order in which they are likely meant. Without a query: what was used last, newest first, then the
 * rest of what is always shown, as it stands. With one: the best fits, at most `most` of them.
 */
export function rankItems<Item extends Rankable>(
  items: readonly Item[],
  query: string,
  recent: readonly string[],
  most = 60,
): readonly Ranked<Item>[] {
  if (query.trim() === '') {
    const used = recent.flatMap((id) => items.find((item) => item.id === id) ?? []);
    const rest = items.filter((item) => item.always && !recent.includes(item.id));
    return [...used, ...rest].map((item) => ({ item, marks: [] }));
  }
  const found: (Ranked<Item> & { readonly score: number })[] = [];
  for (const item of items) {
    const match = fuzzyMatch(query, `${item.title} ${item.group}`);
    if (!match) continue;
    const marks = match.marks.filter((mark) => mark < item.title.length);
    const place = recent.indexOf(item.id);
    const score =
      match.score +
      (place < 0 ? 0 : Math.max(0, RECENT - place)) -
      (marks.length > 0 ? 0 : KIND_ONLY) -
      (item.whyNot === null ? 0 : UNAVAILABLE);
    found.push({ item, marks, score });
  }
  return found.sort((a, b) => b.score - a.score).slice(0, most);
}

/** The list of what was used last with one more use, newest first. */
export const withUse = (recent: readonly string[], id: string, most: number): readonly string[] =>
  [id, ...recent.filter((other) => other !== id)].slice(0, most);
