import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { formatTimecode, samples } from '../units/index.ts';
import { convertRate } from './convert-rate.ts';
import { countedIds, newSession, randomIds } from './create.ts';
import { createDocument } from './document.ts';
import { moveClips, setFade, trimClipEnd, trimClipStart } from './edits/index.ts';
import { isId } from './limits.ts';
import { parseSession, serialiseSession } from './parse.ts';
import { testSession } from './test-session.ts';
import { type Clip, type ClipId, FRAME_RATES, type Session } from './types.ts';

describe('new sessions', () => {
  it('are valid at every picture rate and start at one hour', () => {
    for (const frameRate of FRAME_RATES) {
      const session = newSession({ name: ' \u0007 ', sampleRate: 96_000, frameRate });
      expect(parseSession(serialiseSession(session))).toEqual({ ok: true, value: session });
      expect(formatTimecode(session.startFrames, frameRate)).toMatch(/^01:00:00[:;]00$/);
      expect(session.name).toBe('Untitled');
    }
  });

  it('get ids that no other has', () => {
    const ids = randomIds();
    const made = [ids.session(), ids.track(), ids.track(), ids.clip(), ids.stem(), ids.marker()];
    expect(new Set(made).size).toBe(made.length);
    expect(made.every(isId)).toBe(true);
    expect([countedIds('x').clip(), countedIds('x').clip()]).toEqual(['c-x1', 'c-x1']);
  });
});

describe('copies at another rate', () => {
  const RAIN = 'c-rain-1' as ClipId;

  it('double every time going up and come back the same', () => {
    const session = testSession();
    const up = convertRate(session, 96_000, { ids: countedIds('up') });
    expect(up.id).toBe('s-up1');
    expect(up.clips[RAIN]).toMatchObject({
      start: 0,
      sourceOffset: 96_000,
      length: 80 * 48_000,
      fadeOut: { length: 2000 },
    });
    expect(up.loop).toEqual({ start: 96_000, end: 8 * 48_000, enabled: true });
    const back = convertRate(up, 48_000, { ids: { session: () => session.id } });
    expect(back).toEqual(session);
  });

  it('are valid whatever the odd lengths were rounded to, and keep touching clips touching', () => {
    const number = fc.nat(10_000_000);
    fc.assert(
      fc.property(number, number, number, number, fc.nat(5), (by, start, end, fade, short) => {
        const document = createDocument({ ...testSession(), sampleRate: 96_000 });
        document.transact('Edit', 'undoable', (draft) => {
          moveClips(draft, [RAIN], { by });
          trimClipStart(draft, RAIN, start);
          trimClipEnd(draft, RAIN, end);
          setFade(draft, RAIN, 'in', { length: samples(fade) });
          trimClipEnd(draft, 'c-voice-1' as ClipId, 2 * 48_000 + short);
          draft.loop = { start: samples(by), end: samples(by + 1), enabled: true };
        });
        const session = document.get();
        const down = convertRate(session, 48_000, { lengthOf: ({ length }) => Math.floor(length / 2) });
        expect(parseSession(serialiseSession(down))).toEqual({ ok: true, value: down });
        const split: Session = touching(session, start);
        const [left, right] = Object.values<Clip>(convertRate(split, 48_000).clips);
        if (left && right) expect(right.start).toBe(left.start + left.length);
      }),
      { seed: 8, numRuns: 200 },
    );
  });

  /** Two clips, the second beginning where the first ends. */
  function touching(session: Session, at: number): Session {
    const voice = session.clips['c-voice-1' as ClipId];
    if (!voice) throw new Error('the test session has changed');
    const length = samples(1 + (at % 1_000_000));
    const left: Clip = { ...voice, id: 'c-a' as ClipId, start: samples(at), length };
    const right: Clip = { ...left, id: 'c-b' as ClipId, start: samples(at + length) };
    return { ...session, clips: { [left.id]: left, [right.id]: right } };
  }
});
