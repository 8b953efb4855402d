import type { HelpEntry } from './help-texts.ts';

/** Transport, timeline, monitor, dialogs, panes. */
export const WINDOW_HELP: readonly HelpEntry[] = [
  {
    pattern: /^(play|stop|pause)/i,
    sentence: 'Plays from the playhead; stopping goes back to where playing began.',
  },
  { pattern: /go to the start/i, sentence: 'Puts the playhead at the beginning of the session.' },
  {
    pattern: /shuttle/i,
    sentence: 'Plays forward or back at 1, 2, 4 … times the speed; again makes it faster.',
  },
  { pattern: /^loop|repeat/i, sentence: 'Repeats the stretch between in and out, without a gap.' },
  { pattern: /metronome/i, sentence: 'Clicks on the beats of the tempo map; it is heard, never bounced.' },
  {
    pattern: /go to timecode|^\d\d:\d\d:\d\d/i,
    sentence: 'Where the playhead is, in hours, minutes, seconds and frames; type to go there.',
  },
  { pattern: /undo/i, sentence: 'Takes the last step back; a whole gesture is one step.' },
  { pattern: /redo/i, sentence: 'Takes the undone step again.' },
  { pattern: /monitor level/i, sentence: 'How loud it is listened to, in dB; it is in no bounce.' },
  { pattern: /^dim/i, sentence: 'Lowers what is listened to by 20 dB.' },
  { pattern: /mono/i, sentence: 'Listens to all speakers summed to one channel.' },
  { pattern: /layout|^target|^out/i, sentence: 'The speakers, or headphones, the mix is rendered for.' },
  { pattern: /bounce/i, sentence: 'Renders the mix to a file, with the bits that are heard.' },
  {
    pattern: /trims?$/i,
    sentence: 'Levels of surrounds and heights on smaller layouts, in dB, as the delivery asks.',
  },
  {
    pattern: /coding/i,
    sentence:
      'Merges bed and objects into so many elements, a simulation of what encoders for homes do; for listening only.',
  },
  { pattern: /zoom/i, sentence: 'How much of the timeline is in view.' },
  {
    pattern: /snap to|nudge by/i,
    sentence: 'The grid edits hold to, or the step the comma and full stop move by.',
  },
  {
    pattern: /follow the playhead/i,
    sentence: 'Turns the page of the timeline when the playhead leaves it.',
  },
  { pattern: /lanes follow clips/i, sentence: 'Moves the automation under a clip along with it.' },
  { pattern: /show the whole session/i, sentence: 'Zooms until everything is in view.' },
  { pattern: /width of|height of/i, sentence: 'Drag, or arrows, to give one pane more room.' },
  {
    pattern: /fold|unfold|maximise|collapse|expand/i,
    sentence: 'Folds the pane away, opens it, or gives it the whole window.',
  },
  {
    pattern: /import/i,
    sentence: 'Adds audio files as stems, each on a track; a video becomes the picture.',
  },
  {
    pattern: /^clip$|clip caps/i,
    sentence: 'Lights when the output went beyond full scale; press to put it out.',
  },
  {
    pattern: /^monitor$/i,
    sentence: 'What is listened to: speakers one by one, level, outputs, downmixes, comparisons.',
  },
  { pattern: /^(level|gain)$/i, sentence: 'Level in dB.' },
  { pattern: /frame rate/i, sentence: 'Frames of the picture in a second; timecode counts them.' },
  {
    pattern: /start timecode|^start$|^end$|^in$|^out$|^length$/i,
    sentence: 'A place or a length in timecode: hours, minutes, seconds and frames.',
  },
  { pattern: /how (2\.0|5\.1) is made/i, sentence: 'How smaller layouts are made from larger ones.' },
  { pattern: /trim, /i, sentence: 'Level of these speakers in the smaller layout, in dB.' },
  { pattern: /^name|^rename/i, sentence: 'What it is called; Enter keeps it, Escape takes it back.' },
  { pattern: /sample rate/i, sentence: 'Samples in a second; fixed when a session is made.' },
  { pattern: /snap/i, sentence: 'Whether the object goes to the nearest speaker alone.' },
  { pattern: /close/i, sentence: 'Closes this panel; nothing is lost.' },
  {
    pattern: /./,
    within: '.timeline-name',
    sentence: 'Selects the track; Ctrl/Cmd or Shift adds it to the selection, double-click renames.',
  },
  {
    pattern: /./,
    within: '.strip-name',
    sentence: 'Selects the strip; Ctrl/Cmd or Shift adds it to the selection, drag moves it.',
  },
  { pattern: /^delete /i, sentence: 'Takes it out of the session; undo brings it back.' },
];
