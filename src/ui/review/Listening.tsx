import { Headphones, Laptop, Smartphone, Speaker, Tv } from 'lucide-react';
import { useRef } from 'react';
import { LISTENING } from '../../share/index.ts';
import { LISTENING_NOTES, LISTENING_TITLES, setListening } from './state/listening.ts';
import { usePlayer, useReview } from './state/review.ts';

const ICONS = {
  headphones: Headphones,
  speakers: Speaker,
  phone: Smartphone,
  laptop: Laptop,
  tv: Tv,
} as const;

/** What it is listened to on: a radio group, arrows move the choice; 1 to 5 choose from anywhere. */
export function ListeningChoice() {
  const review = useReview();
  const listening = usePlayer((state) => state.listening);
  const row = useRef<HTMLDivElement>(null);
  return (
    <div ref={row} className="rv-listening" role="radiogroup" aria-label="Listen on">
      {LISTENING.map((to, index) => {
        const Icon = ICONS[to];
        return (
          // biome-ignore lint/a11y/useSemanticElements: native radios can't be drawn as one joined row in forced colours.
          <button
            key={to}
            type="button"
            role="radio"
            aria-checked={to === listening}
            tabIndex={to === listening ? 0 : -1}
            title={`${LISTENING_NOTES[to]} (${index + 1})`}
            onClick={() => setListening(review, to)}
            onKeyDown={(event) => {
              const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
              if (step === undefined) return;
              event.preventDefault();
              const at = (index + step + LISTENING.length) % LISTENING.length;
              const next = LISTENING[at];
              if (next) setListening(review, next);
              row.current?.querySelectorAll('button')[at]?.focus();
            }}
          >
            <Icon size={14} aria-hidden="true" />
            <span>{LISTENING_TITLES[to]}</span>
          </button>
        );
      })}
    </div>
  );
}
