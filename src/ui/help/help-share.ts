import type { HelpEntry } from './help-texts.ts';

/** Publishing a mix link. */
export const SHARE_HELP: readonly HelpEntry[] = [
  {
    pattern: /^share( the)? mix/i,
    sentence: 'Publishes the mix as a link: whoever opens it hears it, comments and approves.',
  },
  { pattern: /^title of the mix$/i, sentence: 'What the reviewers see the mix called.' },
  { pattern: /^note to the reviewers$/i, sentence: 'Words shown beside this version.' },
  { pattern: /^published (range|cue)$/i, sentence: 'What of the timeline is published.' },
  {
    pattern: /^what is sent$/i,
    sentence:
      'With stems the reviewer hears the live mix and can solo tracks; without, renders alone travel.',
  },
  {
    pattern: /^coding of stems$/i,
    sentence: 'Lossless is the mix bit for bit; Opus is about a tenth of the bytes, at 96 kb/s a channel.',
  },
  { pattern: /^with the picture/i, sentence: 'Sends the picture’s file with the mix.' },
  { pattern: /^recipient \d|add a recipient/i, sentence: 'For whom a link is; each gets one of his own.' },
  { pattern: /^role of recipient/i, sentence: 'Whether he listens, comments too, or also approves.' },
  { pattern: /^leave out recipient/i, sentence: 'Makes no link for him.' },
  { pattern: /^end of the links$/i, sentence: 'When the links stop working by themselves.' },
  {
    pattern: /^(password of the links|show password)$/i,
    sentence: 'What is asked before the mix opens; tell it by another way than the link.',
  },
  {
    pattern: /^files may be kept/i,
    sentence: 'Whether the reviewer’s page offers files to keep. What is heard can always be recorded.',
  },
  {
    pattern: /^publish( version \d+)?$/i,
    within: '.dialog',
    sentence: 'Codes, renders and sends what the server has not; nothing is shown before all has arrived.',
  },
  {
    pattern: /^publishing$|^cancel the publishing$/i,
    sentence: 'How far it is. What was sent is kept for a week.',
  },
  { pattern: /^publishing key/i, sentence: 'What this server asks of those who publish; ask who runs it.' },
  {
    pattern: /^part of sharing$/i,
    sentence: 'Publishing, one file that plays by itself, a link that holds the mix, or what was published.',
  },
  {
    pattern: /^(save as one file|save the file again)$/i,
    sentence: 'Makes an HTML file with the mix and its player in it; it plays from disk, without a network.',
  },
  { pattern: /^saving$|^cancel the saving$/i, sentence: 'How far the file is. Nothing is sent anywhere.' },
  {
    pattern: /^folder of the stems$/i,
    sentence: 'The https folder that holds the stems under their file names, open to other sites (CORS).',
  },
  {
    pattern: /^copy a link to this mix$|^copied$|^link with the mix$/i,
    sentence: 'A link that holds the mix itself; the stems are fetched from where they lie.',
  },
  { pattern: /^make the links$/i, sentence: 'Makes a link for each recipient, to all versions of the mix.' },
  { pattern: /^(copy|copied) the link of|^link of/i, sentence: 'The link, told once; copy it now.' },
  { pattern: /^revoke the link/i, sentence: 'Ends this link at once, also where it is open.' },
  {
    pattern: /^(remove the mix|really remove|keep it|begin a new mix)/i,
    within: '.share',
    sentence: 'Takes the mix from the server, with all versions, links and comments.',
  },
  { pattern: /^done$/i, within: '.dialog', sentence: 'Closes this; the links are not shown again.' },
];
