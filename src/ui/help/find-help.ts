import { HELP } from './help-texts.ts';

/** What can be focused or pressed. */
export const CONTROLS =
  'button, a[href], input, select, textarea, summary, [role="slider"], [role="spinbutton"], [role="switch"], [role="tab"], [role="separator"][tabindex], [role="meter"], canvas[tabindex], [tabindex="0"]';

/** What an element says. */
export const textOf = (element: Element): string => element.textContent?.replace(/\s+/g, ' ').trim() ?? '';

/** The name a screen reader says, from where our controls take theirs. */
export function nameOf(element: Element): string {
  const label = element.getAttribute('aria-label');
  if (label) return label;
  const by = element.getAttribute('aria-labelledby');
  if (by) {
    const named = by
      .split(/\s+/)
      .map((id) => element.ownerDocument.getElementById(id))
      .map((part) => (part ? (part.getAttribute('aria-label') ?? textOf(part)) : ''))
      .join(' ')
      .trim();
    if (named !== '') return named;
  }
  if (element instanceof HTMLInputElement) {
    const [first] = element.labels ?? [];
    if (first) return textOf(first);
  }
  return textOf(element) || element.getAttribute('title') || '';
}

/** A control's help: what it is called, and the sentence. */
export interface FoundHelp {
  readonly element: Element;
  readonly name: string;
  readonly sentence: string;
}

/** What a choice belongs to: the names of the groups around a control, the nearest first. */
export const groupsOf = (element: Element): readonly string[] => {
  const names: string[] = [];
  for (let at = element.parentElement; at; at = at.parentElement) {
    const role = at.getAttribute('role');
    const isGroup =
      role === 'radiogroup' || role === 'group' || role === 'listbox' || at.tagName === 'FIELDSET';
    const name = isGroup || at.tagName === 'SECTION' ? at.getAttribute('aria-label') : null;
    if (name) names.push(name);
  }
  return names;
};

/** The sentence for a control by its name, else by those of the groups it stands in; null if there is none. */
function sentenceOf(element: Element): string | null {
  for (const name of [nameOf(element), ...groupsOf(element)]) {
    const sentence = sentenceFor(name, element);
    if (sentence !== null) return sentence;
  }
  return null;
}

/** The sentence for a name in a place; null if there is none. */
export function sentenceFor(name: string, element: Element): string | null {
  for (const { pattern, within, sentence } of HELP) {
    if (pattern.test(name) && (within === undefined || element.closest(within))) return sentence;
  }
  return null;
}

/** Help for the control an element belongs to: itself, or the nearest around it that has one. */
export function helpFor(element: Element | null): FoundHelp | null {
  for (let at = element?.closest(CONTROLS) ?? null; at; at = at.parentElement?.closest(CONTROLS) ?? null) {
    const name = nameOf(at);
    const sentence = sentenceOf(at);
    if (sentence !== null) return { element: at, name, sentence };
  }
  return null;
}

/** Help for what the keyboard or, without that, the pointer is on. */
export function helpHere(document: Document): FoundHelp | null {
  const focused = document.activeElement;
  const found = focused && focused !== document.body ? helpFor(focused) : null;
  return found ?? helpFor([...document.querySelectorAll(':hover')].at(-1) ?? null);
}
