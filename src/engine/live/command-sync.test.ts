import { describe, expect, it } from 'vitest';
import type { Session } from '../../session/index.ts';
import { decibels } from '../../units/index.ts';
import { createCompiler } from '../compile/session-compiler.ts';
import type { PrepareRequest } from '../stream/protocol.ts';
import { richSession } from '../test-engine.ts';
import type { WorkletBatch } from '../worklet/protocol.ts';
import { CommandSync, PREPARE_TIMEOUT_MS, START_TIMEOUT_MS } from './command-sync.ts';

/** A synchroniser with everything round it recorded and its timers turned by hand. */
function rig() {
  const session = richSession();
  const compiler = createCompiler();
  const prepares: (Omit<PrepareRequest, 'kind'> & { done: () => void })[] = [];
  const batches: WorkletBatch[] = [];
  const timers: { ms: number; fire: () => void; live: boolean }[] = [];
  const sync = new CommandSync(
    {
      prepare: (request, done) => prepares.push({ ...request, done }),
      post: (batch) => batches.push(batch),
      after: (ms, fire) => {
        const timer = { ms, fire, live: true };
        timers.push(timer);
        return () => {
          timer.live = false;
        };
      },
    },
    compiler.compile(session),
    session.loop,
  );
  const kinds = (): string[][] => batches.map((batch) => batch.commands.map((command) => command.kind));
  return { session, compiler, prepares, batches, timers, sync, kinds };
}

const louder = (session: Session): Session => {
  const [id] = session.trackOrder;
  const track = id === undefined ? undefined : session.tracks[id];
  if (!track) throw new Error('no track');
  return {
    ...session,
    tracks: { ...session.tracks, [track.id]: { ...track, strip: { ...track.strip, faderDb: decibels(3) } } },
  };
};

const shifted = (session: Session): Session => ({
  ...session,
  clips: Object.fromEntries(Object.entries(session.clips).slice(1)) as Session['clips'],
});

