import type { HelpEntry } from './help-texts.ts';

/** What carries a name of its own, a track's or a clip's, before its words can be taken for anything else. */
export const FIRST_HELP: readonly HelpEntry[] = [
  {
    pattern: /: go to the note by /i,
    sentence: 'Puts the playhead on the note and selects the track or family it is about.',
  },
  {
    pattern: /^(resolve|open again): note by/i,
    sentence:
      'Marks the note as dealt with, or opens it again: on the server for everyone, in the review lane for this session.',
  },
  {
    pattern: /^answer (the note by|to) /i,
    sentence: 'Writes an answer that everyone with a link to the mix sees.',
  },
  {
    pattern: /^delete the note by/i,
    sentence: 'Takes the note out of the review lane; undo brings it back.',
  },
  {
    pattern: /^notes of reviewers|^notes: \d|^close the notes/i,
    sentence:
      'What reviewers say of the published mix, as they write it, and the review lane of the session.',
  },
  {
    pattern: /^(note by .*|note), \d\d:\d\d/i,
    sentence:
      'The note the keys are on: left and right go from note to note, Enter shows it in the list, Delete takes it out of the lane.',
  },
  {
    pattern: /^where the notes are/i,
    within: '.notes',
    sentence: 'Reviewers: on the server, as they are written. Review lane: in the session, under the ruler.',
  },
  { pattern: /^which notes/i, within: '.notes', sentence: 'Lists open notes, those dealt with, or all.' },
  {
    pattern: /version/i,
    within: '.notes',
    sentence: 'Lists what was said of one published version, or of all.',
  },
  {
    pattern: /^bring .* into the review lane/i,
    sentence:
      'Copies the notes that are listed into the session as one step; what is there already is renewed.',
  },
  {
    pattern: /^tell reviewers/i,
    sentence:
      'Sends to the server which notes the review lane has resolved or opened again, for everyone with a link.',
  },
  { pattern: /^show .* more$/i, within: '.notes', sentence: 'Lists the next 200 notes.' },
  {
    pattern: /^import and export/i,
    within: '.notes',
    sentence:
      'Reads notes from CSV or CMX 3600 files, writes what is listed to them, or makes markers of it.',
  },
  {
    pattern: /^(your name|send|cancel)$/i,
    within: '.notes',
    sentence: 'The answer goes out under this name; it is kept in this browser for the next one.',
  },
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
    sentence:
      'Adds a reverb from a preset, or a convolution with a measured room; strips send to it, and it returns to the bed.',
  },
  {
    pattern: /^kind of space$/i,
    sentence:
      'A reverb made by its numbers, or a convolution with a response; the settings of the other kind are kept.',
  },
  {
    pattern: /^start of the response$/i,
    sentence: 'Left out ahead of the response, in ms: silence or a sound that came before it.',
  },
  {
    pattern: /^length of the response$/i,
    sentence: 'How much of the response is taken from its start on, in ms; Delete takes all to its end.',
  },
  {
    pattern: /^fade-out of the response$/i,
    sentence: 'Time over which the end of the response is faded out by half a cosine, in ms.',
  },
  {
    pattern: /^import a response/i,
    sentence:
      'Takes an audio file as the impulse response: mono, stereo, 5.1, 7.1 or 7.1.2; dropped on this panel it does the same.',
  },
  {
    pattern: /^made responses/i,
    sentence:
      'Responses to begin with, calculated, not measured: music as from a loudspeaker, a radio, a telephone, behind a door.',
  },
  {
    pattern: /^find the file/i,
    sentence: 'Chooses the missing file of the response again; another file becomes its response instead.',
  },
  {
    pattern: /\bresponse$/i,
    sentence: 'The response the space answers with, of those in the session; those no clip plays come first.',
  },
  {
    pattern: /^family of the return$/i,
    sentence: 'The family the return is metered with and muted with.',
  },
  {
    pattern: /^all spaces$/i,
    sentence: 'Goes back to the session’s inspector, where all spaces stand.',
  },
  {
    pattern: /^length of the room$/i,
    sentence: 'Longest side of the room in m: how far its reflections lie apart.',
  },
  { pattern: /^tail$/i, sentence: 'Level of the tail behind the early reflections, in dB.' },
  {
    pattern: /^movement of the tail$/i,
    sentence: 'How much the tail moves, 0 to 100 %, so that no tone stands still in it.',
  },
  { pattern: /^rate of the movement$/i, sentence: 'How fast the tail moves, in Hz.' },
  { pattern: /^low cut$/i, sentence: 'Takes away from the return what lies below this frequency, in Hz.' },
  { pattern: /^high cut$/i, sentence: 'Takes away from the return what lies above this frequency, in Hz.' },
  {
    pattern: /^sends grow with distance$/i,
    sentence: 'How far an object’s sends grow with its distance from the listener, 0 to 100 %.',
  },
  {
    pattern: /what the scene holds/i,
    sentence: 'Whether the scene keeps the whole mix, the family of the selection, or the selected tracks.',
  },
];
