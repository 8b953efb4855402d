import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ClipId, plainObject, type Session, type Track, type TrackId } from '../../session/index.ts';
import { decibels, samples, ZONE_BOXES } from '../../units/index.ts';
import { RATE, richSession, testSession } from '../test-engine.ts';
import { diffStrips } from './compiler.ts';
import { createCompiler, gainOf } from './session-compiler.ts';
import { SlotTable, VoiceTable } from './voice-table.ts';

function withTrack(session: Session, id: string, change: (track: Track) => Partial<Track>): Session {
  const track = session.tracks[id as TrackId];
  if (!track) throw new Error(`no track ${id}`);
  return { ...session, tracks: { ...session.tracks, [id]: { ...track, ...change(track) } } };
}

const fader = (session: Session, id: string, db: number): Session =>
  withTrack(session, id, (track) => ({ strip: { ...track.strip, faderDb: decibels(db) } }));

describe('Compiler', () => {
  it('puts every track on a strip in track order with its clips sorted and its gain linear', () => {
    const session = fader(richSession(), 'track1', -6);
    const { slots, program, unplayable } = createCompiler().compile(session);
    expect(slots.map((strip) => strip?.id)).toEqual(session.trackOrder);
    expect(unplayable).toEqual([]);
    expect(program.strips[1]?.gain).toBe(gainOf(-6));
    expect(program.strips[0]?.clips.map((clip) => clip.start)).toEqual([0, RATE + 333]);
  });

  it('anchors dialogue to the centre speaker and nothing else', () => {
    const { program } = createCompiler().compile(richSession());
    const centres = program.strips.map(({ output }) => (output.kind === 'bed' ? output.centre : null));
    expect(centres).toEqual([0, 0, 1, null, null, 0]);
  });

  it('compiles snap, zones, elevation, divergence, diffuse share and the distance on headphones', () => {
    const session = withTrack(richSession(), 'track3', () => ({
      output: {
        ...plainObject({ x: 0, y: 0, z: 0.5 }),
        snap: { on: true, maxDistance: 0.7 },
        zones: ['back'],
        divergence: 0.25,
        divergenceRange: 0.5,
        diffuse: 0.4,
        elevation: 'off',
        binaural: 'far',
      },
    }));
    expect(createCompiler().compile(session).program.strips[3]).toMatchObject({
      output: {
        snap: { maxDistance: 0.7 },
        zones: [...ZONE_BOXES.back, ...ZONE_BOXES.top],
        divergence: { value: 0.25, range: 0.5 },
        diffuse: 0.4,
      },
      binaural: 'far',
    });
  });

  it('resolves mute, solo, solo-safe and family into the gain', () => {
    const session = richSession();
    const soloed = withTrack(session, 'track2', (track) => ({ strip: { ...track.strip, soloed: true } }));
    const safe = withTrack(soloed, 'track0', (track) => ({ strip: { ...track.strip, soloSafe: true } }));
    const gains = createCompiler()
      .compile(safe)
      .program.strips.map((strip) => strip.gain !== 0);
    expect(gains).toEqual([true, false, true, false, false, false]);
    const muted: Session = {
      ...session,
      families: { ...session.families, music: { ...session.families.music, muted: true } },
    };
    expect(
      createCompiler()
        .compile(muted)
        .program.strips.map((strip) => strip.gain !== 0),
    ).toEqual([false, false, true, true, true, true]);
  });

  it('sends one strip for one fader move, and keeps the stream as it was', () => {
    const compiler = createCompiler();
    const session = richSession();
    const before = compiler.compile(session);
    const after = compiler.compile(fader(session, 'track3', -10), false);
    expect(diffStrips(before, after).map(({ slot }) => slot)).toEqual([3]);
    expect(after.stream).toBe(before.stream);
    expect(
      diffStrips(after, compiler.compile(fader(session, 'track3', -10), false)).length,
    ).toBeLessThanOrEqual(1);
  });

  it('keeps voices when a clip is moved, trimmed or faded, and gives new ones for another stem channel', () => {
    const compiler = createCompiler();
    const session = richSession();
    const id = 'clip0-0' as ClipId;
    const clip = session.clips[id];
    if (!clip) throw new Error('no clip');
    const voicesOf = (of: Session) =>
      compiler.compile(of, false).slots[0]?.clips.find((entry) => entry.id === id)?.voices;
    const voices = voicesOf(session);
    const moved = { ...clip, start: samples(777), sourceOffset: samples(5), length: samples(9999) };
    expect(voicesOf({ ...session, clips: { ...session.clips, [id]: moved } })).toEqual(voices);
    const swapped = voicesOf({
      ...session,
      clips: { ...session.clips, [id]: { ...clip, channels: [1, 0] } },
    });
    expect(swapped?.some((voice) => voices?.includes(voice))).toBe(false);
  });

  it('leaves muted clips and clips without a stem out', () => {
    const session = richSession();
    const id = 'clip2-0' as ClipId;
    const clip = session.clips[id];
    if (!clip) throw new Error('no clip');
    const muted = createCompiler().compile({
      ...session,
      clips: { ...session.clips, [id]: { ...clip, muted: true } },
    });
    expect(muted.slots[2]?.clips).toEqual([]);
    expect(createCompiler().compile({ ...session, stems: {} }).stream.clips).toEqual([]);
  });

  it('keeps slots while it plays and puts them in order again when it does not', () => {
    const compiler = createCompiler();
    const session = richSession();
    const before = compiler.compile(session);
    const turned: Session = { ...session, trackOrder: session.trackOrder.toReversed() };
    expect(diffStrips(before, compiler.compile(turned, false))).toEqual([]);
    const fresh = createCompiler().compile(turned);
    expect(compiler.compile(turned, true).slots.map((strip) => strip?.id)).toEqual(
      fresh.slots.map((strip) => strip?.id),
    );
  });

  it('comes to what a fresh compile says after any series of edits', () => {
    const edit = fc.record({
      track: fc.nat(5),
      kind: fc.constantFrom('fader', 'mute', 'delete-clips', 'move', 'restore'),
      value: fc.integer({ min: -40, max: 12 }),
    });
    fc.assert(
      fc.property(fc.array(edit, { maxLength: 15 }), (edits) => {
        const compiler = createCompiler();
        const original = richSession();
        let session = original;
        let shown = compiler.compile(session);
        const slots = new Map(shown.slots.map((strip, slot) => [slot, strip]));
        for (const { track, kind, value } of edits) {
          const id = `track${track}`;
          if (kind === 'fader') session = fader(session, id, value);
          else if (kind === 'mute')
            session = withTrack(session, id, (old) => ({ strip: { ...old.strip, muted: !old.strip.muted } }));
          else if (kind === 'restore') session = original;
          else {
            const change = ([clipId, clip]: [string, Session['clips'][ClipId]]) => {
              if (clip.trackId !== id) return [[clipId, clip] as const];
              return kind === 'move'
                ? [[clipId, { ...clip, start: samples(Math.abs(value) * 1000) }] as const]
                : [];
            };
            session = {
              ...session,
              clips: Object.fromEntries(Object.entries(session.clips).flatMap(change)) as Session['clips'],
            };
          }
          const next = compiler.compile(session, false);
          for (const { slot, program } of diffStrips(shown, next)) slots.set(slot, program);
          shown = next;
        }
        const fresh = createCompiler().compile(session);
        const plain = (strip: unknown) =>
          JSON.parse(JSON.stringify(strip, (key, value) => (key === 'voices' ? value.length : value)));
        fresh.slots.forEach((strip, slot) => {
          expect(plain(slots.get(slot))).toEqual(plain(strip));
        });
        const voices = shown.stream.clips.flatMap((clip) => clip.voices);
        expect(new Set(voices).size).toBe(voices.length);
      }),
      { seed: 128, numRuns: 60 },
    );
  });

  it('recompiles one fader of 128 tracks without touching the others', () => {
    const session = testSession(
      Array.from({ length: 128 }, (_, index) => ({
        name: `t${index}`,
        format: 'mono' as const,
        clips: [[0, RATE, 0]] as const,
      })),
    );
    const compiler = createCompiler();
    let shown = compiler.compile(session);
    let sent = 0;
    for (let step = 0; step < 60; step++) {
      const next = compiler.compile(fader(session, 'track64', -step), false);
      sent += diffStrips(shown, next).length;
      shown = next;
    }
    // The first step sets 0 dB, which it had.
    expect(sent).toBeLessThanOrEqual(60);
  });
});

describe('VoiceTable', () => {
  it('uses a freed voice again only when no unused one is left, oldest first', () => {
    const voices = new VoiceTable(3);
    const [a, b] = [voices.voice('a'), voices.voice('b')];
    voices.free('a');
    voices.free('b');
    expect(voices.voice('c')).toBe(2);
    expect(voices.voice('d')).toBe(a);
    expect(voices.voice('e')).toBe(b);
    expect(voices.voice('f')).toBe(-1);
  });
});

describe('SlotTable', () => {
  it('says so when there are more tracks than slots', () => {
    const slots = new SlotTable(2);
    expect(slots.assign(['a', 'b', 'c'], true)).toBe(false);
    expect(slots.slotOf('c')).toBe(-1);
    expect(slots.assign(['c', 'b'], false)).toBe(true);
    expect([slots.slotOf('b'), slots.slotOf('c')]).toEqual([1, 0]);
  });
});
