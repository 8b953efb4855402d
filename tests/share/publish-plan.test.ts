import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { RATE, testSession } from '../../src/engine/test-engine.ts';
import {
  type ClipId,
  type MarkerId,
  parseSession,
  type Session,
  serialiseSession,
  silencedBy,
  type TrackId,
} from '../../src/session/index.ts';
import {
  familiesOf,
  fitName,
  publishedSession,
  soloedFamily,
  spansOf,
  stemsOf,
} from '../../src/share/publish/plan.ts';
import { shareName } from '../../src/share/schema/index.ts';
import { samples } from '../../src/units/index.ts';

const MINUTE = 60 * RATE;

/** Strings from the start, a cello an hour in, voices and rain in between. */
const session = (): Session =>
  testSession(
    [
      { name: 'strings', format: 'stereo', clips: [[0, 2 * MINUTE, 0]] },
      { name: 'voice', format: 'mono', family: 'dialogue', clips: [[MINUTE, MINUTE, 0]] },
      { name: 'rain', format: 'mono', family: 'ambience', clips: [[0, 90 * MINUTE, 0]] },
      { name: 'cello', format: 'mono', clips: [[60 * MINUTE, MINUTE, 0]] },
    ],
    100 * MINUTE,
  );
const track = (index: number) => `track${index}` as TrackId;
const names = (published: Session) => stemsOf(published).map(({ fileName }) => fileName.replace('.wav', ''));
const whole = { start: 0, end: 90 * MINUTE };

function changed(base: Session, id: TrackId, strip: Partial<Session['tracks'][TrackId]['strip']>): Session {
  const one = base.tracks[id];
  if (!one) throw new Error('no such track');
  return { ...base, tracks: { ...base.tracks, [id]: { ...one, strip: { ...one.strip, ...strip } } } };
}

describe('what is published', () => {
  it('is a sound document, whatever was left out', () => {
    for (const range of [
      whole,
      { start: MINUTE, end: MINUTE + 100 },
      { start: 80 * MINUTE, end: 81 * MINUTE },
    ]) {
      const published = publishedSession(session(), range);
      expect(parseSession(serialiseSession(published))).toMatchObject({ ok: true });
    }
  });

  it('holds the stems that are heard in the range, and what still rings or is ducked by what came before', () => {
    expect(names(publishedSession(session(), whole))).toEqual(['strings', 'voice', 'rain', 'cello']);
    expect(names(publishedSession(session(), { start: MINUTE, end: 2 * MINUTE }))).toEqual([
      'strings',
      'voice',
      'rain',
    ]);
    const later = 2 * MINUTE + 10 * RATE;
    expect(names(publishedSession(session(), { start: later, end: later + RATE }))).toContain('strings');
    expect(names(publishedSession(session(), { start: 10 * MINUTE, end: 11 * MINUTE }))).toEqual(['rain']);
  });

  it('lets no muted stem leave the house, unless automation may bring it back', () => {
    const muted = changed(session(), track(1), { muted: true });
    expect(names(publishedSession(muted, whole))).not.toContain('voice');
    const clip = 'clip2-0' as ClipId;
    const still = session();
    const rain = still.clips[clip];
    if (!rain) throw new Error('no rain');
    const dry = { ...still, clips: { ...still.clips, [clip]: { ...rain, muted: true } } };
    expect(names(publishedSession(dry, whole))).not.toContain('rain');
    const voice = muted.tracks[track(1)];
    if (!voice) throw new Error('no voice');
    const lane = [{ time: samples(0), value: 0, curve: 'hold' as const }];
    const brought = {
      ...muted,
      tracks: { ...muted.tracks, [voice.id]: { ...voice, lanes: { muted: lane } } },
    } as Session;
    expect(names(publishedSession(brought, whole))).toContain('voice');
  });

  it('is the mix, not what is listened to: solos are lifted, scenes and notes stay at home', () => {
    const soloed = changed(session(), track(0), { soloed: true });
    const published = publishedSession(
      {
        ...soloed,
        families: { ...soloed.families, dialogue: { ...soloed.families.dialogue, soloed: true } },
      },
      whole,
    );
    for (const id of published.trackOrder) expect(silencedBy(published, id)).toBeNull();
    expect([published.scenes, published.reviewNotes]).toEqual([{}, {}]);
  });

  it('names the families that have something to play, and soloes one without what is solo-safe', () => {
    const published = publishedSession(changed(session(), track(2), { soloSafe: true }), whole);
    expect(familiesOf(published)).toEqual(['music', 'dialogue', 'ambience']);
    const alone = soloedFamily(published, 'dialogue');
    expect(alone.trackOrder.filter((id) => silencedBy(alone, id) === null)).toEqual([track(1)]);
  });
});

describe('names and spans', () => {
  it('fit the schema, whatever a marker is called', () => {
    const odd = [
      '',
      ' \u202e\u0000 ',
      'a\nb\u0007c',
      '\ud83c\udfbb'.repeat(80),
      '<b>1m1</b>',
      'e\u0301'.repeat(200),
    ];
    for (const name of odd) {
      const fit = fitName(name, 'Unnamed');
      expect(v.is(shareName, fit)).toBe(true);
      expect(encodeURIComponent(fit)).not.toBe('');
    }
    expect(fitName('<b>1m1</b>', '')).toBe('<b>1m1</b>');
    expect(fitName('a\nb', '')).toBe('a b');
  });

  it('are those that meet the range', () => {
    const marker = (id: string, kind: 'cue' | 'hit' | 'marker', start: number, end: number | null) => ({
      id: id as MarkerId,
      kind,
      name: id,
      start: samples(start),
      end: end === null ? null : samples(end),
    });
    const base = session();
    const all = [
      marker('1m1', 'cue', 0, MINUTE),
      marker('1m2', 'cue', MINUTE, 2 * MINUTE),
      marker('door', 'hit', MINUTE, null),
      marker('far', 'marker', 50 * MINUTE, null),
    ];
    const marked = {
      ...base,
      markers: Object.fromEntries(all.map((one) => [one.id, one])) as Session['markers'],
    };
    expect(spansOf(marked, { start: MINUTE, end: 3 * MINUTE })).toEqual({
      cues: [{ name: '1m2', start: MINUTE, end: 2 * MINUTE }],
      markers: [{ name: 'door', at: MINUTE }],
    });
  });
});
