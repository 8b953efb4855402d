import { describe, expect, it } from 'vitest';
import {
  clockWords,
  correlationWords,
  type Integrated,
  judge,
  LOUDNESS_TARGET_IDS,
  shortLkfs,
  speakLkfs,
  targetWords,
  underDialogue,
} from './loudness-words.ts';

const NONE = Number.NEGATIVE_INFINITY;
const heard = (changes: Partial<Integrated>): Integrated => ({
  programme: NONE,
  music: NONE,
  dialogue: NONE,
  others: false,
  ...changes,
});

describe('judging a loudness', () => {
  it('never fails a stem of music on the target of a programme or of dialogue', () => {
    for (const id of ['none', 'r128', 'a85', 'streaming'] as const)
      for (const level of [-60, -27, -24, -8])
        expect(judge(id, heard({ programme: level, music: level })).range).toBe('unjudged');
    expect(judge('streaming', heard({ programme: -20, music: -20 })).words).toMatch(/Music alone/);
    expect(judge('r128', heard({ programme: -20, music: -20 })).words).toMatch(/only music has sounded/);
  });

  it('holds immersive music to its ceiling, and to nothing below', () => {
    expect(judge('music', heard({ programme: -17.5, music: -17.5 }))).toEqual({
      range: 'above',
      words: 'Programme out of range: 0.5 LU above −18.',
    });
    expect(judge('music', heard({ programme: -18.04, music: -18 })).range).toBe('in');
    expect(judge('music', heard({ programme: -30, music: -30 })).range).toBe('in');
  });

  it('takes the dialogue where the target is of dialogue, and tells where the music lies', () => {
    const mix = heard({ programme: -24, music: -36.2, dialogue: -26 });
    expect(judge('streaming', mix)).toEqual({
      range: 'in',
      words: 'Dialogue in range: 1.0 LU above −27. Music 10.2 LU under the dialogue.',
    });
    expect(judge('streaming', heard({ programme: -20, dialogue: -24.9 })).range).toBe('above');
    expect(judge('a85', heard({ programme: -20, dialogue: -26.1 })).range).toBe('below');
  });

  it('judges what is shown: a tenth of an LU decides as it is read', () => {
    const others = true;
    expect(judge('r128', heard({ programme: -23.54, others })).range).toBe('in');
    expect(judge('r128', heard({ programme: -23.56, others })).range).toBe('below');
    expect(judge('r128', heard({ programme: -22.44, others })).words).toBe(
      'Programme out of range: 0.6 LU above −23.',
    );
  });

  it('says when there is nothing to judge', () => {
    for (const id of LOUDNESS_TARGET_IDS)
      expect(judge(id, heard({})).words).toBe('Nothing measured yet: play.');
    expect(judge('none', heard({ programme: -30, music: -30 })).words).toBe('Integrated since the reset.');
    expect(underDialogue(heard({ music: -20, dialogue: -24 }))).toBe('Music 4.0 LU over the dialogue.');
  });
});

describe('words of readings', () => {
  it('have a true minus, a unit for the ear and one decimal', () => {
    expect(shortLkfs(-23.449)).toBe('−23.4');
    expect(shortLkfs(NONE)).toBe('–');
    expect(speakLkfs(-23.449)).toBe('minus 23.4 LKFS');
    expect(speakLkfs(NONE)).toBe('silent');
    expect(clockWords(65.9)).toBe('1:05');
    expect([correlationWords(-1), correlationWords(0), correlationWords(1)]).toEqual([
      'cancels in mono',
      'holds in mono',
      'nearly mono',
    ]);
    expect(LOUDNESS_TARGET_IDS.map(targetWords)).toEqual([
      'No target',
      'EBU R 128: −23 ±0.5',
      'ATSC A/85, long form: dialogue −24 ±2',
      'Streaming films: dialogue −27 ±2',
      'Immersive music: ≤ −18',
    ]);
  });
});
