/** How well a query fits a text, and which of its characters it touches. */
export interface FuzzyMatch {
  readonly score: number;
  /** Indices of the matched UTF-16 units, rising. */
  readonly marks: readonly number[];
}

const WORD_START = 10;
/** More than a new word's first letter: letters in a row are surer. */
const RUN = 12;
const LETTER = 1;
/** Lost for each character skipped, up to a limit: a match far down the text is not worthless. */
const SKIP = 0.25;
const MOST_SKIP = 3;
/** Fewest points a letter must earn on average; below that the letters only happen to be there. */
const LEAST_AVERAGE = 5;
/** Lost for each character of the text: of two equal matches the shorter text is meant. */
const LENGTH = 0.02;

/** A character without case and accent, one for one. */
const plain = (character: string): string => character.normalize('NFD').charAt(0).toLowerCase();

const isLetter = (character: string | undefined): boolean =>
  character !== undefined && /[\p{L}\p{N}]/u.test(character);

/** Best way to find the letters of one word in a text, in order. */
function matchWord(word: readonly string[], text: readonly string[]): FuzzyMatch | null {
  const scores: number[][] = [];
  const cameFrom: number[][] = [];
  word.forEach((letter, index) => {
    const row = text.map(() => Number.NEGATIVE_INFINITY);
    const from = text.map(() => -1);
    text.forEach((character, at) => {
      if (character !== letter) return;
      const own = LETTER + (isLetter(text[at - 1]) ? 0 : WORD_START);
      if (index === 0) {
        row[at] = own - Math.min(MOST_SKIP, at * SKIP);
        return;
      }
      const before = scores[index - 1] ?? [];
      for (let last = index - 1; last < at; last++) {
        const skipped = at - last - 1;
        const score =
          (before[last] ?? Number.NEGATIVE_INFINITY) +
          own +
          (skipped === 0 ? RUN : -Math.min(MOST_SKIP, skipped * SKIP));
        if (score <= (row[at] ?? 0)) continue;
        row[at] = score;
        from[at] = last;
      }
    });
    scores.push(row);
    cameFrom.push(from);
  });
  const ends = scores.at(-1) ?? [];
  let at = -1;
  ends.forEach((score, index) => {
    if (Number.isFinite(score) && (at < 0 || score > (ends[at] ?? 0))) at = index;
  });
  const score = ends[at];
  if (score === undefined || score < LEAST_AVERAGE * word.length) return null;
  const marks: number[] = [];
  for (let index = word.length - 1; index >= 0; index--) {
    marks.unshift(at);
    at = cameFrom[index]?.[at] ?? -1;
  }
  return { score, marks };
}

/**
 * Finds every word of a query in a text, in whatever order; null if one is not there. Case and accents do not count; the
 * beginnings of words and letters in a row count most.
 */
export function fuzzyMatch(query: string, text: string): FuzzyMatch | null {
  const characters = Array.from({ length: text.length }, (_, at) => plain(text.charAt(at)));
  const marks = new Set<number>();
  let score = -LENGTH * text.length;
  for (const word of query.split(/\s+/).filter((part) => part !== '')) {
    const found = matchWord([...word].map(plain), characters);
    if (!found) return null;
    score += found.score;
    for (const mark of found.marks) marks.add(mark);
  }
  return { score, marks: [...marks].sort((a, b) => a - b) };
}
