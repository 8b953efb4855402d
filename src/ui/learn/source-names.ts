import type { AuditionSource } from '../../engine/browser.ts';

/** Everything besides stems that can be listened to, in the order it is offered in. */
export const SOURCE_OPTIONS: readonly {
  readonly value: AuditionSource;
  readonly text: string;
  readonly note: 'test signal' | 'instrument';
}[] = [
  { value: 'pink-noise', text: 'Pink noise', note: 'test signal' },
  { value: 'pink-bursts', text: 'Pink noise bursts', note: 'test signal' },
  { value: 'male-speech-noise', text: 'Speech noise, male', note: 'test signal' },
  { value: 'female-speech-noise', text: 'Speech noise, female', note: 'test signal' },
  { value: 'sweep', text: 'Sweep 20 Hz – 20 kHz', note: 'test signal' },
  { value: 'clicks', text: 'Clicks, ten a second', note: 'test signal' },
  { value: 'plucked', text: 'Plucked string', note: 'instrument' },
  { value: 'strings', text: 'Strings, held', note: 'instrument' },
  { value: 'bell', text: 'Bell', note: 'instrument' },
  { value: 'bass', text: 'Bass', note: 'instrument' },
  { value: 'block', text: 'Wood block', note: 'instrument' },
];
