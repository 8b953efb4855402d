import { LISTENING } from '../../share/index.ts';
import {
  compose,
  dropDraft,
  hearSide,
  mark,
  nextComment,
  stepFrames,
  stepSeconds,
  toggleLoop,
  togglePlay,
} from './state/actions.ts';
import { setListening } from './state/listening.ts';
import type { Review } from './state/review.ts';

/** A key of the page, as the key sheet shows it. */
export interface PageKey {
  /** `KeyboardEvent.key`, with `Shift+` before it. */
  readonly key: string;
  readonly shown: string;
  readonly does: string;
  /** A single character, which the reader may turn off (WCAG 2.1.4). */
  readonly single: boolean;
  run(review: Review): void;
}

const single = (key: string, does: string, run: (review: Review) => void): PageKey => ({
  key,
  shown: key.toUpperCase(),
  does,
  single: true,
  run,
});
const named = (key: string, shown: string, does: string, run: (review: Review) => void): PageKey => ({
  key,
  shown,
  does,
  single: false,
  run,
});

const LISTENING_WORDS = ['headphones', 'speakers', 'a phone', 'a laptop', 'a TV'] as const;

/** Every key of the page. */
export const PAGE_KEYS: readonly PageKey[] = [
  { key: ' ', shown: 'Space', does: 'Play or stop', single: false, run: togglePlay },
  named('ArrowLeft', '←', 'A frame back', (review) => stepFrames(review, -1)),
  named('ArrowRight', '→', 'A frame on', (review) => stepFrames(review, 1)),
  named('Shift+ArrowLeft', 'Shift ←', 'A second back', (review) => stepSeconds(review, -1)),
  named('Shift+ArrowRight', 'Shift →', 'A second on', (review) => stepSeconds(review, 1)),
  single('j', 'Five seconds back', (review) => stepSeconds(review, -5)),
  single('k', 'Play or stop', togglePlay),
  single('l', 'Five seconds on', (review) => stepSeconds(review, 5)),
  single('i', 'Mark where a range begins', (review) => mark(review, 'start')),
  single('o', 'Mark where it ends', (review) => mark(review, 'end')),
  single('r', 'Loop what is marked', toggleLoop),
  single('c', 'Comment here, or on what is marked', compose),
  single('m', 'Next comment', (review) => nextComment(review, 1)),
  {
    key: 'Shift+M',
    shown: 'Shift M',
    does: 'Comment before',
    single: true,
    run: (review) => nextComment(review, -1),
  },
  ...LISTENING.map((to, index) =>
    single(`${index + 1}`, `Listen as on ${LISTENING_WORDS[index]}`, (review) => setListening(review, to)),
  ),
  single('a', 'Hear the version shown (blind: X)', (review) => hearSide(review, 'first')),
  single('b', 'Hear the other version (blind: Y)', (review) => hearSide(review, 'second')),
  single('?', 'These keys', ({ view }) => view.setState({ sheet: 'keys' })),
  named('Escape', 'Esc', 'Leave the comment, or close what is open', (review) => {
    const { draft, opened } = review.view.getState();
    if (draft) dropDraft(review);
    else if (opened) review.view.setState({ opened: null });
  }),
];

/** Controls that need some keys themselves. */
const TYPING = 'input:not([type="checkbox"]):not([type="radio"]), textarea, select, [contenteditable]';
const PRESSED = 'button, a[href], summary, input, [role="option"]';
const MOVED = '[role="radio"], [role="tab"], [role="slider"], [role="option"], input[type="radio"]';

/** Gives a key press to the page unless the control it went to needs it. @returns whether it was taken */
export function takeKey(review: Review, event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing)
    return false;
  const { singleKeys, sheet } = review.view.getState();
  if (sheet !== null || document.querySelector('dialog[open]')) return false;
  const target = event.target instanceof Element ? event.target : null;
  if (target?.closest(TYPING)) return false;
  if ((event.key === ' ' || event.key === 'Enter') && target?.closest(PRESSED)) return false;
  if (event.key.startsWith('Arrow') && target?.closest(MOVED)) return false;
  const shift = event.shiftKey && event.key !== '?' ? 'Shift+' : '';
  const name = `${shift}${event.key.length === 1 && shift === '' ? event.key.toLowerCase() : event.key}`;
  const found = PAGE_KEYS.find(({ key }) => key === name);
  if (!found || (found.single && !singleKeys)) return false;
  found.run(review);
  event.preventDefault();
  return true;
}
