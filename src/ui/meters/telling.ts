import { useRef } from 'react';
import { usePaint } from '../kit/use-paint.ts';

/** How often numbers and what assistive technology reads are brought up to date, ms: EBU Tech 3341 asks for 10 Hz. */
const EVERY_MS = 100;

/** Runs `read` in the paint loop every `everyMs` milliseconds, ten times a second unless told otherwise. Main thread. */
export function useTelling(read: () => void, everyMs = EVERY_MS): void {
  const last = useRef(Number.NEGATIVE_INFINITY);
  usePaint((nowMs) => {
    if (nowMs - last.current < everyMs) return;
    last.current = nowMs;
    read();
  });
}

/** Brings a meter's value, its words and its text up to date, touching only what changed. */
export function tell(element: HTMLElement | null, value: number, words: string, text?: string): void {
  if (!element) return;
  if (element.getAttribute('aria-valuetext') !== words) {
    element.setAttribute('aria-valuetext', words);
    element.setAttribute('aria-valuenow', value.toFixed(2));
  }
  if (text !== undefined && element.textContent !== text) element.textContent = text;
}
