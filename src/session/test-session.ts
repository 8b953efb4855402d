/** A small session with one of everything, for tests. */
import { decibels, type RoomPosition, samples, TRACK_FORMATS, type TrackFormat } from '../units/index.ts';
import { countedIds, newSession, noFade, plainBed, plainObject, plainRouting, plainStrip } from './create.ts';
import type {
  Clip,
  ClipId,
  FamilyName,
  Folder,
  FolderId,
  Group,
  GroupId,
  Marker,
  MarkerId,
  NoteId,
  Output,
  Scene,
  SceneId,
  Sends,
  Session,
  SessionNote,
  SpaceId,
  Stem,
  StemId,
  Track,
  TrackId,
  Vca,
  VcaId,
} from './types.ts';
import { plainSpace } from './types.ts';

const SECOND = 48_000;

const stem = (name: string, channels: number): Stem => ({
  id: `a-${name}` as StemId,
  sha256: name.codePointAt(0)?.toString(16).padStart(64, '0') ?? '',
  fileName: `${name}.wav`,
  coding: 'WAV 24-bit',
  bytes: 60 * SECOND * channels * 3 + 44,
  channels,
  length: samples(60 * SECOND),
  sourceRate: 48_000,
  timeReference: null,
});

const track = (name: string, family: FamilyName, format: TrackFormat, output: Output): Track => ({
  id: `t-${name}` as TrackId,
  name,
  family,
  colour: null,
  format,
  strip: plainStrip(),
  ...plainRouting(),
  output,
  lanes: {},
});

const clip = (name: string, of: Track, start: number, length: number): Clip => ({
  id: `c-${name}` as ClipId,
  trackId: of.id,
  stemId: `a-${of.name}` as StemId,
  name,
  channels: TRACK_FORMATS[of.format].map((_, channel) => channel),
  start: samples(start),
  sourceOffset: samples(SECOND),
  length: samples(length),
  gainDb: decibels(0),
  fadeIn: noFade(),
  fadeOut: { length: samples(1000), shape: 's-curve' },
  muted: false,
});

const byId = <Member extends { readonly id: string }>(members: readonly Member[]) =>
  Object.fromEntries(members.map((member) => [member.id, member])) as Record<Member['id'], Member>;

const vca = (name: string, parentId: VcaId | null): Vca => ({
  id: `v-${name}` as VcaId,
  name,
  colour: null,
  faderDb: decibels(0),
  muted: false,
  soloed: false,
  parentId,
  automation: 'read',
  lanes: { rideDb: [{ time: samples(0), value: 0, curve: 'exponential', bend: 0.5 }] },
});

/** Strings (5.1 bed, cello (mono object with lanes), voice (mono bed), rain (stereo object); clips, markers, a loop. */
export function testSession(): Session {
  const front: RoomPosition = { x: 0.2, y: 1, z: 0 };
  const strings = track('strings', 'music', '5.1', plainBed('5.1'));
  const cello: Track = {
    ...track('cello', 'music', 'mono', plainObject(front)),
    lanes: {
      x: [
        { time: samples(0), value: -0.5, curve: 'linear' },
        { time: samples(SECOND), value: 0.5, curve: 's-curve' },
        { time: samples(3 * SECOND), value: 0, curve: 'hold' },
      ],
    },
  };
  const voice = track('voice', 'dialogue', 'mono', plainBed('mono'));
  const rain = track('rain', 'ambience', 'stereo', plainObject({ x: 0, y: -0.5, z: 0.8 }, 0.3, 0.6));
  const tracks = [
    { ...strings, vcaId: 'v-strings' as VcaId, folderId: 'f-band' as FolderId },
    { ...cello, sends: { 'r-hall': { on: true, levelDb: decibels(-12), preFader: false } } as Sends },
    voice,
    rain,
  ];
  const markers: readonly Marker[] = [
    { id: 'm-door' as MarkerId, kind: 'hit', name: 'Door', start: samples(2 * SECOND), end: null },
    { id: 'm-cue' as MarkerId, kind: 'cue', name: '1m1', start: samples(0), end: samples(30 * SECOND) },
  ];
  const slow: SessionNote = {
    id: 'w-slow' as NoteId,
    start: samples(4 * SECOND),
    end: samples(6 * SECOND),
    author: 'Ada',
    text: 'A little slower,\nplease',
    about: { kind: 'track', id: cello.id, name: cello.name },
    resolved: false,
    version: 2,
  };
  return {
    ...newSession({ name: 'Test', sampleRate: 48_000, frameRate: '24', ids: countedIds() }),
    stems: byId([stem('strings', 6), stem('cello', 1), stem('voice', 1), stem('rain', 2)]),
    tracks: byId(tracks),
    trackOrder: tracks.map(({ id }) => id),
    clips: byId([
      clip('strings-1', strings, 0, 10 * SECOND),
      clip('strings-2', strings, 12 * SECOND, 20 * SECOND),
      clip('cello-1', cello, 5 * SECOND, 4 * SECOND),
      clip('voice-1', voice, 2 * SECOND, 3 * SECOND),
      clip('rain-1', rain, 0, 40 * SECOND),
    ]),
    markers: byId(markers),
    reviewNotes: byId([slow]),
    vcas: byId([vca('all', null), vca('strings', 'v-all' as VcaId)]),
    groups: byId<Group>([
      {
        id: 'g-low' as GroupId,
        name: 'Low',
        colour: null,
        on: true,
        trackIds: [strings.id, cello.id],
        links: { fader: true, mute: true, solo: false, automation: false },
      },
    ]),
    folders: byId<Folder>([{ id: 'f-band' as FolderId, name: 'Band', colour: '#336699' }]),
    spaces: byId([plainSpace('r-hall' as SpaceId, 'Hall')]),
    scenes: byId<Scene>([
      {
        id: 'n-quiet' as SceneId,
        name: 'Quiet',
        followsId: null,
        tracks: { [cello.id]: { strip: cello.strip, output: cello.output, sends: {} } },
        families: { music: { trimDb: decibels(0), faderDb: decibels(-6), muted: false } },
        vcas: {},
        spaces: {},
      },
    ]),
    loop: { start: samples(SECOND), end: samples(4 * SECOND), enabled: true },
  };
}
