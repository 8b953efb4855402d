import * as fc from 'fast-check';
import { current } from 'mutative';
import { describe, expect, it } from 'vitest';
import {
  BINAURAL_MODES,
  DOWNMIXES_20,
  DOWNMIXES_51,
  FRAME_RATES,
  MAX_OBJECTS,
  samples,
  TRACK_FORMATS,
  TRIMMED_LAYOUTS,
  type TrackFormat,
  ticks,
  ZONE_NAMES,
} from '../../units/index.ts';
import { countedIds, plainObject } from '../create.ts';
import { createDocument, type SessionDraft } from '../document.ts';
import { type LaneOwner, trackOwner } from '../lane-owner.ts';
import { parseSession, serialiseSession } from '../parse.ts';
import { objectCount } from '../select.ts';
import { testSession } from '../test-session.ts';
import {
  BAND_KINDS,
  type ClipId,
  CONTROL_TARGETS,
  FADE_SHAPES,
  FAMILIES,
  type FolderId,
  type GroupId,
  LANE_CURVES,
  LANE_TARGETS,
  type MarkerId,
  type NoteId,
  type Session,
  SPACE_TARGETS,
  type Stem,
  type StemId,
  type TrackId,
  type VcaId,
} from '../types.ts';
import * as edits from './index.ts';

const CELLO = 't-cello' as TrackId;
const VOICE = 't-voice' as TrackId;
const STRINGS = 't-strings' as TrackId;
const RAIN_CLIP = 'c-rain-1' as ClipId;
const NO_VCA = 'v-gone' as VcaId;
const NO_FOLDER = 'f-gone' as FolderId;
const NO_GROUP = 'g-gone' as GroupId;
const SECOND = 48_000;

const stem = (fileName: string, channels: number, length = SECOND): Stem => ({
  id: `a-${fileName.replace(/[^A-Za-z0-9]/g, '-')}` as StemId,
  sha256: '0'.repeat(64),
  fileName,
  coding: 'WAV 24-bit',
  bytes: 1000,
  channels,
  length: samples(length),
  sourceRate: 48_000,
  timeReference: null,
});

/** Numbers as a broken caller may send them: far out, fractional, −0, ±∞, NaN. */
const wild = fc.oneof(
  fc.integer({ min: -200, max: 5_000_000 }),
  fc.double({ min: -3, max: 3, noNaN: true }),
  fc.constantFrom(
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    -0,
    1e300,
    -1e300,
    2 ** 41,
    0.5,
  ),
);

type Step = readonly [kind: number, pick: number, a: number, b: number, c: number];
const steps = fc.array(fc.tuple(fc.nat(1000), fc.nat(1000), wild, wild, wild), {
  minLength: 20,
  maxLength: 60,
});

