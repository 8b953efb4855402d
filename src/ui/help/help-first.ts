import type { HelpEntry } from './help-texts.ts';

/** What carries a name of its own, a track's or a clip's, before its words can be taken for anything else. */
export const FIRST_HELP: readonly HelpEntry[] = [
  {
    pattern: /take the window|^give /i,
    sentence: 'Gives this pane the whole window, or the window back to all.',
  },
  {
    pattern: /, position$/i,
    sentence: 'Where the object is: arrows move it 0.05 room units, with Shift 0.01, Page keys up and down.',
  },
  {
    pattern: /^meter of /i,
    sentence: 'Peak and RMS in dB below full scale, the largest peak held, and momentary loudness in LKFS.',
  },
  { pattern: /^equaliser of /i, sentence: 'Shape of the strip’s filters and bands; opens them to be drawn.' },
  {
    pattern: /^dynamics of /i,
    sentence: 'How far the strip’s dynamics turn it down now, in dB; opens them.',
  },
  {
    pattern: /^lanes of /i,
    sentence: 'Shows or hides rows of automation under the track; says how many are written.',
  },
  {
    pattern: /^clip .* starts /i,
    sentence:
      'The clip the keys are on: arrows go from clip to clip, Enter selects it, comma and full stop nudge what is selected.',
  },
  {
    pattern: /^(cue|marker|hit|hit point|range) .*\d\d:\d\d/i,
    sentence: 'A place on the ruler: arrows go from one to the next, with Alt they move it, Enter renames.',
  },
  { pattern: /^spill /i, sentence: 'Shows only the strips under this family or VCA; Esc shows all again.' },
  {
    pattern: /^(automation|mode) .*|^(off|read|touch|latch|write|trim),? /i,
    within: '.strip, .timeline-head, .automation-bar',
    sentence:
      'What hands do to automation: Off ignores it, Read plays it, Touch writes while held, Latch until the stop, Write all the time, Trim adds to what is there.',
  },
  {
    pattern: /^(fader|level) of |fader/i,
    sentence:
      'Level of the strip behind its processors, in dB from −∞ to +12; arrows 0.5 dB, with Shift 0.1 dB, double-click back to 0.',
  },
  { pattern: /^colour of |^plain$/i, sentence: 'Colour of the track; without one it has its family’s.' },
  {
    pattern: /^session: /i,
    sentence: 'New, open, import, export and everything else that can be asked of a session.',
  },
  {
    pattern: /^position \d/i,
    sentence: 'Where the playhead is, as timecode in hours, minutes, seconds and frames; type to go there.',
  },
  {
    pattern: /keep out|keeps out/i,
    sentence: 'Speakers of this part of the room take no share of the object.',
  },
  {
    pattern: /^pencil/i,
    sentence: 'Draws automation freely in a lane; what is drawn is thinned to few points.',
  },
  {
    pattern: /^(start|mode|sound|track) .*audition|^sound to/i,
    sentence: 'What is listened to at the placements: the track’s own clips, a test signal or an instrument.',
  },
  {
    pattern: /^in range/i,
    sentence: 'Automation is written only inside the selected range, cue or clips, else inside the loop.',
  },
  {
    pattern: /draw the path/i,
    sentence: 'Then a drag in the room draws the path of the selected object, which becomes lanes.',
  },
  {
    pattern: /energy by direction/i,
    sentence: 'Shows how much sound comes from where, by the bed’s channels and the objects, in dB.',
  },
  {
    pattern: /add a space/i,
    sentence: 'Adds a reverb from a preset; strips send to it, and it returns to the bed.',
  },
  {
    pattern: /what the scene holds/i,
    sentence: 'Whether the scene keeps the whole mix, the family of the selection, or the selected tracks.',
  },
];
