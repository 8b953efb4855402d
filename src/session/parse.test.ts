import { readFileSync } from 'node:fs';
import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { plainObject } from './create.ts';
import { plainFamily } from './families.ts';
import { MIGRATIONS } from './migrations.ts';
import { parseSession, serialiseSession } from './parse.ts';
import { testSession } from './test-session.ts';
import { FORMAT_VERSION, type Session, type TrackId } from './types.ts';

const fixture = (version: number): string =>
  readFileSync(new URL(`../../tests/fixtures/sessions/v${version}.json`, import.meta.url), 'utf8');

type Json = null | boolean | number | string | Json[] | { [key: string]: Json };

/** The test session as plain JSON to be damaged. */
const plain = (): Record<string, Json> => JSON.parse(serialiseSession(testSession()));

/** The document with the value at a path replaced (undefined deletes it). */
function damaged(path: string, value: Json | undefined): Record<string, Json> {
  const document = plain();
  const keys = path.split('.');
  const last = keys.pop() ?? '';
  let at: Json = document;
  for (const key of keys) at = (at as Record<string, Json>)[key] ?? null;
  if (value === undefined) Reflect.deleteProperty(at as object, last);
  else Object.defineProperty(at, last, { value, enumerable: true, configurable: true, writable: true });
  return document;
}

const messageOf = (document: unknown): string => {
  const result = parseSession(document, 'film.json');
  if (result.ok) throw new Error('the damage went unnoticed');
  expect(result.remedy).not.toBe('');
  return result.message;
};