/** Calls any one of the edits with wild numbers on things of the draft. */
function anyEdit(
  draft: SessionDraft,
  [kind, pick, a, b, c]: Step,
  ids: ReturnType<typeof countedIds>,
): edits.Refusal {
  const at = <Item>(items: readonly Item[]): Item | undefined => items[pick % Math.max(1, items.length)];
  const track = at(draft.trackOrder) ?? CELLO;
  const clip = at(Object.keys(draft.clips)) as ClipId | undefined;
  const clips = Object.keys(draft.clips).filter((_, index) => (index + pick) % 2 === 0) as ClipId[];
  const marker = at(Object.keys(draft.markers)) as MarkerId | undefined;
  const owners: readonly LaneOwner[] = [
    trackOwner(track),
    { kind: 'family', name: at(FAMILIES) ?? 'music' },
    ...Object.values(draft.vcas).map(({ id }) => ({ kind: 'vca' as const, id })),
    ...Object.values(draft.spaces).map(({ id }) => ({ kind: 'space' as const, id })),
  ];
  const laneOwner = at(owners) ?? trackOwner(track);
  // Some of these the owner has no lane for: such edits are passed over.
  const laneTarget = at([...LANE_TARGETS, ...CONTROL_TARGETS, ...SPACE_TARGETS, 'send.hall' as const]) ?? 'x';
  const vcas = Object.keys(draft.vcas) as VcaId[];
  const groups = Object.keys(draft.groups) as GroupId[];
  const folders = Object.keys(draft.folders) as FolderId[];
  const curve = at(LANE_CURVES) ?? 'linear';
  const noteId = at(Object.keys(draft.reviewNotes) as NoteId[]) ?? ('w-slow' as NoteId);
  const markerKind = at(['marker', 'hit', 'range', 'cue'] as const) ?? 'hit';
  const name = at(['', ' \u0000x', 'Ünïcode \ud800', 'n'.repeat(300), 'Strings']) ?? '';
  const bed = {
    kind: 'bed' as const,
    pan: a,
    width: b,
    frontBack: c,
    height: a,
    rotationDeg: c,
    divergence: a,
    lfeDb: b as never,
    binaural: 'far' as const,
  };
  const object = plainObject({ x: a, y: b, z: c }, a, b);
  const all: readonly (() => edits.Refusal)[] = [
    () =>
      edits.importStems(draft, [stem(`${name}${pick}.wav`.slice(-40), 1 + (pick % 14), 1 + pick)], {
        ids,
        at: a,
        index: b,
        useTimeReference: true,
      }),
    () =>
      edits.addTrack(draft, {
        id: ids.track(),
        name,
        family: at(FAMILIES) ?? 'music',
        format: at(Object.keys(TRACK_FORMATS) as TrackFormat[]) ?? 'mono',
        output: object,
        index: c,
        colour: name,
      }),
    () =>
      edits.addClip(draft, {
        id: ids.clip(),
        trackId: track,
        stemId: (at(Object.keys(draft.stems)) ?? '') as StemId,
        start: a,
        sourceOffset: b,
        length: c,
        channels: [a, b, c],
      }),
    () => edits.deleteTracks(draft, pick % 5 === 0 ? [track] : []),
    () => edits.removeUnusedStems(draft),
    () => edits.reorderTracks(draft, [track], a),
    () => edits.renameTrack(draft, track, name),
    () => edits.setTrackFamily(draft, track, at(FAMILIES) ?? 'music'),
    () => edits.setTrackColour(draft, track, at([null, '#AABBCC', 'red', name]) ?? null),
    () =>
      edits.setStrip(draft, track, {
        trimDb: a as never,
        faderDb: b as never,
        muted: pick % 2 === 0,
        soloSafe: pick % 3 === 0,
      }),
    () => edits.setFamily(draft, at(FAMILIES) ?? 'music', { faderDb: a as never, soloed: pick % 2 === 0 }),
    () => edits.clearSolos(draft),
    () =>
      edits.addVca(draft, {
        id: ids.vca(),
        name,
        colour: name,
        parentId: at(vcas) ?? null,
        trackIds: [track],
      }),
    () => edits.deleteVcas(draft, pick % 4 === 0 ? vcas.slice(0, 2) : []),
    () => edits.nestVca(draft, at(vcas) ?? NO_VCA, at(vcas.toReversed()) ?? null),
    () => edits.assignVca(draft, [track, CELLO], at([null, ...vcas]) ?? null),
    () => edits.renameVca(draft, at(vcas) ?? NO_VCA, name),
    () => edits.setVcaColour(draft, at(vcas) ?? NO_VCA, at([null, '#AABBCC', 'red', name]) ?? null),
    () => edits.setVca(draft, at(vcas) ?? NO_VCA, { faderDb: a as never, muted: pick % 2 === 0 }),
    () => edits.addGroup(draft, { id: ids.group(), name, trackIds: [track, track, CELLO] }),
    () => edits.setGroupMembers(draft, at(groups) ?? NO_GROUP, [track, STRINGS], pick % 2 === 0),
    () => edits.setGroupLinks(draft, at(groups) ?? NO_GROUP, { fader: pick % 2 === 0, solo: true }),
    () => edits.setGroupOn(draft, at(groups) ?? NO_GROUP, pick % 2 === 0),
    () => edits.deleteGroups(draft, pick % 4 === 0 ? groups.slice(0, 1) : []),
    () => edits.addFolder(draft, { id: ids.folder(), name, colour: name, trackIds: [track, CELLO] }),
    () => edits.assignFolder(draft, [track, STRINGS], at([null, ...folders]) ?? null),
    () => edits.deleteFolders(draft, pick % 4 === 0 ? folders.slice(0, 1) : []),
    () => edits.renameGroup(draft, at(groups) ?? NO_GROUP, name),
    () => edits.setGroupColour(draft, at(groups) ?? NO_GROUP, name),
    () => edits.renameFolder(draft, at(folders) ?? NO_FOLDER, name),
    () => edits.setFolderColour(draft, at(folders) ?? NO_FOLDER, at([null, '#AABBCC', name]) ?? null),
    () => edits.setFamily(draft, at(FAMILIES) ?? 'music', { trimDb: b as never }),
    () => edits.setEqualiserOn(draft, track, pick % 2 === 0),
    () =>
      edits.setPassFilter(draft, track, pick % 2 === 0 ? 'highPass' : 'lowPass', {
        on: true,
        frequency: a,
        slope: b as never,
      }),
    () =>
      edits.setBand(draft, track, pick % 7, {
        kind: at(BAND_KINDS) ?? 'bell',
        frequency: a,
        gainDb: b as never,
        q: c,
      }),
    () => edits.resetBand(draft, track, pick % 7),
    () =>
      edits.setDynamics(draft, track, {
        thresholdDb: a as never,
        ratio: b,
        kneeDb: c as never,
        windowMs: a,
        lookaheadMs: b,
        mix: c,
        key: at(draft.trackOrder.toReversed()) ?? null,
      }),
    () => edits.setProcessorOrder(draft, track, pick % 2 === 0 ? 'eq-first' : 'dynamics-first'),
    () => {
      const from = at(Object.values(draft.tracks));
      return from ? edits.pasteProcessors(draft, track, edits.processorsOf(current(from.strip))) : null;
    },
    () => edits.setOutput(draft, track, pick % 2 === 0 ? bed : object),
    () => edits.setOutputKind(draft, track, pick % 2 === 0 ? 'bed' : 'object'),
    () => edits.setBed(draft, track, { pan: a, width: b, height: c, lfeDb: a as never }),
    () => edits.moveObject(draft, track, { x: a, y: b, z: c }, pick % 2 === 0 ? null : a),
    () => edits.setObjectSize(draft, track, a, b),
    () =>
      edits.setObject(draft, track, {
        spread: a,
        divergence: b,
        divergenceRange: c,
        diffuse: a,
        snap: { on: pick % 2 === 0, maxDistance: pick % 3 === 0 ? null : a },
        zones: ZONE_NAMES.filter((_, index) => (pick + index) % 3 === 0).toReversed(),
        elevation: pick % 2 === 0 ? 'off' : 'on',
      }),
    () => edits.setBed(draft, track, { rotationDeg: a, divergence: b }),
    () => edits.setBinaural(draft, track, at(BINAURAL_MODES) ?? 'mid'),
    () => edits.moveClips(draft, clips, { by: a, rows: b }),
    () => edits.nudgeClips(draft, clips, at(edits.NUDGE_UNITS) ?? 'frame', (pick % 41) - 20),
    () => edits.trimClipStart(draft, clip ?? RAIN_CLIP, a),
    () => edits.trimClipEnd(draft, clip ?? RAIN_CLIP, a),
    () => edits.splitClips(draft, clips, a, ids.clip),
    () =>
      edits.setFade(draft, clip ?? RAIN_CLIP, pick % 2 === 0 ? 'in' : 'out', {
        length: a as never,
        shape: at(FADE_SHAPES) ?? 'linear',
      }),
    () => edits.setClipGain(draft, clips, a),
    () => edits.setClipsMuted(draft, clips, pick % 2 === 0),
    () => edits.renameClip(draft, clip ?? RAIN_CLIP, name),
    () => edits.duplicateClips(draft, clips.slice(0, 3), ids.clip, pick % 2 === 0 ? undefined : a),
    () => edits.deleteClips(draft, clips.slice(0, 1)),
    () => edits.addLanePoint(draft, laneOwner, laneTarget, { time: a, value: b, curve }),
    () => edits.addLanePoint(draft, laneOwner, laneTarget, { time: pick * 7, value: c }),
    () =>
      edits.moveLanePoints(draft, laneOwner, laneTarget, [pick % 3, (pick + 1) % 4], { time: a, value: b }),
    () => edits.setLanePoint(draft, laneOwner, laneTarget, pick % 3, { value: a, curve }),
    () => edits.deleteLanePoints(draft, laneOwner, laneTarget, [pick % 3]),
    () =>
      edits.setLane(
        draft,
        laneOwner,
        laneTarget,
        pick % 5 === 0
          ? []
          : [
              { time: a, value: b },
              { time: c, value: a, curve },
            ],
      ),
    () => edits.addMarker(draft, { id: ids.marker(), kind: markerKind, name, start: a, end: b }),
    () => edits.renameMarker(draft, marker ?? ('m-cue' as MarkerId), name),
    () => edits.moveMarker(draft, marker ?? ('m-cue' as MarkerId), a),
    () => edits.setMarkerSpan(draft, marker ?? ('m-cue' as MarkerId), a, b),
    () => edits.setMarkerKind(draft, marker ?? ('m-cue' as MarkerId), markerKind, a),
    () => edits.deleteMarkers(draft, marker && pick % 3 === 0 ? [marker] : []),
    () =>
      edits.importNotes(draft, [
        {
          id: at([ids.note(), noteId]) ?? noteId,
          start: a,
          end: pick % 2 === 0 ? null : b,
          author: name,
          text: name,
          about: pick % 3 === 0 ? null : { kind: 'track', id: track, name },
          resolved: pick % 2 === 0,
          version: null,
        },
      ]),
    () => edits.setNotesResolved(draft, [noteId], pick % 2 === 0),
    () => edits.deleteNotes(draft, pick % 4 === 0 ? [noteId] : []),
    () => edits.renameSession(draft, name),
    () => edits.setLoop(draft, a, b, pick % 2 === 0),
    () => edits.setLoopEnabled(draft, pick % 2 === 0),
    () => edits.setStartTimecode(draft, Number.isFinite(a) ? a : 0),
    () => edits.setFrameRate(draft, at(FRAME_RATES) ?? '24'),
    () =>
      edits.setDelivery(draft, {
        downmix51: at(DOWNMIXES_51) ?? 'fold',
        downmix20: at(DOWNMIXES_20) ?? 'direct',
      }),
    () => edits.setDelivery(draft, { trimMode: pick % 2 === 0 ? 'automatic' : 'manual' }),
    () =>
      edits.setTrims(draft, at(TRIMMED_LAYOUTS) ?? '5.1', {
        surroundDb: a,
        heightDb: b,
        listenerBalanceDb: c,
      }),
    () => edits.setTempoAt(draft, a, b),
    () => edits.setMeterAt(draft, a, b, 2 ** (pick % 7)),
    () =>
      edits.setPicture(
        draft,
        pick % 2 === 0
          ? null
          : { sha256: 'a'.repeat(64), fileName: name, bytes: 1, mediaType: 'video/webm', start: a as never },
      ),
  ];
  return all[kind % all.length]?.() ?? null;
}

