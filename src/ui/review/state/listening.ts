import { DEVICES, type Listening } from '../../../share/index.ts';
import type { Review } from './review.ts';

/** What each way of listening is called, and what it does. */
export const LISTENING_TITLES: Readonly<Record<Listening, string>> = {
  headphones: 'Headphones',
  speakers: 'Speakers',
  phone: 'Phone',
  laptop: 'Laptop',
  tv: 'TV',
};

/** What is heard in each, in a sentence, and how far it can be trusted. */
export const LISTENING_NOTES: Readonly<Record<Listening, string>> = {
  headphones: DEVICES.headphones.says,
  speakers: DEVICES.speakers.says,
  phone: DEVICES.phone.says,
  laptop: DEVICES.laptop.says,
  tv: DEVICES.tv.says,
};

/** Changes what it is listened to on, and remembers it. */
export function setListening({ player, view }: Review, to: Listening): void {
  player.setListening(to);
  view.setState({ listening: to, said: `${LISTENING_TITLES[to]}. ${LISTENING_NOTES[to]}` });
}
