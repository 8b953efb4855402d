import type { HelpEntry } from './help-texts.ts';

/** Filters, equaliser, dynamics, spaces, ducking, automation. */
export const PROCESSOR_HELP: readonly HelpEntry[] = [
  {
    pattern: /band \d.*frequency|frequency.*band \d/i,
    sentence: 'Where the band works, 10 to 20,000 Hz; arrows move it, with Shift in finer steps.',
  },
  { pattern: /band \d.*gain|gain.*band \d/i, sentence: 'How much the band raises or lowers, −24 to +24 dB.' },
  { pattern: /band \d.*\bq\b|\bq\b.*band \d/i, sentence: 'How narrow the band is, Q from 0.1 to 30.' },
  {
    pattern: /band \d/i,
    sentence: 'One of six bands: bell, low or high shelf, notch or tilt; off it is not heard.',
  },
  {
    pattern: /(high|low).?pass.*(slope|steep)|slope/i,
    sentence: 'How steep the filter is, 6 to 48 dB an octave.',
  },
  { pattern: /high.?pass/i, sentence: 'Takes away what lies below this frequency, in Hz at −3 dB.' },
  { pattern: /low.?pass/i, sentence: 'Takes away what lies above this frequency, in Hz at −3 dB.' },
  { pattern: /threshold/i, sentence: 'Level from which it works, in dB below full scale.' },
  {
    pattern: /ratio/i,
    sentence: 'How much of the level beyond the threshold is taken back: at 4 : 1, 4 dB in are 1 dB out.',
  },
  { pattern: /knee/i, sentence: 'Width of the bend at the threshold, in dB.' },
  { pattern: /attack/i, sentence: 'Time in which it takes hold, in ms.' },
  { pattern: /release/i, sentence: 'Time in which it lets go, in ms.' },
  { pattern: /\bhold\b/i, sentence: 'Time it keeps hold before letting go, in ms.' },
  {
    pattern: /look.?ahead/i,
    sentence: 'How far ahead it listens, in ms; nothing comes late, clips are read that much early.',
  },
  { pattern: /make.?up/i, sentence: 'Gain behind the dynamics, in dB.' },
  { pattern: /\bmix\b.*(dynamics|compressor)|^mix$/i, sentence: 'Share of the processed sound, 0 to 100 %.' },
  {
    pattern: /detector|window of the/i,
    sentence: 'Whether peaks or RMS over a window in ms are listened to.',
  },
  {
    pattern: /\bkey\b/i,
    sentence: 'The track whose level is listened to, behind its fader; its mute counts, solos don’t.',
  },
  { pattern: /order/i, sentence: 'Whether filters or dynamics come first.' },
  { pattern: /preset/i, sentence: 'Settings to begin with, for a kind of stem or space.' },
  {
    pattern: /^[AB]$/,
    within: '.processor-dock',
    sentence: 'Two settings of these processors to go to and fro between; each switch is one undo step.',
  },
  { pattern: /paste|copy/i, sentence: 'Takes these settings to other strips.' },
  {
    pattern: /^(equaliser|dynamics)$|bypass/i,
    sentence: 'Switches the processor off and on without a click.',
  },
  { pattern: /pre.?delay/i, sentence: 'Time before the room answers, in ms.' },
  {
    pattern: /decay|crossover/i,
    sentence: 'Time to −60 dB in seconds below, between and above the two crossovers, which are in Hz.',
  },
  { pattern: /early|late|reflections/i, sentence: 'Level of the early reflections or of the tail, in dB.' },
  { pattern: /modulation/i, sentence: 'How much, and how fast in Hz, the tail moves.' },
  { pattern: /^return|return of/i, sentence: 'Level at which the space comes back into the bed, in dB.' },
  { pattern: /send/i, sentence: 'Level sent to the space, in dB, behind the fader or ahead of it.' },
  {
    pattern: /duck|under dialogue|speech band/i,
    sentence:
      'How the family makes way for dialogue: as a whole or in the speech bands alone, up to so many dB; printed, it becomes lanes.',
  },
  {
    pattern: /preview|capture|punch|glide|write to|snap back|join|automatch/i,
    sentence:
      'Automation by hand: try without writing, keep what was found, write it from here to the start, the end, the next point or over the selection.',
  },
  {
    pattern: /\b(vca|group|folder)/i,
    sentence:
      'Holds tracks together: a VCA moves their level, a group links their controls, a folder lists them.',
  },
  {
    pattern: /view|strips? shown|width of (all|the selected)/i,
    sentence: 'Which strips are shown, how wide and in which order; kept with the session on this device.',
  },
  {
    pattern: /find a strip|name of the strip|match before|next match/i,
    sentence: 'Goes to a strip by letters of its name.',
  },
  {
    pattern: /trajector|orbit|spiral|\barc\b/i,
    sentence:
      'A path through the room written as lanes: a line, an arc, an orbit or a spiral, in seconds or bars.',
  },
];