describe('edits', () => {
  it('keep the document valid and identical through its file, whatever numbers they are given', () => {
    fc.assert(
      fc.property(steps, (list) => {
        const ids = countedIds('n');
        const document = createDocument(testSession());
        for (const step of list) document.transact('Edit', 'undoable', (draft) => anyEdit(draft, step, ids));
        const session = document.get();
        const reread = parseSession(serialiseSession(session));
        expect(reread).toEqual({ ok: true, value: session });
        while (document.undo());
        expect(document.get()).toEqual(testSession());
      }),
      { seed: 21, numRuns: 80 },
    );
  });

  /** Runs one edit on the test session. */
  function edited(edit: (draft: SessionDraft) => edits.Refusal, start: Session = testSession()): Session {
    const document = createDocument(start);
    const result = document.transact('Edit', 'undoable', edit);
    if (!result.ok) throw new Error(result.message);
    return document.get();
  }

  it('import stems by name and channels, at their own timecode when asked', () => {
    const ids = countedIds('n');
    const hour = { ...stem('DX_Mara.wav', 1), timeReference: samples(3605 * SECOND) };
    const session = edited((draft) =>
      edits.importStems(draft, [stem('MX_Strings_High.wav', 2), hour], {
        ids,
        at: 500,
        useTimeReference: true,
        index: 0,
      }),
    );
    expect(session.trackOrder.slice(0, 2)).toEqual(['t-n1', 't-n3']);
    expect(session.tracks['t-n1' as TrackId]).toMatchObject({
      name: 'MX Strings High',
      family: 'music',
      format: 'stereo',
    });
    expect(session.tracks['t-n3' as TrackId]).toMatchObject({
      family: 'dialogue',
      format: 'mono',
      output: { kind: 'bed' },
    });
    expect(session.clips['c-n2' as ClipId]).toMatchObject({ start: 500, channels: [0, 1], length: SECOND });
    expect(session.clips['c-n4' as ClipId]).toMatchObject({ start: 5 * SECOND });
  });

  it('refuse more than 118 objects, and objects of more than two channels, in words', () => {
    const document = createDocument(testSession());
    const ids = countedIds('n');
    const free = MAX_OBJECTS - objectCount(document.get());
    document.transact('Tracks', 'undoable', (draft) => {
      for (let index = 0; index < free; index++) {
        edits.addTrack(draft, {
          id: ids.track(),
          name: 'O',
          family: 'music',
          format: 'mono',
          output: plainObject({ x: 0, y: 0, z: 0 }),
        });
      }
    });
    expect(objectCount(document.get())).toBe(MAX_OBJECTS);
    expect(
      document.transact('Object', 'undoable', (draft) => edits.setOutputKind(draft, VOICE, 'object')),
    ).toMatchObject({ ok: false, code: 'objects-full' });
    expect(
      document.transact('Object', 'undoable', (draft) => edits.setOutputKind(draft, STRINGS, 'object')),
    ).toMatchObject({ ok: false, code: 'object-format' });
  });

  it('move an object with a lane as a whole, stop at the wall and come back the same way', () => {
    const lane = (session: Session) => session.tracks[CELLO]?.lanes.x?.map(({ value }) => value);
    const document = createDocument(testSession());
    const drag = (x: number) =>
      document.transact('Move', 'gesture', (draft) => edits.moveObject(draft, CELLO, { x, y: 0.5, z: 0 }));
    drag(0.45);
    expect(lane(document.get())?.map((value) => Math.round(value * 100) / 100)).toEqual([-0.25, 0.75, 0.25]);
    drag(1);
    expect(lane(document.get())).toEqual([0, 1, 0.5]);
    drag(0.2);
    expect(lane(document.get())?.map((value) => Math.round(value * 1e9) / 1e9)).toEqual([-0.5, 0.5, 0]);
    expect(document.get().tracks[CELLO]?.output).toMatchObject({ position: { y: 0.5, z: 0 } });
    const atPlayhead = edited((draft) => edits.moveObject(draft, CELLO, { x: 0.75, y: 1, z: 0 }, SECOND));
    expect(lane(atPlayhead)).toEqual([-0.25, 0.75, 0.25]);
  });

  it('split a clip into parts that play as the whole did', () => {
    const session = edited((draft) =>
      edits.splitClips(draft, [RAIN_CLIP], 10 * SECOND, countedIds('n').clip),
    );
    expect(session.clips[RAIN_CLIP]).toMatchObject({
      start: 0,
      sourceOffset: SECOND,
      length: 10 * SECOND,
      fadeOut: { length: 0 },
    });
    expect(session.clips['c-n1' as ClipId]).toMatchObject({
      start: 10 * SECOND,
      sourceOffset: 11 * SECOND,
      length: 30 * SECOND,
      fadeOut: { length: 1000 },
    });
    expect(edited((draft) => edits.splitClips(draft, [RAIN_CLIP], 0, countedIds('n').clip))).toEqual(
      testSession(),
    );
  });

  it('trim without moving what is heard, held by the stem', () => {
    const later = edited((draft) => edits.trimClipStart(draft, RAIN_CLIP, 100));
    expect(later.clips[RAIN_CLIP]).toMatchObject({
      start: 100,
      sourceOffset: SECOND + 100,
      length: 40 * SECOND - 100,
    });
    const cello = 'c-cello-1' as ClipId;
    const earlier = edited((draft) => edits.trimClipStart(draft, cello, 0));
    expect(earlier.clips[cello]).toMatchObject({ start: 4 * SECOND, sourceOffset: 0, length: 5 * SECOND });
    const longer = edited((draft) => edits.trimClipEnd(draft, cello, 2 ** 40));
    expect(longer.clips[cello]).toMatchObject({ start: 5 * SECOND, length: 59 * SECOND });
    const shortest = edited((draft) => edits.trimClipEnd(draft, cello, 0));
    expect(shortest.clips[cello]).toMatchObject({ length: 1, fadeOut: { length: 1 } });
  });

  it('move clips together, not before 0, and across rows only onto the same format', () => {
    const both = ['c-strings-1', 'c-strings-2'] as ClipId[];
    const session = edited((draft) => edits.moveClips(draft, both, { by: -SECOND }));
    expect(session).toEqual(testSession());
    const cello = ['c-cello-1'] as ClipId[];
    const down = edited((draft) => edits.moveClips(draft, cello, { by: SECOND, rows: 1 }));
    expect(down.clips['c-cello-1' as ClipId]).toMatchObject({ trackId: VOICE, start: 6 * SECOND });
    const up = edited((draft) => edits.moveClips(draft, cello, { by: SECOND, rows: -1 }));
    expect(up.clips['c-cello-1' as ClipId]).toMatchObject({ trackId: CELLO, start: 6 * SECOND });
  });

  it('nudge by exact frames also where a frame is no whole number of samples, and back again', () => {
    const rated: Session = { ...testSession(), frameRate: '29.97' };
    const ids = ['c-voice-1'] as ClipId[];
    const start = (session: Session) => session.clips['c-voice-1' as ClipId]?.start;
    const one = edited(
      (draft) => edits.setStartTimecode(draft, 0) ?? edits.moveClips(draft, ids, { by: -2 * SECOND }),
      rated,
    );
    let session = one;
    for (let count = 0; count < 5; count++)
      session = edited((draft) => edits.nudgeClips(draft, ids, 'frame', 1), session);
    expect(start(session)).toBe(8008);
    session = edited((draft) => edits.nudgeClips(draft, ids, 'frame', -5), session);
    expect(start(session)).toBe(0);
    session = edited((draft) => edits.nudgeClips(draft, ids, 'beat', 2), session);
    expect(start(session)).toBe(SECOND);
    session = edited(
      (draft) =>
        edits.nudgeClips(draft, ids, 'quarter-frame', 3) ?? edits.nudgeClips(draft, ids, 'quarter-frame', -3),
      session,
    );
    expect(Math.abs((start(session) ?? 0) - SECOND)).toBeLessThanOrEqual(1);
  });

  it('keep lane points in order: a drag stops at its neighbours', () => {
    const moved = edited((draft) =>
      edits.moveLanePoints(draft, trackOwner(CELLO), 'x', [1], { time: 99 * SECOND, value: 9 }),
    );
    expect(moved.tracks[CELLO]?.lanes.x?.[1]).toMatchObject({ time: 3 * SECOND, value: 1 });
    const added = edited((draft) =>
      edits.addLanePoint(draft, trackOwner(CELLO), 'x', { time: SECOND, value: 0.25 }),
    );
    expect(added.tracks[CELLO]?.lanes.x).toHaveLength(3);
    expect(added.tracks[CELLO]?.lanes.x?.[1]?.value).toBe(0.25);
    const gone = edited((draft) => edits.deleteLanePoints(draft, trackOwner(CELLO), 'x', [0, 1, 2]));
    expect(gone.tracks[CELLO]?.lanes).toEqual({});
  });

  it('keep the written start timecode when the picture rate changes', () => {
    const start = edited((draft) => edits.setStartTimecode(draft, (3600 + 60) * 24));
    const drop = edited((draft) => edits.setFrameRate(draft, '29.97df'), start);
    expect(drop.startFrames).toBe(107_892 + 1800);
    expect(edited((draft) => edits.setFrameRate(draft, '25'), start).startFrames).toBe((3600 + 60) * 25);
  });

  it('sort a tempo map and move its first entries to the start', () => {
    const session = edited(
      (draft) =>
        edits.setTempoAt(draft, 960, 90) ??
        edits.setTempoAt(draft, 0, 100) ??
        edits.setMeterAt(draft, 4, 3, 4),
    );
    expect(session.tempo.tempos).toEqual([
      { at: ticks(0), bpm: 100 },
      { at: ticks(960), bpm: 90 },
    ]);
    expect(session.tempo.meters).toEqual([
      { bar: 0, numerator: 4, denominator: 4 },
      { bar: 4, numerator: 3, denominator: 4 },
    ]);
  });
});

