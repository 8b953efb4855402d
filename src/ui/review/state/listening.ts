import type { Listening } from '../../../share/index.ts';
import type { Review } from './review.ts';

/** What each way of listening is called, and what it does. */
export const LISTENING_TITLES: Readonly<Record<Listening, string>> = {
  headphones: 'Headphones',
  speakers: 'Speakers',
  phone: 'Phone',
  laptop: 'Laptop',
  tv: 'TV',
};

/** What is heard in each, in a sentence. */
export const LISTENING_NOTES: Readonly<Record<Listening, string>> = {
  headphones: 'Binaural: the room around your head. Wear headphones.',
  speakers: 'The stereo fold, for two loudspeakers.',
  phone: 'The stereo fold as a phone’s speaker would play it.',
  laptop: 'The stereo fold as a laptop’s speakers would play it.',
  tv: 'The stereo fold as a television’s speakers would play it.',
};

/** Changes what it is listened to on, and remembers it. */
export function setListening({ player, view }: Review, to: Listening): void {
  player.setListening(to);
  view.setState({ listening: to, said: `${LISTENING_TITLES[to]}. ${LISTENING_NOTES[to]}` });
}
