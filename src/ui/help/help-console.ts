import type { HelpEntry } from './help-texts.ts';

/** Strips, families, VCAs, groups, and the inspector of a strip. */
export const CONSOLE_HELP: readonly HelpEntry[] = [
  {
    pattern: /^(fader|level) of |fader$/i,
    sentence:
      'Level of the strip behind its processors, in dB from −∞ to +12; arrows 0.5 dB, with Shift 0.1 dB, double-click back to 0.',
  },
  {
    pattern: /^mute /i,
    sentence:
      'Silences the strip: digital zero, no matter what is soloed. Keys that listen to it fall silent too.',
  },
  { pattern: /^unmute /i, sentence: 'Lets the strip sound again.' },
  {
    pattern: /^(solo|unsolo) /i,
    sentence:
      'Solo in place: while any is pressed, only soloed and solo-safe strips sound, at their level and place.',
  },
  { pattern: /solo.?safe/i, sentence: 'Keeps the strip sounding while others are soloed.' },
  { pattern: /clear all solos/i, sentence: 'Takes every solo off, of tracks, families and VCAs.' },
  {
    pattern: /^trim/i,
    sentence:
      'Gain ahead of all processing, in dB from −60 to +24: sets how hard filters and dynamics are fed.',
  },
  {
    pattern: /polarity/i,
    sentence: 'Turns the signal upside down (× −1), for stems that cancel against others.',
  },
  {
    pattern: /^lfe send/i,
    sentence: 'Level sent to the LFE channel in dB, low-passed at 120 Hz; −∞ sends nothing.',
  },
  {
    pattern: /binaural|distance on headphones/i,
    sentence:
      'How near the source is on headphones: off (as the speakers), near, mid or far with a little room.',
  },
  {
    pattern: /^(family|format)$/i,
    sentence:
      'Which family (music, dialogue, effects, ambience) the track belongs to, or how many channels it has.',
  },
  {
    pattern: /^output$|goes to/i,
    sentence: 'Where the track goes: the 7.1.2 bed, or an object of its own that is placed in the room.',
  },
  { pattern: /^pan$/i, sentence: 'Left–right balance of the whole stem in the bed, −1 left to +1 right.' },
  { pattern: /^width$/i, sentence: 'Width of the stem: 0 mono, 1 as recorded, 2 pushed to the sides.' },
  {
    pattern: /front.*back|back to front/i,
    sentence: 'Front to back, −1 back wall to +1 screen; a balance for stems that have surrounds.',
  },
  { pattern: /^(height|elevation)/i, sentence: 'Height, 0 at the ear to 1 at the ceiling.' },
  { pattern: /left to right/i, sentence: 'Left to right, −1 the left wall to +1 the right.' },
  {
    pattern: /^size/i,
    sentence: 'Extent of the object, 0 a point to 1 the whole room; its power stays the same.',
  },
  {
    pattern: /spread|pair/i,
    sentence:
      'Half the distance between the two objects of a stereo track, 0 to 1 in room units, or how the pair is turned in degrees.',
  },
  {
    pattern: /divergence/i,
    sentence:
      'Share of the source that leaves its place for two beside it, 0 to 1, or how far those are apart.',
  },
  {
    pattern: /diffuse/i,
    sentence:
      'Share of the power that is heard decorrelated, from no place in particular, 0 to 1; adds 5 ms to everything while used.',
  },
  {
    pattern: /snap to the nearest|farthest speaker/i,
    sentence:
      'Sends the object to the nearest speaker alone, if one is no farther than the distance given in room units.',
  },
  { pattern: /keeps out|zone/i, sentence: 'Zones of speakers the object is kept out of.' },
  {
    pattern: /rotation about|rotate|turned/i,
    sentence: 'Turn about the listener in degrees, positive to the left.',
  },
  {
    pattern: /mirror/i,
    sentence: 'Mirrors the selected objects, and their automation, left to right or front to back.',
  },
  { pattern: /scale/i, sentence: 'Moves the selected objects nearer together or farther apart, in percent.' },
  {
    pattern: /turn, scale and mirror about/i,
    sentence: 'The middle of turning, scaling and mirroring: the listener, or the middle of the selection.',
  },
  {
    pattern: /reset clip caps/i,
    sentence: 'Takes back the held peaks and the caps that say something clipped.',
  },
  {
    pattern: /loudness|momentary|short.?term|integrated|LKFS/i,
    sentence:
      'Loudness of the 5.1 re-render after ITU-R BS.1770: momentary over 0.4 s, short-term over 3 s, integrated with gates, in LKFS.',
  },
  {
    pattern: /correlation/i,
    sentence: 'Correlation of left and right, −1 cancelling in mono to +1 the same.',
  },
  {
    pattern: /centre channel|share of the centre/i,
    sentence:
      'How much of what the centre speaker plays is music and how much dialogue, in percent of its energy.',
  },
  { pattern: /peak/i, sentence: 'Highest sample or true peak since it was reset, in dB below full scale.' },
];
