import { useEffect } from 'react';
import { usePlayer, useReview, useView } from './state/review.ts';

/** How often the others are told where we are, ms; the server forgets after 20 s. */
const TELL_MS = 8_000;

/** Tells the others of this mix that we are here, and where, while the page is looked at. */
export function usePresence(): void {
  const { talk, player, facts } = useReview();
  const name = useView((state) => state.name);
  const playing = usePlayer((state) => state.playing);
  useEffect(() => {
    const tell = () => {
      if (document.visibilityState !== 'visible') return;
      const at = Math.max(0, Math.round(player.position()));
      talk.present({ name: name ?? facts.getState().recipient, at, playing });
    };
    tell();
    const timer = setInterval(tell, TELL_MS);
    document.addEventListener('visibilitychange', tell);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', tell);
    };
  }, [talk, player, facts, name, playing]);
}