describe('session files', () => {
  it('come back identical, with −∞ as null', () => {
    const session = testSession();
    const text = serialiseSession(session);
    expect(text).toContain('"lfeDb":null');
    expect(parseSession(text)).toEqual({ ok: true, value: session });
  });

  it('are the same text for the same document, whatever the order of its keys', () => {
    const reversed = (value: unknown): unknown => {
      if (typeof value !== 'object' || value === null) return value;
      if (Array.isArray(value)) return value.map(reversed);
      return Object.fromEntries(
        Object.entries(value)
          .toReversed()
          .map(([key, inner]) => [key, reversed(inner)]),
      );
    };
    const text = serialiseSession(testSession());
    expect(serialiseSession(reversed(testSession()) as Session)).toBe(text);
    const reread = parseSession(reversed(JSON.parse(text)));
    expect(reread.ok && Object.keys(reread.value.tracks)).toEqual(Object.keys(testSession().tracks).sort());
  });

  it('of every older version are brought up to date', () => {
    expect(MIGRATIONS).toHaveLength(FORMAT_VERSION);
    const now = parseSession(fixture(FORMAT_VERSION));
    if (!now.ok) throw new Error(now.message);
    expect(now.value.tracks['t-rain' as TrackId]?.strip.faderDb).toBe(Number.NEGATIVE_INFINITY);
    expect(parseSession(fixture(3))).toEqual(now);
    expect(parseSession(fixture(2))).toEqual(now);
    expect(parseSession(fixture(1))).toEqual(now);
    expect(parseSession(fixture(4))).toEqual(now);
    const family = plainFamily();
    expect(parseSession(fixture(0))).toEqual({
      ok: true,
      value: {
        ...now.value,
        families: { music: family, dialogue: family, effects: family, ambience: family },
        loop: { start: 0, end: 0, enabled: false },
      },
    });
  });

  it('of newer versions are refused with the way out', () => {
    expect(parseSession(damaged('formatVersion', FORMAT_VERSION + 1), 'film.json')).toMatchObject({
      code: 'session-newer',
      message: expect.stringContaining('film.json was saved by a newer Scorestage'),
      remedy: expect.stringContaining('newest Scorestage'),
    });
  });

  it('are refused by name, field and rule when a value is wrong', () => {
    const long = 'x'.repeat(201);
    const point = (time: number, value = 0) => ({ time, value, curve: 'linear' });
    const cases: readonly (readonly [string, Json | undefined, string])[] = [
      ['formatVersion', 'one', 'formatVersion must be a whole number'],
      ['delivery.downmix20', 'mono', 'delivery.downmix20 must be one of lo-ro, lt-rt, direct'],
      ['delivery.trims', undefined, 'delivery.trims is missing'],
      ['name', long, 'name must not be longer than 200 characters'],
      ['name', undefined, 'name is missing'],
      ['sampleRate', 44_100, 'sampleRate must be one of 48000, 96000'],
      ['frameRate', '60', 'frameRate must be one of'],
      ['startFrames', 24 * 86_400, 'startFrames must lie within a day'],
      ['startFrames', 1.5, 'startFrames must be a whole number'],
      ['extra', 1, 'extra is not a field this version knows'],
      ['tracks', [], 'tracks must be an object'],
      ['tracks.t-cello.id', 't-other', 'tracks.t-cello.id must equal the key'],
      [
        'tracks.t-cello.strip.faderDb',
        12.1,
        'tracks.t-cello.strip.faderDb must be −∞ or lie between -144 and 12',
      ],
      ['tracks.t-cello.strip.trimDb', null, 'tracks.t-cello.strip.trimDb must be a number'],
      ['tracks.t-cello.strip.muted', 0, 'tracks.t-cello.strip.muted must be true or false'],
      ['tracks.t-cello.output.position.x', 1.5, 'tracks.t-cello.output.position.x must lie between -1 and 1'],
      ['tracks.t-cello.output.diffuse', 1.2, 'tracks.t-cello.output.diffuse must lie between 0 and 1'],
      ['tracks.t-cello.output.diffuse', undefined, 'tracks.t-cello.output.diffuse is missing'],
      ['tracks.t-cello.output.kind', 'moon', 'tracks.t-cello.output.kind must be a bed or an object'],
      [
        'tracks.t-cello.lanes.x',
        [point(5), point(4)],
        'tracks.t-cello.lanes.x.1.time must be a whole sample, not before',
      ],
      ['tracks.t-cello.lanes.x', [point(5, 2)], 'tracks.t-cello.lanes.x.0.value must lie between -1 and 1'],
      ['tracks.t-cello.lanes.wobble', [], 'tracks.t-cello.lanes.wobble is not a lane'],
      ['tracks.t-cello.lanes', [], 'tracks.t-cello.lanes must be an object'],
      ['tracks.t-cello.colour', 'red', 'tracks.t-cello.colour must be a colour'],
      [
        'tracks.t-strings.output',
        { ...plainObject({ x: 0, y: 0, z: 0 }) } as unknown as Json,
        'tracks.t-strings.output must be the bed',
      ],
      ['tracks.t-cello.output.zones', ['moon'], 'tracks.t-cello.output.zones.0 must be one of front'],
      ['tracks.t-cello.output.zones', ['top', 'top'], 'tracks.t-cello.output.zones must name each zone once'],
      [
        'tracks.t-cello.output.snap.maxDistance',
        -1,
        'tracks.t-cello.output.snap.maxDistance must lie between 0',
      ],
      ['tracks.t-cello.output.binaural', 'loud', 'tracks.t-cello.output.binaural must be one of off, near'],
      [
        'tracks.t-strings.output.rotationDeg',
        200,
        'tracks.t-strings.output.rotationDeg must lie between -180',
      ],
      ['tracks.t-cello.strip.eq.bands', [], 'tracks.t-cello.strip.eq.bands must have 6 bands'],
      [
        'tracks.t-cello.strip.eq.bands.2.q',
        0,
        'tracks.t-cello.strip.eq.bands.2.q must lie between 0.1 and 30',
      ],
      [
        'tracks.t-cello.strip.eq.highPass.slope',
        7,
        'tracks.t-cello.strip.eq.highPass.slope must be one of 6',
      ],
      ['tracks.t-cello.strip.dynamics.key', 't-gone', 'tracks.t-cello.strip.dynamics.key must name a track'],
      [
        'tracks.t-cello.strip.dynamics.key',
        't-cello',
        'tracks.t-cello.strip.dynamics.key must not lead back',
      ],
      ['tracks.t-voice.vcaId', 'v-gone', 'tracks.t-voice.vcaId must name a VCA'],
      ['tracks.t-voice.folderId', 'f-gone', 'tracks.t-voice.folderId must name a folder'],
      [
        'tracks.t-voice.sends',
        { 'r-gone': { on: true, levelDb: 0, preFader: false } },
        'tracks.t-voice.sends.r-gone must name a space',
      ],
      ['vcas.v-all.parentId', 'v-strings', 'vcas.v-all.parentId must not lead back'],
      ['vcas.v-all.lanes.rideDb', [point(5), point(4)], 'vcas.v-all.lanes.rideDb.1.time must be a whole'],
      ['groups.g-low.trackIds', ['t-cello', 't-cello'], 'groups.g-low.trackIds must name each track once'],
      ['groups.g-low.trackIds', ['t-gone'], 'groups.g-low.trackIds must name tracks of the session'],
      ['spaces.r-hall.midDecay', 31, 'spaces.r-hall.midDecay must lie between 0.1 and 30'],
      [
        'spaces.r-hall.response',
        { stemId: 'a-rain', channels: [2], startMs: 0, lengthMs: null, fadeMs: 0 },
        'spaces.r-hall.response.channels must name channels of the stem, which has 2',
      ],
      [
        'spaces.r-hall.response',
        { stemId: 'a-rain', channels: [0, 1, 0], startMs: 0, lengthMs: null, fadeMs: 0 },
        'spaces.r-hall.response.channels must name 1, 2, 6, 8, 10 channels',
      ],
      [
        'spaces.r-hall.response',
        { stemId: 'a-rain', channels: [0], startMs: -1, lengthMs: 0, fadeMs: 0 },
        'spaces.r-hall.response.startMs must lie between 0 and 60000',
      ],
      ['scenes.n-quiet.followsId', 'n-quiet', 'scenes.n-quiet.followsId must not lead back'],
      ['scenes.n-quiet.followsId', 'n-gone', 'scenes.n-quiet.followsId must name a scene'],
      ['families.music.duck.mode', 'loud', 'families.music.duck.mode must be one of off, live, printed'],
      [
        'families.music.duck.printed.levelDb',
        [point(5, 1)],
        'families.music.duck.printed.levelDb.0.value must lie between -60 and 0',
      ],
      [
        'tracks.t-cello.lanes.x',
        [{ ...point(5), curve: 'exponential', bend: 2 }],
        'tracks.t-cello.lanes.x.0.bend must lie between -1 and 1',
      ],
      ['trackOrder', ['t-cello'], 'trackOrder must list each track once'],
      ['trackOrder', ['t-cello', 't-cello', 't-rain', 't-voice'], 'trackOrder must list each track once'],
      ['clips.c-rain-1.trackId', 't-gone', 'clips.c-rain-1.trackId must name a track'],
      ['clips.c-rain-1.stemId', 'a-gone', 'clips.c-rain-1.stemId must name a stem'],
      ['clips.c-rain-1.channels', [0], 'clips.c-rain-1.channels must name 2 channels for a stereo track'],
      [
        'clips.c-rain-1.channels',
        [0, 2],
        'clips.c-rain-1.channels must name channels of the stem, which has 2',
      ],
      ['clips.c-rain-1.start', -1, 'clips.c-rain-1.start must lie between 0'],
      ['clips.c-rain-1.length', 60 * 48_000, 'clips.c-rain-1.length must end within the stem'],
      ['clips.c-rain-1.fadeIn.length', 40 * 48_000, 'clips.c-rain-1.fadeOut must leave the fades'],
      ['stems.a-rain.sha256', '../../etc', 'stems.a-rain.sha256 must be a SHA-256'],
      ['markers.m-cue.end', null, 'markers.m-cue.end must lie after the start of a cue'],
      ['markers.m-door.end', 5_000_000, 'markers.m-door.end must be null for a hit'],
      ['reviewNotes.w-slow.end', 1, 'reviewNotes.w-slow.end must lie after the start of a note'],
      ['reviewNotes.w-slow.text', '', 'reviewNotes.w-slow.text must not be empty'],
      ['loop.end', 0, 'loop.end must not lie before'],
      ['tempo.tempos', [], 'tempo.tempos must have at least one tempo'],
      ['tempo.tempos.0.at', 5, 'tempo.tempos.0.at must be 0'],
      ['picture', { sha256: 'x' }, 'picture.sha256 must be a SHA-256'],
    ];
    for (const [path, value, message] of cases)
      expect(messageOf(damaged(path, value))).toContain(`film.json: ${message}`);
  });

  it('are refused when they are no documents at all', () => {
    for (const [text, message] of [
      ['', 'it is not JSON'],
      ['{"a":', 'it is not JSON'],
      ['[]', 'it must be an object'],
      ['null', 'it must be an object'],
      ['[['.repeat(100_000), 'it is not JSON'],
      [`{"a":${'['.repeat(40)}${']'.repeat(40)}}`, 'nested deeper'],
    ] as const) {
      expect(messageOf(text)).toContain(message);
    }
  });

  it('are refused when they reach for the prototype, at any depth', () => {
    expect(messageOf('{"__proto__":{"ok":true},"formatVersion":1}')).toContain('reserved key "__proto__"');
    for (const key of ['__proto__', 'constructor', 'toString']) {
      expect(messageOf(damaged(`tracks.${key}`, { id: key }))).toContain(`reserved key "${key}"`);
      expect(messageOf(damaged(`tracks.t-cello.strip.${key}`, 1))).toContain(`reserved key "${key}"`);
      expect(messageOf(damaged('clips.c-rain-1.trackId', key))).toContain(
        'clips.c-rain-1.trackId must be an id',
      );
    }
    expect(messageOf(damaged('tracks.a b', { id: 'a b' }))).toContain('must be an id');
  });

  it('with more than 118 objects or 4096 tracks are refused', () => {
    const document = plain();
    const [cello] = [(document['tracks'] as Record<string, Record<string, Json>>)['t-cello']];
    const copies = (count: number) => {
      const tracks: Record<string, Json> = {};
      for (let index = 0; index < count; index++)
        tracks[`t-${index}`] = { ...cello, id: `t-${index}`, output: cello?.['output'] ?? null };
      return { ...document, clips: {}, groups: {}, tracks, trackOrder: Object.keys(tracks) };
    };
    expect(parseSession(copies(118)).ok).toBe(true);
    expect(messageOf(copies(119))).toContain('must not hold more than 118 objects together, hold 119');
    expect(messageOf(copies(4097))).toContain('tracks must not have more than 4096 members');
  });

  it('never throw, whatever JSON they hold', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(parseSession(text).ok).toBe(false);
      }),
      { seed: 3, numRuns: 200 },
    );
    const keys = [
      'tracks',
      'clips',
      'stems',
      'markers',
      'reviewNotes',
      'tempo',
      'loop',
      'families',
      'vcas',
      'spaces',
      'scenes',
      'trackOrder',
      'picture',
      'id',
    ];
    fc.assert(
      fc.property(fc.constantFrom(...keys), fc.jsonValue(), (key, value) => {
        const result = parseSession({ ...plain(), [key]: value });
        if (result.ok) expect(parseSession(serialiseSession(result.value))).toEqual(result);
      }),
      { seed: 4, numRuns: 200 },
    );
  });
});
