import type { HelpEntry } from './help-texts.ts';

/** Stage, listener, learning, scenes, gestures. */
export const STAGE_HELP: readonly HelpEntry[] = [
  {
    pattern: /^(persp|plan|rear|side|list)|view of the stage/i,
    sentence:
      'How the room is looked at: in perspective, from above, from behind, from the side, or as a table of objects.',
  },
  { pattern: /camera home/i, sentence: 'Puts the camera back to where it stood at first.' },
  {
    pattern: /head (turned|raised|tipped)|listener/i,
    sentence: 'The listener’s head on headphones, in degrees; the room stays where it is.',
  },
  {
    pattern: /place the selected object/i,
    sentence: 'Then one tap in the room puts the selected object there.',
  },
  {
    pattern: /^hold /i,
    within: '.scenes',
    sentence: 'Holds the scene under a letter to hear it in place of the mix.',
  },
  {
    pattern: /^recall /i,
    sentence: 'Sets every fader, processor, place and send the scene keeps; automation stays.',
  },
  {
    pattern: /^(store|update)/i,
    within: '.scenes',
    sentence: 'Keeps the mix as it stands, of everything, a family or the selection.',
  },
  {
    pattern: /morph/i,
    sentence:
      'Writes the way to a scene as automation: from what is heard or another scene, over a time in seconds.',
  },
  {
    pattern: /follows$|that .* follows/i,
    sentence: 'The scene this one follows: what both have in common changes with it.',
  },
  { pattern: /^hear /i, sentence: 'Hears this one in place of the mix; nothing in the document changes.' },
  {
    pattern: /^match/i,
    sentence: 'Measures what is compared and lowers the louder to the quietest; the dB applied are shown.',
  },
  {
    pattern: /shuffle blind|reveal/i,
    sentence: 'Hides which is which behind numbers, so that the ear decides.',
  },
  {
    pattern: /swell/i,
    sentence:
      'Raises what is chosen into a silence of the dialogue by so many dB, up and down in so many frames.',
  },
  {
    pattern: /pull.?back|before the hit|hit point/i,
    sentence:
      'Takes what is chosen down to a level some frames before a hit point, and brings it back after it.',
  },
  {
    pattern: /silence|fades$|time of the (rise|fall|return)/i,
    sentence:
      'Lengths in frames of the picture; a silence takes everything but room tone out and lets it come back.',
  },
  { pattern: /gesture/i, sentence: 'A move made for score, written as plain automation that can be edited.' },
];