describe('layout by name', () => {
  it('guesses the family from the words of the trade', () => {
    const families = {
      music: [
        'MX_Brass.wav',
        'woodwinds.flac',
        'Wood Winds 1.wav',
        'HighStrings.opus',
        'perc-low.wav',
        'mx_rain_theme.wav',
        'take7.wav',
        'Choir.wav',
      ],
      dialogue: ['DX_mara_01.wav', 'VO.wav', 'Keeper voice.wav', 'adr3.wav'],
      effects: ['SFX_door.wav', 'foghorn.wav', 'FX-hit.wav', 'footsteps.wav'],
      ambience: ['amb_sea.wav', 'Wind.wav', 'room tone.wav', 'BG_traffic.wav'],
    };
    for (const [family, names] of Object.entries(families)) {
      for (const name of names) expect([name, edits.guessFamily(name)]).toEqual([name, family]);
    }
  });

  it('takes the format from the channels and splits what no track takes', () => {
    const formats = (channels: number) =>
      edits.layoutForStem(stem('Score.wav', channels)).map(({ format }) => format);
    expect([1, 2, 3, 4, 5, 6, 7, 8, 10].flatMap(formats)).toEqual([
      'mono',
      'stereo',
      'lcr',
      'quad',
      '5.0',
      '5.1',
      '7.0',
      '7.1',
      '7.1.2',
    ]);
    expect(formats(12)).toEqual(['7.1', 'stereo', 'stereo']);
    expect(formats(9)).toEqual(Array(9).fill('mono'));
    expect(edits.layoutForStem(stem('Score.wav', 12)).flatMap(({ channels }) => channels)).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11,
    ]);
  });
});