describe('CommandSync', () => {
  it('sends everything to a new processor, and nothing before there is one', () => {
    const { sync, kinds, session, batches } = rig();
    sync.locate(5);
    expect(kinds()).toEqual([]);
    sync.connect(100);
    expect(kinds()).toEqual([['strips', 'loop', 'locate']]);
    const [strips] = batches[0]?.commands ?? [];
    expect(strips?.kind === 'strips' && strips.updates.length).toBe(session.trackOrder.length);
  });

  it('starts only when the audio is there', () => {
    const { sync, kinds, batches, prepares, timers } = rig();
    sync.connect(0);
    sync.play(4800);
    expect(kinds().at(-1)).toEqual(['play']);
    expect(batches.at(-1)?.awaits).toBe(prepares.at(-1)?.ticket);
    expect(timers.at(-1)?.ms).toBe(START_TIMEOUT_MS);
    expect(prepares.at(-1)?.position).toBe(4800);
    prepares.at(-1)?.done();
    expect(kinds().length).toBe(2);
    expect(timers.every((timer) => !timer.live)).toBe(true);
  });

  it('sends a fader move while playing at once, and a clip edit after its audio was fetched', () => {
    const { sync, kinds, batches, prepares, session, compiler } = rig();
    sync.connect(0);
    sync.play(0);
    prepares.at(-1)?.done();
    const asked = prepares.length;
    const loud = louder(session);
    sync.update(compiler.compile(loud, false), loud.loop);
    expect(kinds().at(-1)).toEqual(['strips']);
    expect(batches.at(-1)?.awaits).toBeUndefined();
    expect(prepares.length).toBe(asked);
    const edited = shifted(loud);
    sync.update(compiler.compile(edited, false), edited.loop);
    expect(prepares.length).toBe(asked + 1);
    expect(kinds().at(-1)).toEqual(['strips']);
    expect(batches.at(-1)?.awaits).toBe(prepares.at(-1)?.ticket);
  });

  it('keeps a fader move behind a clip edit that still waits for audio', () => {
    const { sync, batches, prepares, session, compiler } = rig();
    sync.connect(0);
    sync.play(0);
    prepares.at(-1)?.done();
    const edited = shifted(session);
    sync.update(compiler.compile(edited, false), edited.loop);
    const waiting = prepares.at(-1);
    const loud = louder(edited);
    sync.update(compiler.compile(loud, false), loud.loop);
    expect(prepares.at(-1)).toBe(waiting);
    expect(batches.at(-1)?.awaits).toBe(waiting?.ticket);
    waiting?.done();
    sync.update(compiler.compile(edited, false), edited.loop);
    expect(batches.at(-1)?.awaits).toBeUndefined();
  });

  it('applies an edit whose audio never comes when its time is up', () => {
    const { sync, batches, prepares, timers, session, compiler } = rig();
    sync.connect(0);
    sync.play(0);
    prepares.at(-1)?.done();
    const edited = shifted(session);
    sync.update(compiler.compile(edited, false), edited.loop);
    const held = batches.at(-1);
    const timer = timers.at(-1);
    expect(timer?.ms).toBe(PREPARE_TIMEOUT_MS);
    timer?.fire();
    // A batch that waits for nothing lets go of whatever waits.
    expect(batches.at(-1)).toEqual({ ticket: held?.ticket, commands: [] });
  });

  it('answers only the newest of several seeks, and no later than the first one would have been', () => {
    const { sync, batches, prepares, timers } = rig();
    sync.connect(0);
    sync.play(0);
    prepares.at(-1)?.done();
    sync.locate(1000);
    const first = prepares.at(-1);
    sync.locate(2000);
    first?.done();
    expect(timers.filter((timer) => timer.live).length).toBe(1);
    prepares.at(-1)?.done();
    expect(timers.filter((timer) => timer.live).length).toBe(0);
    expect(batches.at(-1)?.commands).toEqual([{ kind: 'locate', position: 2000 }]);
    expect(batches.at(-1)?.ticket).toBe(prepares.at(-1)?.ticket);
    expect(batches.at(-1)?.awaits).toBe(prepares.at(-1)?.ticket);
  });

  it('stops at once, whatever waits', () => {
    const { sync, kinds, batches, prepares, timers } = rig();
    sync.connect(0);
    sync.play(0);
    const waiting = prepares.at(-1);
    sync.stop(0);
    expect(kinds().at(-1)).toEqual(['stop', 'locate']);
    expect(batches.at(-1)?.awaits).toBeUndefined();
    const count = kinds().length;
    waiting?.done();
    for (const timer of timers) if (timer.live) timer.fire();
    expect(kinds().length).toBe(count);
    expect(sync.playing).toBe(false);
  });

  it('starts a shuttle once its audio is there, and changes its speed from where it stands', () => {
    const { sync, prepares, batches } = rig();
    sync.connect(0);
    batches.length = 0;
    sync.shuttle(4000, -2);
    expect(prepares.at(-1)).toMatchObject({ position: 4000, speed: -2 });
    const { ticket } = prepares.at(-1) ?? {};
    expect(batches).toEqual([
      { ticket, awaits: ticket, commands: [{ kind: 'shuttle', position: 4000, speed: -2 }] },
    ]);
    expect(sync.playing).toBe(true);
    sync.shuttle(4000, -4);
    expect(prepares.at(-1)).toMatchObject({ speed: -4, position: 4000 });
    expect(batches.at(-1)?.commands).toEqual([{ kind: 'shuttle', position: null, speed: -4 }]);
    prepares.at(-1)?.done();
    sync.shuttle(4000, 2);
    expect(prepares.at(-1)).toMatchObject({ speed: 2, position: null });
    sync.play(777);
    expect(prepares.at(-1)).toMatchObject({ speed: 1, position: 777 });
    sync.shuttle(0, 2);
    sync.stop(900);
    expect(sync.speed).toBe(1);
    expect(prepares.at(-1)).toMatchObject({ speed: 1, position: 900 });
    expect(batches.at(-1)?.commands).toEqual([{ kind: 'stop' }, { kind: 'locate', position: 900 }]);
  });
});
